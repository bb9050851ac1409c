"""Film pages that say less than before, or less than nearly all others."""

from collections.abc import Mapping, Set
from dataclasses import fields

from app.scraping.circuit import ScrapeStoppedError
from app.scraping.drift import BELIEVE, Vanished, Window
from app.scraping.film_outcomes import Outcome
from scrapers.records import Film

PAGES = 30  # that are compared before anything is said
JUMP = 0.2  # of the pages that had a fact
FEWEST = 4  # pages that may lose a fact by themselves, however few are read
PAGE = "page"
UNWATCHED = ("film_id", "slug", "title", "similar")  # no page is read without the first three
FACTS = tuple(fact.name for fact in fields(Film) if fact.name not in UNWATCHED)
KEPT = f"The site's markup may have changed, so what is stored of these films was kept. {BELIEVE}"
LATER = "The site's markup may have changed, so they are read again before they are believed"


class Drift:
    """Holds back pages that say less than they should, until enough others show whether the site
    or the film has changed; `usual` are the facts that a new film should have.

    What cannot be told from so few others is doubted until it is read the same again, and so is
    that a film is gone.
    """

    def __init__(self, usual: Set[str], believe: bool = False) -> None:
        self._usual, self._believe = usual, believe
        self._known = Window[Outcome](PAGES, FEWEST, JUMP)
        # Unknown films may lack anything; but not all of them the same that others have.
        self._new = Window[Outcome](PAGES, PAGES - 1, 0.99)
        self._stop: str | None = None

    def sift(self, batch: list[Outcome]) -> list[Outcome]:
        """What may be stored, of this batch and of those before."""
        certain = [outcome for outcome in batch if not self._doubtful(outcome)]
        known = self._judged() if self._known.full else []
        return certain + known + (self._judged_new() if self._new.full else [])

    def rest(self) -> list[Outcome]:
        """What is held back still."""
        return [_doubted(outcome) for outcome in self._judged()] + self._judged_new()

    def check(self) -> None:
        """Raises ScrapeStoppedError if a fact was missing from far more pages than it should."""
        if self._stop:
            raise ScrapeStoppedError(self._stop)

    def _doubtful(self, outcome: Outcome) -> bool:
        """Whether the page lacks what it should say; then it is held back."""
        film, old = outcome.film, outcome.old
        if outcome.kind == "gone" and old and not outcome.confirms(_why(outcome)):
            return self._known.compare(outcome, {PAGE}, {PAGE})
        if film is None or self._believe or (old and film.film_id != old.movie_id):
            return False
        if old:
            had = told(old.facts) | {PAGE}
            return self._known.compare(outcome, had, lacking(outcome))
        if not self._usual or outcome.confirms(_why(outcome)):
            return False
        return self._new.compare(outcome, self._usual, lacking(outcome) & self._usual)

    def _judged(self) -> list[Outcome]:
        """Of films that are stored: they go on as they were, if the site has changed."""
        vanished, held = self._known.vanished(), self._known.empty()
        if vanished:
            self._stop = f"{_told(vanished)} film pages where it was before. {KEPT}"
        gone = [_doubted(outcome) for outcome in held if outcome.kind == "gone"]
        return gone + [outcome for outcome in held if outcome.kind != "gone" and not vanished]

    def _judged_new(self) -> list[Outcome]:
        vanished, held = self._new.vanished(), self._new.empty()
        if vanished:
            self._stop = f"{_told(vanished)} new film pages, though nearly all have it. {LATER}"
            return [_doubted(outcome) for outcome in held]
        return held


def told(facts: Mapping[str, object]) -> set[str]:
    """The facts that there are."""
    return {fact for fact in FACTS if facts[fact]}


def lacking(outcome: Outcome) -> set[str]:
    """The facts that the page does not tell, though they are stored; all, of a new film."""
    film, had = outcome.film, told(outcome.old.facts) if outcome.old else set(FACTS)
    return {fact for fact in had if not getattr(film, fact)}


def _doubted(outcome: Outcome) -> Outcome:
    return outcome.doubted(_why(outcome))


def _why(outcome: Outcome) -> str:
    """The same if the page is read the same again."""
    if outcome.film is None:
        return str(outcome.result)
    return f"the page lacks {', '.join(sorted(lacking(outcome)))}"


def _told(vanished: list[Vanished]) -> str:
    return ", ".join(it.told() for it in vanished)
