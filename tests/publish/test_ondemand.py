"""A corpus too large for a page a report: few pages at first, the others when asked for."""

import re

import pytest
from lxml import html

from pipeline import publish
from pipeline.publish import ondemand
from tests.publish.conftest import rid

A, B = rid("云岭县", 2020), rid("云岭县", 2021)
RUN = {"shown": [], "accuracy": publish.measured()}


@pytest.fixture(scope="module")
def few(corpus):
    light = type(corpus)(corpus.read, corpus.profiles, publish.FRONT.__contains__, True)
    return {
        name: data if isinstance(data, bytes) else b"".join(data) for name, data in publish.few_products(light, RUN)
    }


def test_the_overview_and_the_lists_are_there_and_nothing_else(few):
    pages = {name for name in few if name.endswith(".html")}
    assert pages == {f"site/{name}.html" for name in publish.FRONT}
    assert "exports/csv/observations.csv" in few


def test_no_link_leads_to_a_page_that_is_not_there(few):
    for name, data in few.items():
        if name.endswith(".html"):
            links = [link for link in html.fromstring(data.decode()).xpath("//a/@href") if not link.startswith("#")]
            assert all(f"site/{link.partition('#')[0]}" in few for link in links), name


def test_the_overview_says_how_to_get_the_others(few):
    page = html.fromstring(few["site/index.html"].decode())
    assert "python -m pipeline page" in page.text_content()
    assert "region/999901.html" in page.xpath("//span/@data-page")
    assert page.xpath("//script[@src='assets/made.js']")


@pytest.mark.parametrize(
    ("name", "first", "along"),
    [
        ("云岭县", "region/999901", {f"report/{A}", f"report/{B}", f"pair/{A}~{B}"}),
        ("999901", "region/999901", {f"report/{A}", f"report/{B}", f"pair/{A}~{B}"}),
        ("云岭县 2021", f"report/{B}", set()),
        (A, f"report/{A}", set()),
        ("云岭县 2020~云岭县 2021", f"pair/{A}~{B}", {f"report/{A}", f"report/{B}"}),
        ("云岭县2021 ~ 云岭县2020", f"pair/{A}~{B}", {f"report/{A}", f"report/{B}"}),
        ("reconsideration_received", "indicator/fazhi-reconsideration_received", {f"report/{A}", f"report/{B}"}),
        ("收到行政复议申请数", "indicator/fazhi-reconsideration_received", {f"report/{A}", f"report/{B}"}),
    ],
)
def test_a_name_asks_for_its_page_and_those_it_leads_to(corpus, name, first, along):
    wanted = _wanted(corpus, name)
    assert wanted.names()[0] == first and along <= set(wanted.names())


@pytest.mark.parametrize(
    "name", ["无此县", "云岭县 1999", "云岭县 2020~青溪县 2020", "no_such_indicator", "penalty_cases"]
)
def test_a_name_that_stands_for_nothing_asks_for_nothing(corpus, name):
    assert _wanted(corpus, name).names() == []


def test_the_pages_are_made_with_their_charts_and_lead_to_one_another(corpus):
    wanted = _wanted(corpus, "云岭县")
    made = {*wanted.names(), "index"}
    here = type(corpus)(corpus.read, corpus.profiles, made.__contains__)
    files = dict(ondemand.files(here, wanted, ["report/before"]))
    assert {f"site/{name}.html" for name in wanted.names()} <= set(files)
    page = html.fromstring(files["site/region/999901.html"].decode())
    links = [link for link in page.xpath("//main//a/@href") if not link.startswith("#")]
    assert f"../report/{A}.html" in links and not any("indicator/" in link for link in links)
    assert re.search(rb'"report/before"', files["site/assets/made.js"]) and A.encode() in files["site/assets/made.js"]


def _wanted(corpus, name):
    return ondemand.wanted_by(name, *(corpus.read(t) for t in ("reports", "pairs", "observations")), corpus.profiles)
