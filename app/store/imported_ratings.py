"""Ratings of people who are on no site that this one reads: the models learn from them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert

from app.store.copying import copied
from app.store.schema import members, ratings

COLUMNS = (ratings.c.username, ratings.c.movie_id, ratings.c.half_stars, ratings.c.liked)


def add(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> int:
    """Keep ratings, as rows of the table's columns; one that is there stays. How many were new.

    A `username` begins as members.IMPORTED does.
    """
    with copied(connection, COLUMNS, rows) as read:
        names = select(read.c.username, func.now()).distinct().order_by(read.c.username)
        people = insert(members).from_select(["username", "read_at"], names)
        connection.execute(people.on_conflict_do_nothing())
        new = insert(ratings).from_select(read.c.keys(), select(read)).on_conflict_do_nothing()
        counted = new.execution_options(preserve_rowcount=True)
        return connection.execute(counted).rowcount
