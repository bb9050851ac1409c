"""The distributions of members' figures, as this process knows them."""

from threading import Lock
from time import monotonic

from sqlalchemy import Engine

from app.store import distributions
from app.store.distributions import Counted

BEHIND_SECONDS = 600  # they are counted once a month


class CurrentDistributions:
    """What was counted until a few minutes ago; the store is asked at once only while nothing
    ever was."""

    def __init__(self, engine: Engine, behind: float = BEHIND_SECONDS) -> None:
        self._engine = engine
        self._behind = behind
        self._lock = Lock()
        self._counted: Counted | None = None
        self._until = 0.0

    def current(self) -> Counted | None:
        """None if nobody was counted yet."""
        with self._lock:
            if self._counted is None or monotonic() >= self._until:
                self._counted = self._newer() or self._counted
                self._until = monotonic() + self._behind
            return self._counted

    def _newer(self) -> Counted | None:
        after = self._counted.at if self._counted else None
        with self._engine.connect() as connection:
            return distributions.load(connection, after)
