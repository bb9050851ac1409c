"""When a job stops before its work is done, and leaves the rest to the next run."""

import math
import signal
import time
from threading import Event
from types import FrameType
from typing import Self


class HandOver:
    """As a context it takes SIGTERM for a request to stop; `minutes` end by themselves."""

    def __init__(self, minutes: float | None = None) -> None:
        self._asked = Event()
        self._deadline = math.inf if minutes is None else time.monotonic() + 60 * minutes

    @property
    def reason(self) -> str | None:
        """Why to stop now; None if there is no reason."""
        if self._asked.is_set():
            return "it was asked to stop"
        return "its time was up" if time.monotonic() >= self._deadline else None

    def ask(self) -> None:
        self._asked.set()

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGTERM, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGTERM, self._before)

    def _on_signal(self, _signal: int, _frame: FrameType | None) -> None:
        self.ask()
