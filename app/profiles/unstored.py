"""Members' films that the database has no room for: in the cache, while they are fresh."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import TypeAdapter

from app.profiles.recalled import recalled
from app.services import Services
from app.store.members import Profile, unstored
from scrapers.records import LoggedFilm


@dataclass(frozen=True)
class Kept:
    """The films, and when they were read."""

    read_at: datetime
    films: tuple[LoggedFilm, ...]


KEPT = TypeAdapter(Kept)


def keep(services: Services, username: str, films: Sequence[LoggedFilm]) -> Profile:
    """The profile, kept for PROFILE_TTL_MINUTES where the cache can."""
    read = Kept(datetime.now(UTC), tuple(films))
    seconds = services.settings.profile_ttl_minutes * 60
    if seconds:
        services.cache.put(_key(username), KEPT.dump_json(read), seconds, username)
    return unstored(username, read.films, read.read_at)


def find(services: Services, username: str) -> Profile | None:
    kept = recalled(services, _key(username), KEPT)
    return None if kept is None else unstored(username, kept.films, kept.read_at)


def _key(username: str) -> str:
    return f"pages:{username}"
