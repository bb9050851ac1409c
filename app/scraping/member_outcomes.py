"""What became of members whose films were to be read, and what the store keeps of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Connection

from app.store import known_members, members
from app.store.known_members import DueMember, Miss
from scrapers.changes import MemberRead
from scrapers.errors import NotFoundError, PrivateError, ScraperError
from scrapers.records import LoggedFilm

Kind = Literal["new", "changed", "unchanged", "gone", "private", "doubtful", "failed", "dropped"]


@dataclass(frozen=True)
class MemberOutcome:
    """What became of one member; doubtful: they are read again before they are believed; dropped:
    they were forgotten or taken by others meanwhile."""

    member: DueMember
    result: MemberRead | ScraperError
    dropped: bool = False
    doubtful: bool = False

    @property
    def username(self) -> str:
        return self.member.username

    @property
    def failed_before(self) -> bool:
        return self.member.failed_before

    @property
    def whole(self) -> bool:
        """Whether all their films were read."""
        return isinstance(self.result, MemberRead) and self.result.films is not None

    def doubted(self) -> "MemberOutcome":
        """Believed nevertheless at the second look."""
        return self if self.failed_before else replace(self, doubtful=True)

    @property
    def films(self) -> Iterable[LoggedFilm]:
        return (self.result.films or ()) if isinstance(self.result, MemberRead) else ()

    @property
    def miss(self) -> Miss | None:
        """Why the member is not to be seen, if so."""
        if isinstance(self.result, NotFoundError):
            return "gone"
        return "private" if isinstance(self.result, PrivateError) else None

    @property
    def kind(self) -> Kind:
        if self.dropped:
            return "dropped"
        if self.doubtful:
            return "doubtful"
        if isinstance(self.result, ScraperError):
            return self.miss or "failed"
        if self.result.films is None:
            return "unchanged"
        return "changed" if self.member.there else "new"


def store(connection: Connection, outcome: MemberOutcome) -> None:
    """Bring a member, whose row is locked, up to date."""
    username, result = outcome.username, outcome.result
    if outcome.doubtful:
        known_members.failed(connection, username)
    elif isinstance(result, MemberRead):
        known_members.read(connection, username, result.marks, result.films is not None)
        if result.films is not None:
            members.save(connection, username, result.films)
    elif outcome.miss is None:
        known_members.failed(connection, username)
    elif known_members.missed(connection, username, outcome.miss):
        members.forget(connection, username)
