"""The one decision how a username becomes a profile, or a refusal."""

from dataclasses import replace

from app.gate import GateFullError
from app.holding import renewing
from app.limits.reading import TooOftenError
from app.observability.cached import count_read
from app.profiles import feed, pages
from app.profiles.alone import alone
from app.profiles.feed import KeptFeed
from app.profiles.freshen import feed_alone, freshened
from app.profiles.opted_out import refuse_opted_out
from app.profiles.pages import OnPage
from app.profiles.refusals import Failure, refusal
from app.services import Services
from app.store.members import Profile
from scrapers.errors import NotFoundError, PrivateError, ScraperError, ScrapingDisabledError

FINAL = (NotFoundError, PrivateError)  # who is gone or has hidden is not answered from the store


def read_profile(services: Services, username: str, on_page: OnPage) -> Profile:
    """What was read a short while ago; else the member's pages; else what was stored some time
    ago, freshened by the feed; else the feed alone. `on_page(done, total)` hears of the pages, of
    none while somebody else reads them.

    Raises Problem: opted_out, member_not_found, profile_private, letterboxd_blocked,
    letterboxd_timeout, letterboxd_unavailable, scraping_disabled, busy, too_many_requests.
    """
    with services.engine.connect() as connection:
        refuse_opted_out(connection, username)
    fresh = pages.fresh(services, username)
    count_read("stored", fresh)
    if fresh is not None:
        return fresh
    try:
        with alone(services, services.gate, username, lambda: on_page(0, 0)) as held:
            return _read(services, username, renewing(held, on_page))
    except GateFullError as error:
        return _otherwise(services, username, error)


def _read(services: Services, username: str, on_page: OnPage) -> Profile:
    try:
        # Another visitor may have read the same member while this one waited.
        return pages.fresh(services, username) or _read_pages(services, username, on_page)
    except FINAL as error:
        raise refusal(error, username) from error
    except (ScraperError, TooOftenError) as error:
        return _otherwise(services, username, error)


def _read_pages(services: Services, username: str, on_page: OnPage) -> Profile:
    services.reading.count(username)
    return pages.read(services, username, on_page)


def _otherwise(services: Services, username: str, why: Failure) -> Profile:
    """What can be had without the pages, which failed."""
    kept = _feed(services, username, why)
    stored = pages.stored(services, username)
    if stored is not None and len(stored.movie_ids):
        old = replace(stored, source="stored")
        return freshened(services, old, kept, old.read_at.date()) if kept else old
    if kept is None:
        raise refusal(why, username) from why
    return feed_alone(services, username, kept)


def _feed(services: Services, username: str, why: Failure) -> KeptFeed | None:
    """The feed, if it can be read. Raises Problem: member_not_found, profile_private."""
    if isinstance(why, ScrapingDisabledError | TooOftenError):
        return None
    newest = feed.newest_beside if isinstance(why, GateFullError) else feed.newest
    try:
        return newest(services, username)
    except FINAL as error:
        raise refusal(error, username) from error
    except (ScraperError, GateFullError):
        return None
