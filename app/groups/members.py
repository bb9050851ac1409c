"""The members of a group: each is read like one alone, then a model is asked about all of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from app.catalogue.catalogue import Catalogue
from app.filters.masks import Mask
from app.filters.selection import among
from app.groups.query import LEAST_MEMBERS, MOST_MEMBERS, Person, Wishes
from app.problems import Problem, problem
from app.recommendations.answer import MemberMeta, Report, Step, Turn
from app.recommendations.candidates import every_film, logged_rows
from app.recommendations.query import MemberQuery
from app.recommendations.reading import Found, find
from app.recommendations.remembered import opinion_of
from app.services import Services
from app.store.members import Profile
from app.watchlists import watchlist_of
from models.interface import Scores, Stars


@dataclass(frozen=True)
class Member:
    """One of the group; `watchlist` holds film ids, where one is asked for."""

    called: str
    found: Found
    watchlist: NDArray[np.int64] | None = None

    @property
    def profile(self) -> Profile:
        return self.found.known.profile

    @property
    def meta(self) -> MemberMeta:
        return self.found.meta


@dataclass(frozen=True)
class Group:
    """Shapes (members, films): stars, scores, NaN where a model does not know the film, and
    whether it is seen; films as in the catalogue."""

    members: list[Member]
    catalogue: Catalogue
    stars: NDArray[np.float64]
    scores: NDArray[np.float64]
    seen: Mask


def read_members(
    services: Services, people: Sequence[Person], wishes: Wishes, report: Report
) -> list[Member]:
    """At least one; who is named twice is one. Raises Problem: why a member cannot be read, with
    their name."""
    members: dict[str, Member] = {}
    turns = _in_turns(report, [person.called for person in people])
    for person, told in zip(people, turns, strict=True):
        member = _read(services, person, wishes, told)
        members.setdefault(member.called, member)
    return list(members.values())


@contextmanager
def together(
    services: Services, members: list[Member], report: Report, popularity: float = 0.0
) -> Iterator[Group]:
    """What a model says of these members, when it is this group's turn: what is said of all the
    films takes much memory, so few groups may hold it. Raises Problem: busy, and why a model
    cannot be asked about a member, with their name."""
    with services.groups.turn(lambda before: report(Step("waiting", before))):
        catalogue = services.catalogue.current()  # it may have grown with each reading
        ask = partial(_ask, services, catalogue, popularity)
        turns = _in_turns(report, [member.called for member in members])
        scores, stars = zip(*map(ask, members, turns), strict=True)
        seen = [among(catalogue, logged_rows(services, catalogue, it.profile)) for it in members]
        yield Group(members, catalogue, np.array(stars), np.array(scores), np.array(seen))


def check_size(count: int) -> None:
    """Raises Problem: group_size."""
    if count < LEAST_MEMBERS:
        raise problem("group_size", count=count, much="few")
    if count > MOST_MEMBERS:
        raise problem("group_size", count=count, much="many")


@contextmanager
def naming(called: str) -> Iterator[None]:
    """Problems within are about this member, and say so."""
    try:
        yield
    except Problem as refused:
        raise refused.of(called) from refused


def _read(services: Services, person: Person, wishes: Wishes, report: Report) -> Member:
    query = MemberQuery(
        username=person.username, profile=person.profile, model=wishes.model, taste=wishes.taste
    )
    with naming(person.called):
        found = find(services, query, report)
        profile, watchlist = found.known.profile, None
        if wishes.watchlist != "any":
            watchlist = watchlist_of(services, profile, report)
    return Member(profile.username or person.called, found, watchlist)


def _in_turns(report: Report, called: Sequence[str]) -> Iterator[Report]:
    """For each of them one that tells whose turn it is."""
    for place, name in enumerate(called, start=1):
        yield _in_turn(report, Turn(name, place, len(called)))


def _in_turn(report: Report, turn: Turn) -> Report:
    def told(step: Step) -> None:
        report(replace(step, turn=turn))

    return told


def _ask(
    services: Services, catalogue: Catalogue, popularity: float, member: Member, report: Report
) -> tuple[Scores, Stars]:
    """Of all films. The rest of the opinion is let go, which takes several times as much."""
    found = member.found
    known = replace(found.known, catalogue=catalogue)
    with naming(member.called):
        opinion = opinion_of(services, found.model, known, popularity, report)
    return opinion.scores, opinion.stars(every_film(catalogue))
