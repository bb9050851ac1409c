"""What the tests of the client share."""

from collections.abc import Callable, Iterable
from itertools import count, pairwise
from typing import Any

from scrapers.http import Client, ClientConfig
from scrapers.standin.faults import Fault, Faults
from scrapers.standin.server import Seen, Standin
from tests.scrapers.odd_site import OddSite

FILM = "/film/film-1/"
ROBOTS = "/robots.txt"
CHALLENGE = b"<html><head><title>Just a moment...</title></head><body></body></html>"
IMPATIENT = ClientConfig(permitted=True, rate=0, concurrency=4, timeout=2.0, backoff=0.01)

Connect = Callable[..., Client]
Start = Callable[..., OddSite]


def failing(fault: Fault, times: int) -> Faults:
    """Faults that befall the first requests of FILM, but neither the next one nor robots.txt."""
    pattern = [fault] * times + [None]
    share: dict[str, Any] = {fault: 0.6}
    for seed in count():
        faults = Faults(seed=seed, **share)
        befallen = [faults.choose(FILM, attempt) for attempt in range(1, times + 2)]
        if befallen == pattern and faults.choose(ROBOTS, 1) is None:
            return faults
    raise AssertionError


def asked(site: Standin | OddSite, path: str) -> int:
    """How often a path was asked for."""
    return sum(request.path == path for request in site.requests)


def gaps(moments: Iterable[float]) -> list[float]:
    """Seconds from each moment to the next."""
    return [later - earlier for earlier, later in pairwise(sorted(moments))]


def most_at_once(seen: Iterable[Seen]) -> int:
    requests = list(seen)
    return max(
        sum(other.started <= one.started < other.ended for other in requests) for one in requests
    )
