"""What the cache holds of an upload is what came in, and never too much of it."""

import dataclasses
import string
from collections.abc import Callable
from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services import Services
from app.uploads import export, keep
from app.uploads.answer import Unmatched
from app.uploads.pack import pack, unpack, unpack_profile
from app.uploads.profile import GREATEST_ID, MOST_FILMS, Taken, build
from app.uploads.unmatched import MOST_BYTES, fitting
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.export import export_zip

MEBIBYTE = 2**20
FILMS = st.integers(1, GREATEST_ID)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ROWS = st.builds(
    Unmatched,
    file=st.none() | TEXTS,
    row=st.integers(1, 400_000),
    title=TEXTS,
    year=st.none() | st.integers(1800, 2200),
    why=TEXTS,
)


def assert_same(before: Taken, after: Taken) -> None:
    for field in dataclasses.fields(before.profile):
        kept, came = getattr(after.profile, field.name), getattr(before.profile, field.name)
        np.testing.assert_array_equal(kept, came, field.name, strict=isinstance(came, np.ndarray))
    assert after.unmatched == before.unmatched
    assert after.unmatched_count == before.unmatched_count


@pytest.fixture(params=["memory", "redis"])
def caching_services(
    request: pytest.FixtureRequest, make_services: Callable[..., Services]
) -> Services:
    if request.param == "memory":
        return make_services()
    return make_services(redis_url=request.getfixturevalue("redis_server").url)


def test_all_of_an_upload_survives_the_cache(
    caching_services: Services, world: BuiltinWorld
) -> None:
    member = world.member(world.suggestions()[0])
    assert member is not None
    taken = export.read(export_zip(member), caching_services.catalogue.current())
    profile = taken.profile
    assert profile.watchlist is not None and len(profile.watchlist) == len(member.watchlist) > 0
    assert not np.isnat(profile.watched_on).all()
    token = keep.keep(caching_services, taken)
    assert_same(taken, keep.find_all(caching_services, token))
    assert_same(Taken(profile, [], 0), Taken(keep.find(caching_services, token), [], 0))


@given(
    films=st.dictionaries(
        FILMS,
        st.tuples(
            st.none() | st.integers(1, 10),
            st.booleans(),
            st.none() | st.dates(date(1900, 1, 1)),
        ),
        max_size=8,
    ),
    watchlist=st.lists(FILMS, max_size=5),
    username=st.none() | st.text(string.ascii_lowercase, min_size=2),
    rows=st.lists(ROWS, max_size=4),
)
def test_whatever_is_packed_comes_out_again(
    films: dict[int, tuple[int | None, bool, date | None]],
    watchlist: list[int],
    username: str | None,
    rows: list[Unmatched],
) -> None:
    profile = build(
        "export",
        username,
        films,
        {film: halves / 2 for film, (halves, _, _) in films.items() if halves is not None},
        {film for film, (_, liked, _) in films.items() if liked},
        watched_on={film: day for film, (_, _, day) in films.items() if day is not None},
        watchlist=watchlist,
    )
    taken = Taken(profile, rows, len(rows) + 7)
    assert_same(taken, unpack(pack(taken)))
    assert_same(Taken(profile, [], 0), Taken(unpack_profile(pack(taken)), [], 0))


def test_the_largest_upload_that_is_taken_is_of_bounded_size() -> None:
    films = range(GREATEST_ID - MOST_FILMS + 1, GREATEST_ID + 1)
    row = Unmatched(file="ratings.csv", row=399_999, title="é" * 300, year=2001, why="why" * 30)
    profile = build(
        "export",
        "x" * 50,
        films,
        dict.fromkeys(films, 4.5),
        set(),
        watched_on=dict.fromkeys(films, datetime.now(UTC).date()),
        watchlist=films,
    )
    packed = pack(Taken(profile, fitting(row for _ in range(400_000)), 400_000))
    assert 3 * MEBIBYTE < len(packed) - MOST_BYTES < 4 * MEBIBYTE


@given(st.lists(ROWS), st.integers(0, 500))
def test_the_rows_that_are_kept_are_the_first_as_far_as_they_fit(
    rows: list[Unmatched], most: int
) -> None:
    kept = fitting(rows, most)
    assert kept == rows[: len(kept)]
    sizes = [len(row.model_dump_json().encode()) for row in rows]
    assert sum(sizes[: len(kept)]) <= most
    assert len(kept) == len(rows) or sum(sizes[: len(kept) + 1]) > most
