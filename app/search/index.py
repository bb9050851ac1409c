"""All titles of a catalogue, to be found by what somebody typed."""

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from app.catalogue.catalogue import Catalogue
from app.search.grams import Grams
from app.search.likeness import ALIKE, likeness
from app.search.wording import readings, wording

Rows = NDArray[np.intp]
Points = NDArray[np.float64]

MOST = 200  # candidates of each kind that are looked at closely
SHORT = 8  # letters; with fewer groups of letters, a wrong one may leave none to share
YEARS_AWAY = 1  # festivals and cinemas differ by one
AWAY = 5  # points that each of them costs
SPREAD = 20  # per cent below the title that is most alike; others were not meant
RENOWN = 10  # points for the film with most ratings
EXACT = 1000  # points, more than all others together
LAST = chr(0x10FFFF)


class TitleIndex:
    """Finds rows of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        films = catalogue.films
        counts = np.nan_to_num(films.numbers["letterboxd_rating_count"])
        self.catalogue = catalogue
        self._texts = [wording(title) for title in films.texts["title"]]
        self._years = films.numbers["release_year"]
        self._renown = np.log1p(counts) / np.log1p(counts.max(initial=1))
        self._order = np.array(sorted(range(len(films)), key=self._texts.__getitem__), np.intp)
        self._sorted = [self._texts[row] for row in self._order]
        self._grams = Grams(self._texts) if self._texts else None

    def find(self, text: str, year: int | None, limit: int) -> Rows:
        """The rows of at most `limit` films, the best first; two entries of one film count once.

        With a year, given or typed behind the title, films of that year and its neighbours.
        """
        read = [self._read(words, of_year) for words, of_year in readings(text, year)]
        rows, alike, points = map(np.concatenate, zip(*read, strict=True))
        fits = alike >= max(ALIKE, alike.max(initial=0) - SPREAD)
        order = np.lexsort((rows, -points))
        return self._once_each(rows[order][fits[order]])[:limit]

    def _once_each(self, rows: Rows) -> Rows:
        _, first = np.unique(self.catalogue.identities[rows], return_index=True)
        return rows[np.sort(first)]

    def _read(self, words: str, year: int | None) -> tuple[Rows, Points, Points]:
        """Candidates, their likeness, and the points that put them in order."""
        rows = self._candidates(words, year)
        texts = [self._texts[row] for row in rows]
        alike = likeness(words, texts)
        points = alike + RENOWN * self._renown[rows]
        points += EXACT * np.array([text == words for text in texts], np.bool_)
        if year is not None:
            points -= AWAY * np.abs(self._years[rows] - year)
        return rows, alike, points

    def _candidates(self, words: str, year: int | None) -> Rows:
        if self._grams is None:
            return np.empty(0, np.intp)
        sharing, shared = self._grams.sharing(words)
        begun = self._beginning(words)
        kinds = [(sharing, shared), (begun, self._renown[begun]), self._alike(words)]
        return np.unique(np.concatenate([self._best(*kind, year) for kind in kinds]))

    def _best(self, rows: Rows, values: NDArray[np.floating], year: int | None) -> Rows:
        if year is not None:
            near = np.abs(self._years[rows] - year) <= YEARS_AWAY
            rows, values = rows[near], values[near]
        if len(rows) <= MOST:
            return rows
        return rows[np.argpartition(-values, MOST)[:MOST]]

    def _beginning(self, words: str) -> Rows:
        first = bisect_left(self._sorted, words)
        return self._order[first : bisect_left(self._sorted, words + LAST)]

    def _alike(self, words: str) -> tuple[Rows, NDArray[np.float64]]:
        """Only of a short title: reading through all takes some milliseconds."""
        if len(words) > SHORT:
            return np.empty(0, np.intp), np.empty(0)
        found = process.extract(
            words, self._texts, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None
        )
        rows = np.array([row for _, _, row in found], np.intp)
        return rows, np.array([score for _, score, _ in found])
