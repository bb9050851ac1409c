"""When a job stops before its work is done, and leaves the rest to the next run."""

import math
import signal
import time
from threading import Event
from types import FrameType
from typing import Self

GRACE_SECONDS = 600.0  # for what was begun: a member may have hundreds of pages
SIGNALS = (signal.SIGTERM, signal.SIGINT)  # GitHub sends both to a run that is cancelled


class HandOver:
    """As a context it takes SIGTERM or SIGINT for a request to stop, and a second one as if it
    were not there; `minutes` end by themselves."""

    def __init__(self, minutes: float | None = None) -> None:
        self._asked = Event()
        self._deadline = math.inf if minutes is None else time.monotonic() + 60 * minutes

    @property
    def reason(self) -> str | None:
        """Why to stop now; None if there is no reason."""
        if self._asked.is_set():
            return "it was asked to stop"
        return "its time was up" if time.monotonic() >= self._deadline else None

    @property
    def urgent(self) -> bool:
        """Whether what was begun cannot be waited for either."""
        return self._asked.is_set() or time.monotonic() >= self._deadline + GRACE_SECONDS

    def ask(self) -> None:
        self._asked.set()

    def __enter__(self) -> Self:
        self._before = {it: signal.signal(it, self._on_signal) for it in SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for it, before in self._before.items():
            signal.signal(it, before)

    def _on_signal(self, it: int, _frame: FrameType | None) -> None:
        self.ask()
        signal.signal(it, self._before[signal.Signals(it)])
