from dataclasses import replace

import pytest

from pipeline import profiles
from pipeline.extract.indicators import clause_end, clause_start
from pipeline.extract.indicators_check import check_indicators, observed
from pipeline.extract.indicators_registry import Setting, registry
from pipeline.profiles import Profile, ProfileError

PROFILES = ("fazhi", "gwr")
AGREED = {
    "fazhi": """reconsideration_received reconsideration_accepted reconsideration_rejected reconsideration_concluded
        reconsideration_corrected litigation_cases litigation_lost court_appearance_rate normative_documents_issued
        normative_documents_filed legality_reviews mediation_cases mediation_successes mediation_success_rate
        mediation_committees mediators legal_aid_cases legal_consultations service_items online_service_rate power_items
        enforcement_trained enforcement_examinees enforcement_certificates penalty_cases case_file_reviews
        publicity_events publicity_materials disclosure_requests disclosure_requests_concluded disclosures_published
        deputy_suggestions cppcc_proposals study_sessions legal_advisers""",
    "gwr": """gdp industrial_va fixed_investment retail_sales budget_revenue tax_revenue trade_total disposable_income
        hightech_firms invention_patents_per_10k new_school_places social_spending_share pm25 rd_share""",
}


@pytest.mark.parametrize("profile", profiles.ids())
def test_every_entry_holds_on_its_examples(profile):
    assert check_indicators(profiles.load(profile)) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_the_agreed_indicators_are_there(profile):
    assert set(AGREED[profile].split()) <= set(registry(profiles.load(profile)).indicators)


def entry(**changes):
    return {
        "name": "甲", "name_en": "a", "definition": "甲", "topic": "none", "unit": "件", "units": {"件": "件"},
        "patterns": ["甲案件"], "examples": [{"text": "办理甲案件5件。", "measure": "level", "year": 2020, "value": 5.0}],
        "counterexamples": ["办理乙案件5件。"], **changes,
    }  # fmt: skip


def toy(name, context=None, **changes):
    language = profiles.load("other").data
    own = {"indicator": {"a": entry(**changes)}, "context": context or {}}
    data = {**language["indicators"], **own}
    return Profile(f"toy-{name}", {**language, "indicators": data}, profiles.load("other").lists)


def test_a_sound_entry_gives_no_complaint():
    assert check_indicators(toy("sound")) == []


@pytest.mark.parametrize(
    ("name", "changes", "told"),
    [
        ("example", {"patterns": ["丙案件"]}, "should give"),
        ("counterexample", {"patterns": ["案件"]}, "should give nothing"),
        ("missing", {"definition": ""}, "definition is missing"),
        ("measure", {"measures": ["level", "rise"]}, "unknown measures"),
        ("relation", {"relations": ["<= nobody"]}, "known indicator"),
    ],
)
def test_a_bad_entry_is_told_with_its_name(name, changes, told):
    complaints = check_indicators(toy(name, **changes))
    assert any(told in line and "indicator.a" in line for line in complaints), complaints


def test_an_entry_whose_figures_another_takes_is_told_which():
    made = toy("taken")
    both = {"indicator": {"first": entry(patterns=["案件"], counterexamples=["召开会议5次。"]), "second": entry()}}
    complaints = check_indicators(
        replace(made, id="toy-taken-twice", data={**made.data, "indicators": {**made.data["indicators"], **both}})
    )
    assert [line for line in complaints if "indicator.second" in line and "taken by first" in line], complaints


def test_a_context_that_fails_its_examples_is_told():
    context = {"c": {"where": "name", "pattern": "乙", "examples": ["甲"], "counterexamples": ["乙"]}}
    complaints = check_indicators(toy("context", context))
    assert len([line for line in complaints if "context.c" in line]) == 2


@pytest.mark.parametrize("changes", [{"patterns": ["("]}, {"contexts": ["nowhere"]}])
def test_an_entry_that_cannot_be_compiled_names_itself(changes):
    with pytest.raises(ProfileError, match=r"indicator\.a"):
        registry(toy(f"broken-{sorted(changes)}", **changes))


@pytest.mark.parametrize(
    ("where", "pattern", "seen"),
    [("lead", "^园区完成$", False), ("lead", "园区", False), ("clause", "完成甲案件5件", False), ("name", "乙", True)],
)
def test_a_context_is_looked_for_where_it_says(where, pattern, seen):
    context = {"c": {"where": where, "pattern": pattern, "examples": [], "counterexamples": []}}
    profile = toy(f"{where}-{pattern}", context, contexts=["c"])
    assert bool(observed("园区完成甲案件5件，乙很好。", "a", profile)) == seen


def test_a_context_that_cannot_be_compiled_says_so():
    with pytest.raises(ProfileError, match=r"\[context\]: 甲\( is no regular expression"):
        assert Setting("name", "甲(").pattern


def test_units_are_converted():
    profile = toy("factor", units={"件": "件", "卷": {"unit": "件", "factor": 2.0}})
    assert observed("办理甲案件3卷。", "a", profile) == [("level", 2020, 6.0)]


def test_clauses_end_at_commas_but_not_at_enumeration_commas():
    text = "甲，乙、丙5件；丁"
    assert (clause_start(text, 5, 0), clause_end(text, 5, len(text))) == (2, 7)
    assert isinstance(Setting("name", "甲"), Setting)
