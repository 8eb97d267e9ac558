"""Ingest over a folder: what is read again, what is written again, and what a killed run leaves behind."""

from __future__ import annotations

import zipfile

import pytest

from pipeline import intake, readings
from pipeline.inputs import Settings
from pipeline.store import Store
from pipeline.workers import workers
from tests.ingest.bodies import FAZHI

PLACES = ("云岭县", "青溪县", "望川区")


def report(place: str, year: int, more: str = "") -> str:
    title = f"{place}人民政府{year}年法治政府建设工作报告"
    body = FAZHI.text.replace("2021年", f"{year}年")
    return f"{title}\n{more}{place}{body}\n{place}人民政府\n{year + 1}年3月1日"


class Folder:
    """A folder of reports and its tables."""

    def __init__(self, top):
        self.raw, self.out = top / "raw", top / "out"
        self.raw.mkdir()
        for place in PLACES:
            self.put(f"{place}.txt", report(place, 2020))

    def put(self, name: str, text: str) -> None:
        (self.raw / name).write_text(text, "utf-8")

    def run(self, out=None):
        store = Store(out or self.out)
        with store.writing(), workers(1) as mapper:
            return intake.ingest_folder(self.raw, Settings(str(store.folder), "char"), mapper)

    def tables(self, out=None):
        folder = out or self.out
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.glob("*/[!.]*.parquet")}

    def equals_scratch(self) -> bool:
        self.run(self.out.with_name("scratch"))
        return self.tables() == self.tables(self.out.with_name("scratch"))


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


@pytest.fixture(autouse=True)
def no_parsing(monkeypatch):
    """The code does not change here."""
    monkeypatch.setattr(intake.fingerprint, "code_of", lambda *_: "code")


@pytest.fixture
def trusting(monkeypatch):
    """Times tell a change at once."""
    monkeypatch.setattr(readings, "SETTLED", -(10**9))


def opened(monkeypatch) -> list[str]:
    """The files that are opened from now on."""
    seen: list[str] = []
    real = intake._read_file
    monkeypatch.setattr(
        intake, "_read_file", lambda raw, source, *given: seen.append(source) or real(raw, source, *given)
    )
    return seen


def test_what_looks_as_it_did_is_not_opened(folder, trusting, monkeypatch):
    assert folder.run().made == len(PLACES)
    seen = opened(monkeypatch)
    folder.put("a.txt", report("云岭县", 2021))
    assert (folder.run().made, seen) == (1, ["a.txt"])
    assert folder.equals_scratch()


def test_a_change_of_the_same_size_is_seen(folder, trusting):
    folder.run()
    folder.put("云岭县.txt", report("云岭县", 2019))
    assert folder.run().made == 1
    assert folder.equals_scratch()


def test_a_file_changed_just_now_is_hashed_but_not_read_again(folder, monkeypatch):
    folder.run()
    seen = opened(monkeypatch)
    assert (folder.run().made, len(seen)) == (0, len(PLACES))


def test_another_word_in_the_manifest_reads_its_file_again(folder, trusting):
    folder.run()
    folder.put("manifest.csv", "source,year\n云岭县.txt,2018\n")
    assert folder.run().made == 1
    assert sorted(Store(folder.out).read("reports")["year"]) == [2018, 2020, 2020]


def test_only_shards_with_other_rows_are_written(folder, trusting, monkeypatch):
    folder.run()
    written: list[str] = []
    real = intake.assemble_shard
    monkeypatch.setattr(
        intake, "assemble_shard", lambda s, shard, *given: written.append(shard) or real(s, shard, *given)
    )
    folder.run()
    assert written == []
    folder.put("a.txt", report("云岭县", 2021))
    folder.run()
    assert len(written) == 1


def test_a_report_that_is_gone_leaves_nothing(folder, trusting):
    folder.run()
    (folder.raw / "青溪县.txt").unlink()
    assert folder.run().units == len(PLACES) - 1
    assert folder.equals_scratch()
    assert len(list(folder.out.glob(".duizhao/readings/*/*.json"))) == len(PLACES) - 1


def test_what_a_killed_run_had_read_is_not_read_again(folder, trusting, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(*_):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(readings.Readings, "update", killed)
        with pytest.raises(Killed):
            folder.run()
    assert folder.run().made == 0
    assert folder.equals_scratch()


def test_a_reading_that_was_lost_is_made_again(folder, trusting):
    folder.run()
    next(folder.out.glob(".duizhao/readings/*/*.json")).unlink()
    assert folder.run().made == 1
    assert folder.equals_scratch()


def test_a_change_that_a_killed_run_saw_and_that_was_taken_back(folder, trusting, monkeypatch):
    """The index of the run before, and the reading of the version between."""
    folder.run()
    before = (folder.raw / "云岭县.txt").read_text("utf-8")
    folder.put("云岭县.txt", report("云岭县", 2019))
    with monkeypatch.context() as patch:
        patch.setattr(intake, "_resolve", lambda *_: None)
        folder.run()
    folder.put("云岭县.txt", before)
    folder.run()
    assert folder.equals_scratch()


def test_lines_of_the_manifest_without_a_file_are_told(folder):
    with zipfile.ZipFile(folder.raw / "b.zip", "w") as archive:
        archive.writestr("c.txt", report("望川区", 2021))
    lines = "gone.txt,2019\nb.zip/c.txt,2022\nb.zip!/c.txt,2022\nb.zip/d.txt,2022\n云岭县.txt,2020\nb.zip,\n"
    folder.put("manifest.csv", "source,year\n" + lines)
    folder.run()
    problems = Store(folder.out).read("problems")
    told = problems[problems["code"] == "manifest_no_file"]
    assert sorted(told["source"]) == ["b.zip/d.txt", "gone.txt"]
    assert told["report_id"].isna().all()
