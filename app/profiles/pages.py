"""A member's pages: read, stored, and used again while they are fresh."""

from collections.abc import Callable, Sequence

from app import freshness
from app.profiles import unstored
from app.profiles.doubt import refuse_doubtful
from app.profiles.opted_out import refuse_opted_out
from app.services import Services
from app.store import film_urls, known_members, members
from app.store.failures import kept_if_there_is_room
from app.store.members import Profile
from scrapers.letterboxd import read_member
from scrapers.records import LoggedFilm

OnPage = Callable[[int, int], None]


def stored(services: Services, username: str) -> Profile | None:
    """What was stored of a member's pages, however old."""
    with services.engine.connect() as connection:
        return members.load(connection, username)


def fresh(services: Services, username: str) -> Profile | None:
    """What was read at most PROFILE_TTL_MINUTES ago."""
    profile = stored(services, username)
    if profile and freshness.fresh(services, profile.read_at):
        return profile
    return unstored.find(services, username)


def read(services: Services, username: str, on_page: OnPage) -> Profile:
    """What the pages say now, stored too if there is room. Raises the ScraperError of the page
    that fails or says too little, and Problem: opted_out."""
    logged = read_member(services.letterboxd, username, on_page).films
    refuse_doubtful(logged, stored(services, username))
    with kept_if_there_is_room("a member's films"):
        return _kept(services, username, logged)
    return unstored.keep(services, username, logged)


def _kept(services: Services, username: str, logged: Sequence[LoggedFilm]) -> Profile:
    with services.engine.begin() as connection:
        film_urls.add(connection, {film.slug: film for film in logged})
        known_members.seen(connection, username)
        refuse_opted_out(connection, username)  # they may have asked meanwhile
        return members.save(connection, username, logged)
