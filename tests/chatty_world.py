"""The built-in world, where members can change their bios."""

from dataclasses import dataclass, replace

from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.server import Standin
from scrapers.standin.world import Member


class ChattyWorld(BuiltinWorld):
    """`bios` by username, where they are not the usual ones."""

    def __init__(self) -> None:
        super().__init__()
        self.bios: dict[str, str] = {}

    def member(self, username: str) -> Member | None:
        member = super().member(username)
        bio = self.bios.get(username.lower())
        return member if member is None or bio is None else replace(member, about=bio)


@dataclass(frozen=True)
class ChattySite:
    """Such a world's stand-in."""

    world: ChattyWorld
    standin: Standin
