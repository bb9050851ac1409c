"""A member's profile: the stored one while it is fresh, else read from Letterboxd."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from app.gate import GateFullError
from app.problems import Problem, problem
from app.services import Services
from app.store import film_urls, members
from app.store.members import Profile
from scrapers.errors import (
    BlockedError,
    NotFoundError,
    PageError,
    PrivateError,
    RobotsDisallowedError,
    ScraperError,
    ScrapingDisabledError,
    SiteUnavailableError,
)
from scrapers.letterboxd import MemberProfile, read_member

OnPage = Callable[[int, int], None]

TRY_AGAIN_SECONDS = 120
BUSY_SECONDS = 60
LONGEST_PAUSE_SECONDS = 24 * 3600
SILENCE = "Letterboxd is down or slow just now"
REASONS: dict[type[ScraperError], str] = {
    BlockedError: "Letterboxd is refusing this server just now",
    PageError: "Letterboxd answered with a page that this version cannot read",
    RobotsDisallowedError: "Letterboxd asks programs not to read this page",
}


def read_profile(services: Services, username: str, on_page: OnPage) -> Profile:
    """The profile of `username`, at most PROFILE_TTL_MINUTES old; `on_page(done, total)`.

    Raises Problem: member_not_found, profile_private, letterboxd_unavailable, scraping_disabled,
    busy.
    """
    stored = _fresh(services, username)
    if stored is not None:
        return stored
    try:
        with services.gate.enter(username):
            # Another visitor may have read the same member while this one waited.
            return _fresh(services, username) or _read(services, username, on_page)
    except GateFullError as error:
        raise problem("busy", retry_after=BUSY_SECONDS) from error
    except ScraperError as error:
        raise _refusal(error, username) from error


def _fresh(services: Services, username: str) -> Profile | None:
    """The stored profile, if it is not too old."""
    with services.engine.connect() as connection:
        stored = members.load(connection, username)
    lifetime = timedelta(minutes=services.settings.profile_ttl_minutes)
    return stored if stored and datetime.now(UTC) - stored.read_at < lifetime else None


def _read(services: Services, username: str, on_page: OnPage) -> Profile:
    return _save(services, username, read_member(services.letterboxd, username, on_page))


def _save(services: Services, username: str, member: MemberProfile) -> Profile:
    with services.engine.begin() as connection:
        film_urls.add(connection, {film.slug: film for film in member.films})
        return members.save(connection, username, member.films)


def _refusal(error: ScraperError, username: str) -> Problem:
    if isinstance(error, NotFoundError):
        return problem("member_not_found", username=username)
    if isinstance(error, PrivateError):
        return problem("profile_private", username=username)
    if isinstance(error, ScrapingDisabledError):
        return problem("scraping_disabled")
    asked = error.retry_after if isinstance(error, SiteUnavailableError) else None
    return problem(
        "letterboxd_unavailable",
        reason=REASONS.get(type(error), SILENCE),
        retry_after=round(min(asked or TRY_AGAIN_SECONDS, LONGEST_PAUSE_SECONDS)),
    )
