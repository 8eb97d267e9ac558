"""What does not add up, and the look-alikes that do: each case is one invented report, or two of consecutive years."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.diff import findings, findings_figures
from pipeline.diff.findings_figures import agrees
from pipeline.extract.observations import read_observations
from pipeline.extract.quantities import read_quantities
from pipeline.stage import Context
from pipeline.tables import Tables, frame


@pytest.fixture
def found(tables_of, known_profiles):
    """(findings, tables) of a report's sentences and, where given, those of the year before."""

    def run(*years: list[str], same: str = "", reuse: dict | None = None) -> list[dict]:
        reports = [
            {"id": f"r{2020 + n}", "year": 2020 + n, "sections": [("主要工作", "disputes", said)]}
            for n, said in enumerate(years)
        ]
        tables = tables_of(*reports)
        tables["quantities"] = frame("quantities", _quantities(tables, known_profiles["fazhi"]))
        tables |= {"pairs": frame("pairs", _pairs(years)), "changes": frame("changes", _changes(tables, same))}
        tables["reuse"] = frame("reuse", [reuse] if reuse else [])
        return findings.run(tables, Context(known_profiles))["findings"].to_dict("records")

    return run


def _quantities(tables: Tables, profile) -> list[dict]:
    out = []
    for report in tables["reports"].to_dict("records"):
        mine = {
            n: tables[n][tables[n]["report_id"] == report["report_id"]] for n in ("sentences", "sections", "topics")
        }
        rows = read_quantities(report, mine["sentences"], mine["sections"], mine["topics"], profile)
        ends = zip(mine["sentences"]["start"], mine["sentences"]["end"], strict=True)
        read_observations(report, rows, dict(zip(mine["sentences"]["sentence_id"], ends, strict=True)), profile)
        out += rows
    return out


def _pairs(years) -> list[dict]:
    shares = (
        "cosine",
        "jaccard",
        "minimum_edit",
        "simple",
        "same_share",
        "edited_share",
        "added_share",
        "removed_share",
    )
    pair = {"pair_id": "r2020~r2021", "a_report": "r2020", "b_report": "r2021", "relation": "year"}
    return [{**pair, **dict.fromkeys(shares, 0.0)}] if len(years) > 1 else []


def _changes(tables: Tables, same: str) -> list[dict]:
    if not same:
        return []
    a, b = (text.index(same) for text in tables["reports"]["text"])
    sides = {
        "a_report": "r2020",
        "a_start": a,
        "a_end": a + len(same),
        "b_report": "r2021",
        "b_start": b,
        "b_end": b + len(same),
    }
    return [{"pair_id": "r2020~r2021", **sides, "op": "same", "similarity": 1.0, "order": 0}]


HITS = [
    ("parts_do_not_sum", ["全年收到行政复议申请20件，其中受理15件，不予受理3件。"]),
    ("parts_do_not_sum", ["办理行政复议案件52件，其中维持30件、撤销8件、驳回6件、终止3件。"]),
    ("rate_contradicts_counts", ["全年调解案件1500件，调解成功1380件，调解成功率98.2%。"]),
    ("relation_broken", ["全年收到行政复议申请60件，受理行政复议案件66件。"]),
    ("repeated_figure_conflict", ["受理法律援助案件312件。", "全年办理法律援助案件321件。"]),
    ("change_contradicts_levels", ["收到行政复议申请100件。"], ["收到行政复议申请110件，同比增长25%。"]),
    ("restated", ["办理法律援助案件300件。"], ["办理法律援助案件330件，较2020年的310件增长6.5%。"]),
    ("restated", ["收到行政复议申请44件。"], ["收到行政复议申请58件，较2020年的47件增加11件。"]),
    ("change_contradicts_levels", ["行政处罚案件由上年的1280件减少到1050件，下降28%。"]),
    ("change_contradicts_levels", ["新登记市场主体2960户，比上年的2400户增长33.3%。"]),
    ("change_contradicts_levels", ["投诉举报由310件下降到210件，减少110件。"]),
    ("change_contradicts_levels", ["收到行政复议申请100件。"], ["收到行政复议申请120件，比上年增加30件。"]),
    ("rate_contradicts_counts", ["城镇新增就业目标7200人，实际新增就业7416人，完成目标的108%。"]),
    ("rate_contradicts_counts", ["查处超限货车412台次，卸载388台次，卸载率99.2%。"]),
    ("parts_do_not_sum", ["共收到行政复议申请61件，决定受理52件，不予受理4件，转送3件。"]),
    ("parts_do_not_sum", ["审结行政复议案件50件，维持30件、撤销8件、驳回6件、终止3件。"]),
    ("jump", ["全县共有人民调解员1126名。"], ["全县共有人民调解员11260名。"]),
    ("parts_do_not_sum", ["审核各类文件90件，其中涉企合同52件、规范性文件16件、其他文件28件。"]),
    ("parts_do_not_sum", ["婚姻家庭纠纷812件、邻里纠纷1034件、其他纠纷684件，合计2430件。"]),
    ("parts_do_not_sum", ["办理法律援助案件533件，同比增长6%，其中民事案件358件、刑事案件162件、行政案件3件。"]),
    ("rate_contradicts_counts", ["受理纠纷4380件，调解成功4190件，成功率97.9%。"]),
    ("rate_contradicts_counts", ["检查对象2310户，发现问题139户，占检查对象的8.1%。"]),
    ("rate_contradicts_counts", ["提交会议的198项议题中有173项事前经过合法性审查，占比92.4%。"]),
    ("change_contradicts_levels", ["败诉率5.9%，比上年下降1.5个百分点，上年败诉率为8.5%。"]),
    ("change_contradicts_levels", ["审核合同文件480件。"], ["审核合同文件516件，其中协议388件、其他128件，同比增加19件。"]),
    ("restated", ["新登记市场主体5210户。"], ["新登记市场主体5630户，上年为5120户。"]),
    ("restated", ["办理依申请公开事项217件。"], ["依申请公开事项241件，比上年度的207件增加34件。"]),
    ("repeated_figure_conflict", ["负责人出庭应诉率96.2%。", "负责人出庭应诉率达到92.6%。"]),
    ("relation_broken", ["参考人员215人，考试合格231人。"]),
    ("relation_broken", ["负责人应出庭119件，实际出庭124件。"]),
    ("stale_figure", ["全年受理纠纷4126件，调解成功3988件。"],
     ["一年来，各级调解组织受理纠纷4126件，调解成功3988件，防止激化13件。"]),
    ("jump", ["政务服务事项1386项。"], ["政务服务事项13860项。"]),
    ("parts_do_not_sum", ["已办结29件，结果为：维持16件，撤销4件，终止5件，驳回2件。"]),
    ("parts_do_not_sum", ["调处税费争议64起，涉及增值税23起、企业所得税17起、其他税费28起。"]),
    ("rate_contradicts_counts", ["完成投资386亿元，占年度计划投资358亿元的104.8%。"]),
    ("rate_contradicts_counts", ["进驻政务大厅事项1072项。", "规上企业487家。", "规上企业中有研发活动的企业201家，占比45.3%。"]),
    ("change_contradicts_levels", ["开展集中宣传81场次。"], ["开展集中宣传93场次，较上年多15场次。"]),
    ("change_contradicts_levels", ["城镇新增就业3.18万人，较上年的3.42万人少0.34万人。"]),
    ("restated", ["市场主体由上年的16820户增至18734户。"], ["市场主体20416户，上年末为18347户。"]),
    ("relation_broken", ["组织896名执法人员参加年度考试，917人考试成绩合格。"]),
    ("parts_do_not_sum", ["县法律援助中心受理案件226件（民事158件、刑事64件、行政8件）。"]),
    ("parts_do_not_sum", ["办理案件690件，按领域分：市场监管241件，交通运输168件，城市管理157件，其他领域146件。"]),
    ("parts_do_not_sum", ["新收行政复议申请45件，同比上升9.8%，上年结转4件，共审理51件。"]),
    ("jump", ["农民专业合作社发展到1386家。"], ["农民专业合作社发展到142家。"]),
    ("change_contradicts_levels", ["粮食产量61.8万吨，比上年增产1.5万吨，增长3.9%。"]),
    ("change_contradicts_levels", ["区政务服务中心接待办事群众26万人次。"], ["接待办事群众24万人次，同比下降11.7%。"]),
    ("rate_contradicts_counts", ["审结案件86件（含上年结转8件），经调解和解结案29件，调解和解率38.7%。"]),
    ("rate_contradicts_counts", ["政务服务事项1668项，其中1451项实现一网通办，比例达到91%。"]),
    ("change_contradicts_levels", ["行政应诉案件55件，由上年的47件增加8件，增长20.5%。"]),
    ("change_contradicts_levels", ["受理法律援助案件203件（民事142件、刑事61件），同比增加18件，增长11.9%。"]),
    ("repeated_figure_conflict", ["罚没款总额226.4万元，增长3%。", "全年罚没款总额262.4万元，全部上缴国库。"]),
    ("change_contradicts_levels", ["全年共调解各类矛盾纠纷2640件。"], ["调解案件2755件，与上年相比增长6.9%。"]),
    ("change_contradicts_levels", ["各执法部门办理普通执法案件1533件。"], ["办理普通执法案件1476件，同比减少75件。"]),
    ("stale_figure", ["组织专项检查6次，发出督办函34份，整改到位34份。", "新增绿地8公顷。"],
     ["组织专项检查6次，发出督办函34份，整改到位34份，移交线索21条。", "新增绿地9公顷。"]),
    ("change_contradicts_levels", ["办理涉企投诉186件。"], ["受理企业投诉152件，同比减少24件。"]),
    ("change_contradicts_levels", ["新登记经营主体4132户。"], ["新增市场主体4480户，较上年增长12.4%。"]),
    ("change_contradicts_levels", ["发放城乡低保金1.42亿元。"], ["发放低保资金1.51亿元，同比增长8.3%。"]),
    ("change_contradicts_levels", ["12348热线接听咨询4218人次。"], ["热线咨询接听量4477人次，同比增长8.7%。"]),
    ("change_contradicts_levels", ["审核涉企合同312件。"], ["审核涉企合同358件，比2020年增加37件。"]),
    ("restated", ["失业人员再就业6120人。"], ["城镇失业人员再就业5870人，上年为6210人。"]),
    ("change_contradicts_levels", ["一般公共预算收入158.4亿元，比2019年的152.3亿元增长4%。"],
     ["一般公共预算收入171.1亿元，增长10.5%。"]),
    ("change_contradicts_levels", ["兑现惠企资金1.86亿元，是上年1.42亿元的1.7倍。"]),
    ("change_contradicts_levels", ["公开政府信息270条。"], ["公开政府信息486条，为2020年的2.4倍。"]),
    ("change_contradicts_levels", ["城镇居民人均可支配收入38260元。", "农村居民人均可支配收入19840元。"],
     ["城镇、农村居民人均可支配收入分别达到40290元、21210元，分别增长5.3%和8.6%。"]),
    ("change_contradicts_levels", ["对263份涉法文稿开展合法性审核。"], ["对301份涉法文稿开展合法性审核，同比增长19.4%。"]),
    ("change_contradicts_levels", ["应诉行政诉讼案件53件。"], ["应诉行政诉讼案件较上年减少8件，降至48件。"]),
    ("change_contradicts_levels", ["改造老旧小区61个。"], ["改造老旧小区72个，同比多改造8个。"]),
    ("change_contradicts_levels", ["作出行政处罚决定2287件，与上年2146件相比增长9.6%。"]),
    ("change_contradicts_levels", ["行政应诉案件74件，其中区政府应诉32件。"],
     ["行政应诉案件69件，其中区政府应诉29件，比上年减少5件。"]),
    ("change_contradicts_levels", ["R&D经费支出21.4亿元。"], ["全社会研发经费支出24.8亿元，增长18.9%。"]),
    ("change_contradicts_levels", ["金融机构存款余额1873.5亿元。"], ["年末存款余额2041.8亿元，比年初增加186.3亿元。"]),
    ("restated", ["实施重点项目186个。"], ["实施重点项目203个，比2020年的168个多35个。"]),
    ("restated", ["空气优良天数318天。"], ["空气优良天数326天，上年为310天。"]),
    ("restated", ["受理法律援助案件517件。"], ["受理法律援助案件560件，较2020年的536件增长8.3%。"]),
    ("change_contradicts_levels", ["办理行政处罚案件5100件，较2019年（4795件）上升6.4%。"], ["办理行政处罚案件4845件，同比下降8%。"]),
    ("change_contradicts_levels", ["收到行政复议申请151件。"],
     ["收到行政复议申请184件，较2020年增长14.3%，较2019年（120件）增长53.3%。"]),
    ("change_contradicts_levels", ["签约项目40个，总投资186亿元。"], ["签约项目50个，总投资252.5亿元，均较上年增长25%。"]),
    ("restated", ["城镇新增就业8.72万人，完成年度目标8万人的109%。"], ["城镇新增就业9.16万人，上年为8.57万人。"]),
    ("stale_figure", ["全年核发各类许可证4817件。"], ["这一年，核发各类许可证4817件，方便群众办事。"]),
    ("restated", ["市场监管部门新设立企业3105户。"], ["新设立企业3268户，比上年3015户增加253户。"]),
    ("change_contradicts_levels", ["批准援助639件。"], ["批准法律援助654件，同比增长9.8%。"]),
    ("change_contradicts_levels", ["固定资产投资218.4亿元。"], ["固定资产投资231.5亿元，增长9.6%。"]),
]  # fmt: skip


@pytest.mark.parametrize("case", HITS, ids=[f"{c[0]}-{n}" for n, c in enumerate(HITS)])
def test_what_does_not_add_up_is_found_once(found, case):
    kind, *years = case
    assert [row["type"] for row in found(*years)] == [kind]


LOOK_ALIKES = [
    ["全年收到行政复议申请120件，受理103件，审结98件，其中维持60件、撤销12件、驳回16件、终止10件。"],
    ["受理行政复议案件103件，其中决定维持60件、撤销12件、驳回16件、终止10件，审结98件。"],
    ["开展法治宣传活动126场次，其中进校园42场次、进企业31场次、进社区28场次等。"],
    ["办理法律援助案件315件，其中农民工案件79件、未成年人案件22件。"],
    ["办理行政处罚案件2118件，主要包括食品安全领域364件、交通运输领域808件。"],
    ["办理行政处罚案件5268件，其中简易程序4120件、普通程序1148件。"],
    ["负责人应出庭48件，实际出庭42件，出庭应诉率87.5%。"],
    ["调解案件1250件，调解成功1186件，调解成功率94%以上。"],
    ["调解案件3000件，调解成功2984件，调解成功率99.5%。"],
    ["收到行政复议申请100件。", "上半年收到行政复议申请45件。"],
    ["收到政府信息公开申请92件，上年结转1件，全年办结政府信息公开申请93件。"],
    ["全年接待法律咨询2.43万人次。", "一年来接待法律咨询2.4万人次。"],
    ["收到行政复议申请100件。"], ["收到行政复议申请110件，同比增长10%。"],
    ["城镇、农村居民收入分别为40620元、21860元，增长3.8%、7.6%。"],
    ["完成重大行政决策5件，其中开展风险评估5件、听证2件。"],
    ["全年地区生产总值由350亿元增加到386亿元，增长7.6%。"],
    ["对照100项指标逐条自查，整改不达标指标17项，达标率由83%提高到96%。"],
    ["新增就业4816人，下岗失业人员再就业2743人，城镇登记失业率3.92%。"],
    ["行政处罚立案790件，行政处罚结案779件。"],
    ["共收到行政复议申请61件，受理52件，办结49件。"],
    ["行政处罚案件由上年的1280件减少到1050件，下降18%。"],
    ["办理人大代表建议118件、政协提案151件，共269件。"],
    ["查处各类案件1450件，其中涉企案件310件、涉农案件280件。"],
    ["新增高新技术企业20家，占规上工业企业的35%。", "规上工业企业共612家。"],
    ["负责人出庭应诉率96.2%，比上年提高3.1个百分点，上年为93.1%。"],
    ["审结案件104件（含上年结转9件），其中维持61件、驳回12件、纠错18件、终止13件。"],
    ["制定规范性文件6件。", "各部门制定规范性文件9件。"],
    ["完成投资471亿元，为年度计划450亿元的104.7%。"],
    ["压减要件218个，涉及重复提交类87个、共享免提交类76个等。"],
    ["新收行政复议申请34件，上年结转2件，共审理36件，审结33件，结转下年3件。"],
    ["共审理36件，审结33件。", "审结案件中，维持17件，撤销3件，确认违法1件，驳回12件。"],
    ["清理文件214件。", "其中：现行有效文件152件，已全部公布。"],
    ["地区生产总值968.4亿元，增长8%，三次产业增加值分别为142.3亿元、391.6亿元、434.5亿元。"],
    ["新增学位15300个。", "筹建十所学校，预计新增学位16000个。"],
    ["主要查处食品案件45件、药品案件39件，合计90件。"],
    ["受理案件241件（含上年结转6件、外地移送9件）。"],
    ["新登记企业1465户，其中制造业218户、批发零售业516户。"],
]  # fmt: skip


@pytest.mark.parametrize("sentences", LOOK_ALIKES, ids=[s[0][:16] for s in LOOK_ALIKES])
def test_look_alikes_are_left_alone(found, sentences):
    assert found(sentences) == []


YEARS_THAT_AGREE = [
    (["专业调解组织调解案件261件，成功240件，成功率92%。"], ["调解纠纷2412件，调解成功率98.6%，提高0.5个百分点。"]),
    (["收到行政复议申请100件。"], ["收到行政复议申请113件，同比增长13%。"]),
    (["办理法律援助案件300件。"], ["办理法律援助案件330件，较2020年的300件增长10%。"]),
    (["收到信息公开申请64件，办结62件。"], ["收到信息公开申请71件，上年结转2件，办结70件。"]),
    (["办理法律援助案件约300件。"], ["办理法律援助案件330件，同比增长20%。"]),
    (["一审行政诉讼案件27件。"], ["行政诉讼案件46件，同比增长20%。"]),
    (["全县共有人民调解员1126名。"], ["全县共有人民调解员1126名，新增人民调解员32名。"]),
    (["收到行政复议申请58件。"], ["收到行政复议申请72件，较上年增加14件，增长24.1%。"]),
    (["行政许可事项278项。"], ["政务服务事项1436项。"]),
    (["审核合同文件480件。"], ["审核合同文件516件，其中协议388件、其他128件，同比增加36件。"]),
    (["设有人民调解委员会138个，人民调解员652名。"], ["人民调解委员会稳定在138个，人民调解员652名。"]),
    (
        ["办理人大建议83件、政协提案91件，两项共174件。"],
        ["办理人大建议88件、政协提案97件，两项共185件，较上年多11件。"],
    ),
    (["减税降费5.1亿元。"], ["为企业减税降费12亿元，比上年多减5亿元。"]),
    (["新增就业1.94万人，完成目标1.8万人的107.8%。"], ["新增就业2.08万人，同比增长7.2%。"]),
    (["受理法律援助案件468件。"], ["办结法律援助案件480件，同比增长5%。"]),
    (["一般公共预算收入158.4亿元，比2019年的152.3亿元增长4%。"], ["一般公共预算收入171.1亿元，增长8%。"]),
    (["办理案件120件。"], ["办理案件263件，增长1.2倍。"]),
    (
        ["审核文件22份、合同173份、决策35项，共230件。"],
        ["审核文件19份、合同201份、决策40项，共260件，分别较2020年减少3份、增加28份、增加5项。"],
    ),
    (["上市公司448家。"], ["金融业增加值增长7.6%，上市公司增加47家、总数达495家。"]),
    (["新收行政复议申请34件，结转下年3件。"], ["新收行政复议申请41件，上年结转3件，共审理44件。"]),
    (["零售总额168亿元，同比（171.4亿元）下降2%。"], ["零售总额176.4亿元，增长5%。"]),
    (["督察发现问题66个。"], ["督察发现问题58个（较上年少8个），整改到位52个。"]),
    (["网办率81.4%。"], ["办件24.1万件，比2020年的22.6万件增长6.6%，网办率由上年的81.4%提高到84.2%。"]),
    (["新增就业8.2万人。"], ["居民人均可支配收入43286元，其中城镇居民52318元、农村居民26742元。"]),
    (
        ["新登记市场主体1.73万户。"],
        ["新登记市场主体1.86万户，期末实有市场主体9.42万户，新登记户数较2020年的1.73万户增长7.5%。"],
    ),
    (["持证率86.3%。"], ["持证率89.9%，比上年提高3.6个百分点。"]),
]


@pytest.mark.parametrize("years", YEARS_THAT_AGREE)
def test_years_that_agree_give_nothing(found, years):
    assert found(*years) == []


CLOSED = "办结行政复议案件{}件，其中维持{}件、撤销{}件、驳回{}件、终止{}件。"
ROUNDED = ["近{}", "约{}", "{}余", "{}多"]


@pytest.mark.parametrize("rounded", ROUNDED)
@pytest.mark.parametrize("place", range(5))
def test_an_approximate_total_or_part_is_no_exact_one(found, rounded, place):
    written = ["100", "60", "12", "10", "10"]
    assert [row["type"] for row in found([CLOSED.format(*written)])] == ["parts_do_not_sum"]
    written[place] = rounded.format(written[place])
    assert found([CLOSED.format(*written)]) == []


@pytest.mark.parametrize("rounded", ROUNDED)
@pytest.mark.parametrize("years", [
    [["调解案件{}件，调解成功1100件，调解成功率94%。"]],
    [["收到行政复议申请由{}件增加到1400件，增长20%。"]],
    [["收到行政复议申请1200件。"], ["收到行政复议申请{}件，同比增长20%。"]],
    [["收到行政复议申请{}件。", "全年收到行政复议申请1246件。"]],
])  # fmt: skip
def test_an_approximate_count_gives_no_exact_rate_growth_or_conflict(found, rounded, years):
    exact, about = ([[s.format(count) for s in said] for said in years] for count in ("1250", rounded.format(1250)))
    assert len(found(*exact)) == 1
    assert found(*about) == []


STALE = "全年接待来访咨询3861人次，上门服务行动不便群众96人次。"


def test_a_passage_taken_over_with_its_figures_is_named(found):
    (row,) = found([STALE], [STALE], same=STALE)
    assert (row["type"], row["other_report_id"]) == ("stale_figure", "r2020")
    assert "3861人次" in row["why"]


def test_a_total_behind_its_parts_is_shown_with_them(found):
    said = "婚姻家庭纠纷812件、邻里纠纷1034件、其他纠纷684件，合计2430件。"
    (row,) = found([said])
    assert row["end"] - row["start"] == len(said) - 1


def test_what_stands_from_year_to_year_is_not_stale(found):
    standing = "全县共有人民调解委员会268个，配备人民调解员1342名。"
    assert found([standing], [standing], same=standing) == []


def test_another_places_name_is_named_where_it_stands(found):
    said = "推动青溪县执法质效持续提升。"
    reuse = {"a_report": "other", "a_start": 0, "a_end": 9, "b_report": "r2020", "b_start": 5, "b_end": 5 + len(said),
             "similarity": 1.0, "relation": "other", "foreign_names": ["青溪县"], "spread": 2}  # fmt: skip
    (row,) = found([said], reuse=reuse)
    assert row["type"] == "foreign_place_name"
    assert "青溪县" in row["why"]


def test_no_finding_says_error(found):
    for kind, *years in HITS:
        (row,) = found(*years)
        assert "未能解释" in row["why"], kind
        assert "错误" not in row["why"]


@pytest.mark.parametrize(
    ("stated", "decimals", "computed", "approx", "holds"),
    [(94.9, 1, 94.88, "exact", True), (94.8, 1, 94.88, "exact", True), (95.0, 1, 94.88, "exact", False),
     (98.0, 0, 98.8, "more", True), (99.0, 0, 98.2, "more", False)],
)  # fmt: skip
def test_rates_hold_rounded_or_cut(stated, decimals, computed, approx, holds):
    assert agrees(stated, decimals, computed, approx) is holds


def test_check_tells_of_a_broken_pattern(known_profiles):
    entry = {"pattern": "等", "examples": ["其余"], "counterexamples": ["等"]}
    broken = replace(known_profiles["fazhi"], data={"findings": {"pattern": {"open_end": entry}}})
    assert len(findings_figures.check(broken)) == 2
