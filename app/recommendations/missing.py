"""Films of a profile that the store lacks are read while their member waits."""

from functools import partial

import numpy as np

from app.gate import GateFullError
from app.profiles.alone import alone
from app.recommendations.answer import Report, Step
from app.scraping.circuit import ScrapeStoppedError
from app.scraping.film_pages import scrape
from app.services import Services
from app.store import film_urls, room
from app.store.leases import DuePage
from app.store.members import Profile


def complete(services: Services, profile: Profile, report: Report) -> tuple[int, int]:
    """How many of the profile's films were added to the catalogue, and how many it lacks still.

    Where the member's pages could not be read, those of films are not asked for either.
    """
    if profile.source == "pages":
        return _add(services, profile, report)
    return 0, _lacking(services, profile) + (profile.feed.unmatched if profile.feed else 0)


def _add(services: Services, profile: Profile, report: Report) -> tuple[int, int]:
    """A visitor waits here, so it is bounded: the film job reads the rest."""
    missing = _missing(services, profile)
    if not missing or not _can_store(services):
        return 0, len(missing)
    wanted = missing[: services.settings.profile_fetch_limit]
    added, pending = 0, len(missing)
    try:
        name, told = profile.username or "", partial(report, Step("films"))
        with alone(services, services.gate, name, told) as held:
            for done, outcome in enumerate(scrape(services, map(DuePage, wanted)), start=1):
                added += outcome.read
                pending -= outcome.read or outcome.kind == "gone"
                held.renew()
                report(Step("films", done, len(wanted)))
    except (ScrapeStoppedError, GateFullError):
        pass  # what the catalogue holds already may well do
    services.catalogue.look()
    return added, pending


def _can_store(services: Services) -> bool:
    with services.engine.connect() as connection:
        return not room.read_only(connection)


def _lacking(services: Services, profile: Profile) -> int:
    if not profile.uploaded:
        return len(_missing(services, profile))
    rows = services.catalogue.current().positions(profile.movie_ids)
    return int(np.count_nonzero(rows < 0))


def _missing(services: Services, profile: Profile) -> list[str]:
    """The slugs of the profile's films that were never read, the rated ones first."""
    with services.engine.connect() as connection:
        unread = film_urls.unread(connection, profile.movie_ids.tolist())
    rated_first = profile.movie_ids[np.argsort(~profile.rated, kind="stable")]
    return [unread[film] for film in rated_first.tolist() if film in unread]
