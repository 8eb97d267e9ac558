"""Pages that bear a report's title and no report: shells that a script fills, attachments, lists, errors; and pages about a report."""

from __future__ import annotations

import base64

from tests.ingest.bodies import Body
from tests.ingest.sites import BOTTOM, HEADER, LINKS, NEWS, OTHERS, shell

_SITE_TALK = (
    "本网站由某某市人民政府主办，是发布政务信息、提供在线服务、与公众互动交流的重要平台。本网站尊重并保护所有使用网站服务用户的个人隐私权，未经您的许可，不会向任何第三方提供您的个人信息；"
    "本网站所载信息仅供参考，任何单位和个人使用本网站信息造成的后果，由使用者自行承担。为了给您提供更准确、更有个性化的服务，本网站会按照隐私权政策的规定使用和披露您的个人信息，并以高度的勤勉、审慎义务对待这些信息。"
)
_FAQ = "".join(
    f"<div class='qa'><p>问：如何申请公开第{n}类政府信息？</p><p>答：申请人可以通过当面提交、邮政寄送或者互联网渠道提出申请，行政机关收到申请之日起二十个工作日内予以答复；需要延长期限的，应当经负责人同意并告知申请人，延长的期限最长不超过二十个工作日。</p></div>"
    for n in range(1, 7)
)


def _page(body: Body, middle: str) -> str:
    return shell(
        f"{HEADER}<ul>{LINKS}</ul><h1>{body.title}</h1><div>发布日期：{body.published}　来源：市司法局　浏览次数：20</div>{middle}{BOTTOM}",
        f"{body.title}_某某市人民政府",
    )


def no_bodies(body: Body) -> dict[str, str]:
    """Pages that must be refused with no_body, by what they are."""
    letter = f"现将《{body.title}》予以公布，请社会各界监督。"
    image = base64.b64encode(bytes(range(256)) * 40).decode()
    return {
        "pdf viewer": _page(body, "<div class='con'><iframe src='/pdfjs/web/viewer.html?file=/a.pdf' width=100%></iframe></div>"),
        "embedded pdf": _page(body, "<div class='con'><embed src='/a.pdf' type='application/pdf'><p>您的浏览器不支持在线预览，请<a href='/a.pdf'>点击下载</a>后查看。</p></div>"),
        "attachment with a covering note": _page(body, f"<div class='TRS_Editor'><p>{letter}</p><p>附件：<a href='./P02021.pdf'>{body.title}.pdf</a></p><p>某某市司法局</p><p>{body.published}</p></div>"),
        "word attachment only": _page(body, f"<div id=zoom><p><a href='1.doc'>附件1：{body.title}.doc</a></p><p><a href='2.xls'>附件2：统计表.xls</a></p></div>"),
        "pictures of pages": _page(body, "<div id=zoom>" + "".join(f"<p><img src='{n}.png' alt='第{n}页'></p>" for n in range(1, 9)) + "</div>"),
        "picture in base64": _page(body, f"<div id=zoom><img src='data:image/png;base64,{image}'></div>"),
        "vue shell": shell("<div id=app></div><script src='/static/js/app.js'></script><noscript><strong>We're sorry but portal doesn't work properly without JavaScript enabled.</strong></noscript>", "政府信息公开平台"),
        "vue shell with facts": _page(body, "<div id='detail' v-html='detail.content'>{{ detail.content }}</div><script>axios.get('/api/detail?id=9').then(r=>{vm.detail=r.data})</script>"),
        "frameset": "<html><head><title>" + body.title + "</title></head><frameset rows='80,*'><frame src='top.htm'><frame src='main.htm'><noframes><body>您的浏览器不支持框架。</body></noframes></frameset></html>",
        "login": _page(body, "<div class='login'><p>您访问的内容需要登录后查看，请登录。</p><form>用户名<input> 密码<input type=password></form></div>"),
        "taken down": _page(body, "<div class='con'><p>对不起，您访问的信息已失效或被撤下，如有疑问请与网站管理员联系。5秒后自动返回首页。</p></div>"),
        "firewall": "<html><head><title>安全验证</title></head><body><p>您的访问请求可能对网站造成安全威胁，请求已被管理员设置的策略阻断。事件编号：2021031000001，如有疑问请将该编号提供给网站管理员核查。</p><script>var x='" + "a1b2c3" * 400 + "';</script></body></html>",
        "redirect": f"<html><head><meta http-equiv=refresh content='0;url=/art/1.html'><title>{body.title}</title></head><body><script>location.href='/art/1.html'</script>正在跳转</body></html>",
        "list of reports": shell(f"{HEADER}<ul>{LINKS}</ul><div class='list'><h2>法治政府建设年度报告</h2><ul>{OTHERS}{OTHERS}</ul><div>共2页 上一页 1 2 下一页</div></div>{BOTTOM}", f"法治政府建设年度报告_{body.region}人民政府"),
        "list with abstracts": shell(f"{HEADER}<ul>{LINKS}</ul><div class='list'>{NEWS * 6}</div>{BOTTOM}", f"{body.title}_某某市人民政府"),
        "empty body among news": _page(body, f"<div class='TRS_Editor'></div><div class='rec'><h3>推荐</h3>{NEWS * 5}</div>"),
        "empty body above the site's terms": _page(body, f"<div id='zoom'></div><div class='terms'><p>{_SITE_TALK}</p><p>{_SITE_TALK}</p><p>{_SITE_TALK}</p><p>{_SITE_TALK}</p></div>"),
        "empty body among questions": _page(body, f"<div id='content'></div><div class='faq'>{_FAQ}</div>"),
        "a sentence of abstract": _page(body, f"<div class='abs'>摘要：{body.paragraphs[0][:80]}……</div><p><a href='full.html'>阅读全文</a></p>"),
        "video": _page(body, "<div class='con'><video src='a.mp4'></video><p>县长作政府工作报告（视频）</p></div>"),
        "body commented out": _page(body, f"<div id=zoom><!-- {body.paragraphs[0]} --></div>"),
    }  # fmt: skip


def about_reports(body: Body) -> dict[str, str]:
    """Pages with enough text that are about a report and are none: refused as not_a_report."""
    place = body.region

    def article(title: str, *paragraphs: str) -> str:
        text = "".join(f"<p>　　{p}</p>" for p in paragraphs)
        return shell(f"{HEADER}<h1>{title}</h1><div>发布日期：2022-03-18　来源：市司法局</div><div class='TRS_Editor'>{text}</div>{BOTTOM}", f"{title}_某某市人民政府")  # fmt: skip

    news = (
        f"3月15日，{place}召开全面依法治{place[-1]}工作会议，听取2021年度法治政府建设情况汇报，研究部署下一阶段重点任务。市委书记、市委全面依法治市委员会主任张某出席会议并讲话。",
        "会议指出，过去一年，全市上下深入学习贯彻习近平法治思想，法治政府建设取得明显成效，行政执法更加规范，营商环境持续优化，矛盾纠纷多元化解机制不断健全，群众法治获得感进一步增强。",
        "会议强调，要压实党政主要负责人履行推进法治建设第一责任人职责，抓住领导干部这个关键少数，扎实做好法治政府建设示范创建工作，推动各项任务落地见效。",
        "张某要求，各级党委要定期听取法治建设工作汇报，及时研究解决重大问题；各级政府要依法全面履行职能，持续深化放管服改革，加强诚信政府建设，做到法定职责必须为、法无授权不可为。要坚持和发展新时代枫桥经验，加强行政复议规范化建设，推动行政机关负责人出庭应诉常态化。",
        "李某在主持会议时强调，各级各部门要深刻领会会议精神，结合实际抓好贯彻落实，做到守土有责、守土负责、守土尽责。要紧盯短板弱项，逐项对照整改，加快补齐基层执法力量不足、普法宣传针对性不强等短板，以高水平法治护航高质量发展。",
        "会上，部分县区、市直部门主要负责人现场述法，与会人员进行了评议，市委依法治市办通报了有关工作情况，并就下一步示范创建、督察整改和考核评价工作作了说明，要求各单位于月底前完成自查，形成整改台账，明确责任领导和完成时限。",
        "会议审议通过了有关文件。市领导李某、王某，各区县、市直有关部门主要负责同志参加会议。会议以视频形式召开，各区县设分会场。",
    )
    more = (
        "会议还就做好信访积案化解、优化法治化营商环境、规范基层执法等工作进行了交流，与会同志结合各自分管领域谈了认识和体会，提出了意见建议，大家一致表示要提高站位、真抓实干。",
        "会议最后要求，各地各部门要加强宣传引导，选树先进典型，总结推广好经验好做法，讲好法治故事，营造尊法学法守法用法的浓厚氛围，凝聚起全社会共同推进的强大合力，为经济社会发展营造良好环境。",
    )
    reading = (
        f"近日，《{body.title}》正式公布。为便于公众更好地理解报告内容，现就有关情况解读如下。",
        "一、报告起草背景",
        "根据有关规定，每年4月1日前，地方各级人民政府应当公开上一年度法治政府建设情况报告。市司法局在广泛征求各部门意见的基础上起草了报告，经市政府常务会议审议后，报市委、市人大常委会和省政府。",
        "二、报告主要内容",
        "报告共分四个部分。第一部分总结了主要举措和成效，从制度建设、重大决策、行政执法、纠纷化解等方面作了全面回顾；第二部分介绍了党政主要负责人履行职责情况；第三部分分析了存在的不足和原因；第四部分提出了下一年度工作安排。",
        "三、报告主要特点",
        "一是坚持问题导向，对短板弱项不回避；二是突出数据支撑，用事实说话；三是注重可操作性，任务措施具体明确。",
    )
    notice = (
        "各县（区）人民政府，市直各部门：",
        "为做好2021年度法治政府建设年度报告编制公开工作，现就有关事项通知如下。",
        "一、报送时间",
        "各单位应当于2022年1月31日前向市政府和省级主管部门报送上一年度法治政府建设情况报告，并于4月1日前通过政府网站向社会公开，接受人民群众监督。逾期未报送、未公开的，予以通报。",
        "二、报告内容",
        "报告应当包括主要举措和成效、存在的不足和原因、党政主要负责人履行职责情况、下一年度主要安排以及其他需要报告的情况，文字简洁、数据准确，不得照抄照搬往年内容。",
        "三、工作要求",
        "各单位要高度重视，明确专人负责，严格审核把关。联系人：赵某，联系电话：0000-1234567。",
    )
    plan = (
        f"为深入推进2022年法治政府建设，根据省委、省政府部署，结合{place}实际，制定本工作要点。",
        "一、总体要求",
        "坚持以习近平新时代中国特色社会主义思想为指导，全面贯彻落实法治政府建设实施纲要，着力补短板、强弱项、促提升，不断提高依法行政能力和水平。",
        "二、主要任务",
        "（一）健全行政决策制度体系。制定年度重大行政决策目录并向社会公布，严格落实合法性审查制度。（责任单位：市司法局，完成时限：2022年6月）",
        "（二）推进严格规范公正文明执法。全面落实行政执法三项制度，开展行政执法监督专项行动。（责任单位：市司法局、各执法部门，完成时限：全年）",
        "三、保障措施",
        "各部门要加强组织领导，细化工作举措，定期报送进展情况，市政府将适时组织督察，督察结果纳入年度考核。",
    )
    speech = (
        "同志们：",
        "今天我们召开全市法治政府建设推进会，主要任务是总结去年工作，分析当前形势，安排部署下一步任务。下面，我讲三点意见。",
        "一、提高政治站位，切实增强责任感",
        "法治是最好的营商环境。各级各部门要把思想和行动统一到市委、市政府决策部署上来，以更高标准、更严要求抓好工作落实。",
        "二、突出工作重点，务求取得实效",
        "要紧盯示范创建、执法监督、复议应诉等重点工作，逐项对照、逐条落实，确保各项任务按时保质完成。",
        "三、加强组织领导，形成工作合力",
        "各级领导干部要带头尊法学法守法用法，主要负责同志要亲自抓、负总责，分管领导要具体抓、抓具体，一级抓一级，层层抓落实。",
    )
    return {
        "news": article(f"{place}召开会议听取2021年度法治政府建设工作情况汇报", *news, *more),
        "news titled like the report": article("我市部署2022年法治政府建设工作 2021年法治政府建设情况报告获审议通过", *news, *more),
        "interpretation": article(f"《{body.title}》解读", *reading),
        "interpretation named otherwise": article(f"关于《{body.title}》的政策解读", *reading),
        "interpretation with a plain title": article(f"{body.title}政策解读", *reading),
        "notice to report": article("关于报送2021年度法治政府建设情况报告的通知", *notice),
        "work plan": article(f"{place}2022年法治政府建设工作要点", *plan),
        "work arrangements": article(f"{place}2022年度法治政府建设工作安排", *plan),
        "speech": article("在全市法治政府建设推进会上的讲话", *speech),
        "resolution": article(f"{place}人民代表大会关于政府工作报告的决议", f"{place}第五届人民代表大会第一次会议听取和审议了市长张某代表市人民政府所作的《政府工作报告》。会议充分肯定过去五年工作，同意报告提出的总体要求、目标任务和工作安排，决定批准这个报告。", "会议认为，过去五年，市人民政府团结带领全市人民，统筹推进各项工作，经济社会发展取得显著成就。会议号召，全市人民更加紧密地团结起来，为实现报告提出的目标任务而努力奋斗。", "会议指出，报告对今后五年和2022年工作的安排符合中央和省委、市委精神，符合全市实际，目标明确，重点突出，措施有力，体现了全市人民的共同愿望。会议同意，把保障和改善民生放在更加突出的位置，办好一批群众关心的实事，不断增强人民群众的获得感、幸福感、安全感。", "会议强调，要完整、准确、全面贯彻新发展理念，统筹发展和安全，深入实施创新驱动发展战略，着力扩大有效投资，加快培育新兴产业，持续优化营商环境，推进乡村全面振兴，加强生态环境保护，防范化解重大风险，保持经济社会持续健康发展。", "会议要求，各级国家机关要依法履职，密切配合，形成推动发展的强大合力；全市各级人大代表要充分发挥作用，带头贯彻落实会议精神。", *more),
        "questions and answers": article(f"市司法局负责人就{body.title}答记者问", *reading),
        "list of measures": article(f"图解：{body.title}", *reading),
    }  # fmt: skip
