"""What is known of a member without reading them: as long as that stays, so do answers."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from app.freshness import NEVER, fresh_until
from app.profiles.feed import kept
from app.profiles.opted_out import refuse_opted_out
from app.services import Services
from app.store.engine import glancing
from app.store.readings import Readings, readings
from app.uploads import keep
from app.uploads.freshen import asked_for

HOUR = timedelta(hours=1)


class About(Protocol):
    """A member as a question names them: by a username, or by the token of an upload."""

    @property
    def username(self) -> str | None: ...

    @property
    def profile(self) -> str | None: ...


@dataclass(frozen=True)
class Basis:
    """`stamp` changes with the member's films; an answer lasts until `until`, and goes with any
    of `owners`. `read_at` and `freshened_at` are what such an answer tells of the reading."""

    stamp: tuple[str, ...]
    until: datetime
    owners: tuple[str | None, ...]
    read_at: datetime
    freshened_at: datetime | None = None


@dataclass(frozen=True)
class Needs:
    """What an answer is made from besides the films."""

    watchlist: bool = False
    diary: bool = False


NEEDS_FILMS = Needs()


def basis(services: Services, about: About, needs: Needs) -> Basis | None:
    """None if the member must be read first. Raises Problem: opted_out, profile_expired."""
    if about.username is None:
        return _of_upload(services, about.profile or "")
    return _of_member(services, about.username, needs)


def _of_member(services: Services, username: str, needs: Needs) -> Basis | None:
    with glancing(services.engine).connect() as connection:
        refuse_opted_out(connection, username)
        stored = readings(connection, username)
    if stored is None:
        return None
    until = _until(services, stored, needs)
    if until <= datetime.now(UTC):
        return None
    return Basis(("member", username, *map(str, stored)), until, (username,), stored.profile)


def _until(services: Services, stored: Readings, needs: Needs) -> datetime:
    """Where nothing is read, what is stored serves however old it is."""
    if services.settings.letterboxd_scraping == "off":
        return datetime.now(UTC) + HOUR
    if needs.diary and (stored.diary is None or stored.diary < stored.profile):
        return NEVER
    read = [stored.profile, stored.watchlist] if needs.watchlist else [stored.profile]
    return min(NEVER if it is None else fresh_until(services, it) for it in read)


def _of_upload(services: Services, token: str) -> Basis | None:
    profile = keep.find(services, token)
    username, freshened_at = asked_for(services, profile), None
    if username is not None and services.settings.letterboxd_scraping != "off":
        feed = kept(services, username)
        if feed is None:
            return None
        freshened_at = feed.read_at
    key, until = keep.key(token), keep.expiry(services, profile.read_at)
    stamp = ("upload", key, str(freshened_at))
    return Basis(stamp, until, (profile.username, key), profile.read_at, freshened_at)
