"""Which place a report is about: codes as of the year, same-named districts told apart by the text, or not at all."""

from __future__ import annotations

import re

import pytest

from pipeline.ingest.clues import Evidence
from pipeline.ingest.divisions import brief_name, divisions, short_name
from pipeline.ingest.places import UNKNOWN, place_of

CODES = [  # title, text, code
    ("关于平顶山市新华区2020年法治政府建设情况的报告", "", "410402"),
    ("石家庄市新华区2021年度法治政府建设年度报告", "", "130105"),
    ("新华区2021年度法治政府建设年度报告", "在沧州市委坚强领导下", "130902"),
    ("吉林市2021年法治政府建设年度报告", "吉林省委省政府", "220200"),
    ("吉林省人民政府2021年法治政府建设年度报告", "吉林省", "220000"),
    ("四川省成都市双流区2020年度法治政府建设年度报告", "", "510116"),
    ("双流县2013年依法行政工作报告", "成都市", "510122"),
    ("北京市朝阳区人民政府2021年法治政府建设年度情况报告", "", "110105"),
    ("朝阳市2021年度法治政府建设工作报告", "辽宁省", "211300"),
    ("朝阳县2021年度法治政府建设工作报告", "朝阳市", "211321"),
    ("重庆市江北区人民政府2021年法治政府建设年度报告", "", "500105"),
    ("江北区2021年法治政府建设年度报告", "宁波市委市政府", "330205"),
    ("恩施州2021年法治政府建设年度报告", "湖北省", "422800"),
    ("积石山县人民政府2021年度法治政府建设工作报告", "临夏州", "622927"),
    ("云南省司法厅2021年法治政府建设年度报告", "", "530000"),
    ("国家税务总局海淀区税务局2021年法治政府建设情况报告", "", "110108"),
    ("上海市浦东新区人民政府2021年法治政府建设情况报告", "", "310115"),
    ("中共海淀区委 海淀区人民政府关于2020年度法治政府建设情况的报告", "", "110108"),
    ("洪泽县2015年依法行政工作报告", "淮安市", "320829"),
    ("襄樊市2009年政府工作报告", "", "420600"),
    ("市中区2021年法治政府建设年度报告", "乐山市委", "511102"),
    ("广西壮族自治区人民政府2021年法治政府建设年度报告", "", "450000"),
    ("内蒙古自治区2021年法治政府建设年度报告", "", "150000"),
    ("鄂尔多斯市东胜区2021年法治政府建设年度报告", "", "150602"),
    ("政府工作报告", "现在，我代表海南省人民政府，向大会报告工作。海南区", "460000"),
    ("政府工作报告", "——2021年1月20日在重庆市第五届人民代表大会第四次会议上\n重庆市人民政府市长 某某", "500000"),
    ("通州区法治政府建设2021年度报告", "北京市委市政府", "110112"),
    ("2021年通州区法治政府建设报告", "南通市", "320612"),
    (
        "法治政府建设年度报告",
        "我区深入贯彻。东胜区委区政府。鄂尔多斯。我区深入贯彻。东胜区委区政府。鄂尔多斯。我区深入贯彻。东胜区委区政府。鄂尔多斯。\n东胜区人民政府\n2021年1月1日",
        "150602",
    ),
    ("新疆生产建设兵团第八师石河子市2021年法治政府建设报告", "", "659001"),
    ("大兴安岭地区行政公署2021年法治政府建设报告", "", "232700"),
    ("和平县人民政府2021年政府工作报告", "", "441624"),
    ("新疆维吾尔自治区伊犁哈萨克自治州2021年法治政府建设报告", "", "654000"),
    ("阿坝藏族羌族自治州九寨沟县2021年法治政府建设报告", "", "513225"),
    ("天津市滨海新区2021年法治政府建设报告", "", "120116"),
    ("杭州市2021年法治政府建设年度报告", "西湖区", "330100"),
    ("杭州市余杭区人民政府2021年法治政府建设年度报告", "", "330110"),
    ("东城区2020年法治政府建设报告", "北京", "110101"),
    ("济南市莱芜区2020年法治政府建设报告", "", "370116"),
    ("莱芜市2016年政府工作报告", "", "371200"),
    ("永安市2021年法治政府建设报告", "", "350481"),
]


def place(language, title, text="", **more):
    year = re.search(r"20\d\d", title)
    return place_of(Evidence(title, text, year=int(year[0]) if year else 2020, **more), language)


@pytest.mark.parametrize(("title", "text", "code"), CODES, ids=[title for title, _, _ in CODES])
def test_code(language, title, text, code):
    assert place(language, title, text).code == code


@pytest.mark.parametrize(("title", "region", "level", "parent", "department"), [
    ("云岭县司法局2021年度法治政府建设工作报告", "云岭县", "department", None, "司法局"),
    ("云南省司法厅2021年法治政府建设年度报告", "云南省", "department", None, "司法厅"),
    ("福田区莲花街道办事处2021年度法治政府建设工作报告", "福田区莲花街道", "township", "440304", ""),
    ("云岭县青石镇人民政府2021年度法治政府建设工作报告", "云岭县青石镇", "township", None, ""),
    ("关于云岭县2021年度法治政府建设情况的报告", "云岭县", "county", None, ""),
    ("平江市云岭县2021年法治政府建设情况报告", "云岭县", "county", None, ""),
    ("深圳市光明新区2016年法治政府建设工作报告", "光明新区", "county", "440300", ""),
    ("西安市高新区管委会2021年法治政府建设年度报告", "西安市高新区", "county", "610100", ""),
])  # fmt: skip
def test_places_without_a_code_and_departments(language, title, region, level, parent, department):
    found = place(language, title)
    assert (found.region, found.level, found.department) == (region, level, department)
    assert level == "department" or found.parent == parent


def test_a_name_that_nothing_tells_apart_has_candidates_and_no_code(language):
    found = place(language, "新华区2021年度法治政府建设年度报告", "在市委坚强领导下")
    assert found.code is None and found.candidates == ("130105", "130902", "410402")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"path": "河北/沧州市/新华区/2021.txt"}, "130902"),
        ({"site": "平顶山市人民政府门户网站"}, "410402"),
        ({"issuer": "石家庄市新华区人民政府办公室"}, "130105"),
    ],
)
def test_folder_site_and_issuer_tell_places_of_one_name_apart(language, more, code):
    assert place(language, "新华区2021年度法治政府建设年度报告", "在市委坚强领导下", **more).code == code


def test_a_report_that_never_names_itself_in_full(language):
    text = (
        "各位代表：现在，我代表区人民政府向大会作报告。"
        + "盐田港吞吐量增长。深圳市盐田区全区建设加快，资源丰富，城区建设良好。" * 4
    )
    assert place(language, "", text).code == "440308"


def test_nothing_to_tell(language):
    assert place(language, "政府工作报告", "各位代表：过去一年成绩显著。").region == UNKNOWN


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("泉城区2015年法治政府建设年度报告", "泉城区"),
        ("关于泉城区教育局2015年法治政府建设情况的报告", "泉城区"),
        ("丰龙滑县2015年法治政府建设年度报告", "滑县"),
        ("龙滑县2015年法治政府建设年度报告", "龙滑县"),
        ("云岭银矿区2015年法治政府建设年度报告", "云岭银矿区"),
        ("推进滑县2015年法治政府建设年度报告", "滑县"),
        ("安阳滑县2015年法治政府建设年度报告", "滑县"),
        ("大同城区2015年法治政府建设年度报告", "城区"),
        ("云平市城区2015年法治政府建设年度报告", "城区"),
        ("某老城区2015年法治政府建设年度报告", "老城区"),
    ],
)
def test_a_short_name_that_ends_a_longer_one_is_not_the_place(title, region, language):
    assert place_of(Evidence(title, "现将有关情况报告如下。"), language).region == region


@pytest.mark.parametrize(("name", "short"), [("盐田区", "盐田"), ("内蒙古自治区", "内蒙古"), ("城区", "城区"), ("浦东新区", "浦东"), ("大兴安岭地区", "大兴安岭"),
                                             ("积石山保安族东乡族撒拉族自治县", "积石山"), ("鄂温克族自治旗", "鄂温克族"), ("神农架林区", "神农架")])  # fmt: skip
def test_short_names(name, short):
    assert short_name(name) == short


def test_brief_names():
    assert brief_name("恩施土家族苗族自治州") == "恩施州"


def test_renamed_and_abolished(language):
    table = divisions(language)
    assert table.name("420600", 2008) == "襄樊市" and table.name("420600", 2015) == "襄阳市"
    assert [d.code for d in table.named("莱芜市", 2016)] == ["371200"]
    assert table.parent("110105") == "110000" and table.parent("440308") == "440300" and table.parent("440000") is None


BODY = """2021年，我们扎实推进法治政府建设。现将有关情况报告如下：
一、主要举措和成效
（一）加强组织领导。召开专题会议4次，研究重要事项12件，各项工作任务有序推进，取得新的成效。
（二）规范行政执法。全年办理行政处罚案件102件，开展执法检查1300余次，培训执法人员260人次。
（三）化解矛盾纠纷。收到行政复议申请31件，审结28件，调解成功率达到98.6%，群众满意度不断提升。
二、存在的问题
一是法治宣传形式单一；二是执法力量有待加强；三是部分工作机制还不够健全完善。"""
ISSUED = [  # title, signature, region, level, issuer; empty where it does not matter
    ("司法部2021年法治政府建设年度报告", "司法部\n2022年3月31日", "全国", "department", "司法部"),
    ("国家税务总局2021年法治政府建设情况报告", "", "全国", "department", "国家税务总局"),
    ("应急管理部关于2021年度法治政府建设情况的报告", "", "全国", "department", "应急管理部"),
    ("中国证监会2021年法治政府建设情况", "", "全国", "department", "中国证监会"),
    ("国家市场监督管理总局2021年法治政府建设年度报告", "", "全国", "department", "国家市场监督管理总局"),
    ("国家税务总局浙江省税务局2021年法治政府建设情况报告", "", "浙江省", "department", "国家税务总局浙江省税务局"),
    ("国家税务总局青岛市税务局2021年度法治税务建设情况报告", "", "青岛市", "department", "国家税务总局青岛市税务局"),
    ("中国人民银行2021年法治政府建设情况报告", "", "全国", "department", "中国人民银行"),
    ("云岭县司法局2021年度法治政府建设工作报告", "", "云岭县", "department", "云岭县司法局"),
    (
        "广东省人力资源和社会保障厅2021年度法治政府建设工作报告",
        "",
        "广东省",
        "department",
        "广东省人力资源和社会保障厅",
    ),
    ("杭州市西湖区住房和城乡建设局2021年法治政府建设年度报告", "", "西湖区", "department", "西湖区住房和城乡建设局"),
    (
        "县自然资源局2021年法治政府建设工作报告",
        "云岭县自然资源局\n2022年1月5日",
        "云岭县",
        "department",
        "云岭县自然资源局",
    ),
    ("我局2021年法治政府建设工作总结报告", "云岭县水利局\n2022年1月5日", "云岭县", "department", "云岭县水利局"),
    (
        "成都高新技术产业开发区管理委员会2021年法治政府建设年度报告",
        "",
        "成都高新技术产业开发区",
        "county",
        "成都高新技术产业开发区管理委员会",
    ),
    ("合肥经济技术开发区2021年法治政府建设工作报告", "", "合肥经济技术开发区", "county", ""),
    ("苏州工业园区管理委员会2021年法治政府建设工作报告", "", "苏州工业园区", "county", "苏州工业园区管理委员会"),
    ("贵安新区2021年法治政府建设工作情况报告", "", "贵安新区", "", ""),
    ("雄安新区管理委员会2021年法治政府建设年度报告", "", "雄安新区", "", ""),
    ("柳河镇人民政府2021年法治政府建设年度报告", "", "柳河镇", "township", "柳河镇人民政府"),
    ("云岭县柳河镇2021年法治政府建设年度报告", "", "云岭县柳河镇", "township", ""),
    ("海淀区中关村街道办事处2021年法治政府建设年度情况报告", "", "海淀区中关村街道", "township", ""),
    ("西城区人民政府什刹海街道办事处2021年法治政府建设年度情况报告", "", "", "township", ""),
    ("内蒙古自治区鄂尔多斯市准格尔旗2021年法治政府建设报告", "", "准格尔旗", "county", ""),
    ("凉山州2021年法治政府建设情况报告", "", "凉山彝族自治州", "prefecture", ""),
    ("凉山彝族自治州人民政府关于2021年法治政府建设情况的报告", "", "凉山彝族自治州", "prefecture", ""),
    ("喀什地区行政公署2021年法治政府建设年度报告", "", "喀什地区", "prefecture", ""),
    ("中共云岭县委 云岭县人民政府关于2021年度法治政府建设情况的报告", "", "云岭县", "county", "云岭县人民政府"),
    ("中共平江市青石区委平江市青石区人民政府2021年法治政府建设情况的报告", "", "青石区", "county", ""),
    ("上海市浦东新区人民政府2021年法治政府建设情况报告", "", "浦东新区", "county", ""),
    ("上海市司法局2021年法治政府建设情况报告", "", "上海市", "department", ""),
    ("重庆市两江新区管理委员会2021年法治政府建设情况报告", "", "两江新区", "", ""),
    ("天津港保税区管理委员会2021年法治政府建设情况报告", "", "", "", ""),
    ("新疆生产建设兵团第一师阿拉尔市2021年法治政府建设报告", "", "阿拉尔市", "county", ""),
    ("新疆生产建设兵团2021年法治建设情况报告", "", "新疆生产建设兵团", "", ""),
    ("香格里拉市人民政府2021年法治政府建设工作报告", "", "香格里拉市", "county", ""),
    ("云南省香格里拉县2012年依法行政工作报告", "", "香格里拉县", "county", ""),
    ("大理市2021年法治政府建设工作报告", "", "大理市", "county", ""),
    ("北京经济技术开发区管理委员会2021年法治政府建设年度情况报告", "", "北京经济技术开发区", "", ""),
    ("关于云岭县公安局2021年度法治公安建设工作情况的报告", "", "云岭县", "department", ""),
    ("云岭县市场监督管理局关于2021年法治政府建设工作情况的报告", "", "云岭县", "department", ""),
    ("平江市发展和改革委员会2021年度法治政府建设情况报告", "", "平江市", "department", ""),
    ("平江市人民政府国有资产监督管理委员会2021年度法治政府建设情况报告", "", "平江市", "department", ""),
    ("平江市人民政府办公室2021年度法治政府建设情况报告", "", "平江市", "department", ""),
    ("平江市城市管理综合行政执法支队2021年度法治政府建设情况报告", "", "平江市", "department", ""),
]


@pytest.mark.parametrize(("title", "signature", "region", "level", "issuer"), ISSUED, ids=[row[0] for row in ISSUED])
def test_whose_report_it_is(one, title, signature, region, level, issuer):
    row = one("a.txt", f"{title}\n{BODY}\n{signature}".encode())
    for name, wanted in (("region", region), ("level", level), ("issuer", issuer)):
        assert row[name] == wanted or not wanted


def test_the_country_and_its_council(one):
    text = "政府工作报告\n国务院总理　某某\n各位代表：\n现在，我代表国务院，向大会报告政府工作，请予审议。\n一、过去一年工作回顾\n"
    row = one("a.txt", (text + "国内生产总值增长6%，财政收入增长5%，各项工作取得新的成绩。" * 40).encode())
    assert (row["region"], row["region_code"], row["level"], row["issuer"]) == ("全国", None, "nation", "国务院")


def test_the_table_of_divisions_is_read_back(language):
    """Every county of 2021 by its name and the name of the place around it."""
    table = divisions(language)
    rows = [d for found in table.by_code.values() for d in found if d.level == "county" and d.first <= 2021 <= d.last]
    wrong = []
    for row in rows:
        around = table.name(table.parent(row.code), 2021)
        found = place(language, f"{around}{row.name}2021年法治政府建设年度报告")
        if found.code != row.code and row.code not in found.candidates:
            wrong.append((around, row.name, found.code))
    assert len(rows) > 2500 and wrong == []
