"""The day of publication: as labelled on the page, by its meta data or script, or as it stands under the title."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.ingest.dates import first_date, of_epoch
from pipeline.ingest.facts import facts_of
from pipeline.ingest.reading import Document
from pipeline.profiles import Profile

NEAR = 8
"""Lines under the title in which an unlabelled date is taken for that of publication."""
_IN_ADDRESS = re.compile(r"/t((?:19|20)\d\d)(\d\d)(\d\d)_\d+\.|/((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})/")
_WEAK = ("日期", "时间")


def published_of(document: Document, title: str, profile: Profile) -> str | None:
    """ISO date, or None. Labels that say so come first; 成文日期 (the day it was written) never counts."""
    lines = [
        *document.stated.get("short_lines", "").split("\n"),
        *document.text.split("\n")[:10],
        *document.text.split("\n")[-6:],
    ]
    labelled = _labelled(lines, profile)
    if labelled and labelled[0][0] not in _WEAK:
        return labelled[0][1]
    if "meta_published" in document.stated and (date := first_date(document.stated["meta_published"])):
        return date
    if labelled:
        return labelled[0][1]
    shown = document.stated.get("short_lines", "").split(
        "\n"
    )  # in other files a date under the title is that of a meeting
    return (
        of_epoch(document.stated.get("epoch", ""))
        or _under_title(shown, title, profile)
        or _in_address(document.stated.get("url", ""))
    )


def _labelled(lines: list[str], profile: Profile) -> list[tuple[str, str]]:
    """(label, date), the most telling label first; a value may stand on the line below its label."""
    order: list[str] = profile.data["page"]["labels"]["published"]
    found = [(label, date) for line, below in pairwise([*lines, ""]) for kind, label, value in facts_of(line.strip(), profile)
             if kind == "published" and (date := first_date(value or below[:40]))]  # fmt: skip
    return sorted(found, key=lambda pair: order.index(pair[0]))


def _under_title(lines: list[str], title: str, profile: Profile) -> str | None:
    """The first date in a short line under the title that is not labelled as something else."""
    bare = "".join(title.split())
    start = next((n for n, line in enumerate(lines) if bare and "".join(line.split()).startswith(bare)), None)
    if start is None:
        return None
    for line in lines[start + 1 : start + 1 + NEAR]:
        short = re.sub(r"\s", "", line)
        if (
            len(short) > 60
            or "。" in line
            or "在" in line
            or any(kind == "written" for kind, _, _ in facts_of(line, profile))
        ):
            continue
        if date := first_date(line):
            return date
    return None


def _in_address(url: str) -> str | None:
    """The day that content systems put into addresses: /art/2021/3/10/…, /202103/t20210310_123.html."""
    match = _IN_ADDRESS.search(url)
    return first_date("-".join(part for part in match.groups() if part)) if match else None
