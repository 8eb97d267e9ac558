"""One file's way through ingest, step by step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from importlib import import_module
from posixpath import splitext
from urllib.parse import urlsplit

from pipeline.ingest.bundle import read_bundle, refusal
from pipeline.ingest.clean import clean
from pipeline.ingest.clues import Evidence
from pipeline.ingest.dates import arabic_years
from pipeline.ingest.divisions import divisions
from pipeline.ingest.facts import facts_of, may_state
from pipeline.ingest.furniture import without_furniture
from pipeline.ingest.garbled import legible_part, located, mended
from pipeline.ingest.genre import Parts, genre_of, parts_of
from pipeline.ingest.issuers import issuer_of
from pipeline.ingest.legibility import common_characters
from pipeline.ingest.places import Place, candidates_by_name, place_of
from pipeline.ingest.prints import bare, same_hash, sketch
from pipeline.ingest.published import published_of
from pipeline.ingest.reading import Document, Doubt, Reading, Refused, problem
from pipeline.ingest.sanity import check_text
from pipeline.ingest.sniff import kind
from pipeline.ingest.titles import title_of
from pipeline.ingest.traditional import as_written, is_traditional, shadow, simplified
from pipeline.ingest.twice import once
from pipeline.ingest.years import is_term, year_of
from pipeline.profiles import Profile

Facts = Mapping[str, str]
SIZE_LIMIT = 80_000_000
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\s?年)")
READERS = {
    "html": ("webpage", "read_html"),
    "mhtml": ("mhtml", "read_mhtml"),
    "pdf": ("pdf", "read_pdf"),
    "ofd": ("ofd", "read_ofd"),
    "docx": ("word", "read_docx"),
    "doc": ("office", "read_doc"),
    "rtf": ("office", "read_doc"),
    "txt": ("plain", "read_plain"),
    "image": ("ocr", "read_scan"),
}
"""Kind of file -> the module of ingest and the function in it that read it."""
REFUSALS = {
    "empty": ("empty", "文件是空的。请重新下载"),
    "unsupported": ("unsupported", "不支持这种文件。请放入 HTML、MHTML、PDF、DOCX、TXT 或 ZIP"),
}

EMPTY_ZIP = Refused("empty", "压缩包里没有文件")


def read(source: str, data: bytes, profiles: Mapping[str, Profile], facts: Facts) -> Reading:
    """All reports in the file. Never raises for bad input."""
    if len(data) > SIZE_LIMIT:
        return refusal(
            source, data, Refused("too_large", f"文件有 {len(data)} 字节，超过 {SIZE_LIMIT} 字节。请只保留报告本身")
        )
    found = kind(source, data)
    try:
        if found == "zip":
            reading = read_bundle(source, data, facts, lambda name, held, stated: read(name, held, profiles, stated))
            return reading if reading.reports or reading.rejected else refusal(source, data, EMPTY_ZIP)
        if found in REFUSALS:
            raise Refused(*REFUSALS[found])
        document = _reader(found)(data, profiles["other"])
        return _report(source, data, document, profiles, facts)
    except Refused as refused:
        return refusal(source, data, refused)
    except (RecursionError, MemoryError) as error:
        return refusal(source, data, Refused("broken", f"文件结构异常（{type(error).__name__}）。请重新下载"))


def _reader(found: str) -> Callable[[bytes, Profile], Document]:
    """Imported when the first file of its kind comes: libraries for PDF load slowly."""
    module, name = READERS[found]
    reader: Callable[[bytes, Profile], Document] = getattr(import_module(f"pipeline.ingest.{module}"), name)
    return reader


def _report(source: str, data: bytes, document: Document, profiles: Mapping[str, Profile], facts: Facts) -> Reading:
    other = profiles["other"]
    text, doubts = tidy(document.text, other)
    shown = shadow(document, other)
    plain = text if shown is document else simplified(text, other)
    check_text(legible_part(plain, doubts), other)
    title = facts.get("title") or title_of(plain, shown.stated, profiles)
    parts = parts_of(title, plain, _path_words(source))
    profile = facts.get("profile") or genre_of(parts, profiles)
    if profile not in profiles:
        raise Refused("not_a_report", f"manifest.csv 写明的体裁 {profile} 不存在；可用：{'、'.join(sorted(profiles))}")
    published = facts.get("published") or published_of(shown, title, other)
    year, agreed = (int(facts["year"]), True) if "year" in facts else year_of(parts, published, profiles[profile])
    stated = _stated(shown, other)
    evidence = Evidence(title, plain, stated["issuer"] or stated["source"], stated["site"], source, year)
    place = _place(evidence, facts, other)
    words = bare(text)
    row = {
        "profile": profile,
        "region_code": place.code,
        "region": place.region,
        "level": facts.get("level") or place.level,
        "issuer": facts.get("issuer") or issuer_of(title, place, stated, other),
        "year": year,
        "title": title if shown is document else as_written(title, (text, *document.stated.values()), other),
        "published": published,
        "source": source,
        "url": facts.get("url") or document.stated.get("url"),
        "format": document.format,
        "encoding": document.encoding,
        "sha256": sha256(data).hexdigest(),
        "text": text,
        "parent_code": place.parent,
        "term": facts["term"] in ("true", "1", "是") if "term" in facts else is_term(parts, profiles[profile]),
        "_candidates": list(place.candidates),
        "_same": same_hash(words),
        "_prints": sketch(words),
        "_chars": len(text),
        "_text_sha": sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        "_host": urlsplit(facts.get("url") or document.stated.get("url") or "").netloc,
    }
    found = [
        *document.doubts,
        *doubts,
        *_year_doubts(parts, year, agreed),
        *_title_doubts(title, plain),
        *_script_doubts(text, other),
    ]
    return Reading([row], problems=[problem(source, doubt) for doubt in found])


def tidy(text: str, profile: Profile) -> tuple[str, list[Doubt]]:
    """The text as it will stand in the table, and what was doubtful about it."""
    common = common_characters(profile)
    text = clean(mended(text, common), profile)
    text, twice = once(without_furniture(text, profile))
    text, garbled = located(text, common)
    return text, [*twice, *garbled]


def _stated(document: Document, profile: Profile) -> dict[str, str]:
    """Issuer, source and site as the page states them."""
    found = {
        "issuer": "",
        "source": document.stated.get("meta_source", ""),
        "site": document.stated.get("meta_site", ""),
    }
    lines = [*document.stated.get("short_lines", "").split("\n"), *document.text.split("\n")[:10]]
    for line in filter(may_state, lines):
        for fact, _, value in facts_of(line.strip(), profile):
            if fact in ("issuer", "source") and 3 <= len(value) <= 40 and not found[fact]:
                found[fact] = value
    found["site"] = found["site"] or document.stated.get("html_title", "")
    return found


def _place(evidence: Evidence, facts: Facts, profile: Profile) -> Place:
    place = place_of(evidence, profile)
    table = divisions(profile)
    code, region = facts.get("region_code"), facts.get("region")
    if code:
        known = code in table.by_code
        name = region or (table.name(code, evidence.year) if known else place.region)
        division = table.by_code[code][0] if known else None
        return Place(name, code, division.level if division else place.level, table.parent(code) if known else None)
    if region:
        rows = candidates_by_name(region, evidence.year, table)
        if len(rows) == 1:
            return Place(region, rows[0].code, rows[0].level, table.parent(rows[0].code))
        same = place.region == region
        return place if same else Place(region, None, place.level, None, "", tuple(sorted(r.code for r in rows)))
    return place


def _path_words(source: str) -> str:
    return splitext(source.replace("!/", "/"))[0]


def _year_doubts(parts: Parts, year: int | None, agreed: bool) -> Iterator[Doubt]:
    if year is None:
        yield Doubt("year_unknown", "看不出报告所述年份。请在 manifest.csv 中写明 year")
    elif not agreed:
        yield Doubt("year_doubtful", f"各处线索不一致，取 {year} 年；如有误请在 manifest.csv 中写明 year")


def _title_doubts(title: str, text: str) -> Iterator[Doubt]:
    if not title:
        yield Doubt("title_missing", "文件里没有标题。可在 manifest.csv 中写明 title")
    years = set(_YEAR.findall(arabic_years(title)))
    near = {str(int(year) + step) for year in years for step in (-1, 0)}
    rest = text.replace(title, "") if title else text
    if not years or any(match[1] in near for match in _YEAR.finditer(rest)):
        return
    told = set(_YEAR.findall(arabic_years(rest)))
    if told and not near & told:
        yield Doubt(
            "title_year", f"标题写 {'、'.join(sorted(years))} 年，正文从未提到该年或上年；标题与正文可能不是一份报告"
        )


def _script_doubts(text: str, profile: Profile) -> Iterator[Doubt]:
    if is_traditional(text, profile):
        yield Doubt("traditional", "正文为繁体字，保留原样；词表与规则按简体编写，识别可能不全")
