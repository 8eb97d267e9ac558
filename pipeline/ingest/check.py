"""Runs every entry of ingest's data files against its own examples and counterexamples."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ingest.blocks import parse
from pipeline.ingest.divisions import parse_row
from pipeline.ingest.edges import is_salutation, is_signature, is_site_talk
from pipeline.ingest.facts import is_facts_line
from pipeline.ingest.furniture import compiled
from pipeline.ingest.genre import Parts, fits
from pipeline.ingest.page import Page
from pipeline.ingest.placerules import rules_of
from pipeline.profiles import Profile


def check(profile: Profile) -> list[str]:
    """Complaints: file, entry, what failed, and the fix."""
    return [
        *_furniture(profile),
        *_facts(profile),
        *_edges(profile),
        *_title_noise(profile),
        *_sites(profile),
        *_recognise(profile),
        *_not_reports(profile),
        *_marks(profile),
        *_divisions(profile),
        *_phrases_of(profile),
        *_simplified(profile),
    ]


def _furniture(profile: Profile) -> Iterator[str]:
    for entry in profile.data["furniture"]["line"]:
        for line in entry["examples"]:
            if not compiled(entry["pattern"]).fullmatch(line):
                yield f"language/furniture.toml {entry['name']}: does not fit its example {line!r}; widen the pattern"
        for line in entry["counterexamples"]:
            if compiled(entry["pattern"]).fullmatch(line):
                yield f"language/furniture.toml {entry['name']}: fits its counterexample {line!r}; narrow the pattern"


def _facts(profile: Profile) -> Iterator[str]:
    entry = profile.data["page"]["facts"]
    for wanted, lines in ((True, entry["examples"]), (False, entry["counterexamples"])):
        for line in lines:
            if is_facts_line(line, profile) is not wanted:
                yield f"language/page.toml facts: {line!r} is {'not ' if wanted else ''}taken for a line of facts; mend labels"


def _edges(profile: Profile) -> Iterator[str]:
    for name, is_one in (("salutation", is_salutation), ("signature", is_signature), ("site_talk", is_site_talk)):
        entry = profile.data["page"][name]
        for wanted, lines in ((True, entry["examples"]), (False, entry["counterexamples"])):
            for line in lines:
                if is_one([line], profile) is not wanted:
                    yield f"language/page.toml {name}: {'does not fit' if wanted else 'fits'} {line!r}; mend the pattern"


def _title_noise(profile: Profile) -> Iterator[str]:
    for entry in profile.data["page"]["title_noise"]:
        cases = {**entry["examples"], **{text: text for text in entry["counterexamples"]}}
        for text, clean in cases.items():
            if (found := compiled(entry["pattern"]).sub("", text)) != clean:
                yield f"language/page.toml title_noise {entry['name']}: leaves {found!r} of {text!r}; mend the pattern"


def _sites(profile: Profile) -> Iterator[str]:
    for site in profile.data["sites"]["site"]:
        for wanted, pages in ((True, site["examples"]), (False, site["counterexamples"])):
            for page in pages:
                found = "".join("".join(e.itertext()) for e in Page(parse(page)).select(site["body"]))
                if ("正文。" in found) is not wanted:
                    yield f"language/sites.toml {site['name']}: finds {found!r} in {page!r}; mend the selector"


def _recognise(profile: Profile) -> Iterator[str]:
    where = f"{profile.id}/recognise.toml"
    for sign in [*profile.data["recognise"]["sign"], *profile.data["recognise"].get("term", ())]:
        name = sign.get("name", "term")
        for wanted, texts in ((True, sign["examples"]), (False, sign["counterexamples"])):
            for text in texts:
                if (compiled(sign["pattern"]).search(text) is not None) is not wanted:
                    yield f"{where} {name}: {'does not fit' if wanted else 'fits'} {text!r}; mend the pattern"
    for rule in profile.data["recognise"].get("year", ()):
        for text, year in rule["examples"].items():
            match = compiled(rule["pattern"]).search(text)
            if match is None or int(match["y"]) + rule["offset"] != year:
                yield f"{where} year {rule['pattern']!r}: does not read {year} in {text!r}"
        for text in rule["counterexamples"]:
            if compiled(rule["pattern"]).search(text):
                yield f"{where} year {rule['pattern']!r}: fits its counterexample {text!r}"


def _not_reports(profile: Profile) -> Iterator[str]:
    for kind in profile.data["not_reports"]["kind"]:
        for wanted, texts in ((True, kind["examples"]), (False, kind["counterexamples"])):
            for text in texts:
                if fits({**kind, "where": "text"}, Parts("", "", "", text)) is not wanted:
                    yield f"language/not_reports.toml {kind['name']}: {'does not fit' if wanted else 'fits'} {text!r}; mend the pattern"


def _marks(profile: Profile) -> Iterator[str]:
    for mark in profile.data["report_marks"]["mark"]:
        for wanted, texts in ((True, mark["examples"]), (False, mark["counterexamples"])):
            for text in texts:
                if (len(list(compiled(mark["pattern"]).finditer(text))) >= mark["least"]) is not wanted:
                    yield f"language/report_marks.toml {mark['name']}: {'does not fit' if wanted else 'fits'} {text!r}; mend the pattern"


def _divisions(profile: Profile) -> Iterator[str]:
    before = ("", 0)
    for row in profile.lists["divisions"]:
        try:
            division = parse_row(row)
        except ValueError as error:
            yield f"language/divisions.txt: {error}"
            continue
        if (division.code, division.first) < before:
            yield f"language/divisions.txt {row!r}: out of order; sort by code, then first year"
        before = (division.code, division.first)


def _simplified(profile: Profile) -> Iterator[str]:
    rows = profile.lists["simplified"]
    yield from (
        f"language/simplified.txt {row!r}: not two characters" for row in rows if len(row) != 2 or row[0] == row[1]
    )
    if list(rows) != sorted(set(rows)) or len({row[0] for row in rows}) < len(rows):
        yield "language/simplified.txt: sort the rows and keep one of each"


def _phrases_of(profile: Profile) -> Iterator[str]:
    rules = rules_of(profile)
    for phrase, entry in zip(rules.phrases, rules["phrase"], strict=True):
        for text, place in entry["examples"].items():
            match = phrase.search(text)
            if match is None or next(g for g in match.groups() if g) != place:
                yield f"language/places.toml {entry['pattern']!r}: does not read {place} in {text!r}"
        for text in entry["counterexamples"]:
            if phrase.search(text) and len(next(g for g in phrase.search(text).groups() if g)) > 1:  # type: ignore[union-attr]
                yield f"language/places.toml {entry['pattern']!r}: fits its counterexample {text!r}"
