"""Finds the film of a row that has no film link, by what the member's other files say."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from rapidfuzz import fuzz, process

from scrapers.export.records import Why
from scrapers.export.tables import Row

YEARS_APART = 1
ALIKE = 92  # per cent; "Alien" and "Aliens" are 91
MOST_ALIKE = 10  # looked at more closely in each year
USUAL = 64  # characters; comparing a longer title takes more time
MAX_COMPARISONS = 5_000_000  # about a second
# Films of a series differ in little else: "Kill Bill: Vol. 1" and "Vol. 2" are 94 per cent alike.
NUMBER = re.compile(
    r"[0-9]+|\b(?:[ivx]+|one|two|three|four|five|six|seven|eight|nine|ten|first|second|third)\b"
)
ARTICLE = re.compile(r"(.+), (the|an|a)", re.IGNORECASE)

Films = dict[int, str]  # plain titles by film id


class Catalogue:
    """Films by title and year."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._exact: defaultdict[tuple[str, int | None], set[int]] = defaultdict(set)
        for row in rows:
            if row.film_id is not None:
                self._exact[row.title, row.year].add(row.film_id)

    @cached_property
    def _by_year(self) -> defaultdict[int | None, Films]:
        films: defaultdict[int | None, Films] = defaultdict(dict)
        for (title, year), film_ids in self._exact.items():
            films[year].update(dict.fromkeys(film_ids, plain(title)))
        return films

    def exact(self, title: str, year: int | None) -> set[int]:
        return self._exact.get((title, year), set())

    def around(self, year: int | None) -> list[tuple[int, Films]]:
        """The films of that year and its neighbours, with the distance in years."""
        if year is None:
            return [(0, self._by_year.get(None, {}))]
        distances = range(-YEARS_APART, YEARS_APART + 1)
        return [(abs(d), self._by_year.get(year + d, {})) for d in distances]


class Joiner:
    """Joins rows to films: those seen first, then those only meant to be seen or on a list."""

    def __init__(self, seen: Iterable[Row], others: Iterable[Row]) -> None:
        self._catalogues = (Catalogue(seen), Catalogue(others))
        self._known: dict[tuple[str, int | None], int | Why] = {}
        self._comparisons = 0

    def film(self, row: Row) -> int | Why:
        """The film's id, or why there is none."""
        if row.film_id is not None:
            return row.film_id
        key = (row.title, row.year)
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def _find(self, title: str, year: int | None) -> int | Why:
        for find in (Catalogue.exact, self._alike):
            for catalogue in self._catalogues:
                if found := find(catalogue, title, year):
                    return next(iter(found)) if len(found) == 1 else "ambiguous"
        return "not_found"

    def _alike(self, catalogue: Catalogue, title: str, year: int | None) -> set[int]:
        """The films whose title is most alike; of those as much alike, the nearest in years."""
        wanted = plain(title)
        scores: dict[int, tuple[float, int]] = {}
        for distance, films in catalogue.around(year):
            self._comparisons += len(films) * (1 + len(wanted) // USUAL)
            if self._comparisons > MAX_COMPARISONS:
                return set()
            for found, score, film_id in process.extract(
                wanted, films, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST_ALIKE
            ):
                if NUMBER.findall(found) == NUMBER.findall(wanted):
                    scores[film_id] = max(scores.get(film_id, (0, 0)), (score, -distance))
        best = max(scores.values(), default=None)
        return {film_id for film_id, score in scores.items() if score == best}


def plain(title: str) -> str:
    """The title in small letters without accents, articles at its end, and punctuation.

    >>> plain("Amélie & the Lantern, The")
    'the amelie and the lantern'
    """
    title = ARTICLE.sub(r"\2 \1", title).replace("&", " and ").casefold()
    letters = (c for c in unicodedata.normalize("NFKD", title) if not unicodedata.combining(c))
    words = re.sub(r"\W+", " ", "".join(letters)).strip()
    return words or title
