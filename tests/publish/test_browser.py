"""The site in a real browser, opened from the file system as its readers do."""

import os
import shutil
from contextlib import contextmanager

import pytest

from tests.publish.conftest import rid

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
A, B = rid("云岭县", 2020), rid("云岭县", 2021)
REGION, PAIR, REPORT = "region/999901", f"pair/{A}~{B}", f"report/{A}"
KINDS = ("index", "indicators", "pairs", "findings", "reuse", "search", "method", REGION, PAIR, REPORT,
         "indicator/fazhi-reconsideration_received")  # fmt: skip
PHONE, ZOOMED, DESK = {"width": 375, "height": 700}, {"width": 640, "height": 400}, {"width": 1280, "height": 800}
"""A page zoomed to 200 % on a screen of 1280 has 640 pixels to lay itself out in."""

AXE = {"resultTypes": ["violations"], "preload": False}
"""Without preload, axe reads the styles that the page has and asks for no file."""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM:
        if os.environ.get("DUIZHAO_CI"):
            pytest.fail("no chromium: .ci/run installs it")
        pytest.skip("no chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def axe():
    if not os.environ.get("DUIZHAO_CI"):
        pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is in the dev extra")
    from axe_playwright_python.sync_playwright import Axe

    return Axe()


@pytest.fixture(scope="module")
def folder(built, tmp_path_factory):
    """The site of the small corpus, on disk."""
    top = tmp_path_factory.mktemp("made")
    for name, data in built.items():
        if name.startswith("site/"):
            (top / name).parent.mkdir(parents=True, exist_ok=True)
            (top / name).write_bytes(data)
    return top / "site"


@pytest.fixture
def opened(browser, folder):
    """``opened(page name, anchor)`` -> the page; what it complains of or asks for outside its folder fails the test."""
    said, asked = [], []

    @contextmanager
    def opening(name, anchor="", size=DESK, **given):
        with browser.new_context(viewport=size, **given) as context:
            page = context.new_page()
            page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
            page.on("pageerror", lambda e: said.append(str(e)))
            page.on("request", lambda r: asked.append(r.url) if not r.url.startswith(("file:", "data:")) else None)
            page.goto((folder / f"{name}.html").as_uri() + anchor)
            yield page

    yield opening
    assert said == [] and asked == []


@pytest.mark.parametrize("name", KINDS)
def test_a_page_opens_without_complaint(opened, name):
    with opened(name) as page:
        assert page.locator("h1").count() == 1 and page.locator("main").inner_text().strip()


@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing_serious(opened, axe, name):
    with opened(name) as page:
        for language in ("zh", "en"):
            found = axe.run(page, options=AXE).response["violations"]
            bad = [
                (v["id"], v["nodes"][0]["html"][:200], v["nodes"][0].get("failureSummary"))
                for v in found
                if v["impact"] in ("serious", "critical")
            ]
            assert bad == [], language
            page.click("#language")


@pytest.mark.parametrize("size", [PHONE, ZOOMED], ids=["phone", "200 percent"])
@pytest.mark.parametrize("name", KINDS)
def test_no_page_scrolls_sideways(opened, name, size):
    with opened(name, size=size) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_search_finds_a_sentence_and_leads_to_it_highlighted(opened):
    with opened("search") as page:
        page.fill("input[name=q]", "复议申请15")
        page.click("#search button")
        assert "1 句" in page.inner_text("#found")
        assert page.inner_text("#hits mark") == "复议申请15"
        page.click("#hits a")
        assert page.locator(":target").inner_text().startswith("收到复议申请15件")
        assert page.evaluate("getComputedStyle(document.querySelector(':target')).outlineStyle") == "solid"
        box = page.locator(":target").bounding_box()
        assert 0 <= box["y"] < DESK["height"]


def test_search_takes_several_words_and_the_address(opened):
    with opened("search", "#%E5%A4%8D%E8%AE%AE%20%E5%8F%97%E7%90%86") as page:
        assert "2 句" in page.inner_text("#found")
        page.fill("input[name=q]", "<script>")
        page.click("#search button")
        assert "1 句" in page.inner_text("#found")
        page.fill("input[name=q]", "没有这个词")
        page.click("#search button")
        assert page.inner_text("#found").startswith("0 句")


def test_filters_hide_and_show_rows(opened):
    with opened(PAIR) as page:
        added = page.locator("[data-op=added]")
        assert added.first.is_visible()
        page.uncheck("input[value=added]")
        assert not added.first.is_visible() and page.locator("[data-op=edited]").first.is_visible()
        page.check("input[value=added]")
        assert added.first.is_visible()


def test_tables_are_sorted_by_value(opened):
    with opened("indicator/fazhi-reconsideration_received") as page:
        head = page.locator("table.sortable thead th", has_text="2020")
        cells = page.locator("table.sortable tbody td:nth-child(2)")
        head.locator("button").click()
        assert cells.all_inner_texts() == ["7", "12"] and head.get_attribute("aria-sort") == "ascending"
        head.locator("button").click()
        assert cells.all_inner_texts() == ["12", "7"] and head.get_attribute("aria-sort") == "descending"


def test_a_figure_leads_to_its_sentence(opened):
    with opened("indicator/fazhi-reconsideration_received") as page:
        page.click("td.num a >> text=12")
        assert page.url.partition("/site/")[2].startswith(f"report/{A}.html#t")
        assert page.locator(":target").inner_text().startswith("收到复议申请12件")


def test_moved_passages_show_where_they_stood(opened):
    with opened(PAIR) as page:
        page.click("[data-op=moved] a.moved")
        target = page.locator(":target")
        assert target.count() == 1 and target.is_visible()


def test_the_language_switch_holds_from_page_to_page(opened):
    with opened("index") as page:
        assert page.inner_text("h1").strip() == "报告总览"
        page.click("#language")
        assert page.inner_text("h1").strip() == "The corpus at a glance"
        page.click("nav a >> nth=6")
        assert page.inner_text("h1").strip() == "Method and reliability"


def test_everything_is_there_without_scripts(opened, corpus):
    with opened(PAIR, java_script_enabled=False) as page:
        assert page.locator("[data-op]").first.is_visible() and "15" in page.inner_text("ins")
    with opened("search", java_script_enabled=False) as page:
        assert "concordance" in page.inner_text("main")
    with opened(REPORT, java_script_enabled=False) as page:
        assert all(line in page.inner_text(".text").replace("\n", "") for line in ("收到复议申请12件", "建成中心一处"))


def test_a_printed_page_holds_the_text_and_no_controls(opened):
    with opened(PAIR) as page:
        page.emulate_media(media="print")
        assert not page.locator("header nav").is_visible() and not page.locator("form.filter").is_visible()
        assert page.locator("[data-op=added]").first.is_visible()
        assert page.pdf(format="A4", print_background=True).startswith(b"%PDF")


def test_charts_follow_the_language(opened):
    with opened(REGION) as page:
        zh, en = page.locator("figure a.zh img").first, page.locator("figure a.en-chart img").first
        assert zh.is_visible() and not en.is_visible()
        page.click("#language")
        assert en.is_visible() and not zh.is_visible() and en.get_attribute("alt").isascii() is False
        assert not page.locator("main span.zh").first.is_visible()


def test_marks_are_spoken_not_only_drawn(opened):
    with opened(PAIR) as page:
        told = page.locator("ins").first.evaluate("e => getComputedStyle(e, '::before').content")
        assert "增" in told


def test_the_table_of_places_is_whole_on_paper(opened):
    with opened(REGION, size={"width": 1000, "height": 700}) as page:
        page.emulate_media(media="print")
        assert page.evaluate(
            "[...document.querySelectorAll('.scroll')].every(box => getComputedStyle(box).overflowX === 'visible')"
        )
        assert not page.locator("nav.here").is_visible()


def test_the_text_is_painted_before_any_script_has_come(browser, folder):
    with browser.new_context(viewport=DESK) as context:
        page = context.new_page()
        waiting = []
        page.route("**/*.js", lambda route: waiting.append(route))
        page.goto((folder / f"{PAIR}.html").as_uri(), wait_until="commit")
        page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
        assert page.locator("main h1").is_visible()
        assert page.evaluate("document.readyState") != "complete" and waiting
        for route in waiting:
            route.abort()


def test_the_keyboard_reaches_text_first(opened):
    with opened("index") as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.url.endswith("#main")
