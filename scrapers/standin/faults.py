"""Faults on demand, the same ones for the same seed."""

import random
import re
from dataclasses import dataclass, fields
from typing import Literal, get_args

Fault = Literal["rate_limited", "challenge", "forbidden", "server_error", "slow", "cut"]
SERVER_ERRORS = (500, 502, 503, 520, 521, 522)


@dataclass(frozen=True)
class Faults:
    """The share of requests (0..1) that each fault befalls, decided by seed, path and attempt;
    only those are at risk whose whole path matches `paths`.

    rate_limited: 429 with Retry-After. challenge: 403 that only a browser could answer.
    forbidden: a bare 403 that goes away. server_error: 5xx. slow: an answer after
    `slow_seconds`. cut: a connection that ends in the middle of the page.
    """

    seed: int = 0
    rate_limited: float = 0.0
    challenge: float = 0.0
    forbidden: float = 0.0
    server_error: float = 0.0
    slow: float = 0.0
    cut: float = 0.0
    slow_seconds: float = 3.0
    retry_after: int = 1
    paths: str = ".*"

    def choose(self, path: str, attempt: int) -> Fault | None:
        """What goes wrong with the `attempt`-th request of `path`, if anything does."""
        if not any(getattr(self, name) for name in get_args(Fault)):
            return None
        if not re.fullmatch(self.paths, path, re.DOTALL):
            return None
        draw = random.Random(f"{self.seed} {path} {attempt}").random()
        for name in get_args(Fault):
            draw -= getattr(self, name)
            if draw < 0:
                fault: Fault = name
                return fault
        return None

    def server_error_status(self, path: str, attempt: int) -> int:
        return random.Random(f"{path} {attempt} {self.seed}").choice(SERVER_ERRORS)


RATES = tuple(field.name for field in fields(Faults) if field.name in get_args(Fault))
