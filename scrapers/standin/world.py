"""What the stand-in serves, whatever it is made from: built in, a data directory, or generated."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from scrapers.records import Film, LoggedFilm, WatchlistFilm


@dataclass(frozen=True)
class Member:
    """One member of the stand-in; `films` are in the site's order, newest release first."""

    username: str
    about: str
    films: Sequence[LoggedFilm] = ()
    watchlist: Sequence[WatchlistFilm] = ()
    watchlist_private: bool = False
    profile_private: bool = False


class World(Protocol):
    """The films and members behind the pages. Answers None for what does not exist."""

    def film(self, slug: str) -> Film | None: ...

    def member(self, username: str) -> Member | None:
        """The member, found case-insensitively."""

    def renamed(self, slug: str) -> str | None:
        """The present slug of a film that was renamed."""

    def slugs(self) -> Iterator[str]:
        """Every film's slug, in a stable order."""

    def usernames(self) -> Iterator[str]:
        """Every member's username, in a stable order."""

    def suggestions(self) -> Sequence[str]:
        """Three usernames worth trying first."""
