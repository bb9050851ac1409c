"""A member's pages: read, stored, and used again while they are fresh."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from app.services import Services
from app.store import film_urls, members
from app.store.members import Profile
from scrapers.letterboxd import read_member

OnPage = Callable[[int, int], None]


def stored(services: Services, username: str) -> Profile | None:
    """What was stored of a member's pages, however old."""
    with services.engine.connect() as connection:
        return members.load(connection, username)


def fresh(services: Services, username: str) -> Profile | None:
    """What was stored at most PROFILE_TTL_MINUTES ago."""
    profile = stored(services, username)
    lifetime = timedelta(minutes=services.settings.profile_ttl_minutes)
    return profile if profile and datetime.now(UTC) - profile.read_at < lifetime else None


def read(services: Services, username: str, on_page: OnPage) -> Profile:
    """What the pages say now, stored too. Raises the ScraperError of the page that fails."""
    member = read_member(services.letterboxd, username, on_page)
    with services.engine.begin() as connection:
        film_urls.add(connection, {film.slug: film for film in member.films})
        return members.save(connection, username, member.films)
