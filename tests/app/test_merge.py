"""Viewings into a profile."""

from datetime import UTC, date, datetime
from math import isnan

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.profiles.merge import Viewing, merged
from app.store.members import Profile

SINCE = date(2026, 5, 1)
EARLIER, LATER, LATEST = date(2026, 4, 30), date(2026, 5, 2), date(2026, 5, 3)
FILMS = st.integers(1, 20)
DAYS = st.none() | st.dates(date(2026, 4, 1), date(2026, 6, 1))
VIEWINGS = st.lists(
    st.builds(
        Viewing,
        movie_id=FILMS,
        stars=st.none() | st.integers(1, 10).map(lambda halves: halves / 2),
        liked=st.none() | st.booleans(),
        watched_on=DAYS,
    ),
    max_size=30,
)


def profile(*films: int) -> Profile:
    """Each film with 3 stars, liked, watched on the first of January."""
    return Profile(
        username="ada",
        read_at=datetime(2026, 5, 1, tzinfo=UTC),
        movie_ids=np.array(films, np.int64),
        stars=np.full(len(films), 3.0),
        liked=np.ones(len(films), np.bool_),
        watched_on=np.full(len(films), np.datetime64("2026-01-01", "D")),
    )


def told(profile: Profile) -> dict[int, tuple[float | None, bool, date | None]]:
    """Stars, like and day of each film."""
    rows = zip(
        profile.movie_ids.tolist(),
        profile.stars.tolist(),
        profile.liked.tolist(),
        profile.watched_on.tolist(),
        strict=True,
    )
    return {film: (None if isnan(s) else s, like, day) for film, s, like, day in rows}


def test_a_film_that_was_missing_comes_in_with_all_that_is_told_of_it() -> None:
    viewings = [Viewing(2, 4.5, True, EARLIER), Viewing(1, None, None, None)]
    after = told(merged(profile(3), viewings, SINCE))
    assert after == {
        1: (None, False, None),
        2: (4.5, True, EARLIER),
        3: (3.0, True, date(2026, 1, 1)),
    }


def test_the_newest_viewing_of_a_film_wins() -> None:
    viewings = [Viewing(1, 2.0, True, LATER), Viewing(1, 4.0, False, LATEST)]
    assert told(merged(profile(1), viewings, SINCE)) == {1: (4.0, False, LATEST)}


def test_what_the_newest_viewing_does_not_tell_stays_as_it_was() -> None:
    viewings = [Viewing(1, None, None, SINCE)]
    assert told(merged(profile(1), viewings, SINCE)) == {1: (3.0, True, SINCE)}


def test_an_older_viewing_of_a_known_film_changes_nothing() -> None:
    viewings = [Viewing(1, 1.0, False, EARLIER), Viewing(1, 1.0, False, None)]
    assert told(merged(profile(1), viewings, SINCE)) == told(profile(1))


@given(st.sets(FILMS), VIEWINGS, st.dates(date(2026, 4, 1), date(2026, 6, 1)))
def test_nothing_gets_lost_and_each_film_is_there_once(
    films: set[int], viewings: list[Viewing], since: date
) -> None:
    before = profile(*sorted(films))
    after = merged(before, viewings, since)
    ids = after.movie_ids.tolist()
    assert ids == sorted(films | {viewing.movie_id for viewing in viewings})
    assert {len(after.stars), len(after.liked), len(after.watched_on)} == {len(ids)}
    assert told(before) == told(profile(*sorted(films)))  # it is left alone
    newer = {v.movie_id for v in viewings if v.watched_on and v.watched_on >= since}
    unchanged = films - newer
    assert {film: told(after)[film] for film in unchanged} == {
        film: told(before)[film] for film in unchanged
    }


@given(st.sets(FILMS), VIEWINGS, st.dates(date(2026, 4, 1), date(2026, 6, 1)))
def test_to_merge_the_same_twice_is_to_merge_it_once(
    films: set[int], viewings: list[Viewing], since: date
) -> None:
    dated = [viewing for viewing in viewings if viewing.watched_on and viewing.watched_on >= since]
    once = merged(profile(*sorted(films)), dated, since)
    assert told(merged(once, dated, since)) == told(once)
