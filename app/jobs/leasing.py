"""The film pages that this process reads, a few leased at a time."""

import os
import secrets
import socket
import time
from collections.abc import Iterator

from sqlalchemy import Engine

from app.jobs.handover import HandOver
from app.store import leases
from app.store.leases import DuePage

AT_ONCE = 50
RENEW_SECONDS = leases.LIFETIME.total_seconds() / 4


class LeasedPages:
    """Due pages, best first, until nothing is due, `limit` is reached, or it is handed over.

    `ended` says why there are no more.
    """

    def __init__(self, engine: Engine, limit: int | None, handover: HandOver) -> None:
        self.ended = "no more pages were due"
        self._engine = engine
        self._limit = limit
        self._handover = handover
        self._worker = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self._held: set[str] = set()
        self._renewed = time.monotonic()

    def __iter__(self) -> Iterator[DuePage]:
        taken = 0
        while pages := self._take(taken):
            for page in pages:
                if self._handover.reason:
                    break
                taken += 1
                yield page

    def _take(self, taken: int) -> list[DuePage]:
        if self._handover.reason:
            self.ended = self._handover.reason
            return []
        count = AT_ONCE if self._limit is None else min(AT_ONCE, self._limit - taken)
        if not count:
            self.ended = f"{taken} pages were asked for"
            return []
        with self._engine.begin() as connection:
            pages = leases.take(connection, self._worker, count)
        self._held.update(page.slug for page in pages)
        return pages

    def done(self, slug: str) -> None:
        """This page is in the store; hold the others as long as they take."""
        self._held.discard(slug)
        if time.monotonic() - self._renewed > RENEW_SECONDS:
            with self._engine.begin() as connection:
                leases.renew(connection, self._worker, self._held)
            self._renewed = time.monotonic()

    def give_back(self) -> None:
        """Leave to others what was leased and not read."""
        with self._engine.begin() as connection:
            leases.give_back(connection, self._worker, self._held)
        self._held.clear()
