"""Each filter that is set, and the films of the catalogue that it leaves in."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from app.catalogue.catalogue import Catalogue
from app.catalogue.facets import FACETS, Facet
from app.catalogue.table import FilmTable, Numbers
from app.filters.names import codes
from app.filters.query import DECADE, ContentType, Fame, Filters
from models.categories import Categories

Mask = NDArray[np.bool_]

SHORT = 40  # minutes; a feature film has more, as the Academy of Motion Picture has it
FAMES: dict[Fame, tuple[float, float]] = {
    "obscure": (0, 5_000),
    "niche": (5_000, 50_000),
    "known": (50_000, 500_000),
    "famous": (500_000, np.inf),
}


def masks(filters: Filters, catalogue: Catalogue) -> Iterator[tuple[str, Mask]]:
    """The name of each filter that speaks of films alone, with its mask, shape (films,).

    Raises Problem: unknown_value.
    """
    for facet in FACETS:
        yield from _facet(filters, catalogue.facets.of, facet)
    if filters.content_type:
        yield "content_type", _of_type(catalogue.films, filters.content_type)
    yield from _numbers(filters, catalogue.films)
    if filters.without_title:
        yield "without_title", _without_terms(catalogue.films.texts["title"], filters.without_title)


def _facet(
    filters: Filters, of: Callable[[Facet], Categories], facet: Facet
) -> Iterator[tuple[str, Mask]]:
    """The facet is loaded only if it is asked for."""
    wanted, unwanted = getattr(filters, facet), getattr(filters, f"without_{facet}")
    if wanted:
        every = facet == "genre" and filters.genre_match == "all"
        yield facet, _with(facet, of(facet), wanted, every)
    if unwanted:
        yield f"without_{facet}", of(facet).matches(codes(facet, of(facet), unwanted)) == 0


def _with(facet: Facet, categories: Categories, names: list[str], every: bool) -> Mask:
    wanted = set(codes(facet, categories, names))
    found: Mask = categories.matches(wanted) >= (len(wanted) if every else 1)
    return found


def _of_type(films: FilmTable, wanted: list[ContentType]) -> Mask:
    runtime, types = films.numbers["runtime"], films.names["content_type"]
    tv = types.matches([types.names.index("tv")] if "tv" in types.names else []) > 0
    short = ~tv & (runtime < SHORT)
    kinds = {"tv": tv, "short": short, "feature": ~tv & ~short}
    found: Mask = np.any([kinds[kind] for kind in wanted], axis=0)
    return found


def _numbers(filters: Filters, films: FilmTable) -> Iterator[tuple[str, Mask]]:
    """A film of which the number is not known is left out."""
    years = films.numbers["release_year"]
    for name, column, most in (
        ("year_from", "release_year", False),
        ("year_to", "release_year", True),
        ("runtime_from", "runtime", False),
        ("runtime_to", "runtime", True),
        ("rating_from", "letterboxd_rating", False),
    ):
        limit = getattr(filters, name)
        if limit is not None:
            values = films.numbers[column]
            yield name, values <= limit if most else values >= limit
    if filters.decade:
        yield "decade", np.isin(years // DECADE * DECADE, filters.decade)
    if filters.fame:
        yield "fame", _of_fame(films.numbers["letterboxd_rating_count"], filters.fame)


def _of_fame(counts: Numbers, wanted: list[Fame]) -> Mask:
    """Nobody is known to have rated a film without a count."""
    votes = np.nan_to_num(counts)
    bands = [FAMES[fame] for fame in wanted]
    found: Mask = np.any([(votes >= low) & (votes < high) for low, high in bands], axis=0)
    return found


def _without_terms(titles: Iterable[str], terms: list[str]) -> Mask:
    unwanted = [term.casefold() for term in terms]
    plain = [title.casefold() for title in titles]
    return np.array([not any(term in title for term in unwanted) for title in plain], np.bool_)
