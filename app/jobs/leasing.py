"""What this process does of a job's work, a few things leased at a time."""

import os
import secrets
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Engine

from app.jobs.handover import HandOver
from app.store.leased import Due, Leases

T = TypeVar("T", bound=Due)


@dataclass(frozen=True)
class Limits:
    """When a run ends though more is due."""

    things: int | None = None
    handover: HandOver | None = None

    @property
    def reached(self) -> str | None:
        """Why to stop now, whatever was done; None if there is no reason."""
        return self.handover.reason if self.handover else None


class Leased(Generic[T]):
    """What is due, until nothing is or a limit is reached."""

    def __init__(
        self, engine: Engine, leases: Leases[T], thing: str, at_once: int, limits: Limits
    ) -> None:
        self.worker = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self._engine, self._leases = engine, leases
        self._thing, self._at_once = thing, at_once
        self._limits = limits
        self._held: set[str] = set()
        self._taken = 0
        self._ended = f"no more {thing}s were due"
        self._renewed = time.monotonic()

    def __iter__(self) -> Iterator[T]:
        while items := self._take():
            for item in items:
                if self.stopped():
                    break
                self._taken += 1
                yield item

    def _take(self) -> list[T]:
        if self._limits.reached:
            self._ended = self._limits.reached
            return []
        most = self._limits.things
        count = self._at_once if most is None else min(self._at_once, most - self._taken)
        if not count:
            self._ended = f"{self._taken} {self._thing}s were asked for"
            return []
        with self._engine.begin() as connection:
            items = self._leases.take(connection, self.worker, count)
        self._held.update(item.key for item in items)
        return items

    def stopped(self) -> bool:
        """Whether no more is to be begun."""
        return self._limits.reached is not None

    def cut(self) -> bool:
        """Whether what was begun is to end too."""
        return self._limits.handover is not None and self._limits.handover.urgent

    @property
    def ended(self) -> str:
        """Why there is no more; what is held still was stopped."""
        return (self._limits.reached if self._held else None) or self._ended

    def done(self, key: str) -> None:
        """This is in the store; hold the others as long as they take."""
        self._held.discard(key)
        if time.monotonic() - self._renewed > self._leases.lifetime.total_seconds() / 4:
            with self._engine.begin() as connection:
                self._leases.renew(connection, self.worker, self._held)
            self._renewed = time.monotonic()

    def give_back(self) -> None:
        with self._engine.begin() as connection:
            self._leases.give_back(connection, self.worker, self._held)
        self._held.clear()
