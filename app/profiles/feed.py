"""A member's feed: read with one request, and kept in the cache for a while."""

from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import TypeAdapter

from app.gate import GateFullError
from app.profiles.alone import alone, silently
from app.profiles.recalled import recalled
from app.services import Services
from scrapers.errors import ScraperError
from scrapers.letterboxd import read_feed
from scrapers.records import FeedItem

LIFETIME_SECONDS = 10 * 60


@dataclass(frozen=True)
class KeptFeed:
    """The viewings in a feed, and when it was read."""

    read_at: datetime
    viewings: tuple[FeedItem, ...]


KEPT = TypeAdapter(KeptFeed)


def newest(services: Services, username: str) -> KeptFeed:
    """The feed, at most LIFETIME_SECONDS old; for who has a place in the gate. Raises
    ScraperError."""
    return kept(services, username) or _read(services, username)


def newest_beside(services: Services, username: str) -> KeptFeed:
    """The same for who has no place there. Raises GateFullError if too many are like them."""
    found = kept(services, username)
    if found is not None:
        return found
    with alone(services, services.feeds, username, silently):
        return newest(services, username)


def newest_if_any(services: Services, username: str) -> KeptFeed | None:
    """The same, None where it cannot be read; a failure is kept too, so that nobody waits for it
    again and again."""
    found = kept(services, username)
    if found is not None or services.cache.get(_failure_key(username)) is not None:
        return found
    try:
        return newest_beside(services, username)
    except GateFullError:
        return None
    except ScraperError:
        services.cache.put(_failure_key(username), b"failed", LIFETIME_SECONDS, username)
        return None


def _read(services: Services, username: str) -> KeptFeed:
    read = KeptFeed(datetime.now(UTC), read_feed(services.letterboxd, username).films)
    services.cache.put(_key(username), KEPT.dump_json(read), LIFETIME_SECONDS, username)
    return read


def kept(services: Services, username: str) -> KeptFeed | None:
    """What was read a short while ago, without reading."""
    return recalled(services, _key(username), KEPT)


def _key(username: str) -> str:
    return f"feed:{username}"


def _failure_key(username: str) -> str:
    return f"feed-failure:{username}"
