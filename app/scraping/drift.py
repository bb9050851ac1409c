"""Facts that vanish from many pages at once: the markup has changed, not what it tells of."""

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

BELIEVE = "If that is how it is, --believe stores what the pages say"


class Vanished(NamedTuple):
    """A fact that `lost` of the `had` readings lack that should have it."""

    fact: str
    lost: int
    had: int

    def told(self, missing: str = "missing") -> str:
        return f"{self.fact.replace('_', ' ')}: {missing} from {self.lost} of {self.had}"


@dataclass
class Window(Generic[T]):
    """Readings that are compared with what is stored, and `held` if they say less, until there
    are `size`.

    So many may lack a fact that should have it: `fewest`, or the share `jump` if that is more.
    """

    size: int
    fewest: int
    jump: float
    compared: int = 0
    held: list[T] = field(default_factory=list)
    _had: Counter[str] = field(default_factory=Counter)
    _lost: Counter[str] = field(default_factory=Counter)

    @property
    def full(self) -> bool:
        return self.compared >= self.size

    def compare(self, reading: T, had: Set[str], lost: Set[str]) -> bool:
        """Whether the reading lacks something that it should have; then it is held."""
        self.compared += 1
        self._had.update(had)
        self._lost.update(lost)
        if lost:
            self.held.append(reading)
        return bool(lost)

    def vanished(self) -> list[Vanished]:
        """What too many lack, in the order of its names."""
        compared = (Vanished(fact, lost, self._had[fact]) for fact, lost in self._lost.items())
        return sorted(it for it in compared if it.lost > max(self.fewest, self.jump * it.had))

    def empty(self) -> list[T]:
        """What was held; the next reading begins anew."""
        held, self.held = self.held, []
        self.compared = 0
        self._had.clear()
        self._lost.clear()
        return held
