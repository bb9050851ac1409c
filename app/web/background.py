"""Work in a thread whose news reach a visitor as server-sent events."""

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event as Flag
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from app.observability.record import carried

T = TypeVar("T")

HEARTBEAT_SECONDS = 10.0
HEARTBEAT = ": still working\n\n"


@dataclass(frozen=True)
class Event:
    """A named message; `data` is what JSON can hold."""

    name: str
    data: Mapping[str, Any]

    def encode(self) -> str:
        return f"event: {self.name}\ndata: {json.dumps(self.data)}\n\n"


Send = Callable[[Event], None]


class VisitorLeftError(Exception):
    """Nobody waits for this work any more; raised in the thread when it next sends."""


class Background(Generic[T]):
    """Runs `work` as long as the context lasts; `work` must let VisitorLeftError pass.

    Iteration gives the encoded events that `work` sends, with heartbeats in the silence, which
    are how a server notices that its client has left. It ends when `outcome` is known.
    """

    def __init__(self, work: Callable[[Send], T], heartbeat: float = HEARTBEAT_SECONDS) -> None:
        self._heartbeat = heartbeat
        self._news: SimpleQueue[Event | None] = SimpleQueue()
        self._left = Flag()
        pool = ThreadPoolExecutor(1, thread_name_prefix="background")
        self.outcome: Future[T] = pool.submit(carried(work), self._send)
        self.outcome.add_done_callback(lambda _: self._news.put(None))
        pool.shutdown(wait=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._left.set()

    def __iter__(self) -> Iterator[str]:
        while True:
            try:
                event = self._news.get(timeout=self._heartbeat)
            except Empty:
                yield HEARTBEAT
                continue
            if event is None:
                return
            yield event.encode()

    def _send(self, event: Event) -> None:
        if self._left.is_set():
            raise VisitorLeftError
        self._news.put(event)
