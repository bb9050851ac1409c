"""Rows that processes share out among them: a lease expires, so that what a killed process held
is done again."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    func,
    or_,
    select,
    true,
    update,
)

from app.store.locking import lock_rows


class Due(Protocol):
    """What is leased."""

    @property
    def key(self) -> str: ...


T = TypeVar("T", bound=Due)


@dataclass(frozen=True)
class Leases(Generic[T]):
    """The rows that are due at `due`, the longest due first, and then in the order of `ties`.

    `item` is made of the `columns` of a row. Their table has the columns leased_by and
    leased_until; only rows that are `allowed` are leased.
    """

    key: Column[str]
    due: Column[datetime]
    columns: tuple[Column[Any], ...]
    item: Callable[[Row[Any]], T]
    lifetime: timedelta
    ties: tuple[ColumnElement[Any], ...] = ()
    allowed: ColumnElement[bool] | None = None

    def take(self, connection: Connection, worker: str, count: int) -> list[T]:
        """Lease up to `count` of what is due and nobody else's. It waits for nobody."""
        chosen = (
            self.free()
            .limit(count)
            .with_for_update(skip_locked=True)
            .cte("chosen")
            .prefix_with("MATERIALIZED")
        )
        statement = (
            update(self.key.table)
            .where(self.key == chosen.c[self.key.name])
            .values(leased_by=worker, leased_until=func.now() + self.lifetime)
            .returning(*self.columns)
        )
        return [self.item(row) for row in connection.execute(statement)]

    def free(self) -> Select[str]:
        """The keys of what is due and not leased, in the order to do it."""
        until = self.key.table.c.leased_until
        return (
            select(self.key)
            .where(self._due(), or_(until.is_(None), ~self._leased()))
            .order_by(self.due, *self.ties, self.key)
        )

    def renew(self, connection: Connection, worker: str, keys: Collection[str]) -> None:
        """Hold these longer, unless their lease ended and others took them."""
        lock_rows(connection, self.key, keys)
        statement = update(self.key.table).where(self._held(worker, keys))
        connection.execute(statement.values(leased_until=func.now() + self.lifetime))

    def give_back(self, connection: Connection, worker: str, keys: Collection[str]) -> None:
        """Leave what was not done to others."""
        lock_rows(connection, self.key, keys)
        statement = update(self.key.table).where(self._held(worker, keys))
        connection.execute(statement.values(leased_by=None, leased_until=None))

    def lock_held(self, connection: Connection, worker: str, keys: Collection[str]) -> set[str]:
        """Those of them that are this worker's still; they stay so until the transaction ends."""
        lock_rows(connection, self.key, keys)
        return {*connection.execute(select(self.key).where(self._held(worker, keys))).scalars()}

    def left(self, connection: Connection) -> tuple[int, int]:
        """How many are due now, and how many of them are leased."""
        query = select(func.count(), func.count().filter(self._leased()))
        due, leased = connection.execute(query.where(self._due())).one()
        return due, leased

    def _held(self, worker: str, keys: Collection[str]) -> ColumnElement[bool]:
        return and_(self.key == func.any(list(keys)), self.key.table.c.leased_by == worker)

    def _due(self) -> ColumnElement[bool]:
        return and_(self.due <= func.now(), true() if self.allowed is None else self.allowed)

    def _leased(self) -> ColumnElement[bool]:
        """A lease that would last longer than any was given by a clock that was wrong."""
        until = self.key.table.c.leased_until
        return and_(until > func.now(), until <= func.now() + self.lifetime)
