"""A member's pages that no longer say what they said: the site's markup may have changed."""

from collections.abc import Sequence

from app.scraping.member_drift import shares_left
from app.store.members import Profile
from scrapers.errors import PageError
from scrapers.records import LoggedFilm

FEWEST = 10  # films that told it before; a member may take back fewer at once


def refuse_doubtful(films: Sequence[LoggedFilm], old: Profile | None) -> None:
    """One member alone does not show whether the site or they have changed, so the ratings job,
    which sees many, decides. Raises PageError if nothing at all is left of many stars, likes or
    films that are stored."""
    lost = {} if old is None else shares_left(films, old)
    vanished = [fact for fact, left in lost.items() if left.of >= FEWEST and not left.share]
    if vanished:
        raise PageError("films", " and ".join(vanished))
