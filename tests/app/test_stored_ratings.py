"""Ratings as bytes are the ratings as rows."""

from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.services import Services
from app.store.schema import members, ratings
from app.store.stored_ratings import HEADER_BYTES, ROW, all_ratings, chunks
from scrapers.standin.builtin import BuiltinWorld
from tests.conftest import read_members


def test_every_rating_is_there_once_by_username_and_film(
    services: Services, world: BuiltinWorld
) -> None:
    read_members(services, world, 8)
    with services.engine.connect() as connection:
        query = select(members.c.username, ratings).join_from(members, ratings)
        rows = connection.execute(query.where(ratings.c.half_stars.is_not(None))).all()
    with services.engine.connect() as connection:
        stored = all_ratings(connection)
    expected = sorted((row.username, row.movie_id, row.half_stars / 2) for row in rows)
    names = [stored.usernames[member] for member in stored.members]
    assert list(zip(names, stored.movie_ids, stored.stars, strict=True)) == expected


def test_without_ratings_there_is_nothing(make_services: Callable[..., Services]) -> None:
    with make_services(empty=True).engine.connect() as connection:
        stored = all_ratings(connection)
    assert (stored.usernames, len(stored.members), len(stored.stars)) == ([], 0, 0)


@given(st.integers(0, 30), st.integers(1, 100), st.integers(1, 300))
def test_rows_are_whole_however_the_bytes_come(rows: int, block: int, most: int) -> None:
    sent = np.zeros(rows, ROW)
    sent["member"] = np.arange(rows)
    data = b"h" * HEADER_BYTES + sent.tobytes() + b"\xff\xff"
    blocks = [data[start : start + block] for start in range(0, len(data), block)]
    read = np.concatenate([np.frombuffer(chunk, ROW) for chunk in chunks(blocks, most)])
    assert read["member"].tolist() == list(range(rows))
