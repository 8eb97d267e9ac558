"""Build ``pipeline/profiles/language/divisions.txt``: the dated table of administrative divisions.

Sources (npm packages, MIT; unpack each with ``npm pack NAME@VERSION`` and ``tar xzf`` into FOLDER/NAME-VERSION/)::

    gb2260@0.6.0            GB/T 2260 as revised from 2002-12 to 2016-07
    china-division@2.1.1 …  the statistical bureau's codes, one version a year

Run: ``python tools/divisions.py FOLDER > pipeline/profiles/language/divisions.txt``
"""

import json
import sys
from pathlib import Path

REVISIONS = ("200212", "200312", "200412", "200512", "200612", "200712", "200812", "200912", "201010", "201110",
             "201210", "201308", "201410", "201509", "201607")  # fmt: skip
VERSIONS = {2017: "2.1.1", 2019: "2.3.1", 2020: "2.4.0", 2021: "2.5.0", 2022: "2.6.1", 2023: "2.7.0"}
FILLERS = ("市辖区", "市辖县", "县", "直辖")
HEADER = """\
# Administrative divisions of China by code (GB/T 2260), dated: code, name, first and last year in which a source lists it.
# The last year is left out for what the newest source (2023) still lists. Sources, facts only: npm packages gb2260 0.6.0
# (revisions 2002 to 2016) and china-division {versions} (the statistical bureau's lists of 2017 to 2023,
# without its own codes for development zones), both MIT. A change between two sources carries the later one's year.
# Made by tools/divisions.py. Sorted by code, then first year.
"""


def snapshots(folder: Path) -> dict[int, dict[str, str]]:
    """Year -> code -> name, oldest first."""
    found = {}
    for revision in REVISIONS:
        path = folder / "gb2260-0.6.0/package/lib" / f"{revision}.json"
        found[int(revision[:4])] = {code: name.strip() for code, name in json.loads(path.read_text("utf-8")).items()}
    for year, version in VERSIONS.items():
        place = folder / f"china-division-{version}/package/dist"
        rows = [
            row
            for part in ("provinces", "cities", "areas")
            for row in json.loads((place / f"{part}.json").read_text("utf-8"))
        ]
        found[year] = {str(row["code"]).ljust(6, "0")[:6]: row["name"].strip() for row in rows}
    return found


def is_division(code: str, name: str) -> bool:
    """Not a filler of the numbering scheme, nor a development zone that has only a statistical code."""
    zone = "71" <= code[4:] <= "80" and code[2:4] not in ("90",)
    return not (zone or name.startswith("省直辖") or name.startswith("自治区直辖") or name in FILLERS)


def spans(found: dict[int, dict[str, str]]) -> list[tuple[str, str, int, int]]:
    """(code, name, first, last) for every unbroken run of years; a rename makes a new row."""
    years, rows, running = list(found), [], {}
    for year in years:
        now = {item for item in found[year].items() if is_division(*item)}
        if year >= min(VERSIONS):  # the statistical lists leave these out
            now |= {(c, n) for (c, n) in running if c[:2] in ("71", "81", "82")}
        rows += [(*item, first, last) for item, (first, last) in running.items() if item not in now]
        running = {item: (running.get(item, (year, 0))[0], year) for item in now}
    return sorted(rows + [(*item, first, 0) for item, (first, _) in running.items()], key=lambda r: (r[0], r[2]))


def main(folder: str) -> None:
    """Print the table."""
    print(HEADER.format(versions=", ".join(VERSIONS.values())), end="")
    for code, name, first, last in spans(snapshots(Path(folder))):
        print(code, name, first, *([last] if last else []), sep="\t")


if __name__ == "__main__":
    main(sys.argv[1])
