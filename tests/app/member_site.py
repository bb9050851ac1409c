"""Members who log, go and hide while a test looks on."""

from dataclasses import replace

from sqlalchemy import func, select, text

from app.services import Services
from app.store import known_members, members
from app.store.members import Profile
from app.store.schema import known_members as known_table
from scrapers.records import LoggedFilm
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.world import Member

DUE = text("UPDATE projectionist.known_members SET due_at = now()")
END = text("UPDATE projectionist.known_members SET leased_until = now() WHERE leased_by <> ''")


class MemberWorld(BuiltinWorld):
    """`films` of members that differ from the usual ones; who is `gone` or `private`."""

    def __init__(self) -> None:
        super().__init__()
        self.films: dict[str, list[LoggedFilm]] = {}
        self.gone: set[str] = set()
        self.private: set[str] = set()

    def member(self, username: str) -> Member | None:
        name = username.lower()
        member = super().member(name)
        if member is None or name in self.gone:
            return None
        films = self.films.get(name, member.films)
        hidden = member.profile_private or name in self.private
        return replace(member, films=films, profile_private=hidden)

    def logged(self, username: str) -> list[LoggedFilm]:
        """The films of a member, to be changed."""
        member = self.member(username)
        assert member is not None
        return self.films.setdefault(username, list(member.films))


def know(services: Services, *usernames: str) -> int:
    with services.engine.begin() as connection:
        return known_members.add(connection, usernames)


def make_due(services: Services) -> None:
    """As if a month were over."""
    with services.engine.begin() as connection:
        connection.execute(DUE)


def end_leases(services: Services) -> None:
    """As if the time of all leases were over."""
    with services.engine.begin() as connection:
        connection.execute(END)


def states(services: Services) -> dict[str, int]:
    query = select(known_table.c.state, func.count()).group_by(known_table.c.state)
    with services.engine.connect() as connection:
        return {row.state: row.count for row in connection.execute(query)}


def stored(services: Services, username: str) -> Profile | None:
    with services.engine.connect() as connection:
        return members.load(connection, username)


def stars(services: Services, username: str) -> dict[int, float]:
    """The ratings that are stored, by film."""
    profile = stored(services, username)
    assert profile is not None
    rated = profile.rated
    return dict(zip(profile.movie_ids[rated].tolist(), profile.stars[rated].tolist(), strict=True))
