"""Connections for visitors, who do not wait for a database that hangs; commands do."""

from threading import Lock
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, event

from app.observability.record import current

RV = TypeVar("RV")

SILENCE_SECONDS = 5.0


class _Connection(psycopg.Connection[Any]):
    """For a visitor, an answer that does not come ends it: psycopg alone would wait for ever."""

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        if current() is None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, SILENCE_SECONDS)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()  # its late answer would be taken for that to another question
            raise


class _Door:
    """Where visitors connect. After one waited in vain nobody tries for as long, then one does."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._shut, self._trying, self._until = False, False, 0.0

    def connect(self, _dialect: Any, _record: Any, args: Any, named: Any) -> _Connection:
        if current() is None:
            return _Connection.connect(*args, **named)
        self._enter()
        began, failed = monotonic(), True
        try:
            connection = _Connection.connect(*args, **named)
            failed = False
        finally:
            with self._lock:
                self._shut, self._trying = failed, False
                self._until = 2 * monotonic() - began
        return connection

    def _enter(self) -> None:
        with self._lock:
            if self._shut and (self._trying or monotonic() < self._until):
                raise psycopg.OperationalError("it did not answer a moment ago")
            self._trying = True


def connect_with_patience(engine: Engine) -> None:
    """Let all connections of this engine be such ones."""
    event.listen(engine, "do_connect", _Door().connect)
