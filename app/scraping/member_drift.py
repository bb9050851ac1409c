"""Members who lost much of what is stored of them, all at once."""

from collections.abc import Iterable
from typing import NamedTuple

from app.scraping.circuit import ScrapeStoppedError
from app.scraping.drift import BELIEVE, Window
from app.scraping.member_outcomes import MemberOutcome
from app.store.members import Profile
from scrapers.records import LoggedFilm

MEMBERS = 20  # who are compared before anything is said
JUMP = 0.3  # of those who had something
FEWEST = 2  # members who may lose much by themselves, however few are read
MUCH = 1 / 3  # of their films, or of the stars or likes of those that are still there


class MemberDrift:
    """Holds back members who lost much, until enough others show whether the site or the member
    has changed. Who cannot be told from so few others is doubted until they are read again."""

    def __init__(self, believe: bool = False) -> None:
        self._believe = believe
        self._window = Window[MemberOutcome](MEMBERS, FEWEST, JUMP)

    def sift(self, batch: list[tuple[MemberOutcome, Profile | None]]) -> list[MemberOutcome]:
        """What may be stored, of this batch, with what is stored of each member, and of those
        before. Raises ScrapeStoppedError if far more members than usual lost much."""
        certain = [outcome for outcome, old in batch if not self._doubtful(outcome, old)]
        return certain + (self._judged() if self._window.full else [])

    def rest(self) -> list[MemberOutcome]:
        """What is held back still. Raises ScrapeStoppedError as sift() does."""
        return [outcome.doubted() for outcome in self._judged()]

    def _doubtful(self, outcome: MemberOutcome, old: Profile | None) -> bool:
        if old is None or self._believe or not outcome.whole:
            return False
        left = shares_left(outcome.films, old)
        lost = {fact for fact, it in left.items() if it.share < 1 - MUCH}
        return self._window.compare(outcome, left.keys(), lost)

    def _judged(self) -> list[MemberOutcome]:
        vanished, held = self._window.vanished(), self._window.empty()
        if vanished:
            told = ", ".join(it.told("much is missing") for it in vanished)
            raise ScrapeStoppedError(
                f"{told} members who had them before. The site's markup may have changed, so what "
                f"is stored of these members was kept. {BELIEVE}"
            )
        return held


class Left(NamedTuple):
    """The share that is left of so many stored facts."""

    share: float
    of: int


def shares_left(films: Iterable[LoggedFilm], old: Profile) -> dict[str, Left]:
    """Of what is stored, which share the pages still say, where anything is stored."""
    now = {film.film_id: film for film in films}
    stored = old.movie_ids.tolist()
    rated, liked = (
        [now[film] for film in old.movie_ids[which].tolist() if film in now]
        for which in (old.rated, old.liked)
    )
    left = {
        "films": [film in now for film in stored],
        "stars": [film.rating is not None for film in rated],
        "likes": [film.liked for film in liked],
    }
    return {fact: Left(sum(kept) / len(kept), len(kept)) for fact, kept in left.items() if kept}
