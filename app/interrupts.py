"""Ctrl-C, SIGTERM and a closed terminal, which end a program wherever it is."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

AGAIN_SECONDS = 3.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupts:
    """Each raises KeyboardInterrupt in the main thread, and again some seconds later until `hold`
    is called: raised while Python clears up, as in the callback of a weak reference, it is lost.

    Who is to ignore Ctrl-C, as behind a shell's `&`, or a closed terminal, as under nohup, does.
    """

    def __init__(self) -> None:
        self._held = self._came = False
        for it in SIGNALS:
            if it == signal.SIGTERM or signal.getsignal(it) is not signal.SIG_IGN:
                signal.signal(it, self._interrupt)
        signal.signal(signal.SIGALRM, self._interrupt)

    def hold(self) -> None:
        """Nothing is interrupted any more."""
        self._held = True
        signal.setitimer(signal.ITIMER_REAL, 0)

    @contextmanager
    def later(self) -> Iterator[None]:
        """What is begun in this context is ended too, and then interrupted."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
            if self._came:
                raise KeyboardInterrupt

    def _interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        self._came = True
        if not self._held:
            signal.setitimer(signal.ITIMER_REAL, AGAIN_SECONDS)
            raise KeyboardInterrupt
