"""Reads HTML pages: the body, and what the page states of its title, date, source and address."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from pipeline.ingest.blocks import parse, tag_of
from pipeline.ingest.clean import spaces, trimmed
from pipeline.ingest.encoding import decode
from pipeline.ingest.hidden import hidden_bodies
from pipeline.ingest.legibility import chinese_count, common_characters
from pipeline.ingest.maintext import body_lines, sites_of
from pipeline.ingest.page import Page
from pipeline.ingest.reading import Document, Doubt, Refused
from pipeline.ingest.sanity import body_prose, points
from pipeline.ingest.scripted import script_facts
from pipeline.ingest.wraps import unwrapped
from pipeline.profiles import Profile

HIDES = 5
"""A page that hides this many times what it shows hides its body."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->")


def read_html(data: bytes, profile: Profile, kind: str = "html") -> Document:
    """A page's body as lines. Raises :class:`Refused` (no_body) where it shows none and hides none."""
    text, encoding, doubts = decode(data, common_characters(profile))
    page = _page(text)
    stated = page_facts(page, text, profile)
    headlines = [
        stated.get("meta_title", ""),
        *stated.get("headlines", "").split("\n"),
        *re.split(r"[-_|—]", stated.get("html_title", "")),
    ]
    found, hidden = _body(page, profile, [h.strip() for h in headlines if len(h.strip()) >= 4])
    if hidden:
        doubts = (*doubts, Doubt("hidden_body", "正文藏在脚本或隐藏字段中，已取出；请核对是否完整"))
    if _has_next_page(page, profile):
        doubts = (*doubts, Doubt("truncated", "网页把正文分成几页，这里只有一页。请把其余各页合成一个文件再放入"))
    return Document("\n".join(found), kind, encoding, stated, doubts)


def _has_next_page(page: Page, profile: Profile) -> bool:
    """Whether links by number and one to the next page lead to other addresses."""
    following = profile.data["page"]["pages"]["next"]
    texts = {
        text
        for a in page.tagged("a")
        if (text := "".join(a.itertext()).strip()) == "2" or text in following
        if not (a.get("href") or "#").strip().lower().startswith(("#", "javascript")) and page.holds(a)
    }
    return "2" in texts and len(texts) > 1


def _page(text: str) -> Page:
    try:
        return Page(parse(text))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Refused("broken", f"网页无法解析（{error}）。请重新保存网页") from error


def _body(page: Page, profile: Profile, headlines: list[str]) -> tuple[list[str], bool]:
    """The body's lines, and whether the page hid them."""
    shown = body_lines(page, profile, headlines)
    held = _held(shown, profile)
    for fragment in hidden_bodies(page, profile):
        if chinese_count(fragment) <= HIDES * held:
            break
        markup = "<" in fragment
        found = body_lines(_page(f"<div>{fragment}</div>"), profile, headlines) if markup else fragment.split("\n")
        # what a page shows beside a body that a script puts in is little; scripts hold other prose too
        if _held(found, profile) > HIDES * held and points(trimmed(spaces("\n".join(found))), profile) >= 2:
            return found, True
    if held:
        return shown, False
    raise Refused(
        "no_body", "网页里没有正文（可能由脚本另行加载，或正文在附件中）。请在浏览器打开后另存，或下载附件再放入"
    )


def _held(lines_found: list[str], profile: Profile) -> int:
    """Chinese characters in the sentences of what may be a body; 0 where it is none."""
    return body_prose(trimmed(unwrapped(spaces("\n".join(lines_found)))), profile)


def page_facts(page: Page, text: str, profile: Profile) -> dict[str, str]:
    """What the page states beside its body: candidates for title, published, issuer, url, site, and all its short lines."""
    stated: dict[str, str] = {}
    meta = {
        str(m.get("name") or m.get("property") or "").lower(): str(m.get("content") or "").strip()
        for m in page.tagged("meta")
    }
    for name, keys in profile.data["page"]["meta"].items():
        if value := next((meta[key] for key in keys if meta.get(key)), ""):
            stated[f"meta_{name}"] = _TAG.sub("", value)
    stated["html_title"] = " ".join(next((t.text or "" for t in page.tagged("title")), "").split())
    stated["headlines"] = "\n".join(_headlines(page, profile))
    shown, plain, _ = page.shown
    stated["short_lines"] = "\n".join(line for line in shown if len(line) <= 300)[:20000]
    stated["plain_lines"] = "\n".join(line for line in plain if 6 <= len(line) <= 90)[:20000]
    if match := _SAVED_FROM.search(text[:3000]):
        stated["url"] = match[1]
    elif link := next((n for n in page.tagged("link") if n.get("rel") == "canonical"), None):
        stated["url"] = str(link.get("href") or "")
    stated["script"] = script_facts(page, profile)
    stated["time"] = next((str(n.get("datetime")) for n in page.tagged("time") if n.get("datetime")), "")
    return {key: value for key, value in stated.items() if value}


def _title_text(element: Any) -> str:
    """A headline's text; a break inside it is no blank between Chinese characters."""
    text = re.sub("(?<=[^\x00-\x7f])\\s*(?:[\r\n]|  )\\s*(?=[^\x00-\x7f]|\\d)", "", "".join(element.itertext()).strip())
    return " ".join(text.split())


def _is_listed(element: Any) -> bool:
    """Whether it is a link to another page, or one of a list."""
    if any(tag_of(above) in ("a", "li", "dl") for above in element.iterancestors()):
        return True
    link = next(element.iter("a"), None)
    return link is not None and bool(link.get("href")) and _title_text(link) == _title_text(element)


def _headlines(page: Page, profile: Profile) -> list[str]:
    """Texts of the elements that usually hold a page's headline, in order of trust."""
    known = [s["title"] for s in sites_of(profile, page) if "title" in s and page.select(s["body"])]
    found = [
        _title_text(e)
        for css in (*known, *profile.data["page"]["headlines"])
        for e in page.select(css)
        if tag_of(e) and not _is_listed(e)
    ]
    return [text for text in found if 4 <= len(text) <= 120][:20]
