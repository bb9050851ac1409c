"""Counts requests in this process, and adds them up in the store from time to time."""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Lock
from time import monotonic

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.store import daily_counts

log = logging.getLogger(__name__)

FLUSH_SECONDS = 10.0
FLUSH_COUNTS = 50


class Usage:
    """`engine` is asked for only when there is something to store."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine
        self._lock = Lock()
        self._waiting: Counter[tuple[date, str]] = Counter()
        self._new = 0
        self._flushed = monotonic()

    def count(self, feature: str) -> bool:
        """Returns whether it is time to flush."""
        today = datetime.now(UTC).date()
        with self._lock:
            self._waiting[today, feature] += 1
            self._new += 1
            passed = monotonic() - self._flushed
            return self._new >= FLUSH_COUNTS or passed >= FLUSH_SECONDS

    def flush(self) -> None:
        """Never fails: what cannot be stored now waits for the next time."""
        with self._lock:
            taken, self._waiting = self._waiting, Counter()
            self._new, self._flushed = 0, monotonic()
        if not taken:
            return
        try:
            with self._engine().begin() as connection:
                daily_counts.add(connection, taken)
        except SQLAlchemyError as error:
            log.warning("the daily counts cannot be stored: %s", type(error).__name__)
            with self._lock:
                self._waiting.update(taken)
