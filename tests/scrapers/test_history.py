"""The order in which a member watched films."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.history import FAR_ABOVE, MOST_A_DAY, bulk_days, watch_order
from scrapers.records import DiaryEntry, FeedItem

MONDAY = date(2024, 1, 1)


@dataclass(frozen=True)
class Logged:
    log_id: int
    watched_date: date | None
    rewatch: bool = False


days = st.none() | st.integers(0, 6).map(lambda number: MONDAY + timedelta(number))
entries = st.lists(
    st.builds(Logged, st.integers(1, 999), days, st.booleans()),
    max_size=60,
    unique_by=lambda entry: entry.log_id,
)


def day(number: int) -> date:
    return MONDAY + timedelta(number)


@given(entries)
def test_nothing_is_lost_and_nothing_added(logged: list[Logged]) -> None:
    history = watch_order(logged)
    kept = [watch.entry for watch in history.watches] + list(history.undated)
    assert Counter(kept) == Counter(logged)
    assert all(entry.watched_date is None for entry in history.undated)


@given(entries)
def test_days_come_in_order_and_within_a_day_the_log_decides(logged: list[Logged]) -> None:
    history = watch_order(logged)
    keys = [(watch.entry.watched_date, watch.entry.log_id) for watch in history.watches]
    assert all(earlier < later for earlier, later in pairwise(keys))
    undated = [entry.log_id for entry in history.undated]
    assert undated == sorted(undated)


@given(entries, st.randoms(use_true_random=False))
def test_the_order_in_which_entries_are_given_does_not_matter(
    logged: list[Logged], rng: random.Random
) -> None:
    shuffled = logged.copy()
    rng.shuffle(shuffled)
    assert watch_order(shuffled) == watch_order(logged)


@given(st.lists(st.builds(Logged, st.integers(1, 3), days, st.booleans()), max_size=20))
def test_entries_of_the_same_place_stay_as_they_were_given(logged: list[Logged]) -> None:
    once = watch_order(logged)
    kept = [watch.entry for watch in once.watches]
    assert [watch.entry for watch in watch_order(kept).watches] == kept
    for number in (1, 2, 3):
        same = [e for e in logged if (e.log_id, e.watched_date) == (number, MONDAY)]
        assert [e for e in kept if (e.log_id, e.watched_date) == (number, MONDAY)] == same


@given(entries)
def test_all_of_a_bulk_day_is_flagged_and_nothing_else(logged: list[Logged]) -> None:
    watches = watch_order(logged).watches
    flagged = {watch.entry.watched_date for watch in watches if watch.bulk}
    counts = Counter(watch.entry.watched_date for watch in watches)
    assert all(watch.bulk == (watch.entry.watched_date in flagged) for watch in watches)
    assert all(counts[day] > MOST_A_DAY for day in flagged)


def test_rewatches_are_kept_as_such() -> None:
    first, again = Logged(1, day(0)), Logged(9, day(3), rewatch=True)
    assert [watch.entry for watch in watch_order([again, first]).watches] == [first, again]


def test_entries_of_diaries_and_of_feeds_are_put_in_order() -> None:
    diary = [DiaryEntry(n, n, "a", "A", day(9 - n)) for n in (1, 2)]
    feed = [FeedItem("watch", n, "A", watched_date=day(9 - n)) for n in (1, 2)]
    assert [watch.entry.log_id for watch in watch_order(diary).watches] == [2, 1]
    assert [watch.entry.log_id for watch in watch_order(feed).watches] == [2, 1]


@pytest.mark.parametrize(
    ("counts", "bulk"),
    [
        ([], set()),
        ([MOST_A_DAY], set()),
        ([MOST_A_DAY + 1], {0}),
        ([1, 2, 1, 400, 1], {3}),
        ([300, 200, 250], {0, 1, 2}),  # a member who only ever marks many at once
        ([300, 1, 200, 2], {0, 2}),
        ([6, 6, 6, int(6 * FAR_ABOVE)], set()),  # one short film after the other
        ([6, 6, 6, int(6 * FAR_ABOVE) + 1], {3}),
    ],
)
def test_a_day_far_above_the_usual_is_a_bulk_day(counts: list[int], bulk: set[int]) -> None:
    logged = [day(number) for number, count in enumerate(counts) for _ in range(count)]
    assert bulk_days(logged) == {day(number) for number in bulk}
