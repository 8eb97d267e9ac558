"""Makes a corpus of invented reports with known truth: places, ten years each, drafting habits, drifting figures, copying.

Run from the repository's root::

    python benchmarks/generate.py build/bench/corpus --reports 1000 --characters 8000 --seed 1

Writes ``<place>/<year>.html`` (as a government site would serve it) and ``truth.jsonl``: a line a report with its place,
year, sentences, what became of each since the year before (kept, figures, edited, new; dropped ones counted), the
figures (sentence, value), and passages copied from a neighbour's report of the year before (``from``, sentences).

A place's habit (order of topics, wording of headings, favourite words, towns, names of its own) is drawn once and holds
for all its years. Places are made in blocks of ten neighbours from the seed and the block's number alone: the first
1,000 reports are the same whether 1,000 or 100,000 are made, and memory does not grow with their number.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from random import Random
from typing import Any

PHRASES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text("utf-8"))
YEARS = range(2015, 2025)
BLOCK = 10
SAME, FIGURES, EDITED = 0.35, 0.30, 0.15
"""Shares of a report's sentences that the next year's report keeps, keeps with new figures, or edits; the rest is new."""
COPYING = 0.15
"""Chance that a report takes a paragraph over from a neighbour's report of the year before."""
NUMERALS = "一二三四五六七八九十"


@dataclass
class Sentence:
    """A sentence as its parts, so that it can be told again with other figures or another word."""

    parts: list[str]
    figures: list[float] = field(default_factory=list)  # counts are int, shares and growth float
    fate: str = "new"

    def text(self) -> str:
        return "，".join(self.parts).format(*(f"{f:g}" for f in self.figures)) + "。"


@dataclass
class Habit:
    """How a place writes, all years."""

    name: str
    random: Random
    towns: list[str]
    names: list[str]
    topics: list[dict[str, Any]]
    adverbs: list[str]
    style: int


def habit_of(seed: int, number: int) -> Habit:
    """The place of this number: its name, towns, own names, order of topics and favourite words."""
    random = Random(f"{seed} {number}")
    place, names = PHRASES["place"], PHRASES["names"]
    first, second, suffix = place["first"], place["second"], place["suffix"]
    names_of_three = len(first) * len(second) * len(suffix)
    at = number * 7919 % names_of_three  # 7919 is prime: every name once before any repeats
    more = second[number // names_of_three - 1] if number >= names_of_three else ""
    name = (
        first[at % len(first)] + second[at // len(first) % len(second)] + more + suffix[at // len(first) // len(second)]
    )
    towns = [random.choice(first) + random.choice(second) + random.choice(place["town"]) for _ in range(9)]
    own = [random.choice(names["frames"]).format("".join(random.sample(names["characters"], 2))) for _ in range(24)]
    topics = [{**t, "heading": random.choice(t["headings"])} for t in PHRASES["topic"]]
    random.shuffle(topics)
    return Habit(name, random, towns, own, topics, random.sample(PHRASES["generic"]["adverbs"], 9), random.randrange(3))


def work(habit: Habit, topic: dict[str, Any]) -> Sentence:
    """One piece of work that a place did under a topic, told in its own words."""
    random, generic = habit.random, PHRASES["generic"]
    who = random.choice([random.choice(PHRASES["names"]["departments"]), random.choice(habit.towns)])
    own, thing = random.choice(habit.names), random.choice(topic["objects"])
    parts = [
        random.choice([f"{random.choice(generic['times'])}{who}", f"{who}牵头", f"由{who}会同{random.choice(habit.towns)}"])
        + random.choice(habit.adverbs) + random.choice(topic["verbs"]) + thing,
        random.choice([random.choice(generic["ways"]) + f"推开{own}", f"依托{own}" + random.choice(topic["verbs"])
                       + random.choice(topic["objects"])]),
        random.choice(generic["results"]),
    ]  # fmt: skip
    if random.random() < 0.06:
        parts.insert(0, random.choice(generic["formulas"]))
    return Sentence(parts)


def statistic(habit: Habit, figure: list[Any]) -> Sentence:
    """A sentence of a topic's recurring figures: a count, then a part of it ({m}), a share ({p}) or a growth ({q})."""
    random = habit.random
    template, base = figure
    whole = max(4, round(base * random.uniform(0.4, 1.8)))
    values = {"{n}": whole, "{m}": max(1, round(whole * random.uniform(0.2, 0.4))),
              "{p}": round(random.uniform(82, 99.5), 1), "{q}": round(random.uniform(1, 14), 1)}  # fmt: skip
    slots = sorted((slot for slot in values if slot in template), key=template.index)
    for k, slot in enumerate(slots):
        template = template.replace(slot, f"{{{k}}}")
    return Sentence([random.choice(["全年", "一年来", "今年以来"]) + template], [values[slot] for slot in slots])


def drifted(random: Random, values: list[float]) -> list[float]:
    """The same figures a year later: counts move together, so that a part stays a part; shares and growth move a little."""
    factor = random.uniform(0.85, 1.2)
    return [max(1, round(v * factor)) if isinstance(v, int) else round(min(99.9, v * random.uniform(0.97, 1.03)), 1)
            for v in values]  # fmt: skip


def next_year(habit: Habit, topic: dict[str, Any], sentences: list[Sentence], wanted: int) -> list[Sentence]:
    """What a topic's sentences became a year later: kept, new figures, edited, dropped; new ones fill up."""
    random = habit.random
    kept: list[Sentence] = []
    for old in sentences:
        draw = random.random()
        if draw < SAME and not old.figures:
            kept.append(Sentence(old.parts, old.figures, "kept"))
        elif old.figures and draw < SAME + FIGURES:
            kept.append(Sentence(old.parts, drifted(random, old.figures), "figures"))
        elif not old.figures and draw < SAME + FIGURES + EDITED:
            at = random.randrange(1, len(old.parts))
            other = work(habit, topic).parts[-1 if at == len(old.parts) - 1 else 1]
            kept.append(Sentence([*old.parts[:at], other, *old.parts[at + 1 :]], old.figures, "edited"))
    told = {s.parts[0].partition("{")[0][-6:] for s in kept if s.figures}
    new = [statistic(habit, figure) for figure in topic["figures"] if random.random() < 0.7]
    kept += [s for s in new if s.parts[0].partition("{")[0][-6:] not in told]  # no figure stands twice in a report
    while sum(len(s.text()) for s in kept) < wanted:
        kept.insert(random.randrange(len(kept) + 1), work(habit, topic))
    return kept


# --- the reports of a block of neighbours ---------------------------------------------------------------------------


def block(seed: int, number: int, characters: int) -> Iterator[tuple[str, int, str, dict[str, Any]]]:
    """(place, year, page, truth) of ten neighbouring places over ten years."""
    habits = [habit_of(seed, number * BLOCK + k) for k in range(BLOCK)]
    bodies: list[dict[str, list[Sentence]]] = [{} for _ in habits]
    for year in YEARS:
        before = [{topic: list(sentences) for topic, sentences in body.items()} for body in bodies]
        for k, habit in enumerate(habits):
            for topic in habit.topics:
                wanted = int(characters * 0.87 / len(habit.topics))
                bodies[k][topic["id"]] = next_year(habit, topic, bodies[k].get(topic["id"], []), wanted)
            copied = _copied(habits, before, bodies, k)
            text, page = _page(habit, year, bodies[k])
            yield habit.name, year, page, _truth(habit, year, text, bodies[k], copied)


def _copied(habits: list[Habit], before: list[Any], bodies: list[Any], k: int) -> dict[str, Any] | None:
    """Now and then three sentences of a neighbour's last report, its towns replaced by one's own."""
    habit = habits[k]
    if not before[k] or habit.random.random() >= COPYING:
        return None
    other = (k + habit.random.randrange(1, BLOCK)) % BLOCK
    topic = habit.random.choice(habit.topics)["id"]
    towns = dict(zip(habits[other].towns, habit.towns, strict=True))
    taken = []
    for old in before[other][topic][:3]:
        parts = old.parts
        for theirs, ours in towns.items():
            parts = [part.replace(theirs, ours) for part in parts]
        taken.append(Sentence(parts, old.figures, "copied"))
    bodies[k][topic] = taken + bodies[k][topic][3:]
    return {"from": habits[other].name, "sentences": [s.text() for s in taken]}


def _page(habit: Habit, year: int, body: dict[str, list[Sentence]]) -> tuple[str, str]:
    """The report's text and the page that serves it."""
    random, lines = habit.random, [f"{habit.name}人民政府{year}年法治政府建设年度报告"]
    lines.append(f"{year}年，{habit.name}{random.choice(PHRASES['generic']['formulas'])}，现将有关情况报告如下。")
    lines.append(f"一、{year}年工作情况")
    for n, topic in enumerate(habit.topics):
        lines.append(
            f"（{NUMERALS[n]}）{topic['heading']}" if n < 10 else f"（十{NUMERALS[n - 10]}）{topic['heading']}"
        )
        sentences = [s.text() for s in body[topic["id"]]]
        lines += ["".join(sentences[i : i + 4]) for i in range(0, len(sentences), 4)]
    things = [o for topic in habit.topics for o in topic["objects"]]
    lines.append(f"二、{PHRASES['problems']['heading'][habit.style]}")
    lines.append(
        "；".join(s.format(random.choice(things)) for s in random.sample(PHRASES["problems"]["sentences"], 4)) + "。"
    )
    lines.append(f"三、{PHRASES['plan']['heading'][habit.style].format(next=year + 1)}")
    for sentence in random.sample(PHRASES["plan"]["sentences"], 5):
        n, p = random.randrange(3, 60), round(random.uniform(85, 99), 1)
        lines.append(sentence.format(random.choice(things), next=year + 1, n=n, p=p) + "。")
    lines += [f"{habit.name}人民政府", f"{year + 1}年{random.randrange(1, 4)}月{random.randrange(2, 28)}日"]
    return "\n".join(lines), _html(habit, lines)


def _html(habit: Habit, lines: list[str]) -> str:
    paragraphs = "".join(f"<p style='text-indent:2em'>{escape(line)}</p>\n" for line in lines[1:])
    menu = "".join(
        f"<li><a href='/{n}/'>{word}</a></li>" for n, word in enumerate(("首页", "政务公开", "政务服务", "互动交流"))
    )
    return (
        f"<html><head><meta charset='utf-8'><title>{lines[0]}_{habit.name}人民政府</title></head><body>"
        f"<div class='nav'><ul>{menu}</ul></div><div class='main'><h1>{lines[0]}</h1>"
        f"<div class='info'>发布时间：{lines[-1].replace('年', '-').replace('月', '-').replace('日', '')} 浏览次数：128 【打印】【关闭】</div>"
        f"<div class='content'>{paragraphs}</div></div><div class='footer'>版权所有：{habit.name}人民政府 备案号</div></body></html>"
    )


def _truth(
    habit: Habit, year: int, text: str, body: dict[str, list[Sentence]], copied: dict[str, Any] | None
) -> dict[str, Any]:
    sentences = [s for topic in habit.topics for s in body[topic["id"]]]
    figures = [{"sentence": s.text(), "values": s.figures} for s in sentences if s.figures]
    fates: dict[str, int] = {}
    for s in sentences:
        fates[s.fate] = fates.get(s.fate, 0) + 1
    return {
        "place": habit.name,
        "year": year,
        "characters": len(text),
        "fates": fates,
        "figures": figures,
        "copied": copied,
    }


def write(folder: Path, reports: int, characters: int = 8000, seed: int = 1) -> int:
    """Write the first ``reports`` reports below the folder; returns how many characters their texts have."""
    folder.mkdir(parents=True, exist_ok=True)
    total, left, number = 0, reports, 0
    with (folder / ".truth.jsonl").open("w", encoding="utf-8") as truth:
        while left > 0:
            for place, year, page, known in block(seed, number, characters):
                # the last block may be cut: whole places first, so that every place keeps its run of years
                if left >= BLOCK * len(YEARS) or known["place"] in _first(seed, number, left // len(YEARS)):
                    path = folder / f"{number:05d}" / place / f"{year}.html"
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(page, "utf-8")
                    truth.write(json.dumps(known, ensure_ascii=False) + "\n")
                    total += known["characters"]
            left, number = left - BLOCK * len(YEARS), number + 1
    return total


def _first(seed: int, number: int, places: int) -> set[str]:
    return {habit_of(seed, number * BLOCK + k).name for k in range(places)}


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--reports", type=int, default=1000)
    options.add_argument("--characters", type=int, default=8000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    print(f"{write(given.folder, given.reports, given.characters, given.seed):,} characters")
