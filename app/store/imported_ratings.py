"""Ratings of people who are on no site that this one reads: the models learn from them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select
from sqlalchemy.dialects.postgresql import insert

from app.store.copying import copied
from app.store.schema import members, ratings

KEPT = (ratings.c.movie_id, ratings.c.half_stars, ratings.c.liked)


def add(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> int:
    """Keep ratings, as rows of the table's columns; one that is there stays. How many were new.

    `username` instead of `member`; it begins as members.IMPORTED does.
    """
    with copied(connection, (members.c.username, *KEPT), rows) as read:
        names = select(read.c.username, func.now()).distinct().order_by(read.c.username)
        people = insert(members).from_select(["username", "read_at"], names)
        connection.execute(people.on_conflict_do_nothing())
        new = insert(ratings).from_select(["member", *(c.name for c in KEPT)], _numbered(read))
        counted = new.on_conflict_do_nothing().execution_options(preserve_rowcount=True)
        return connection.execute(counted).rowcount


def _numbered(read: Table) -> Select[Any]:
    """Members and films in the order of their numbers, so that the key's pages are full."""
    kept = select(members.c.number, *(read.c[column.name] for column in KEPT))
    named = kept.join_from(read, members, read.c.username == members.c.username)
    return named.order_by(members.c.number, read.c.movie_id)
