"""Why a member's films cannot be read, as a problem that names the way out."""

from app.gate import GateFullError
from app.limits.reading import TooOftenError
from app.problems import Problem, problem
from scrapers.errors import (
    BlockedError,
    NotFoundError,
    OutOfTimeError,
    PageError,
    PrivateError,
    RateLimitedError,
    RobotsDisallowedError,
    ScraperError,
    ScrapingDisabledError,
    SiteTimeoutError,
    SiteUnavailableError,
)

Failure = ScraperError | GateFullError | TooOftenError

TRY_AGAIN_SECONDS = 120
BUSY_SECONDS = 60
LONGEST_PAUSE_SECONDS = 24 * 3600
CODES: dict[type[ScraperError], str] = {
    NotFoundError: "member_not_found",
    PrivateError: "profile_private",
    ScrapingDisabledError: "scraping_disabled",
    BlockedError: "letterboxd_blocked",
    RobotsDisallowedError: "letterboxd_blocked",
    SiteTimeoutError: "letterboxd_timeout",
    OutOfTimeError: "letterboxd_timeout",
}
PASSING = ("letterboxd_blocked", "letterboxd_timeout", "letterboxd_unavailable")
SILENCE = "Letterboxd is down just now"
REASONS: dict[type[ScraperError], str] = {
    BlockedError: "Letterboxd is refusing this server just now",
    RobotsDisallowedError: "Letterboxd asks programs not to read this page",
    RateLimitedError: "Letterboxd asks this server to slow down",
    PageError: "Letterboxd answered with a page that this version cannot read",
}


def refusal(error: Failure, username: str) -> Problem:
    """The problem that tells of a failure to read a member."""
    if isinstance(error, TooOftenError):
        return problem("too_many_requests", retry_after=error.seconds)
    if isinstance(error, GateFullError):
        return problem("busy", retry_after=BUSY_SECONDS)
    code = CODES.get(type(error), "letterboxd_unavailable")
    return problem(
        code,
        username=username,
        reason=REASONS.get(type(error), SILENCE),
        retry_after=_pause(error) if code in PASSING else None,
    )


def _pause(error: ScraperError) -> int:
    """Seconds until it may be worth asking again."""
    asked = error.retry_after if isinstance(error, SiteUnavailableError) else None
    return round(min(asked or TRY_AGAIN_SECONDS, LONGEST_PAUSE_SECONDS))
