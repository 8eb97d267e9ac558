import posixpath
import re
from urllib.parse import unquote

import pytest
from lxml import html

from pipeline.publish import site
from pipeline.publish.corpus import nothing, number, region_slug
from tests.publish.conftest import EVIL, rid


def pages(built):
    return {name: html.fromstring(data.decode()) for name, data in built.items() if name.endswith(".html")}


def test_there_is_a_page_for_everything(built):
    for name in ("index", "findings", "reuse", "search", "method", "pairs", "indicators", "region/999901", "region/青溪县",
                 "indicator/fazhi-reconsideration_received", f"report/{rid('云岭县', 2020)}",
                 f"pair/{rid('云岭县', 2020)}~{rid('云岭县', 2021)}"):  # fmt: skip
        assert f"site/{name}.html" in built


def test_every_link_leads_to_a_file_and_an_anchor_that_are_there(built):
    anchors = {name: {e.get("id") for e in page.iter() if e.get("id")} for name, page in pages(built).items()}
    checked = 0
    for name, page in pages(built).items():
        for link in [*page.xpath("//@href"), *page.xpath("//@src")]:
            path, _, anchor = unquote(link).partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            assert target in built, f"{name}: {link}"
            assert not anchor or anchor in anchors[target], f"{name}: {link}"
            checked += 1
    assert checked > 50


def test_nothing_points_outside(built):
    for name, data in built.items():
        if name.endswith((".html", ".css", ".js")):
            assert not re.search(rb"(?:src|href|url)\s*[=(]\s*[\"']?\s*(?:https?:|//|javascript:)", data), name


def test_text_of_reports_is_never_markup(built):
    for name, data in built.items():
        if name.endswith((".html", ".js")):
            assert EVIL.encode() not in data, name
    assert any(b"&lt;script&gt;" in data for name, data in built.items() if name.endswith(".html"))


def test_scripts_of_text_hold_nothing_that_opens_a_tag(built):
    shards = [data for name, data in built.items() if name.startswith("site/assets/text-")]
    assert shards and not any(b"<" in data for data in shards)


def test_names_and_titles_in_links_are_never_markup():
    made = site.link('x".html', EVIL, '">' + EVIL)
    assert "<script>" not in made and html.fromstring(made).get("href") == 'x".html'
    assert "<script>" not in site.link("", EVIL) and "<script>" not in site.link("!x", EVIL)
    assert "<script>" not in site.t(EVIL, "x") and "<script>" not in site.both([EVIL, EVIL])


@pytest.mark.parametrize("name", ["a/b", "..", "../../etc", 'x"y', "某区#1", "a?b", "%2e%2e", "<b>"])
def test_a_place_is_a_file_name_that_leads_nowhere_else(name):
    slug = region_slug({"region_code": None, "region": name})
    assert not set(slug) & set('/\\#?%"<> ') and slug.strip(".")


def test_two_places_never_share_a_page():
    assert region_slug({"region_code": "", "region": "a/b"}) != region_slug({"region_code": "", "region": "a-b"})


def test_a_figure_leads_to_its_sentence(built):
    page = pages(built)["site/indicator/fazhi-reconsideration_received.html"]
    links = page.xpath("//td[@class='num']/a")
    assert sorted(a.text for a in links) == ["12", "15", "7"]
    target = next(a.get("href") for a in links if a.text == "12")
    report = pages(built)[f"site/report/{rid('云岭县', 2020)}.html"]
    assert report.get_element_by_id(target.partition("#")[2]).text_content().startswith("收到复议申请12件")


def test_the_report_page_holds_the_whole_text(built, corpus):
    for report_id, row in corpus.reports.items():
        shown = pages(built)[f"site/report/{report_id}.html"].xpath("//div[@class='text']")[0].text_content()
        for line in row["text"].split("\n"):
            assert line.strip() in shown


def test_a_heading_stands_once(built):
    page = pages(built)[f"site/report/{rid('云岭县', 2020)}.html"]
    assert page.xpath("//div[@class='text']")[0].text_content().count("工作成效") == 1


def test_edits_are_marked_without_colour_alone(built):
    page = pages(built)[f"site/pair/{rid('云岭县', 2020)}~{rid('云岭县', 2021)}.html"]
    assert [e.text for e in page.iter("del")] == ["12"]
    assert [e.text for e in page.iter("ins")] == ["15"]
    assert {row.get("data-op") for row in page.xpath("//div[@data-op]")} == {"edited", "added", "moved"}
    assert "修改" in page.text_content() and "新增" in page.text_content()


def test_moved_passages_are_linked_both_ways(built):
    page = pages(built)[f"site/pair/{rid('云岭县', 2020)}~{rid('云岭县', 2021)}.html"]
    moved, origin = page.xpath("//div[@data-op='moved' and @id='r2']")[0], page.get_element_by_id("o2")
    assert moved.xpath(".//a[@class='moved']/@href") == ["#o2"] and origin.xpath(".//a/@href") == ["#r2"]
    assert origin.getprevious().get("id") == "r0" and "建成中心一处" in origin.text_content()


def test_figures_that_changed_come_first(built):
    page = pages(built)[f"site/pair/{rid('云岭县', 2020)}~{rid('云岭县', 2021)}.html"]
    assert "+25.0%" in page.xpath("//table")[0].text_content()


def test_a_page_that_stands_alone_asks_for_nothing(corpus):
    alone = type(corpus)(corpus.read, corpus.profiles, nothing)
    row = corpus.read("pairs").to_dict("records")[0]
    page = html.fromstring(site.pair_page(alone, row, alone=True)[1].decode())
    assert page.xpath("//link") == [] and page.xpath("//script/@src") == []
    assert all(link.startswith("#") for link in page.xpath("//@href"))


def test_what_did_not_happen_is_told_with_its_years(built):
    table = pages(built)["site/region/999901.html"].get_element_by_id("absences").getnext()
    assert "纠正" in table.text_content() and table.xpath(".//td/a")[0].text_content() == "2020"


def test_a_problem_that_comes_back_is_told_once_with_all_its_places(built):
    problems = pages(built)["site/region/999901.html"].get_element_by_id("problems").getnext().xpath("./li")
    assert [len(p.xpath("./ol/li")) for p in problems] == [3] and "2 份报告" in problems[0].text_content()


def test_figures_promised_stand_beside_those_reported(built):
    ledger = (
        pages(built)["site/region/999901.html"]
        .get_element_by_id("plans")
        .getparent()
        .xpath(".//span[@class='promise']")[0]
    )
    assert " ".join(ledger.text_content().split()).startswith("一处 → 1处 ✗ 未达到")


def test_late_publication_is_marked(built):
    page = pages(built)["site/index.html"]
    assert len(page.xpath("//abbr[@class='late']")) == 3 and "2021（2022-05-01）" in page.text_content()


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (98.5, "98.5"), (20000, "2万"), (-45, "-45"), (1.2e12, "12000亿")]
)
def test_numbers_are_written_as_people_write_them(value, text):
    assert number(value) == text
