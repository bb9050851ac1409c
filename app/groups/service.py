"""A group's recommendations: read everybody, score the same candidates for all, rank by a rule."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.answers.basis import Needs
from app.answers.question import Question
from app.answers.service import answer
from app.filters.selection import Positions, Selection
from app.groups.answer import GroupFilm, GroupMember, GroupMeta, GroupRecommendations, Voice
from app.groups.candidates import select
from app.groups.members import Group, check_size, read_members, together
from app.groups.query import GroupQuery, Person, Wishes
from app.groups.spin import decide
from app.recommendations.answer import FilmFacts, Report, Step, ignore
from app.recommendations.service import rank
from app.services import Services
from models.group.ranking import GroupRanking, rank_for_group

VETOED_SHOWN = 12  # films


def recommend_together(
    services: Services,
    query: GroupQuery,
    report: Report = ignore,
    visitor: str | None = None,
) -> GroupRecommendations:
    """Without films that the visitor who asks marked. Raises Problem for every reason why there is
    no answer, with the name of its member."""
    question = Question(
        kind="group",
        query=query,
        members=query.people,
        shape=GroupRecommendations,
        told=lambda made: made.meta.members,
        needs=Needs(watchlist=query.sets("watchlist"), diary=query.taste == "recent"),
        visitor=visitor,
        keepable=query.only_list is None,
    )
    return answer(
        services,
        question,
        lambda told: choose(services, query.people, query, told, visitor),
        report,
    )


def choose(
    services: Services,
    people: Sequence[Person],
    wishes: Wishes,
    report: Report = ignore,
    visitor: str | None = None,
) -> GroupRecommendations:
    """The films that a rule puts first for all of these people. Raises as above."""
    check_size(len(people))
    members = read_members(services, people, wishes, report)
    check_size(len(members))  # an upload may be of somebody who is named besides
    with together(services, members, report, wishes.popularity) as group:
        selection = select(services, wishes, group, visitor)
        report(Step("ranking"))
        return _answer(_rank(group, selection, wishes), selection, wishes)


@dataclass(frozen=True)
class _Ranked:
    """`order` and `vetoed` are rows of the catalogue, `scores` and `vetoed_by` theirs."""

    group: Group
    order: Positions
    vetoed: Positions
    scores: NDArray[np.float64]
    vetoed_by: NDArray[np.bool_]


def _rank(group: Group, selection: Selection, wishes: Wishes) -> _Ranked:
    films = selection.candidates
    ranking = rank_for_group(
        group.scores[:, films], group.stars[:, films], wishes.rule, wishes.threshold
    )
    scores = np.full(len(group.catalogue.films), np.nan)
    scores[films] = ranking.scores
    vetoed_by = np.zeros(group.seen.shape, np.bool_)
    vetoed_by[:, films] = ranking.vetoed_by
    return _Ranked(group, films[ranking.order], films[_vetoed(ranking)], scores, vetoed_by)


def _vetoed(ranking: GroupRanking) -> Positions:
    """The places of vetoed films, those first that the others want most."""
    places = np.flatnonzero(ranking.vetoed_by.any(axis=0))
    return places[np.argsort(-ranking.scores[places], kind="stable")]


def _answer(ranked: _Ranked, selection: Selection, wishes: Wishes) -> GroupRecommendations:
    films = _films(ranked, _page(ranked, wishes))
    winner = decide(films, wishes.spin)
    meta = GroupMeta(
        **wishes.model_dump(include={"rule", "threshold", "popularity", "page", "seed", "spin"}),
        members=[
            GroupMember(**member.meta.model_dump(), called=member.called)
            for member in ranked.group.members
        ],
        seen=wishes.may_have_seen,
        candidates=len(selection.candidates),
        vetoed=len(ranked.vetoed),
        emptied_by=selection.emptied_by,
        winner=winner and winner.film.film_id,
    )
    shown = _films(ranked, ranked.vetoed[:VETOED_SHOWN])
    return GroupRecommendations(data=films, vetoed=shown, meta=meta)


def _page(ranked: _Ranked, wishes: Wishes) -> Positions:
    """The rule has made the order; pages and seeds are as for one member."""
    places = np.full(len(ranked.scores), np.nan)
    places[ranked.order] = -np.arange(len(ranked.order))
    return rank(ranked.group.catalogue, ranked.order, places, wishes)


def _films(ranked: _Ranked, rows: Positions) -> list[GroupFilm]:
    facts = ranked.group.catalogue.facts(rows)
    return [
        GroupFilm(
            film=FilmFacts.model_validate(film),
            score=round(float(ranked.scores[row]), 4),
            members=_voices(ranked, row),
        )
        for row, film in zip(rows.tolist(), facts, strict=True)
    ]


def _voices(ranked: _Ranked, row: int) -> list[Voice]:
    group = ranked.group
    return [
        Voice(
            member=member.called,
            predicted_rating=round(float(stars), 2),
            seen=bool(seen),
            vetoed=bool(vetoed),
        )
        for member, stars, seen, vetoed in zip(
            group.members,
            group.stars[:, row],
            group.seen[:, row],
            ranked.vetoed_by[:, row],
            strict=True,
        )
    ]
