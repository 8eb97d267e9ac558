import math

import numpy as np
import pandas as pd
import pytest

from pipeline.extract import merge_terms, run_keywords, run_terms, survey_terms, vocabulary, vocabulary_parts
from pipeline.extract.concordance import concordance
from pipeline.extract.keywords import keyness, log_odds, peer_group
from pipeline.extract.vocabulary_parts import hash_of
from pipeline.profiles import Profile
from pipeline.stage import Context
from pipeline.store import shard_of
from pipeline.tables import frame

TOY = Profile(
    "toy",
    {},
    {"themes/disputes": ("行政复议", "调解", "调解员"), "themes/digital": ("数据",), "stopwords": ("进行",)},
)


def report(report_id, year, text, region="云岭县", parent=None):
    return {"parent_code": parent, "report_id": report_id, "profile": "toy", "region": region, "level": "county", "year": year, "title": "",
            "source": f"{report_id}.txt", "format": "txt", "sha256": "", "text": text, "term": False, "also": []}  # fmt: skip


def sentence(report_id, words):
    return {"report_id": report_id, "sentence_id": f"{report_id}:t0", "section_id": "s", "start": 0, "end": 1,
            "words": words}  # fmt: skip


def corpus(*rows):
    """Tables of reports given as (id, year, words) or (id, year, words, region)."""
    reports = [report(i, year, "".join(words), *region) for i, year, words, *region in rows]
    return {
        "reports": frame("reports", reports),
        "sentences": frame("sentences", [sentence(i, words) for i, _, words, *_ in rows]),
    }


def keywords_of(tables):
    """Keywords of a corpus, as the engine makes them of one shard per region."""
    context = Context({"toy": TOY})
    tables = {**tables, **run_terms(tables, context)}
    whole = merge_terms([survey_terms(tables, context)], context)
    made = []
    for region in tables["reports"]["region"].unique():
        ids = tables["reports"].loc[tables["reports"]["region"] == region, "report_id"]
        part = {name: rows[rows["report_id"].isin(ids)] for name, rows in tables.items()}
        chosen = vocabulary.select(whole, shard_of(region))
        made.append(run_keywords(part, Context({"toy": TOY}, corpus=chosen))["keywords"])
    return pd.concat(made, ignore_index=True).set_index(["report_id", "term"])


def test_rates_weights_and_years():
    made = keywords_of(corpus(("a", 2019, ["复议", "复议", "信访"]), ("b", 2020, ["复议", "普法"])))
    row = made.loc[("b", "普法")]
    assert row["count"] == 1
    assert row["per_10k_chars"] == pytest.approx(10_000 / 4)
    assert row["tfidf"] == pytest.approx(math.log(3 / 2) + 1)
    assert made.loc[("b", "复议"), "tfidf"] == pytest.approx(1.0)
    assert row["keyness"] > 0 > made.loc[("b", "复议"), "keyness"]
    assert pd.isna(made.loc[("a", "复议"), "keyness"])
    assert tuple(made.loc[("a", "复议"), ["first_seen", "peak", "last_seen"]]) == (2019, 2019, 2020)
    assert tuple(row[["first_seen", "peak", "last_seen"]]) == (2020, 2020, 2020)


def test_another_place_is_not_the_year_before():
    made = keywords_of(corpus(("a", 2019, ["复议"]), ("b", 2020, ["复议"], "双桥县")))
    assert made["keyness"].isna().all()


def test_a_term_is_held_against_the_same_year_of_the_places_beside():
    made = keywords_of(corpus(
        ("a", 2020, ["复议", "复议", "信访"], "云岭县", "9901"), ("a19", 2019, ["信访", "复议"], "云岭县", "9901"),
        ("b", 2020, ["信访", "信访"], "双桥县", "9901"), ("b19", 2019, ["普法"], "双桥县", "9901"),
        ("c", 2020, ["复议"], "望川县", "9902"),
    ))  # fmt: skip
    assert made.loc[("a", "复议"), "peer_keyness"] == pytest.approx(keyness(2, 6, 0, 4), abs=1e-5)
    assert made.loc[("a", "信访"), "peer_keyness"] == pytest.approx(keyness(1, 6, 2, 4), abs=1e-5)
    assert made.loc[("a", "信访"), "peer_log_odds"] < 0 < made.loc[("a", "复议"), "peer_log_odds"]
    assert pd.isna(made.loc[("c", "复议"), "peer_keyness"])


def test_two_reports_of_a_place_are_no_peers():
    made = keywords_of(corpus(("a", 2020, ["复议"], "云岭县", "9901"), ("a2", 2020, ["普法"], "云岭县", "9901")))
    assert made["peer_keyness"].isna().all()


def test_places_that_share_a_shard_are_peers_all_the_same():
    rows = [("a", 2020, ["复议", "信访"], "云岭县", "9901"), ("b", 2020, ["普法"], "双桥县", "9901")]
    tables, context = corpus(*rows), Context({"toy": TOY})
    tables |= run_terms(tables, context)
    whole = merge_terms([survey_terms(tables, context)], context)
    known = {"toy": vocabulary.Vocabulary(2, 6, whole["toy"].terms, whole["toy"].columns, whole["toy"].groups)}
    made = run_keywords(tables, Context({"toy": TOY}, corpus=known))["keywords"].set_index(["report_id", "term"])
    assert made.loc[("a", "复议"), "peer_keyness"] == pytest.approx(keyness(1, 4, 0, 2), abs=1e-5)
    assert made.loc[("b", "普法"), "peer_keyness"] == pytest.approx(keyness(1, 2, 0, 4), abs=1e-5)


@pytest.mark.parametrize(
    ("parent", "level", "year", "group"),
    [("9901", "county", 2020, "9901/county/2020"), (None, "province", 2020, "/province/2020"),
     (None, "county", 2020, ""), ("9901", "unknown", 2020, ""), ("9901", "county", None, "")],
)  # fmt: skip
def test_peers_have_one_parent_one_level_and_one_year(parent, level, year, group):
    assert peer_group(parent, level, year) == group


def test_a_report_more_changes_nothing_beyond_the_sample(monkeypatch):
    monkeypatch.setattr(vocabulary_parts, "sample_size", lambda reports: 1)
    rows = [("a", 2019, ["复议"]), ("b", 2020, ["普法"], "双桥县")]
    last = max(rows, key=lambda row: int(hash_of(row[0])))
    before, after = keywords_of(corpus(*[r for r in rows if r != last])), keywords_of(corpus(*rows))
    kept = after[after.index.get_level_values("report_id") != last[0]]
    pd.testing.assert_frame_equal(before, kept)


def test_the_corpus_value_does_not_depend_on_the_order_of_shards():
    context = Context({"toy": TOY})
    tables = corpus(("a", 2019, ["复议"]), ("b", 2020, ["普法", "复议"]), ("c", 2020, ["普法"], "双桥县"))
    found = survey_terms({**tables, **run_terms(tables, context)}, context)
    one, other = merge_terms([found], context), merge_terms([found[::-1]], context)
    np.testing.assert_array_equal(one["toy"].terms, other["toy"].terms)
    np.testing.assert_array_equal(one["toy"].columns, other["toy"].columns)


def test_a_report_touches_the_years_of_its_rare_terms_alone(monkeypatch):
    monkeypatch.setattr(vocabulary_parts, "sample_size", lambda reports: 1)
    rows = [("a", 2019, ["复议"]), ("b", 2020, ["普法"], "双桥县"), ("d", 2018, ["普法"], "望川县")]
    assert hash_of("d") > hash_of("a")  # the sample stays
    context = Context({"toy": TOY})

    def parts(*some):
        tables = corpus(*some)
        whole = merge_terms([survey_terms({**tables, **run_terms(tables, context)}, context)], context)
        return {place: vocabulary.select(whole, shard_of(place))["toy"] for place in ("云岭县", "双桥县")}

    before, after = parts(*rows[:2]), parts(*rows)
    np.testing.assert_array_equal(before["云岭县"].columns, after["云岭县"].columns)
    assert (before["双桥县"].columns[:, 2].tolist(), after["双桥县"].columns[:, 2].tolist()) == ([2020], [2018])


def test_keyness_and_log_odds_are_signed_and_symmetric():
    assert keyness(20, 1000, 5, 1000) == pytest.approx(-keyness(5, 1000, 20, 1000))
    assert log_odds(20, 1000, 5, 1000, 0.5) == pytest.approx(-log_odds(5, 1000, 20, 1000, 0.5))
    assert keyness(3, 0, 3, 100) == 0.0


def test_keyness_of_a_worked_example():
    # 2 * (20 ln(20/12.5) + 5 ln(5/12.5)), by hand
    assert keyness(20, 1000, 5, 1000) == pytest.approx(9.637, abs=1e-3)


def test_concordance_shows_every_place():
    reports = pd.DataFrame([report("a", 2020, "行政复议\n申请与复议")])
    made = concordance(reports, "复议", 2)
    assert made[["start", "end", "left", "right"]].to_numpy().tolist() == [[2, 4, "行政", " 申"], [8, 10, "请与", ""]]
    assert len(concordance(reports, "", 2)) == 0
    assert len(concordance(reports, "复.", 2)) == 0
