import pytest

from pipeline.diff import ranks
from pipeline.stage import Context
from pipeline.store import shard_of
from pipeline.tables import frame


def observation(code, value, **given):
    known = {"region_code": f"99010{code}", "region": f"{code}县", "profile": "fazhi", "indicator": "mediation_cases",
             "measure": "level", "ref_year": 2020, "unit": "件", "approx": "exact", "report_id": f"r{code}", "start": 0, "end": 1,
             "period": "year", "scope": ""}  # fmt: skip
    return {**known, "value": float(value), **given}


@pytest.fixture(scope="session")
def ranked(tables_of, known_profiles):
    def find(observations, codes="1234", groups=None, **given):
        tables = tables_of(
            *({"id": f"r{c}", "region_code": f"99010{c}", "region": f"{c}县", "sections": [], **given} for c in codes)
        )
        tables["observations"] = frame("observations", observations)
        context = Context(known_profiles, groups=groups or {})
        merged = ranks.merge([ranks.survey(tables, context)], context)
        made = [ranks.run({}, Context(known_profiles, ranks.select(merged, shard)))["ranks"] for shard in merged]
        return {(r.group, r.region): r for rows in made for r in rows.itertuples()}

    return find


def test_ranks_from_the_top_with_ties_missing_and_approximate(ranked):
    found = ranked([observation(1, 50), observation(2, 70, approx="more"), observation(3, 50)])
    of = {region: row for (_, region), row in found.items()}
    assert {region: row.rank for region, row in of.items() if region != "4县"} == {"1县": 2.5, "2县": 1.0, "3县": 2.5}
    assert [of[f"{c}县"].tied for c in "1234"] == [True, False, True, False]
    assert of["2县"].approx == "more" and of["2县"].percentile == 1.0
    assert of["1县"].percentile == pytest.approx(2 / 3)
    assert of["4县"].report_id is None and of["4县"].rank != of["4县"].rank


def test_a_figure_that_one_place_states_is_not_ranked(ranked):
    assert ranked([observation(1, 50)]) == {}


@pytest.mark.parametrize(
    "other", [{"ref_year": 2019}, {"measure": "target_level"}, {"period": "plan"}, {"period": "other"}]
)
def test_only_the_figure_of_the_reports_own_year_counts(ranked, other):
    assert ranked([observation(1, 50), observation(2, 60, **other)]) == {}


def test_the_whole_area_comes_before_a_part_of_it(ranked):
    found = ranked([observation(1, 5, scope="县本级"), observation(1, 50, start=9), observation(2, 60)])
    assert found["9901/county", "1县"].value == 50


def test_groups_of_the_user(ranked):
    found = ranked([observation(c, 10 * c) for c in (1, 2, 3)], groups={"沿江": ("990101", "3县")})
    assert {region: row.rank for (group, region), row in found.items() if group == "沿江"} == {"1县": 2.0, "3县": 1.0}


def test_places_without_a_parent_have_no_peers_unless_the_user_says_so(ranked):
    given = [observation(1, 10), observation(2, 20)]
    assert ranked(given, codes="12", parent_code=None) == {}
    assert {g for g, _ in ranked(given, codes="12", groups={"甲组": ("1县", "2县")}, parent_code=None)} == {"甲组"}


def test_rows_lie_in_the_shard_of_their_place(tables_of, known_profiles):
    tables = tables_of(*({"id": f"r{c}", "region_code": f"99010{c}", "region": f"{c}县", "sections": []} for c in "12"))
    tables["observations"] = frame("observations", [observation(1, 1), observation(2, 2)])
    context = Context(known_profiles)
    merged = ranks.merge([ranks.survey(tables, context)], context)
    assert set(merged) == {shard_of("990101"), shard_of("990102")}
    assert ranks.merge([], context) == {}
