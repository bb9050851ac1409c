"""Watchlists in the store."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, func, insert, select, update

from app.store.members import number_of
from app.store.schema import members, watchlist


@dataclass(frozen=True)
class StoredWatchlist:
    """Film ids, and when they were read."""

    movie_ids: NDArray[np.int64]
    read_at: datetime


def load(connection: Connection, username: str) -> StoredWatchlist | None:
    """None if it was never read."""
    read = select(members.c.watchlist_read_at).where(members.c.username == username)
    read_at = connection.execute(read).scalar_one_or_none()
    if read_at is None:
        return None
    query = select(watchlist.c.movie_id).where(watchlist.c.member == number_of(username))
    films = connection.execute(query.order_by(watchlist.c.movie_id)).scalars().all()
    return StoredWatchlist(np.array(films, np.int64), read_at)


def save(connection: Connection, username: str, movie_ids: NDArray[np.int64]) -> None:
    """Replace the watchlist of a stored member."""
    stamp = update(members).where(members.c.username == username)
    stamped = stamp.values(watchlist_read_at=func.now()).returning(members.c.number)
    number = connection.execute(stamped).scalar_one_or_none()
    if number is None:
        return  # forgotten meanwhile
    connection.execute(delete(watchlist).where(watchlist.c.member == number))
    rows = [{"member": number, "movie_id": film} for film in movie_ids.tolist()]
    if rows:
        connection.execute(insert(watchlist), rows)
