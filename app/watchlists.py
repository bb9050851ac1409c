"""What a member means to see: with their upload, stored a short while ago, or read just now."""

import numpy as np
from numpy.typing import NDArray

from app.freshness import fresh
from app.limits.reading import TooOftenError
from app.problems import problem
from app.profiles.refusals import refusal
from app.recommendations.answer import Report, Step
from app.services import Services
from app.store import film_urls, watchlists
from app.store.failures import kept_if_there_is_room
from app.store.members import Profile
from scrapers.errors import PrivateError, ScraperError
from scrapers.letterboxd import read_watchlist
from scrapers.patience import within


def watchlist_of(services: Services, profile: Profile, report: Report) -> NDArray[np.int64]:
    """Film ids. Raises Problem: watchlist_private, watchlist_unknown, and why it cannot be read."""
    if profile.watchlist is not None:
        return profile.watchlist
    if profile.username is None or profile.source not in ("pages", "stored"):
        raise problem("watchlist_unknown", member=profile.called)
    with services.engine.connect() as connection:
        stored = watchlists.load(connection, profile.username)
    if stored is not None and fresh(services, stored.read_at):
        return stored.movie_ids
    try:
        return _read(services, profile.username, report)
    except PrivateError as error:
        raise problem("watchlist_private", username=profile.username) from error
    except (ScraperError, TooOftenError) as error:
        if stored is not None:
            return stored.movie_ids
        raise refusal(error, profile.username) from error


def known_watchlist(services: Services, profile: Profile) -> NDArray[np.int64] | None:
    """Film ids, where they came with an upload or were read a short while ago."""
    if profile.watchlist is not None or profile.username is None or profile.uploaded:
        return profile.watchlist
    with services.engine.connect() as connection:
        stored = watchlists.load(connection, profile.username)
    return stored.movie_ids if stored is not None and fresh(services, stored.read_at) else None


def _read(services: Services, username: str, report: Report) -> NDArray[np.int64]:
    services.reading.count_more(username)
    with within(services.gate.seconds):
        wanted = read_watchlist(
            services.letterboxd, username, lambda done, total: report(Step("reading", done, total))
        )
    movie_ids = np.array([film.film_id for film in wanted], np.int64)
    with kept_if_there_is_room("a watchlist"), services.engine.begin() as connection:
        film_urls.add(connection, {film.slug: film for film in wanted})
        watchlists.save(connection, username, movie_ids)
    return movie_ids
