"""Facts that vanish from many pages at once: the markup has changed, not the films."""

from collections import Counter
from collections.abc import Mapping

from app.scraping.circuit import ScrapeStoppedError
from app.scraping.film_outcomes import Outcome

PAGES = 30  # that are compared before anything is said
JUMP = 0.2  # of the share of pages without a fact
PAGE = "page"
# What the facts are called, and the columns they are in.
FACTS = {
    "runtime": "runtime",
    "genres": "genres",
    "rating": "letterboxd_rating",
    "directors": "directors",
    "poster": "poster",
    "countries": "countries",
}


class Drift:
    """Holds back pages that say less than before, until enough others show whether the site or
    the film has changed."""

    def __init__(self) -> None:
        self._forget()

    def sift(self, batch: list[Outcome]) -> list[Outcome]:
        """What may be stored, of this batch and of those before.

        Raises ScrapeStoppedError if a fact is missing from far more pages than before.
        """
        certain = [outcome for outcome in batch if not self._doubtful(outcome)]
        if self._pages < PAGES:
            return certain
        self._judge()
        return certain + self.rest()

    def rest(self) -> list[Outcome]:
        """What is held back still; too few pages were read to speak against them."""
        held = self._held
        self._forget()
        return held

    def _doubtful(self, outcome: Outcome) -> bool:
        """Whether the page lacks what is stored; then it is held back."""
        now, old = _missing_now(outcome), outcome.old
        if now is None or old is None:
            return False
        before = _missing(old.facts)
        self._pages += 1
        self._now.update(now)
        self._before.update(before)
        if now - before:
            self._held.append(outcome)
            return True
        return False

    def _judge(self) -> None:
        for fact, times in self._now.items():
            before = self._before[fact]
            if times - before > JUMP * self._pages:
                raise ScrapeStoppedError(
                    f"{fact}: missing from {times} of {self._pages} film pages, from {before} of "
                    "them before. The site's markup may have changed, so what is stored of these "
                    "films was kept"
                )

    def _forget(self) -> None:
        self._held: list[Outcome] = []
        self._now: Counter[str] = Counter()
        self._before: Counter[str] = Counter()
        self._pages = 0


def _missing_now(outcome: Outcome) -> set[str] | None:
    """The facts that the page lacks; None if it cannot be compared with what is stored."""
    if outcome.kind == "gone":
        return {PAGE}
    film, old = outcome.film, outcome.old
    if film is None or old is None or film.film_id != old.movie_id:
        return None
    return {fact for fact, name in FACTS.items() if not getattr(film, name)}


def _missing(facts: Mapping[str, object]) -> set[str]:
    return {fact for fact, column in FACTS.items() if not facts[column]}
