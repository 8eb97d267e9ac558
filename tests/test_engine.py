"""The engine on a toy stage: what is made again, what is kept, what a failure leaves behind."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline import engine
from pipeline.arrow import row_digests
from pipeline.engine import run_step
from pipeline.inputs import Settings, outputs_of
from pipeline.stage import Context, Step
from pipeline.store import STATE, Store, shard_of
from pipeline.tables import Tables, frame

RUNS: list[list[str]] = []


def count_lines(tables: Tables, context: Context) -> Tables:
    RUNS.append(sorted(tables["reports"]["report_id"]))
    rows = []
    for report in tables["reports"].to_dict("records"):
        if "poison" in report["text"]:
            raise ValueError("poisoned")
        rows += [
            {"report_id": report["report_id"], "sentence_id": f"{report['report_id']}:{n}", "section_id": "s", "start": n,
             "end": n + 1, "words": list(line)} for n, line in enumerate(report["text"].split("\n"))
        ]  # fmt: skip
    return {"sentences": frame("sentences", rows)}


def total_words(tables: Tables, context: Context) -> int:
    return int(tables["sentences"]["words"].map(len).sum())


def add_up(partials, context: Context) -> int:
    return sum(partials)


def share(tables: Tables, context: Context) -> Tables:
    RUNS.append(["region", *sorted(tables["reports"]["report_id"])])
    rows = []
    for report_id, words in tables["sentences"].groupby("report_id")["words"]:
        foreign = len(context.rows("sentences", ["b-1"])) if report_id == "a-1" else 0
        rows.append({"report_id": report_id, "term": f"{context.corpus}", "theme": "", "count": foreign or len(words)})
    return {"terms": frame("terms", rows)}


LINES = Step("toy.lines", ("reports",), ("sentences",), count_lines)
SHARE = Step("toy.share", ("reports", "sentences"), ("terms",), share, per="region", survey=total_words, merge=add_up)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    RUNS.clear()
    monkeypatch.setattr(engine.fingerprint, "code_of", lambda *modules: "code")
    return tmp_path


def put(folder, texts: dict[str, str]) -> None:
    """Write reports as ingest does; the letter before the dash is the region."""
    store = Store(folder)
    shards: dict[str, list[dict]] = {}
    for report_id, text in texts.items():
        region = report_id.split("-")[0]
        row = {"report_id": report_id, "profile": "other", "region": region, "level": "county", "title": "t", "source": report_id,
               "format": "txt", "sha256": "0", "text": text, "term": False, "also": []}  # fmt: skip
        shards.setdefault(shard_of(region), []).append(row)
    for shard in set(store.shards("reports", "ingest")) - set(shards):
        store.remove("reports", "ingest", shard)
        store.drop_state("units", "ingest", shard)
    outputs = {}
    for shard, rows in shards.items():
        digests = {"reports": row_digests(store.write("reports", "ingest", shard, frame("reports", rows)))}
        store.save_state("units", "ingest", shard, value={"digests": digests})
        outputs[shard] = {"outputs": outputs_of(digests)}
    store.save_state("steps", "ingest", value=outputs)
    store.save_state("report_shards", value={r["report_id"]: s for s, rows in shards.items() for r in rows})


def plain_map(function, tasks, label):
    return (function(*task) for task in tasks)


def run(folder) -> Store:
    RUNS.clear()
    settings = Settings(str(folder))
    run_step(LINES, (), settings, plain_map)
    run_step(SHARE, (LINES,), settings, plain_map)
    return Store(folder)


def content(store: Store) -> dict[str, bytes]:
    return {p.relative_to(store.folder).as_posix(): p.read_bytes() for p in store.folder.glob("*/*.parquet")}


TEXTS = {"a-1": "一\n二", "a-2": "三", "b-1": "四\n五\n六"}


def test_a_second_run_makes_nothing(folder):
    put(folder, TEXTS)
    before = content(run(folder))
    assert content(run(folder)) == before
    assert RUNS == []


def test_one_changed_report_costs_one_report(folder):
    put(folder, TEXTS)
    run(folder)
    put(folder, {**TEXTS, "a-2": "七"})
    run(folder)
    assert RUNS == [["a-2"], ["region", "a-1", "a-2"]], (
        "the corpus value (total of words) is the same, so b is not made again"
    )


def chained(tables: Tables, context: Context) -> Tables:
    """A pair of each report with the next of its place."""
    RUNS.append(sorted(tables["reports"]["report_id"]))
    rows = []
    for _, found in tables["reports"].sort_values("report_id").groupby("region"):
        ids = found["report_id"].tolist()
        rows += [{"pair_id": f"{a}~{b}", "a_report": a, "b_report": b, "relation": "year", "cosine": float(len(t)), "jaccard": 0.0,
                  "minimum_edit": 0.0, "simple": 0.0, "same_share": 0.0, "edited_share": 0.0, "added_share": 0.0, "removed_share": 0.0}
                 for a, b, t in zip(ids, ids[1:], found["text"], strict=False)]  # fmt: skip
    return {"pairs": frame("pairs", rows)}


CHAINED = Step("toy.chained", ("reports",), ("pairs",), chained, per="place")


@pytest.mark.parametrize(
    ("change", "made"),
    [
        pytest.param({"a-2": "七七"}, [["a-1", "a-2"]], id="changed"),
        pytest.param({"a-3": "八"}, [["a-1", "a-2", "a-3"]], id="added"),
        pytest.param({"a-2": None}, [["a-1"]], id="deleted"),
        pytest.param({"a-1": None, "a-2": None}, [], id="a place gone"),
    ],
)
def test_places_of_one_shard_are_made_each_by_itself(folder, change, made):
    beside = next(name for name in (f"n{n}" for n in range(9999)) if shard_of(name) == shard_of("a"))
    texts = {"a-1": "一", "a-2": "三", f"{beside}-1": "四", f"{beside}-2": "五"}
    put(folder, texts)
    run_step(CHAINED, (), Settings(str(folder)), plain_map)
    RUNS.clear()
    texts = {report_id: text for report_id, text in (texts | change).items() if text}
    put(folder, texts)
    run_step(CHAINED, (), Settings(str(folder)), plain_map)
    assert made == RUNS
    put(folder / "anew", texts)
    run_step(CHAINED, (), Settings(str(folder / "anew")), plain_map)
    assert content(Store(folder)) == content(Store(folder / "anew"))


def test_what_is_read_of_other_shards_is_noticed(folder):
    put(folder, TEXTS)
    run(folder)
    put(folder, {**TEXTS, "b-1": "四五六七\n八"})  # six characters become five in two lines: totals differ too
    store = run(folder)
    assert store.read("terms").set_index("report_id")["count"].to_dict()["a-1"] == 2


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda t: {**t, "b-2": "新"}, id="added"),
        pytest.param(lambda t: {k: v for k, v in t.items() if k != "a-2"}, id="deleted"),
        pytest.param(lambda t: {k: v for k, v in t.items() if k != "b-1"} | {"b-3": "x"}, id="replaced"),
        pytest.param(lambda t: {**t, "a-1": "改了"}, id="changed"),
    ],
)
def test_a_run_after_a_change_equals_one_from_scratch(folder, tmp_path_factory, change):
    put(folder, TEXTS)
    run(folder)
    put(folder, change(TEXTS) | {"b-1": "四"})
    after = content(run(folder))
    scratch = tmp_path_factory.mktemp("scratch")
    put(scratch, change(TEXTS) | {"b-1": "四"})
    assert content(run(scratch)) == after


def test_a_deleted_region_leaves_no_row_behind(folder):
    put(folder, TEXTS)
    run(folder)
    put(folder, {"b-1": TEXTS["b-1"]})
    store = run(folder)
    assert set(store.read("sentences")["report_id"]) == {"b-1"} == set(store.read("terms")["report_id"])


def test_a_poisoned_report_is_set_aside_and_the_rest_goes_on(folder):
    put(folder, {**TEXTS, "a-3": "poison"})
    done = run_step(LINES, (), Settings(str(folder)), plain_map)
    store = Store(folder)
    assert done.failed == ["a-3"]
    assert set(store.read("sentences")["report_id"]) == set(TEXTS)
    problem = store.read("problems").iloc[0]
    assert (problem["report_id"], problem["stage"], problem["code"]) == ("a-3", "toy.lines", "failed")
    assert "ValueError: poisoned" in problem["detail"]


def fails_on_poison(tables: Tables, context: Context) -> Tables:
    if tables["reports"]["text"].str.contains("poison").any():
        raise ValueError("poisoned")
    return {"terms": frame("terms", [{"report_id": i, "term": "t", "theme": "", "count": 1} for i in tables["reports"]["report_id"]])}  # fmt: skip


def fails_to_survey(tables: Tables, context: Context) -> int:
    fails_on_poison(tables, context)
    return len(tables["reports"])


@pytest.mark.parametrize(
    "step",
    [
        Step("toy.region", ("reports",), ("terms",), fails_on_poison, per="region"),
        Step("toy.place", ("reports",), ("terms",), fails_on_poison, per="place"),
        Step(
            "toy.survey", ("reports",), ("terms",), fails_on_poison, per="region", survey=fails_to_survey, merge=add_up
        ),
        Step("toy.counted", ("reports",), ("terms",), fails_on_poison, survey=fails_to_survey, merge=add_up),
    ],
    ids=lambda step: step.name,
)
def test_a_poisoned_report_costs_its_place_nothing_else(folder, step):
    put(folder, {**TEXTS, "a-3": "poison"})
    done = run_step(step, (), Settings(str(folder)), plain_map)
    store = Store(folder)
    assert done.failed == ["a-3"]
    assert set(store.read("terms")["report_id"]) == set(TEXTS)
    problem = store.read("problems").iloc[0]
    assert problem["report_id"] == "a-3" and "ValueError: poisoned" in problem["detail"]
    assert run_step(step, (), Settings(str(folder)), plain_map).failed == ["a-3"], (
        "still told by a run that makes nothing"
    )


def test_a_run_killed_between_tables_is_made_good(folder, monkeypatch):
    put(folder, TEXTS)
    before = content(run(folder))
    put(folder, {**TEXTS, "a-1": "改了\n两行"})
    real, calls = Store.write, []

    def dies(self, table, step, shard, rows):
        calls.append(table)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(self, table, step, shard, rows)

    monkeypatch.setattr(Store, "write", dies)
    with pytest.raises(KeyboardInterrupt):
        run(folder)
    monkeypatch.setattr(Store, "write", real)
    put(folder, TEXTS)  # back to what the state of the first run described
    assert content(run(folder)) == before


def test_what_a_stopped_machine_may_have_lost_is_made_again(folder, monkeypatch):
    with Store(folder).writing():
        put(folder, TEXTS)
        run(folder)
    before = {path.name for path in (folder / STATE / "units").rglob("*.json")}
    with pytest.raises(KeyboardInterrupt), Store(folder).writing():
        Store(folder).save_state("units", "late", "00", value={})
        raise KeyboardInterrupt
    with Store(folder).writing():
        assert (folder / STATE / "units/late/00.json").exists(), "a killed run loses nothing"
    with pytest.raises(KeyboardInterrupt), Store(folder).writing():
        Store(folder).save_state("units", "late", "00", value={})
        raise KeyboardInterrupt
    monkeypatch.setattr("pipeline.store._boot", lambda: "another start")
    with Store(folder).writing():
        assert not (folder / STATE / "units/late/00.json").exists()
    assert {path.name for path in (folder / STATE / "units").rglob("*.json")} == before, "what was settled stays"


def test_a_state_of_another_format_is_forgotten(folder):
    with Store(folder).writing():
        put(folder, TEXTS)
        before = content(run(folder))
    Store(folder).save_state("format", value="1")
    Store(folder).save_state("steps", "toy.lines", value="what an older version kept")
    with Store(folder).writing():
        put(folder, TEXTS)
        assert content(run(folder)) == before


def test_an_undeclared_table_fails_every_report(folder):
    def strange(tables: Tables, context: Context) -> Tables:
        return {"sentences": frame("sentences"), "links": frame("links")}

    put(folder, TEXTS)
    done = run_step(Step("toy.strange", ("reports",), ("sentences",), strange), (), Settings(str(folder)), plain_map)
    assert len(done.failed) == 3
    assert "does not declare: links" in Store(folder).read("problems")["detail"].iloc[0]


def test_a_table_is_read_whole_by_pandas(folder):
    put(folder, TEXTS)
    run(folder)
    assert len(pd.read_parquet(folder / "sentences")) == 6


def test_tables_behind_an_address(folder):
    elsewhere = "memory://bucket/out"
    for texts in (TEXTS, {**TEXTS, "a-2": "七"}, {k: v for k, v in TEXTS.items() if k != "b-1"} | {"b-2": "八"}):
        for place in (elsewhere, folder):
            put(place, texts)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(engine.fingerprint, "code_of", lambda *modules: "code")
                lines = run_step(LINES, (), Settings(str(place)), plain_map)
                assert lines.failed == []
        for table in ("reports", "sentences"):
            assert Store(elsewhere).read(table).equals(Store(folder).read(table))
    assert Store(elsewhere).shards("sentences", "toy.lines") == Store(folder).shards("sentences", "toy.lines")
