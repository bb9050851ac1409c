"""Members whose films are read each month, and when each is to be read next."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Row,
    Text,
    case,
    cast,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from app.store import opted_out
from app.store.leased import Leases
from app.store.schema import known_members
from scrapers.changes import Marks

Miss = Literal["gone", "private"]

REFRESH = timedelta(days=25)  # less than a month, so that each month's run finds all due
MOST_UNCHANGED = 5  # readings in a row that stop at the marks; the next one is whole
ENOUGH_MISSES = 2  # in a row, until what is stored is deleted
SECOND_LOOK = timedelta(days=1)
RARELY = timedelta(days=180)
FIRST_RETRY = timedelta(hours=1)
MOST_DOUBLINGS = 8


@dataclass(frozen=True, slots=True)
class DueMember:
    """A member to read, whether they were `there` the last time, the marks with which nothing has
    changed (None: read all), and whether they could not be read or believed the last time."""

    username: str
    there: bool = False
    known: Marks | None = None
    failed_before: bool = False

    @property
    def key(self) -> str:
        return self.username


def _due(row: Row[Any]) -> DueMember:
    there = row.state == "active" and row.read_at is not None
    trusted = there and row.films_mark is not None and row.unchanged < MOST_UNCHANGED
    known = Marks(row.films_mark, row.feed_mark) if trusted else None
    return DueMember(row.username, there, known, row.attempts > 0)


MEMBERS = Leases(
    key=known_members.c.username,
    due=known_members.c.due_at,
    columns=(
        known_members.c.username,
        known_members.c.state,
        known_members.c.read_at,
        known_members.c.films_mark,
        known_members.c.feed_mark,
        known_members.c.unchanged,
        known_members.c.attempts,
    ),
    item=_due,
    lifetime=timedelta(minutes=30),  # a member has up to some hundred pages
    allowed=~opted_out.has_opted_out(known_members.c.username),
)


def add(connection: Connection, usernames: Collection[str]) -> int:
    """Remember members to be read; returns how many were new. Who opted out is left out."""
    names = sorted(set(usernames) - opted_out.among(connection, usernames))
    array = cast(names, ARRAY(Text))
    rows = insert(known_members).from_select(["username"], select(func.unnest(array)))
    added = rows.on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return connection.execute(added).rowcount if names else 0


def seen(connection: Connection, username: str) -> None:
    """All films of a member were read for a visitor just now."""
    values: dict[str, Any] = _active() | {"due_at": func.now() + REFRESH}
    row = insert(known_members).values(username=username, **values)
    connection.execute(row.on_conflict_do_update(index_elements=["username"], set_=values))


def read(connection: Connection, username: str, marks: Marks, changed: bool) -> None:
    """A member was read by the job. It and the following end the lease."""
    _record(
        connection,
        username,
        **_active(),
        due_at=func.now() + REFRESH,
        films_mark=marks.films,
        feed_mark=marks.feed,
        unchanged=0 if changed else known_members.c.unchanged + 1,
    )


def missed(connection: Connection, username: str, miss: Miss) -> bool:
    """A member is gone or private; whether that is certain, and what is stored is to go."""
    misses = known_members.c.misses + 1
    certain = misses >= ENOUGH_MISSES
    rest = case((certain, RARELY), else_=SECOND_LOOK)
    _record(connection, username, state=miss, misses=misses, attempts=0, due_at=func.now() + rest)
    query = select(known_members.c.misses).where(known_members.c.username == username)
    counted: int = connection.execute(query).scalar_one()
    return counted >= ENOUGH_MISSES


def failed(connection: Connection, username: str) -> None:
    """A member could not be read; each time the next attempt is twice as late."""
    attempts = known_members.c.attempts
    wait = FIRST_RETRY * func.pow(2, func.least(attempts, MOST_DOUBLINGS))
    _record(
        connection,
        username,
        attempts=func.least(attempts + 1, MOST_DOUBLINGS),
        due_at=func.now() + wait,
    )


def forget(connection: Connection, username: str) -> bool:
    """False if the member was not known. Before members.forget(), so that a reading of this
    moment is waited for and deleted too; to delete alone would not see the row of a first one."""
    row = insert(known_members).values(username=username).on_conflict_do_nothing()
    added = connection.execute(row.execution_options(preserve_rowcount=True)).rowcount
    connection.execute(delete(known_members).where(known_members.c.username == username))
    return not added


def _active() -> dict[str, Any]:
    return {"state": "active", "read_at": func.now(), "misses": 0, "attempts": 0}


def _record(connection: Connection, username: str, **values: ColumnElement[Any] | Any) -> None:
    statement = update(known_members).where(known_members.c.username == username)
    connection.execute(statement.values(leased_by=None, leased_until=None, **values))
