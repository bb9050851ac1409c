"""Films of a profile that the store lacks are read while their member waits."""

import numpy as np

from app.film_pages import ScrapeStoppedError, scrape
from app.gate import GateFullError
from app.recommendations.answer import Report, Step
from app.services import Services
from app.store import film_urls
from app.store.members import Profile
from scrapers.errors import NotFoundError
from scrapers.records import Film


def add_missing_films(services: Services, profile: Profile, report: Report) -> tuple[int, int]:
    """Read films of the profile that the store lacks; how many were added, how many are left.

    A visitor waits here, so it is bounded: the film job reads the rest.
    """
    missing = _missing(services, profile)
    if not missing:
        return 0, 0
    wanted = missing[: services.settings.profile_fetch_limit]
    added, pending = 0, len(missing)
    try:
        with services.gate.enter(profile.username or ""):
            for done, outcome in enumerate(scrape(services, wanted), start=1):
                added += isinstance(outcome.result, Film)
                pending -= isinstance(outcome.result, Film | NotFoundError)
                report(Step("films", done, len(wanted)))
    except (ScrapeStoppedError, GateFullError):
        pass  # what the catalogue holds already may well do
    return added, pending


def _missing(services: Services, profile: Profile) -> list[str]:
    """The slugs of the profile's films that were never read, the rated ones first."""
    with services.engine.connect() as connection:
        unread = film_urls.unread(connection, profile.movie_ids.tolist())
    rated_first = profile.movie_ids[np.argsort(~profile.rated, kind="stable")]
    return [unread[film] for film in rated_first.tolist() if film in unread]
