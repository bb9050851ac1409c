"""The built-in world, where members log films, hide and leave while a test looks on."""

from dataclasses import replace
from typing import Any

from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.faults import Faults
from scrapers.standin.server import Standin
from scrapers.standin.world import Member

NAME = "midnight_marrow"
PAGES = r"/[^/]+/films/.*"  # of members


class ChangingWorld(BuiltinWorld):
    """`changes` to members by username; None for one who has left."""

    def __init__(self) -> None:
        super().__init__()
        self.changes: dict[str, dict[str, Any] | None] = {}

    def member(self, username: str) -> Member | None:
        member = super().member(username)
        changes = self.changes.get(username.lower(), {})
        return None if member is None or changes is None else replace(member, **changes)

    def known(self, username: str = NAME) -> Member:
        """A member who is there."""
        member = self.member(username)
        assert member is not None
        return member


def block_pages(site: Standin) -> None:
    """Refuse the pages of members' films from now on, but nothing else."""
    site.faults = Faults(challenge=1.0, paths=PAGES)


def asked_for(site: Standin, ending: str) -> int:
    """How many requests there were for paths with this ending."""
    return sum(request.path.endswith(ending) for request in site.requests)
