"""What one check found."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, NamedTuple

OLD = timedelta(days=45)  # of films and models: both are made anew each month

Level = Literal["ok", "warn", "fail"]


class Fault(NamedTuple):
    """What is wrong, and what to do about it."""

    says: str
    remedy: str


@dataclass(frozen=True)
class Finding:
    """`remedy` says what to do, unless all is well. Neither holds a secret."""

    check: str
    level: Level
    says: str
    remedy: str | None = None


def ok(check: str, says: str) -> Finding:
    return Finding(check, "ok", says)


def warn(check: str, says: str, remedy: str) -> Finding:
    return Finding(check, "warn", says, remedy)


def fail(check: str, says: str, remedy: str) -> Finding:
    return Finding(check, "fail", says, remedy)
