import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.diff import reuse_candidates, reuse_ranges
from pipeline.diff.reuse_anchors import LAST, Described, gather
from pipeline.diff.reuse_candidates import meet
from pipeline.diff.reuse_meetings import crowded
from pipeline.diff.reuse_ranges import groups_of
from pipeline.store import shard_of


def said(place, year, hashes, at=None):
    row = Described((str(year), ""), f"{place}-{year}", place, shard_of(place), "fazhi")
    return row, np.array(hashes, dtype=np.uint64), np.array(at or [40 * k for k in range(len(hashes))])


@given(st.lists(st.integers(0, 40), max_size=80))
def test_what_stands_more_than_once_is_among_the_crowded(values):
    hashes = np.array(values, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    assert {k for k, value in enumerate(values) if values.count(value) > 1} <= set(crowded(hashes).tolist())


@given(
    st.lists(st.lists(st.integers(0, 9) | st.integers(0, 40), max_size=20), max_size=8), st.sampled_from([0, 20, 58])
)
def test_entries_of_one_hash_make_a_group_wherever_hashes_differ(slices, low):
    hashes = np.concatenate(
        [np.zeros(0, np.uint64), *(np.sort(np.array(s, np.uint64) << np.uint64(low)) for s in slices)]
    )
    groups = groups_of(hashes)
    found = [groups.entry[start : start + size].tolist() for start, size in zip(groups.start, groups.size, strict=True)]
    wanted = [np.flatnonzero(hashes == value).tolist() for value in np.unique(hashes)]
    assert found == [group for group in wanted if len(group) > 1]


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
