"""A question, and the key under which its answer is kept."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel

from app.answers.basis import HOUR, NEEDS_FILMS, About, Basis, Needs, basis
from app.marks.service import stored_marks
from app.problems import Problem
from app.services import Services
from app.store.members import Source

A = TypeVar("A", bound=BaseModel)

UNKEYED = {"username", "profile", "format"}  # the basis has the members; all forms are one answer


class Told(Protocol):
    """What an answer says of the reading of a member."""

    read_at: datetime
    freshened_at: datetime | None
    films_added: int
    films_pending: int
    source: Source


@dataclass(frozen=True)
class Question(Generic[A]):
    """`kind` tells questions apart that have the same fields. `told` finds in an answer what it
    says of its members. `version` is of what only this kind is made from. Without `keepable`
    nothing is kept."""

    kind: str
    query: BaseModel
    members: Sequence[About]
    shape: type[A]
    told: Callable[[A], Sequence[Told]]
    needs: Needs = NEEDS_FILMS
    visitor: str | None = None
    version: str = ""
    keepable: bool = True

    @property
    def flight(self) -> str:
        """Who asks about the same members waits for one another."""
        names = [about.username or about.profile for about in self.members]
        return hashlib.sha256(json.dumps(names).encode()).hexdigest()


@dataclass(frozen=True)
class Place:
    """Where the answer to a question is kept now."""

    key: str
    until: datetime
    owners: tuple[str | None, ...]
    readings: frozenset[tuple[datetime, datetime | None]]

    def is_of(self, told: Sequence[Told]) -> bool:
        """Whether an answer was made from these readings. One that added films tells of that
        only once."""
        readings = {(one.read_at, one.freshened_at) for one in told}
        return readings == self.readings and not any(one.films_added for one in told)


def lacks_films(told: Sequence[Told]) -> bool:
    """Whether pages of films could not be read at once, and may be the next time."""
    return any(one.films_pending and one.source == "pages" for one in told)


def shared(services: Services, question: Question[A]) -> str:
    """Changes with whatever else an answer is made from: catalogue, models, marks. Films that
    were written since the clock last struck are not waited for."""
    services.catalogue.current()
    marks = [(mark.movie_id, mark.kind) for mark in stored_marks(services, question.visitor)]
    trained = (services.collaborative.current(), services.general.current())
    models = [model.manifest.sha256 if model else None for model in trained]
    return json.dumps([question.version, str(services.catalogue.settled), models, marks])


def place(services: Services, question: Question[A], rest: str) -> Place | None:
    """None where nothing can be kept: a member must be read first, or refused. `rest` is
    shared()."""
    found = _bases(services, question)
    if not found:
        return None
    asked = question.query.model_dump(mode="json", exclude=UNKEYED, exclude_defaults=True)
    told = json.dumps([question.kind, asked, [one.stamp for one in found], rest], sort_keys=True)
    return Place(
        key=f"answer:{hashlib.sha256(told.encode()).hexdigest()}",
        until=min([datetime.now(UTC) + HOUR, *(one.until for one in found)]),
        owners=tuple(owner for one in found for owner in one.owners),
        readings=frozenset((one.read_at, one.freshened_at) for one in found),
    )


def _bases(services: Services, question: Question[A]) -> list[Basis]:
    """Of all members, or of none."""
    found: list[Basis] = []
    for about in question.members if question.keepable else ():
        try:
            one = basis(services, about, question.needs)
        except Problem:  # whoever makes the answer tells it, with the member's name
            return []
        if one is None:
            return []
        found.append(one)
    return found
