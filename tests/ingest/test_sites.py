"""Invented reports as sites of many systems and years serve them: body, title, day, place and year come back; shells are refused."""

from __future__ import annotations

from dataclasses import replace
from statistics import mean

import pytest

from tests.ingest.bodies import BODIES
from tests.ingest.cms_sites import CMS_SITES
from tests.ingest.layouts import LAYOUTS, encoded
from tests.ingest.measure import f1, kept_as_lines
from tests.ingest.more_sites import MORE_SITES
from tests.ingest.random_pages import random_page
from tests.ingest.shells import about_reports, no_bodies
from tests.ingest.site_bodies import PREFECTURE, SITE_BODIES, TABLED, WORK
from tests.ingest.sites import SITES

EVERY = {**SITES, **MORE_SITES, **CMS_SITES}
TITLED = {"headline_twice": 0.97, "catalogue_only_made": 0.97, "title_in_pieces": 0.97, "centred": 0.97}
"""Pages whose body bears the title once more: it is part of the body."""


CUT = ("hard_wrapped", "headed_items", "numbered_pages", "class_hidden")
"""Pages that cut a table, or hold two copies of one too short to be told for such."""
CASES = [(name, body) for name in EVERY for body in SITE_BODIES if body is not TABLED or name not in CUT]
BODIES_OF = [case for n, case in enumerate(CASES) if n % 5 in (0, 2)]


@pytest.mark.parametrize(("name", "body"), BODIES_OF, ids=[f"{name}-{body.region}" for name, body in BODIES_OF])
def test_report_comes_back(one, name, body):
    right(one, name, body)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "body"), CASES, ids=[f"{name}-{body.region}" for name, body in CASES])
def test_every_report_comes_back(one, name, body):
    right(one, name, body)


def right(one, name, body):
    """The page's body, title, day, place, year and genre are those of the report in it."""
    row = one("a.html", encoded(EVERY[name](body), "gb18030" if body.profile == "gwr" else "utf-8"))
    assert f1(row["text"], body.text) >= TITLED.get(name, 0.99)
    assert kept_as_lines(row["text"], body.paragraphs) == 1.0
    found = {key: row[key] for key in ("title", "published", "profile", "year")}
    assert found == {key: getattr(body, key) for key in found}
    assert row["region"].endswith(body.region)


@pytest.mark.parametrize(("links", "cut"), [("<a href='t1_1.html'>2</a> <a href='t1_1.html'>下一页</a>", True), ("<a href='#'>2</a> <a href='#'>下一页</a>", False)])  # fmt: skip
def test_a_text_on_several_pages_is_doubtful(read, links, cut):
    page = SITES["trs_wcm"](PREFECTURE).replace(
        "<div class='xl_fj'>", f"<div class='page'>{links}</div><div class='xl_fj'>"
    )
    assert ("truncated" in [p["code"] for p in read("a.html", encoded(page, "utf-8")).problems]) is cut


@pytest.mark.parametrize("body", (PREFECTURE, WORK), ids=("fazhi", "gwr"))
@pytest.mark.parametrize("name", no_bodies(PREFECTURE))
def test_page_without_a_body_is_refused(refusal, name, body):
    assert refusal("a.html", encoded(no_bodies(body)[name], "utf-8")) == "no_body"


@pytest.mark.parametrize("name", about_reports(PREFECTURE))
def test_page_about_a_report_is_refused(refusal, name):
    reason = refusal("a.html", encoded(about_reports(PREFECTURE)[name], "utf-8"))
    assert reason == "not_a_report" or (reason, name) == ("no_body", "resolution")  # too short to be a body


NOTES = {
    "nothing": (" ", " ", " "),
    "a covering note": ("现将有关报告予以公布，详见附件。", " ", " "),
    "an abstract": (
        "2022年，我市扎实推进法治政府建设，各项工作取得新成效。一是加强组织领导，健全工作机制；二是规范行政执法，优化营商环境；三是化解矛盾纠纷，深化普法宣传，"
        "群众法治获得感持续提升，群众满意度达到98%以上，法治政府建设示范创建工作取得重要进展，多项工作走在全省前列。现将有关情况报告如下，全文请点击附件下载。",
        "附件：报告全文.pdf",
        " ",
    ),
}


NOTES_OF = [(name, list(NOTES)[n % 3]) for n, name in enumerate({**LAYOUTS, **EVERY})]


@pytest.mark.parametrize(("name", "note"), NOTES_OF, ids=[f"{name}-{note}" for name, note in NOTES_OF])
def test_every_page_with_a_note_in_the_place_of_its_body_is_refused(refusal, name, note):
    body = replace(PREFECTURE, paragraphs=NOTES[note])
    assert refusal("a.html", encoded({**LAYOUTS, **EVERY}[name](body), "utf-8")) == "no_body"


def random_case(one, seed: int) -> float:
    """Read a page of the seed's shape; the share of it that is right, after what must be right throughout."""
    body = (*BODIES, *SITE_BODIES)[seed % (len(BODIES) + len(SITE_BODIES))]
    row = one("a.html", encoded(random_page(body, seed), "utf-8"))
    assert (row["title"], row["published"]) == (body.title, body.published), seed
    assert kept_as_lines(row["text"], body.paragraphs) == 1.0, seed
    return f1(row["text"], body.text)


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_pages_put_together_by_chance(one, start):
    assert mean(random_case(one, seed) for seed in range(start, start + 20)) > 0.99


@pytest.mark.slow
def test_many_pages_put_together_by_chance(one):
    assert mean(random_case(one, seed) for seed in range(60, 3000)) > 0.995
