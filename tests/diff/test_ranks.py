import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.diff import ranks
from pipeline.diff.ranking import order_of
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
    assert not ranks.merge([], context)


@given(values=st.lists(st.one_of(st.integers(0, 5).map(float), st.just(float("nan"))), min_size=1, max_size=9))
def test_ranks_are_those_of_pandas(values):
    order, wanted = order_of(np.array([values, values[::-1]])), pd.Series(values)
    assert pd.Series(order.rank[0]).equals(wanted.rank(ascending=False, method="average"))
    assert pd.Series(order.percentile[0]).equals(wanted.rank(method="max", pct=True))
    assert order.tied[0].tolist() == [v == v and values.count(v) > 1 for v in values]
    assert pd.Series(order.rank[1][::-1]).equals(pd.Series(order.rank[0]))


def test_values_of_many_shards_meet(tables_of, known_profiles):
    context = Context(known_profiles)
    partials = []
    for code, names in (
        (1, ("mediators", "mediation_cases")),
        (2, ("mediation_cases",)),
        (3, ("power_items", "mediators")),
    ):
        tables = tables_of({"id": f"r{code}", "region_code": f"99010{code}", "region": f"{code}县", "sections": []})
        tables["observations"] = frame("observations", [observation(code, 10 * code, indicator=name) for name in names])
        partials.append(ranks.survey(tables, context))
    merged = ranks.merge(partials, context)
    rows = pd.concat([ranks.run({}, Context(known_profiles, part))["ranks"] for part in merged.values()])
    told = {(r.indicator, r.region): (r.value, r.report_id) for r in rows.itertuples() if r.report_id is not None}
    assert told == {
        ("mediators", "1县"): (10, "r1"), ("mediators", "3县"): (30, "r3"),
        ("mediation_cases", "1县"): (10, "r1"), ("mediation_cases", "2县"): (20, "r2"),
    }  # fmt: skip
