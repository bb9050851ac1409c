"""The members of a group, each read and asked like one alone, then brought to one catalogue."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.catalogue.catalogue import Catalogue
from app.filters.masks import Mask
from app.filters.selection import among
from app.groups.query import LEAST_MEMBERS, MOST_MEMBERS, Person, Wishes
from app.problems import Problem, problem
from app.recommendations.answer import Report, Step, Turn
from app.recommendations.candidates import every_film, logged_rows
from app.recommendations.query import MemberQuery
from app.recommendations.reading import Reading, read
from app.services import Services
from models.interface import Stars


@dataclass(frozen=True)
class Member:
    """One of the group, with how far their reading is told to `report`."""

    called: str
    reading: Reading
    report: Report


@dataclass(frozen=True)
class Group:
    """Shapes (members, films): stars, scores, NaN where a model does not know the film, and
    whether it is seen; films as in the catalogue."""

    members: list[Member]
    catalogue: Catalogue
    stars: NDArray[np.float64]
    scores: NDArray[np.float64]
    seen: Mask


def read_group(
    services: Services, people: Sequence[Person], wishes: Wishes, report: Report
) -> Group:
    """Raises Problem: group_size, and why a member cannot be read, with their name."""
    check_size(len(people))
    group = read_together(services, people, wishes, report)
    check_size(len(group.members))  # an upload may be of somebody who is named besides
    return group


def read_together(
    services: Services, people: Sequence[Person], wishes: Wishes, report: Report
) -> Group:
    """At least one; who is named twice is one. Raises Problem: why a member cannot be read."""
    members: dict[str, Member] = {}
    for place, person in enumerate(people, start=1):
        turn = Turn(person.called, place, len(people))
        member = _read(services, person, wishes, _in_turn(report, turn))
        members.setdefault(member.called, member)
    return _together(services, list(members.values()))


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
        reading = read(services, query, wishes.popularity, report)
    return Member(reading.profile.username or person.called, reading, report)


def _in_turn(report: Report, turn: Turn) -> Report:
    def told(step: Step) -> None:
        report(replace(step, turn=turn))

    return told


def _together(services: Services, members: list[Member]) -> Group:
    """The catalogue may have grown from one reading to the next: the last has most films."""
    catalogue = members[-1].reading.catalogue
    logged = [logged_rows(services, catalogue, member.reading.profile) for member in members]
    return Group(
        members,
        catalogue,
        np.array([_moved(m.reading, _all_stars(m.reading), catalogue) for m in members]),
        np.array([_moved(m.reading, m.reading.opinion.scores, catalogue) for m in members]),
        np.array([among(catalogue, rows) for rows in logged]),
    )


def _all_stars(reading: Reading) -> Stars:
    return reading.opinion.stars(every_film(reading.catalogue))


def _moved(
    reading: Reading, values: NDArray[np.float64], catalogue: Catalogue
) -> NDArray[np.float64]:
    """Values of the films of one catalogue for those of another, NaN where it has no such film."""
    if reading.catalogue is catalogue:
        return values
    rows = reading.catalogue.positions(catalogue.films.ids.values)
    return np.where(rows >= 0, values[rows], np.nan)
