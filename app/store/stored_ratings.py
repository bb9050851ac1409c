"""All that members rated, for training: millions of rows, so they come as bytes, not as objects."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from psycopg.sql import SQL, Composed, Identifier
from sqlalchemy import Connection, select

from app.store.copying import cursor_of
from app.store.schema import SCHEMA, members

# A row of COPY's binary format: the number of fields, then each with its length before it.
ROW = np.dtype(
    [
        ("fields", ">i2"),
        ("member_bytes", ">i4"),
        ("member", ">i4"),
        ("film_bytes", ">i4"),
        ("film", ">i8"),
        ("stars_bytes", ">i4"),
        ("half_stars", ">i2"),
    ]
)
HEADER_BYTES = 19  # the signature, flags, and the length of an extension that there is not
CHUNK_BYTES = 2**20 * ROW.itemsize


@dataclass(frozen=True)
class StoredRatings:
    """Every rating there is, one array element each; `members` are places in `usernames`."""

    usernames: list[str]
    members: NDArray[np.int32]
    movie_ids: NDArray[np.int64]
    stars: NDArray[np.float64]


def all_ratings(connection: Connection) -> StoredRatings:
    """What all members rated, in a stable order: by username and film. `connection` is fresh."""
    snapshot = connection.execution_options(isolation_level="REPEATABLE READ")
    by_name = select(members.c.number, members.c.username).order_by(members.c.username.collate("C"))
    known = snapshot.execute(by_name).all()
    with cursor_of(snapshot).copy(_statement()) as copy:
        rows = [_columns(chunk) for chunk in chunks(bytes(block) for block in copy)]
    numbers, films, half_stars = (_joined(columns) for columns in zip(*rows, strict=True))
    ranks = _places(np.array([member.number for member in known], np.int32), numbers)
    order = np.lexsort([films, ranks])
    rated, places = np.unique(ranks[order], return_inverse=True)
    return StoredRatings(
        usernames=[known[rank].username for rank in rated],
        members=places.astype(np.int32),
        movie_ids=films[order].astype(np.int64),
        stars=half_stars[order] / 2,
    )


def _statement() -> Composed:
    return SQL(
        """
        COPY (
            SELECT member, movie_id, half_stars FROM {schema}.ratings
            WHERE half_stars IS NOT NULL
        ) TO STDOUT (FORMAT binary)
        """
    ).format(schema=Identifier(SCHEMA))


def chunks(blocks: Iterable[bytes], most_bytes: int = CHUNK_BYTES) -> Iterator[bytes]:
    """Whole rows, many at a time; what is left at the end is the format's trailer."""
    waiting, header = bytearray(), HEADER_BYTES
    for block in blocks:
        waiting += block
        if len(waiting) >= most_bytes + header:
            whole = (len(waiting) - header) // ROW.itemsize * ROW.itemsize + header
            yield bytes(waiting[header:whole])
            del waiting[:whole]
            header = 0
    yield bytes(waiting[header : (len(waiting) - header) // ROW.itemsize * ROW.itemsize + header])


def _columns(chunk: bytes) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int8]]:
    rows = np.frombuffer(chunk, ROW)
    return (
        rows["member"].astype(np.int32),
        rows["film"].astype(np.int64),
        rows["half_stars"].astype(np.int8),
    )


def _places(known: NDArray[np.int32], wanted: NDArray[np.integer]) -> NDArray[np.intp]:
    """Where among the known numbers, all different, each of those wanted is."""
    order = np.argsort(known)
    return order[np.searchsorted(known, wanted, sorter=order)]


def _joined(columns: tuple[NDArray[np.integer], ...]) -> NDArray[np.integer]:
    return np.concatenate(columns)
