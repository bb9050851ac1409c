"""The candidates that a visitor's filters leave."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.catalogue.catalogue import Catalogue
from app.film_names import slugs
from app.filters.masks import Mask, masks
from app.filters.query import Filters
from app.lists.keep import find as find_list
from app.recommendations.answer import Report
from app.services import Services
from app.store.members import Profile
from app.watchlists import watchlist_of

Positions = NDArray[np.intp]


@dataclass(frozen=True)
class Selection:
    """Rows of the catalogue; `emptied_by` names the filter after which none was left."""

    candidates: Positions
    emptied_by: str | None


def narrow(candidates: Positions, named: Iterable[tuple[str, Mask]]) -> Selection:
    """Apply one filter after the other.

    >>> narrow(np.array([0, 2]), [("genre", np.array([True, True, False]))]).candidates.tolist()
    [0]
    """
    for name, mask in named:
        kept = candidates[mask[candidates]]
        if len(candidates) and not len(kept):
            return Selection(kept, name)
        candidates = kept
    return Selection(candidates, None)


def all_masks(
    services: Services, filters: Filters, catalogue: Catalogue, profile: Profile, report: Report
) -> list[tuple[str, Mask]]:
    """Every filter that is set, those that need more than the catalogue last.

    Raises Problem: unknown_value, list_expired, invalid_request, and what reading a watchlist may.
    """
    named = list(masks(filters, catalogue))
    if filters.only:
        rows = catalogue.rows_of(slugs(filters.only, services.settings.letterboxd_url))
        named.append(("only", among(catalogue, np.array(list(rows.values()), np.intp))))
    if filters.only_list is not None:
        films = catalogue.positions(find_list(services, filters.only_list))
        named.append(("only_list", among(catalogue, films)))
    if filters.watchlist != "any":
        wanted = catalogue.positions(watchlist_of(services, profile, report))
        inside = among(catalogue, wanted)
        named.append(("watchlist", inside if filters.watchlist == "only" else ~inside))
    return named


def among(catalogue: Catalogue, rows: Positions) -> Mask:
    """Whether each film is one of those, or another entry of one; rows below 0 are none."""
    found: Mask = np.isin(catalogue.identities, catalogue.identities[rows[rows >= 0]])
    return found
