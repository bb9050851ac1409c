"""A member's pages: read, stored, and used again while they are fresh."""

from collections.abc import Callable

from app import freshness
from app.profiles.opted_out import refuse_opted_out
from app.services import Services
from app.store import film_urls, known_members, members
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
    return profile if profile and freshness.fresh(services, profile.read_at) else None


def read(services: Services, username: str, on_page: OnPage) -> Profile:
    """What the pages say now, stored too. Raises the ScraperError of the page that fails, and
    Problem: opted_out."""
    member = read_member(services.letterboxd, username, on_page)
    with services.engine.begin() as connection:
        film_urls.add(connection, {film.slug: film for film in member.films})
        known_members.seen(connection, username)
        refuse_opted_out(connection, username)  # they may have asked meanwhile
        return members.save(connection, username, member.films)
