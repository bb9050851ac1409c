"""A member's profile: the stored one while it is fresh, else read from Letterboxd."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

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
SILENCE = "Letterboxd is down or slow just now"
REASONS: dict[type[ScraperError], str] = {
    BlockedError: "Letterboxd is refusing this server just now",
    PageError: "Letterboxd answered with a page that this version cannot read",
    RobotsDisallowedError: "Letterboxd asks programs not to read this page",
}


def read_profile(services: Services, username: str, on_page: OnPage) -> Profile:
    """The profile of `username`, at most PROFILE_TTL_MINUTES old; `on_page(done, total)`.

    Raises Problem: member_not_found, profile_private, letterboxd_unavailable, scraping_disabled.
    """
    with services.engine.connect() as connection:
        stored = members.load(connection, username)
    if stored is not None and _is_fresh(services, stored):
        return stored
    try:
        return _save(services, username, read_member(services.letterboxd, username, on_page))
    except ScraperError as error:
        raise _refusal(error, username) from error


def _is_fresh(services: Services, profile: Profile) -> bool:
    lifetime = timedelta(minutes=services.settings.profile_ttl_minutes)
    return datetime.now(UTC) - profile.read_at < lifetime


def _save(services: Services, username: str, member: MemberProfile) -> Profile:
    with services.engine.begin() as connection:
        film_urls.add(connection, {film.slug: film.film_id for film in member.films})
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
        retry_after=round(asked or TRY_AGAIN_SECONDS),
    )
