import pytest

from pipeline.diff import peers
from pipeline.stage import Context
from pipeline.tables import Tables

SENTENCES = ["全年受理行政复议申请12件。", "组织执法培训3期，参训460人次。", "废止规范性文件5件。"]


def report(code, **given):
    sections = [("一、执法", "enforcement", [*SENTENCES, f"{given.get('words', code)}进展良好。"])]
    return {
        "id": f"r{code}",
        "region_code": str(code),
        "region": f"{code}县",
        "sections": sections,
        **{k: v for k, v in given.items() if k != "words"},
    }


def chosen(tables: Tables, context: Context):
    return sorted(pair for pairs in peers.merge([peers.survey(tables, context)], context).values() for pair in pairs)


GROUPS = {
    "same parent, level and year": ([report(1), report(2), report(3)], [("r1", "r2"), ("r1", "r3"), ("r2", "r3")]),
    "another parent": ([report(1), report(2, parent_code="9902")], []),
    "another year": ([report(1), report(2, year=2019)], []),
    "another level": ([report(1), report(2, level="township")], []),
    "another genre": ([report(1), report(2, profile="gwr")], []),
    "parent unknown": ([report(1, parent_code=None), report(2, parent_code=None)], []),
    "provinces have no parent": ([report(k, parent_code=None, level="province") for k in (1, 2)], [("r1", "r2")]),
    "a term report beside the annual one": (
        [report(1), {**report(1, term=True), "id": "r1t"}, report(2)], [("r1", "r2")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", GROUPS)
def test_who_is_compared_with_whom(tables_of, known_profiles, case):
    given, wanted = GROUPS[case]
    assert chosen(tables_of(*given), Context(known_profiles)) == wanted


def test_groups_of_the_user_bring_peers_together(tables_of, known_profiles):
    tables = tables_of(*(report(k, parent_code=None) for k in (1, 2, 3)))
    assert chosen(tables, Context(known_profiles, groups={"沿江": ("1", "3县")})) == [("r1", "r3")]


def test_in_a_large_group_each_meets_its_nearest(tables_of, known_profiles):
    given = [report(k, words="甲乙丙丁戊己庚辛壬癸"[k % 2] * 40) for k in range(10, 30)]
    pairs = chosen(tables_of(*given), Context(known_profiles))
    met = {k: sum(k in pair for pair in pairs) for k in {r for pair in pairs for r in pair}}
    assert len(met) == 20 and min(met.values()) >= peers.NEAREST
    assert len(pairs) <= 20 * peers.NEAREST
    assert all((int(a[1:]) - int(b[1:])) % 2 == 0 for a, b in pairs)


def test_reports_of_other_shards_are_fetched(tables_of, known_profiles):
    near, far = tables_of(report(1)), tables_of(report(2))
    context = Context(known_profiles)
    corpus = peers.merge([peers.survey(near, context), peers.survey(far, context)], context)
    (shard,) = corpus
    made = peers.run(near, Context(known_profiles, peers.select(corpus, shard), lambda table, ids: far[table]))
    assert made["pairs"][["pair_id", "relation"]].to_numpy().tolist() == [["r1~r2", "peer"]]
    assert peers.run(far, Context(known_profiles, peers.select(corpus, "none")))["pairs"].empty
