"""Shortcomings found and followed however a drafter owns up to them: invented reports, read from their files."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline import profiles
from pipeline.diff.links_owning import Owning, owned_in_a_row
from pipeline.diff.links_rules import rules_of
from pipeline.intake import ingest_folder
from pipeline.runs import run_stage, settings_of
from pipeline.stages import STAGES
from pipeline.store import Store
from pipeline.workers import workers

WRITTEN = tomllib.loads(Path(__file__).with_name("problem_passages.toml").read_text("utf-8"))
RULES = rules_of(profiles.load("fazhi"))
MARK = re.compile(r"⟦(\w+)\|([^⟧]*)⟧")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Reports and links: file stem -> text as read; (file, its text, the next file's text) of each problem that recurs."""
    folder = tmp_path_factory.mktemp("passages")
    for number, place in enumerate(WRITTEN["place"]):
        for year, text in enumerate(place["years"]):
            _write(folder / "raw" / f"{number}-{year}.txt", MARK.sub(r"\2", _filled(text, place["genre"])))
    settings = settings_of(folder / "out", "char")
    with workers() as mapper:
        ingest_folder(folder / "raw", settings, mapper)
        for stage in STAGES:
            run_stage(stage, settings, mapper)
    return _read(Store(settings.out))


def _filled(text: str, genre: str) -> str:
    lines = text.strip().split("\n")
    at = next(n for n, line in enumerate(lines) if len(line) > 24 and line.endswith("。") and "⟦" not in line)
    return "\n".join([*lines[: at + 1], WRITTEN["filler"][genre].strip(), *lines[at + 1 :]])


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def _read(store: Store) -> tuple[set[str], list[tuple[str, str, str]]]:
    reports = {row["report_id"]: row for row in store.read("reports").to_dict("records")}
    links = store.read("links").query("kind == 'problem' and status == 'recurring'").to_dict("records")
    sides = [[reports[row[f"{side}_report"]] for side in "ab"] for row in links]
    told = [
        (
            Path(a["source"]).stem,
            a["text"][row["a_start"] : row["a_end"]],
            b["text"][int(row["b_start"]) : int(row["b_end"])],
        )
        for (a, b), row in zip(sides, links, strict=True)
    ]
    return {Path(row["source"]).stem for row in reports.values()}, told


def _shortcomings(number: int, year: int) -> dict[str, str]:
    return dict(MARK.findall(WRITTEN["place"][number]["years"][year]))


def test_shortcomings_are_followed_however_they_are_told(made):
    reports, links = made
    right = wanted = drawn = 0
    for number, place in enumerate(WRITTEN["place"]):
        if f"{number}-0" in reports:
            for year, _ in pairwise(range(len(place["years"]))):
                a, b = _shortcomings(number, year), _shortcomings(number, year + 1)
                mine = [link for link in links if link[0] == f"{number}-{year}"]
                drawn += len(mine)
                told = [m for m in a.keys() & b.keys() if any(a[m] in x and b[m] in y for _, x, y in mine)]
                wanted, right = wanted + len(a.keys() & b.keys()), right + len(told)
    assert wanted >= 30
    assert right >= 0.8 * wanted, f"{right} right, {wanted} wanted"


@pytest.mark.parametrize(
    ("said", "owned"),
    [
        (["办结案件12件。", "执法人员偏少。", "案卷质量不高,文书有瑕疵。", "开展培训3期。"], {1, 2}),
        (["执法人员偏少。", "办结案件12件。"], set()),
        (["抽查案卷150卷。", "但执法人员仍然偏少。", "办结案件12件。"], {1}),
        (["我们深知,工作远未尽善。", "执法人员偏少。"], {0, 1}),
        (["破解教师人手不足难题。", "解决停车难问题。"], set()),
        (["实践使我们认识到,必须坚持发展。", "我们也承认总量偏小。", "群众意见大。", "道路破旧,灯不亮。"], {1, 2, 3}),
    ],
)  # fmt: skip
def test_own_words_tell_where_nothing_announces(said, owned):
    assert owned_in_a_row(said, RULES.found_in("lacking", said), RULES) == owned


def test_what_is_done_speaks_against_owning_up():
    owns = Owning(["执法力量不足,装备落后。", "执法力量不足,新增队员12名。", "新增队员12名。"], RULES)
    assert owns(0) > owns(1) > owns(2)
    assert owns(3) < owns(2)
