"""Each filter that is set, and the films of the catalogue that it leaves in."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.catalogue import Catalogue
from app.facets import FACETS, Facet
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
        yield "without_title", _without_terms(catalogue.films["title"], filters.without_title)


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


def _of_type(films: pd.DataFrame, wanted: list[ContentType]) -> Mask:
    runtime = films["runtime"].to_numpy(np.float64, na_value=np.nan)
    tv = (films["content_type"] == "tv").to_numpy()
    short = ~tv & (runtime < SHORT)
    kinds = {"tv": tv, "short": short, "feature": ~tv & ~short}
    found: Mask = np.any([kinds[kind] for kind in wanted], axis=0)
    return found


def _numbers(filters: Filters, films: pd.DataFrame) -> Iterator[tuple[str, Mask]]:
    """A film of which the number is not known is left out."""
    years = films["release_year"].to_numpy(np.float64, na_value=np.nan)
    for name, column, most in (
        ("year_from", "release_year", False),
        ("year_to", "release_year", True),
        ("runtime_from", "runtime", False),
        ("runtime_to", "runtime", True),
        ("rating_from", "letterboxd_rating", False),
    ):
        limit = getattr(filters, name)
        if limit is not None:
            values = films[column].to_numpy(np.float64, na_value=np.nan)
            yield name, values <= limit if most else values >= limit
    if filters.decade:
        yield "decade", np.isin(years // DECADE * DECADE, filters.decade)
    if filters.fame:
        yield "fame", _of_fame(films["letterboxd_rating_count"], filters.fame)


def _of_fame(counts: pd.Series, wanted: list[Fame]) -> Mask:
    """Nobody is known to have rated a film without a count."""
    votes = counts.to_numpy(np.float64, na_value=0)
    bands = [FAMES[fame] for fame in wanted]
    found: Mask = np.any([(votes >= low) & (votes < high) for low, high in bands], axis=0)
    return found


def _without_terms(titles: pd.Series, terms: list[str]) -> Mask:
    plain = titles.astype("string").str.casefold()
    found = [plain.str.contains(term.casefold(), regex=False).to_numpy(bool) for term in terms]
    without: Mask = ~np.any(found, axis=0)
    return without
