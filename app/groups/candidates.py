"""Which films a group may choose from."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from app.filters.masks import Mask
from app.filters.selection import Positions, Selection, all_masks, among, narrow
from app.groups.members import Group
from app.groups.query import Seen, Wishes
from app.marks.mask import unmarked
from app.observability.record import phase
from app.recommendations.answer import ignore
from app.services import Services


@phase("candidates")
def select(
    services: Services, wishes: Wishes, group: Group, visitor: str | None = None
) -> Selection:
    """One entry of each film that all the models know, through the filters.

    Raises Problem for filters that cannot be applied.
    """
    named = list(_masks(services, wishes, group))
    named += unmarked(services, visitor, group.catalogue, wishes.may_have_seen != "none")
    return narrow(_films(group), named)


def _films(group: Group) -> Positions:
    """Of several entries of a film the one with most ratings."""
    known = np.flatnonzero(~np.isnan(group.scores).any(axis=0))
    catalogue = group.catalogue
    counts = np.nan_to_num(catalogue.films.numbers["letterboxd_rating_count"])
    famous = known[np.argsort(-counts[known], kind="stable")]
    _, first = np.unique(catalogue.identities[famous], return_index=True)
    return famous[np.sort(first)]


def _masks(services: Services, wishes: Wishes, group: Group) -> Iterator[tuple[str, Mask]]:
    if wishes.may_have_seen != "any":
        yield "seen", _unseen(group.seen, wishes.may_have_seen)
    anyone = group.members[0].profile
    alike = wishes.model_copy(update={"watchlist": "any"})
    yield from all_masks(services, alike, group.catalogue, anyone, ignore)
    if wishes.watchlist != "any":
        listed = among(group.catalogue, group.catalogue.positions(_watchlists(group)))
        yield "watchlist", listed if wishes.watchlist == "only" else ~listed


def _unseen(seen: Mask, allowed: Seen) -> Mask:
    """By anybody, or by at least one of them."""
    left: Mask = np.count_nonzero(seen, axis=0) < (1 if allowed == "none" else len(seen))
    return left


def _watchlists(group: Group) -> NDArray[np.int64]:
    """Film ids on any of them."""
    return np.concatenate([it.watchlist for it in group.members if it.watchlist is not None])
