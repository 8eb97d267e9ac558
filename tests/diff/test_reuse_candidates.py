from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.diff import kernels, reuse_candidates, reuse_meetings, reuse_ranges
from pipeline.diff.reuse_anchors import LAST, Described, gather
from pipeline.diff.reuse_candidates import meet
from pipeline.store import digest, shard_of


def said(place, year, hashes, at=None):
    row = Described((str(year), ""), f"{place}-{year}", place, shard_of(place), "fazhi")
    return row, np.array(hashes, dtype=np.uint64), np.array(at or [40 * k for k in range(len(hashes))])


@settings(max_examples=200, deadline=None)
@given(
    years=st.lists(st.tuples(st.integers(0, 6), st.integers(2015, 2018)), unique=True, max_size=24),
    seed=st.integers(0, 99),
    kinds=st.sampled_from([2, 12, 40]),
    witnesses=st.sampled_from([0, 3, 4, 256]),
    parts=st.integers(1, 3),
)
def test_candidates_and_what_is_common_are_as_looked_up_hash_by_hash(years, seed, kinds, witnesses, parts):
    _hold([(f"第{place}县", year) for place, year in years], seed, kinds, witnesses, parts)


@pytest.mark.parametrize("witnesses", [0, 3])
def test_many_reports_of_one_shard_are_held_against_each_other(witnesses):
    assert _hold([(f"第{place}县", year) for place in range(70) for year in range(2010, 2015)], 1, 60, witnesses, 2)


def test_numba_alone_gives_the_same():
    with pytest.MonkeyPatch.context() as patch:
        for module in (reuse_candidates, reuse_meetings):
            patch.setattr(module, "kernel", kernels.by_numba)
        assert _hold([(f"第{place}县", year) for place in range(6) for year in range(2015, 2018)], 1, 20, 0, 2)


def test_no_shard_has_no_candidates():
    assert not meet([]).whole().earlier


def _hold(reports, seed, kinds, witnesses, parts):
    random = np.random.default_rng(seed)
    rows = []
    for place, year in reports:
        at = np.sort(random.integers(0, 300, min(kinds, 8))) + random.choice([0, 250, 70_000])
        rows.append(said(place, year, random.choice(kinds, len(at), replace=False) * (2**58 + 1), at.tolist()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reuse_ranges, "WITNESSES", witnesses)
        patch.setattr(reuse_ranges, "RANGE", 64)
        shards = [[row for row in rows if int(row[0].place[1:-1]) % parts == k] for k in range(parts)]
        found = meet([gather(shard) for shard in shards]).whole()
    earlier, places = _plainly(rows, witnesses)
    assert found.earlier == earlier
    assert dict(zip(found.hashes.tolist(), found.places.tolist(), strict=True)) == places
    return earlier


def _plainly(rows, witnesses):
    rows = sorted(rows, key=lambda row: (row[0].date, row[0].report_id))
    places = {row[0].place for row in rows}
    heard = set(sorted(places, key=digest)[:witnesses])
    common, met = {}, defaultdict(list)
    for value in {value for row in rows for value in row[1].tolist()}:
        said = [(row[0], int(at)) for row in rows for one, at in zip(row[1], row[2], strict=True) if one == value]
        first = {row.place: row.date[0] for row, _ in reversed(said)}
        years = [year for place, year in first.items() if place in heard]
        at_once, at_first = (max(map(years.count, among), default=0) for among in (years, years and [min(years)]))
        count = len(years)
        if count >= 3 and (at_once >= 3 or (at_first > 1 and count >= 0.7 * len(places))):
            count = 4
        if count >= 3:
            common[value] = min(count, 4)
        for k, (later, here) in enumerate(said):
            if count < 4 and (len(first) < 4 or all(row.place != later.place for row, _ in said[:k])):
                for source, there in said[max(k - 3, 0) : k]:
                    if source.place != later.place:
                        met[later, source].append((here, there))
    pairs = [pair for pair, at in met.items()
             if any(12 <= c - a <= 128 and abs(c - d - a + b) <= 14 for a, b in at for c, d in at)]  # fmt: skip
    earlier = defaultdict(tuple)
    for later, source in sorted(pairs):
        earlier[later.report_id] += (source.report_id,)
    return earlier, common


def test_places_behind_the_last_that_is_told_are_one():
    assert gather([said("甲县", 2019, [1, 2, 3], [0, LAST, LAST + 500])]).at.tolist() == [0, LAST, LAST]


def test_reports_of_two_places_that_share_anchors_side_by_side_are_candidates():
    rows = [said("甲县", 2019, [1, 2, 3]), said("乙县", 2020, [1, 2, 3], [500, 540, 580]), said("丙县", 2021, [9, 1])]
    shared = meet([gather(rows[:1]), gather(rows[1:])]).whole()
    assert shared.earlier == {"乙县-2020": ("甲县-2019",)}


def test_anchors_at_other_distances_or_far_apart_make_no_candidate():
    first = said("甲县", 2019, [1, 2, 3])
    assert not meet([gather([first, said("乙县", 2020, [1, 2, 3], [0, 90, 180])])]).whole().earlier
    assert not meet([gather([first, said("乙县", 2020, [1, 2, 3], [0, 3, 6])])]).whole().earlier
    far = said("甲县", 2019, [1, 2], [0, 400])
    assert not meet([gather([far, said("乙县", 2020, [1, 2], [0, 400])])]).whole().earlier


def test_how_many_places_share_an_anchor_is_told_up_to_what_makes_it_common():
    years = [said(f"第{k}县", 2015 + k, [7, 8][: 1 if k > 2 else 2]) for k in range(6)]
    others = [said(f"别{k}县", 2020, [100 + k]) for k in range(6)]
    shared = meet([gather(years[:3]), gather([*years[3:], *others])]).whole()
    assert shared.hashes.tolist() == [7, 8] and shared.places.tolist() == [4, 3]
    at_once = meet([gather([said(f"第{k}县", 2020, [7]) for k in range(3)]), gather(others)]).whole()
    assert at_once.places.tolist() == [4]


@pytest.mark.parametrize(("first", "then", "places"), [(2020, 2021, 3), (2021, 2020, 4)])
def test_in_a_small_corpus_two_that_say_it_together_had_it_from_the_one_before_them(first, then, places):
    rows = [said("甲县", first, [7]), said("乙县", then, [7]), said("丙县", then, [7])]
    assert meet([gather(rows)]).whole().places.tolist() == [places]


def test_how_common_an_anchor_is_is_asked_of_witnesses_only(monkeypatch):
    rows = [said(f"第{k}县", 2000 + k, [7, 8, 9]) for k in range(40)]
    assert meet([gather(rows)]).whole().places.tolist() == [4, 4, 4]
    monkeypatch.setattr(reuse_ranges, "WITNESSES", 3)
    before, after = (meet([gather(given)]).whole() for given in (rows[:-1], rows))
    assert before.places.tolist() == after.places.tolist() == [3, 3, 3]
    assert after.earlier["第39县-2039"] == ("第36县-2036", "第37县-2037", "第38县-2038")


def test_what_many_say_is_news_in_a_places_first_report_only(monkeypatch):
    monkeypatch.setattr(reuse_ranges, "WITNESSES", 1)
    rows = [said(f"第{k}县", 2000 + k, [7, 8, 9]) for k in range(5)]
    for places in (3, 4):
        both = [said(f"第{places - 1}县", year, [7, 8, 9]) for year in (2008, 2009)]
        earlier = meet([gather([*rows[: places - 1], *both])]).whole().earlier
        assert f"第{places - 1}县-2008" in earlier
        assert (f"第{places - 1}县-2009" in earlier) == (places < 4)


@pytest.mark.parametrize(("size", "turn"), [(1, 1 << 26), (3, 100), (1 << 18, 300)])
def test_ranges_turns_and_shards_change_nothing(monkeypatch, size, turn):
    random = np.random.default_rng(1)
    rows = [said(f"第{k % 7}县", 2015 + k // 7, random.integers(0, 16, 20) << 59 | random.integers(0, 16, 20),
                 np.sort(random.integers(0, 200, 20)).tolist()) for k in range(40)]  # fmt: skip
    whole = meet([gather(rows)]).whole()
    assert len(whole.earlier) > 2 and set(whole.places.tolist()) == {3, 4}
    monkeypatch.setattr(reuse_candidates, "TURN", turn)
    monkeypatch.setattr(reuse_ranges, "RANGE", size)
    parts: dict[str, list] = {}
    for row in rows:
        parts.setdefault(row[0].shard, []).append(row)
    found = meet([gather(part) for part in parts.values()])
    assert found.whole().earlier == whole.earlier and np.array_equal(found.whole().places, whole.places)
    for shard in parts:
        mine = found.of(shard)
        assert set(mine.hashes.tolist()) <= set(whole.hashes.tolist())
        assert mine.earlier == {k: v for k, v in whole.earlier.items() if shard_of(k.split("-")[0]) == shard}
