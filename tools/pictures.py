"""Remake the README's two pictures from the site of the sample corpus, as a reader's browser shows it.

    make all && .venv/bin/python tools/pictures.py data/processed docs

Needs Debian's chromium. The pages are chosen by what they show, so that a changed sample still gives a picture.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
WIDTH, HEIGHT = 1100, 760
MARKED = "rows => rows.slice(1).map(r => r.querySelectorAll('ins, del').length)"
WINDOW = 12


def main(processed: Path, docs: Path) -> None:
    """Write pair.png and indicator.png into a folder."""
    site = processed / "site"
    pair = _most(site / "pair", lambda text: text.count("<ins>"))
    indicator = _most(site / "indicator", lambda text: text.count('class="num"><a') - 9 * text.count("</a><br>"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(pair.resolve().as_uri())
        page.locator(".row").nth(_liveliest(page)).evaluate("row => scrollTo(0, row.offsetTop - 50)")
        page.wait_for_timeout(300)
        page.screenshot(path=docs / "pair.png")
        page.goto(indicator.resolve().as_uri())
        page.set_viewport_size({"width": WIDTH, "height": 900})
        page.screenshot(path=docs / "indicator.png")
        browser.close()


def _most(folder: Path, worth: Callable[[str], int]) -> Path:
    """The page of a folder that shows most."""
    return max(sorted(folder.glob("*.html")), key=lambda path: worth(path.read_text("utf-8")))


def _liveliest(page: Page) -> int:
    """The row (the head is row 0) from which on a screenful of rows holds the most marked words."""
    marks = page.locator(".row").evaluate_all(MARKED)
    return 1 + max(range(len(marks)), key=lambda n: sum(marks[n : n + WINDOW]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
