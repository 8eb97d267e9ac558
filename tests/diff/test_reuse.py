import numpy as np
import pandas as pd
import pytest

from pipeline.diff import reuse, reuse_phrases
from pipeline.diff.reuse_phrases import set_phrases
from pipeline.diff.reuse_text import masked, names_of
from pipeline.diff.shingles import minhash, shingle_hashes
from pipeline.spotting import codes_of
from pipeline.stage import Context
from pipeline.store import shard_of

COPIED = (
    "云岭县在全市率先建成非诉讼纠纷化解中心，整合公证、仲裁、鉴定等力量驻点办公，全年云岭县化解矛盾纠纷740起，"
    "成功率达到98%，当事人满意度明显提升，经验做法被省级媒体报道。"
)
TAKEN = COPIED.replace("云岭县在全市", "沙河区在全市").replace("740", "612")
FORMULA = "不断健全依法行政领导协调机制，压实党政主要负责人推进法治建设第一责任人职责，定期听取工作汇报，研究解决重点难点问题，确保任务落地见效。"
FILLER = {
    1: "开展镇村干部法治轮训，把案例搬进田间地头，编写方言普法读本，发动返乡大学生担任宣讲员，受到群众欢迎。",
    2: "上线企业合规体检小程序，由执法人员与律师结对上门，逐条讲解处罚裁量基准，帮助商户整改隐患并免予处罚。",
    3: "围绕港口物流设立海事仲裁联络点，翻译外文合同范本，协助船东办理保全手续，压缩文书送达时间。",
    4: "林区派出所联合护林队巡查盗伐线索，建立涉林案件快速移送通道，恢复补植树木并开展警示教育。",
    5: "组织税费争议调解员走进夜市，答复摊贩疑问，推广电子票据，公开减免清单，接受社会公众评议。",
}
PLACES = {1: "云岭县", 2: "沙河区", 3: "望川区", 4: "松原林区", 5: "柳泉县"}


def report(place, year, *sentences, **given):
    return {"id": f"r{place}-{year}", "region_code": f"99010{place}", "region": PLACES[place], "year": year,
            "sections": [("一、主要工作", "none", [FILLER[place] + str(year % 7) * (year % 5), *sentences])], **given}  # fmt: skip


@pytest.fixture(scope="session")
def reused(tables_of, known_profiles):
    def find(*given):
        tables = tables_of(*given)
        rows = pd.concat([row for _, row in by_shard(tables, known_profiles)], ignore_index=True)
        texts = dict(zip(tables["reports"]["report_id"], tables["reports"]["text"], strict=True))
        return rows, [texts[r.b_report][r.b_start : r.b_end] for r in rows.itertuples()]

    return find


def by_shard(tables, profiles):
    """Survey, merge, select and run as the engine does them: (shard, its rows)."""
    places = tables["reports"]["region_code"]
    shards = {shard: {name: rows[rows["report_id"].isin(ids)] if len(rows) else rows for name, rows in tables.items()}
              for shard, ids in tables["reports"]["report_id"].groupby(places.map(shard_of))}  # fmt: skip
    context = Context(profiles)
    found = reuse.merge([reuse.survey(part, context) for part in shards.values()], context)

    def rows(table, ids):
        return tables[table][tables[table]["report_id"].isin(list(ids))]

    for shard, part in shards.items():
        yield shard, reuse.run(part, Context(profiles, reuse.select(found, shard), rows))["reuse"]


def test_a_passage_taken_from_a_neighbour_with_its_name_left_in(reused):
    rows, said = reused(report(1, 2019, COPIED), report(2, 2020, TAKEN))
    assert rows[["a_report", "b_report", "relation"]].to_numpy().tolist() == [["r1-2019", "r2-2020", "other"]]
    assert said == [TAKEN]
    assert rows.loc[0, "foreign_names"] == ["云岭县"]
    assert rows.loc[0, "spread"] == 2


def test_a_passage_taken_over_with_all_names_changed_leaves_none(reused):
    rows, said = reused(report(1, 2019, COPIED), report(2, 2020, TAKEN.replace("云岭县", "沙河区")))
    assert said == [TAKEN.replace("云岭县", "沙河区")]
    assert rows["foreign_names"].tolist() == [[]]


def test_ones_own_passage_at_a_distance(reused):
    rows, _ = reused(report(1, 2015, COPIED), report(1, 2017), report(1, 2020, COPIED.replace("740", "755")))
    mine = rows[rows["b_report"] == "r1-2020"]
    assert ["r1-2015", "own"] in mine[["a_report", "relation"]].to_numpy().tolist()


def test_what_many_places_say_is_no_reuse(reused):
    rows, _ = reused(*(report(place, 2020, FORMULA) for place in PLACES))
    assert rows.empty


def test_what_a_few_places_say_is_reuse(reused):
    rows, _ = reused(*(report(place, 2017 + place, FORMULA) for place in (1, 2, 3)))
    assert rows["b_report"].tolist() == ["r2-2019", "r3-2020"]
    assert set(rows["spread"]) == {3}


def test_the_earlier_by_date_of_publication_is_the_source(reused):
    rows, _ = reused(report(1, 2020, COPIED, published="2021-03-20"), report(2, 2020, TAKEN, published="2021-02-01"))
    assert rows[["a_report", "b_report"]].to_numpy().tolist() == [["r2-2020", "r1-2020"]]


def test_a_short_passage_is_no_reuse(reused):
    short = "整合公证、仲裁、鉴定等力量驻点办公，经验做法被省级媒体报道。"
    assert reused(report(1, 2019, short), report(2, 2020, short))[0].empty


def test_a_name_left_in_the_rewritten_end_of_a_sentence_is_seen(reused):
    taken = TAKEN.replace("云岭县", "沙河区").replace("经验做法被省级媒体报道", "推动云岭县平安建设再上台阶")
    rows, said = reused(report(1, 2019, COPIED), report(2, 2020, taken))
    assert said == [taken]
    assert rows["foreign_names"].tolist() == [["云岭县"]]


def test_a_list_of_figures_is_no_reuse(reused):
    said = "全年收到行政复议申请83件，同比增长43.1%，受理74件，办结71件，其中维持30件、驳回9件、撤销及确认违法7件、终止25件，行政诉讼案件54件。"
    assert reused(report(1, 2019, said), report(2, 2020, said.replace("83", "104").replace("30", "52")))[0].empty


LISTS = (
    "全年举办“田埂课堂”64场，到课5230人次，发放图册7400本，旁听庭审17次，组织群众286人次，培训网格员两期、计439人，法治辅导员到校授课95节。",
    "全年办案1046件，简易程序812件，普通程序234件，罚没318.6万元，案卷评查128卷，优秀47卷，合格73卷，不合格12卷。",
)


@pytest.mark.parametrize("said", LISTS)
def test_a_list_taken_over_with_its_figures_is_reuse_and_one_of_new_figures_is_not(reused, said):
    found = reused(report(1, 2019, said), report(2, 2020, said))[1]
    assert found == [said]
    digits = str.maketrans("0123456789", "1234567890")
    assert reused(report(1, 2019, said), report(2, 2020, said.translate(digits)))[0].empty


def test_figures_that_many_lists_have_in_common_do_not_make_one_reuse(reused):
    said = "全年收到行政复议申请0件，受理0件，办结0件，按期办结率100%，收到信访事项0件，办结0件，满意率100%，行政诉讼案件0件，出庭率100%。"
    assert reused(report(1, 2019, said), report(1, 2020, said))[0].empty


def test_wording_in_a_sentence_of_many_figures_is_reuse(reused):
    said = (
        "全年收到申请{}件，受理{}件，办结{}件，维持{}件，驳回{}件，终止{}件，撤销{}件，调解{}件，和解{}件；出庭实行开庭前发函提醒、"
        "休庭后书面评价、每季度点名通报，凡连续两次缺席的部门由区政府分管领导当面约谈，并向区委书面说明缘由，出庭率{}%。"
    )
    before, now = ((said.format(*range(first, first + 10))) for first in (51, 73))
    rows, found = reused(report(1, 2019, before), report(1, 2020, now))
    assert len(rows) == 1 and "每季度点名通报" in found[0]


def test_a_list_goes_with_the_short_wording_in_front_of_it(reused):
    said = "提请常务会审议的议题须在会前五日送审，法制机构逐条写明意见，外聘律师列席并现场作答，缺审查意见的议题退回主办单位。全年送审{}个，通过{}个、修改{}个、退回{}个。"
    (_, found) = reused(report(1, 2019, said.format(64, 51, 8, 5)), report(2, 2020, said.format(58, 49, 7, 2)))
    assert found == [said.format(58, 49, 7, 2)]


EDITED = {
    "a clause left out, figures of the new year": (
        "围绕渔港新城建设，依托商会设立企业合规联络点{}处，发布面向水产冷链行业的合规风险提示清单，组织律师为小微企业上门体检{}次，"
        "查出经营风险点{}个，累计帮助渔业企业挽回损失{}万元。",
        ["发布面向水产冷链行业的合规风险提示清单，"],
    ),
    "one clause rewritten": (
        "建立老城片区法治观察员制度，选聘退休教师、物业经理和个体商户担任观察员，每月收集执法意见，由专班逐条答复并张榜公示结果{}条。",
        ["每月收集执法意见", "按季走访执法对象"],
    ),
    "items in another order": (
        "落实渔船、粮库、酒坊、冷库四类场所联合检查制度，检查前统一派单，检查中同步录像，检查后由牵头部门集中反馈并督促整改，同一企业一年内原则上不再重复上门，全年少进企业大门{}次。",
        ["渔船、粮库、酒坊、冷库", "冷库、渔船、粮库、酒坊"],
    ),
}


@pytest.mark.parametrize("said", EDITED)
def test_edits_that_drafters_make_do_not_hide_a_passage(reused, said):
    said, (old, *new) = EDITED[said]
    count = said.count("{}")
    again = said.replace(old, "".join(new)).format(*range(73, 73 + count))
    found = reused(report(1, 2019, said.format(*range(51, 51 + count))), report(2, 2020, again))[1]
    assert found == [again]


def test_light_edits_do_not_hide_a_passage(reused):
    edited = TAKEN.replace("率先建成", "较早建起").replace("明显提升", "持续提高")
    assert len(reused(report(1, 2019, COPIED), report(2, 2020, edited))[0]) == 1


def test_a_lone_report_reuses_nothing(reused):
    assert reused(report(1, 2020, COPIED))[0].empty


def test_masking_keeps_where_each_character_stands(known_profiles):
    text = "云岭县受理１２件（行政）案件，增长3.5%。"
    found = masked(text, names_of("云岭县"), known_profiles["fazhi"])
    assert "".join(text[k] for k in found.origin) == "云受理１件行政案件增长3"
    other = masked("沙河区受理9件(行政)案件,增长二成", names_of("沙河区"), known_profiles["fazhi"])
    assert np.array_equal(found.characters, other.characters[:-1])


def test_set_phrases_are_like_no_other(known_profiles):
    genre = known_profiles["gwr"]
    texts = [f"{c}坚持以习近平新时代中国特色社会主义思想为指导" for c in "甲乙"]
    said = set_phrases(texts, [genre, genre])
    one, two = (masked(text, (), genre, spans) for text, spans in zip(texts, said, strict=True))
    assert not set(one.characters[1:].tolist()) & set(two.characters[1:].tolist())


def test_set_phrases_stand_in_their_own_text(known_profiles):
    genre, other = known_profiles["gwr"], known_profiles["fazhi"]
    said = "，向人大代表、政协委员，向各民主党派、各人民团体表示衷心的感谢"
    texts = ["修订一批文件。", f"最后{said}", "公开政务信息，向群众", f"{said}。{said}"]
    (first,), twice = (set_phrases(texts, [genre, other, genre, other])[k] for k in (1, 3))
    assert first == (2, len(texts[1]))
    assert twice == [(0, len(said)), (len(said) + 1, len(texts[3]))]
    assert set_phrases([], []) == []


def test_of_names_that_stand_at_one_place_the_longest_counts(known_profiles):
    found = masked("平江市云岭县云岭云", ["云岭县", "平江市", "云岭", "平江"], known_profiles["fazhi"])
    assert found.origin.tolist() == [0, 3, 6, 8]


def test_reuse_profile_file_does_what_it_says(known_profiles):
    assert [c for p in known_profiles.values() for c in reuse_phrases.check(p)] == []


def test_minhash_estimates_jaccard():
    a, b = (shingle_hashes(codes_of(FORMULA * 3 + tail), 5) for tail in (COPIED, TAKEN))
    true = len(set(a.tolist()) & set(b.tolist())) / len(set(a.tolist()) | set(b.tolist()))
    assert abs((minhash(a, 256) == minhash(b, 256)).mean() - true) < 0.12
