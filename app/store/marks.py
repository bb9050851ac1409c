"""Films that visitors marked; a visitor is the hash of a token."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from app.store.schema import marks, visitors

MarkKind = Literal["not_interested", "seen"]


@dataclass(frozen=True)
class StoredMark:
    movie_id: int
    kind: MarkKind
    at: datetime


def load(connection: Connection, visitor: bytes) -> list[StoredMark]:
    """The newest first."""
    query = select(marks.c.movie_id, marks.c.kind, marks.c.at).where(marks.c.visitor == visitor)
    rows = connection.execute(query.order_by(marks.c.at.desc(), marks.c.movie_id))
    return [StoredMark(row.movie_id, row.kind, row.at) for row in rows]


def save(connection: Connection, visitor: bytes, movie_id: int, kind: MarkKind) -> int:
    """Returns how many films the visitor has marked now. No other request of theirs saves until
    this transaction ends."""
    stamp = insert(visitors).values(visitor=visitor)
    connection.execute(
        stamp.on_conflict_do_update(index_elements=["visitor"], set_={"marked_at": func.now()})
    )
    mark = insert(marks).values(visitor=visitor, movie_id=movie_id, kind=kind)
    connection.execute(
        mark.on_conflict_do_update(
            index_elements=["visitor", "movie_id"], set_={"kind": kind, "at": func.now()}
        )
    )
    count = select(func.count()).select_from(marks).where(marks.c.visitor == visitor)
    return connection.execute(count).scalar_one()


def remove(connection: Connection, visitor: bytes, movie_id: int) -> None:
    one = (marks.c.visitor == visitor) & (marks.c.movie_id == movie_id)
    connection.execute(delete(marks).where(one))


def forget(connection: Connection, visitor: bytes) -> None:
    connection.execute(delete(visitors).where(visitors.c.visitor == visitor))


def forget_idle(connection: Connection, lifetime: timedelta) -> None:
    """Delete the marks of visitors who have made none for so long."""
    connection.execute(delete(visitors).where(visitors.c.marked_at < func.now() - lifetime))
