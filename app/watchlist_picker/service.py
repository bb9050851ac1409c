"""From the members' watchlists to a film: those that fit, in the order of the way to pick."""

import secrets
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.catalogue.catalogue import Catalogue
from app.filters.masks import Mask
from app.filters.selection import Positions, Selection, all_masks, narrow
from app.marks.mask import unmarked
from app.recommendations.answer import FilmFacts, Report, Step, ignore
from app.services import Services
from app.watchlist_picker.answer import MemberPick, Pick, Picks, PicksMeta
from app.watchlist_picker.meta import watchlist_meta
from app.watchlist_picker.order import Choice, picked
from app.watchlist_picker.query import PicksQuery
from app.watchlist_picker.watchers import Watcher, gathered

REEL = 14  # films that pass by before the reel stops


@dataclass(frozen=True)
class Spin:
    """The answer, and other films that might have been it, for show."""

    picks: Picks
    others: list[FilmFacts]


@dataclass(frozen=True)
class Room:
    """The members together; each mask in the order of `watchers`, by rows of the catalogue."""

    catalogue: Catalogue
    watchers: list[Watcher]
    wanted: list[Mask]
    logged: list[Mask]


def spin(
    services: Services, query: PicksQuery, report: Report = ignore, visitor: str | None = None
) -> Spin:
    """Pick films of the watchlists that the visitor did not mark. Raises Problem for every reason
    why there is no answer."""
    with services.cold.admitted(), gathered(services, query, report) as watchers:
        return _spin(services, query, watchers, report, visitor)


def _spin(
    services: Services,
    query: PicksQuery,
    watchers: list[Watcher],
    report: Report,
    visitor: str | None,
) -> Spin:
    room = _room(services, watchers)
    selection = _select(services, query, room, report, visitor)
    report(Step("ranking"))
    seed = secrets.randbelow(2**32) if query.seed is None else query.seed
    order = _order(room, selection.candidates, query, seed)
    meta = PicksMeta(
        members=[watchlist_meta(services, room.catalogue, watcher) for watcher in watchers],
        by=query.by,
        together=query.together,
        candidates=len(order),
        emptied_by=selection.emptied_by,
        page=query.page,
        seed=seed,
    )
    return _answer(room, order, query, meta)


def _room(services: Services, watchers: list[Watcher]) -> Room:
    """Films may have been added while members were read, so the catalogue is the last one's."""
    catalogue = watchers[-1].reading.catalogue
    return Room(
        catalogue,
        watchers,
        wanted=[watcher.wants(catalogue) for watcher in watchers],
        logged=[watcher.has_logged(services, catalogue) for watcher in watchers],
    )


def _select(
    services: Services, query: PicksQuery, room: Room, report: Report, visitor: str | None
) -> Selection:
    """Films on a watchlist, one entry of each. Raises Problem for filters that cannot be
    applied."""
    named = [("together", np.all(room.wanted, axis=0))] if query.together == "intersection" else []
    if not query.rewatches:
        named.append(("rewatches", ~np.any(room.logged, axis=0)))
    profile = room.watchers[0].reading.profile
    named += all_masks(services, query, room.catalogue, profile, report)
    named += unmarked(services, visitor, room.catalogue, query.rewatches)
    selection = narrow(_listed(room), named)
    _, first = np.unique(room.catalogue.identities[selection.candidates], return_index=True)
    return Selection(selection.candidates[np.sort(first)], selection.emptied_by)


def _listed(room: Room) -> Positions:
    """The entries that are on a watchlist themselves."""
    films = np.unique(np.concatenate([watcher.watchlist for watcher in room.watchers]))
    rows = room.catalogue.positions(films)
    return rows[rows >= 0]


def _order(room: Room, candidates: Positions, query: PicksQuery, seed: int) -> Positions:
    films = room.catalogue.films
    ids = films.ids.values[candidates]
    stars = _stars(room, ids)
    known = ~np.isnan(stars)
    total = np.where(known, stars, 0.0).sum(axis=0)
    mean = np.divide(
        total, known.sum(axis=0), where=known.any(axis=0), out=np.full_like(total, np.nan)
    )
    numbers = {name: of_all[candidates] for name, of_all in films.numbers.items()}
    return candidates[picked(Choice(ids, numbers, mean, seed), query.by)]


def _stars(room: Room, film_ids: NDArray[np.int64]) -> NDArray[np.float64]:
    """Predicted stars, shape (members, films)."""
    return np.array([watcher.stars(film_ids) for watcher in room.watchers])


def _answer(room: Room, order: Positions, query: PicksQuery, meta: PicksMeta) -> Spin:
    first = (query.page - 1) * query.limit
    chosen = order[first : first + query.limit]
    others = np.concatenate([order[:first], order[first + query.limit :]])[::-1][:REEL]
    facts = [FilmFacts.model_validate(film) for film in room.catalogue.facts(others)]
    return Spin(Picks(data=_picks(room, chosen), meta=meta), facts)


def _picks(room: Room, chosen: Positions) -> list[Pick]:
    stars = _stars(room, room.catalogue.films.ids.values[chosen])
    return [
        Pick(film=FilmFacts.model_validate(film), members=_members(room, row, stars[:, place]))
        for place, (row, film) in enumerate(zip(chosen, room.catalogue.facts(chosen), strict=True))
    ]


def _members(room: Room, row: int, stars: NDArray[np.float64]) -> list[MemberPick]:
    return [
        MemberPick(
            member=watcher.called,
            predicted_rating=None if np.isnan(predicted) else round(float(predicted), 2),
            on_watchlist=bool(wanted[row]),
            logged=bool(logged[row]),
        )
        for watcher, wanted, logged, predicted in zip(
            room.watchers, room.wanted, room.logged, stars, strict=True
        )
    ]
