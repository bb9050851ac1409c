"""What is noted of the request that is being answered."""

import re
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import perf_counter
from typing import Literal, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

Phase = Literal[
    "profile", "waiting", "candidates", "fit", "predict", "rank", "reasons", "render"
]  # described in docs/observability.md
MOST_PRIVATE = 64
SAFE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass
class Record:
    """`client` and `members` are hashes; `private` must not get into the log; `phases` are in
    seconds."""

    request_id: str
    method: str = ""
    route: str = ""
    client: str | None = None
    members: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    source: str | None = None
    problem: str | None = None
    began: float = field(default_factory=perf_counter)
    phases: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    @property
    def seconds(self) -> float:
        return perf_counter() - self.began


_current: ContextVar[Record | None] = ContextVar("record", default=None)


def current() -> Record | None:
    """None outside of requests, as in commands."""
    return _current.get()


def keep(record: Record | None) -> None:
    """Let this be the current one of this thread."""
    _current.set(record)


def request_id() -> str:
    """Empty outside of requests."""
    record = current()
    return record.request_id if record else ""


def chosen_id(asked: str | None) -> str:
    """What a proxy calls the request, if that is safe to repeat, or else a new name.

    >>> chosen_id("render-7.a_B")
    'render-7.a_B'
    >>> len(chosen_id("two\\nlines"))
    16
    """
    return asked if asked and SAFE_ID.fullmatch(asked) else secrets.token_hex(8)


@contextmanager
def phase(name: Phase) -> Iterator[None]:
    """What is done within counts as this phase of the current request."""
    began = perf_counter()
    try:
        yield
    finally:
        if record := current():
            record.phases[name] += perf_counter() - began


def client_asking() -> str | None:
    """Whom the current request is for; None outside of requests."""
    record = current()
    return record.client if record else None


def note_source(source: str) -> None:
    """Where the profile that the current request is about is from."""
    if record := current():
        record.source = source


def note_private(*words: str | None) -> None:
    """These must not get into the log of the current request."""
    if record := current():
        known = dict.fromkeys((*record.private, *filter(None, words)))
        record.private = tuple(known)[:MOST_PRIVATE]


def carried(work: Callable[P, R]) -> Callable[P, R]:
    """`work` for another thread, still for the current request."""
    record = current()

    def working(*args: P.args, **kwargs: P.kwargs) -> R:
        keep(record)
        return work(*args, **kwargs)

    return working
