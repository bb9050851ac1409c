"""Reading about a member while a visitor waits: one at a time, and not for ever."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic

from app.gate import Gate, GateFullError
from app.holding import Held
from app.observability.meters import meters
from app.observability.record import phase
from app.services import Services
from scrapers.patience import within


@contextmanager
def alone(
    services: Services, gate: Gate, username: str, waiting: Callable[[], None]
) -> Iterator[Held]:
    """A place at the gate, once nobody else there reads about the same member, in this process or
    another that shares the cache. `waiting` is called each second until then.

    What is asked of Letterboxd within ends with OutOfTimeError when the gate's time is over.
    Raises GateFullError if there is no place, or if it is over before.
    """
    until = monotonic() + gate.seconds

    def tick() -> None:
        if monotonic() > until:
            raise GateFullError
        waiting()

    with gate.enter(), ExitStack() as stack:
        began = monotonic()
        with phase("waiting"):
            held = stack.enter_context(services.flights.alone(_flight(gate.name, username), tick))
        meters().waits.labels(gate.name).observe(monotonic() - began)
        with within(until - monotonic()):
            yield held


def _flight(gate: str, username: str) -> str:
    """Who can look into the cache does not see whose pages are read."""
    return f"{gate}:{hashlib.sha256(username.encode()).hexdigest()}"


def silently() -> None:
    """For those whose visitor sees no progress."""
