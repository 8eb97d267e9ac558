"""Labelled documents that the labels are measured on: outlines and headings as text files, and gold folders.

``<profile>-outlines.txt``: ``= name year`` opens a report; ``#`` is a heading of the top, ``##`` one below it, ``-`` opens
an inline item, each with what is right behind the last ``@`` as role/topic; other lines are text, those before the
first heading the preamble. ``<profile>-headings.txt``: topic, tab, heading (and its passage behind the first full
stop). ``role-headings.txt``: role, tab, year, tab, heading; ``-`` where the heading alone says no role.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.classify.roles import Node
from pipeline.classify.scheme import NONE

NUMBER = re.compile(r"^(?:[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|\d+[.．、](?!\d))\s*")
HEADING = re.compile(r"(#+) (.+?) @(\w+)/(\w+)$")
ITEM = re.compile(r"- (.+?) @(\w+)/(\w+)$")


@dataclass
class Outline:
    """A labelled document: its sections and items in reading order, and id -> (role, topic) of what is right.

    ``optional``: ids that count neither as a hit nor as a miss.
    """

    name: str
    year: int | None
    text: str = ""
    nodes: list[Node] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)
    right: dict[str, tuple[str, str]] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)


def outlines_of(folder: Path, profile_id: str) -> list[Outline]:
    """All labelled documents of a genre in a folder: its outlines, its headings, and those of a gold folder."""
    found = []
    for path in sorted(folder.glob(f"{profile_id}*-outlines.txt")):
        found += list(_outlines(_lines(path)))
    for path in sorted(folder.glob(f"{profile_id}*-headings.txt")):
        found += [_single(line, i) for i, line in enumerate(_lines(path))]
    if (folder / "headings.jsonl").exists():
        found += _gold(folder, profile_id)
    return found


def _lines(path: Path) -> list[str]:
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("%")]


def _outlines(lines: Iterable[str]) -> Iterator[Outline]:
    made: Outline | None = None
    for line in lines:
        if line.startswith("= "):
            if made:
                yield _closed(made)
            _, name, year = line.split()
            made = Outline(name, int(year))
        elif made:
            _add(made, line)
    if made:
        yield _closed(made)


def _add(made: Outline, line: str) -> None:
    start = len(made.text)
    if match := HEADING.fullmatch(line):
        marks, heading, role, topic = match.groups()
        parent = next((n.id for n in reversed(made.nodes) if 0 < n.level < len(marks)), None)
        node = Node(f"s{len(made.nodes)}", parent, len(marks), heading, start, start + len(heading), -1)
        made.nodes.append(node)
        made.right[node.id] = role, topic
        made.text += heading + "\n"
    elif match := ITEM.fullmatch(line):
        words, role, topic = match.groups()
        item = Node(f"i{len(made.items)}", made.nodes[-1].id, 0, "", start, start, start + len(words))
        made.items.append(item)
        made.right[item.id] = role, topic
        made.text += words + "\n"
    else:
        if not made.nodes:
            made.nodes.append(Node("s0", None, 0, "", 0, 0, -1))
        made.text += line + "\n"


def _closed(made: Outline) -> Outline:
    """Each section reaches to the next heading of its level or above."""
    nodes = made.nodes
    for i, node in enumerate(nodes):
        end = next((n.start for n in nodes[i + 1 :] if n.level <= node.level or not node.level), len(made.text))
        nodes[i] = Node(node.id, node.parent, node.level, node.heading, node.start, node.body, end)
    return made


def _single(line: str, place: int) -> Outline:
    topic, rest = line.split("\t")
    heading = rest.partition("。")[0]
    node = Node("s0", None, 2, heading, 0, len(heading) + 1, len(rest))
    return Outline(f"{place}", None, rest, [node], [], {"s0": ("", topic)})


def _gold(folder: Path, profile_id: str) -> list[Outline]:
    """A gold folder: headings.jsonl, docs/<profile>-….txt."""
    rows = [json.loads(line) for line in (folder / "headings.jsonl").read_text("utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if row["level"] > 0 and row["doc"].startswith(f"{profile_id}-")]
    found = []
    for doc in sorted({row["doc"] for row in rows}):
        mine = sorted((r for r in rows if r["doc"] == doc), key=lambda r: r["start"])
        with (folder / "docs" / f"{doc}.txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        nodes = _nodes(mine, len(text))
        right = {n.id: (r["role"], r.get("topic") or NONE) for n, r in zip(nodes, mine, strict=True)}
        optional = {n.id for n, r in zip(nodes, mine, strict=True) if r.get("optional")}
        found.append(Outline(doc, None, text, nodes, [], right, optional))
    return found


def _nodes(rows: Sequence[dict], length: int) -> list[Node]:
    nodes: list[Node] = []
    stack: list[tuple[int, str]] = []
    for i, row in enumerate(rows):
        end = next((r["start"] for r in rows[i + 1 :] if r["level"] <= row["level"]), length)
        while stack and stack[-1][0] >= row["level"]:
            stack.pop()
        above = stack[-1][1] if stack else None
        heading = NUMBER.sub("", row["raw"])
        nodes.append(Node(f"s{i}", above, row["level"], heading, row["start"], row["end"], end))
        stack.append((row["level"], f"s{i}"))
    return nodes
