"""In which order a member watched films, as far as the dates can be believed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Generic, Protocol, TypeVar

MOST_A_DAY = 12  # films of two hours that fit into a day
FAR_ABOVE = 4.0  # times what a member usually logs a day


class Entry(Protocol):
    """Something logged: an entry of a diary, or a viewing in a feed."""

    @property
    def watched_date(self) -> date | None: ...

    @property
    def log_id(self) -> int:
        """Greater for what was logged later."""


E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class Watch(Generic[E]):
    """One viewing; `bulk` if its day is one on which many films were marked at once."""

    entry: E
    bulk: bool


@dataclass(frozen=True, slots=True)
class History(Generic[E]):
    """A member's viewings, the oldest first; `undated` are those without a day, as logged."""

    watches: tuple[Watch[E], ...] = ()
    undated: tuple[E, ...] = ()


def watch_order(entries: Iterable[E]) -> History[E]:
    """The entries by day and then as logged; every entry is kept, rewatches too."""
    logged = sorted(entries, key=lambda entry: entry.log_id)
    dated = [(entry.watched_date, entry) for entry in logged if entry.watched_date is not None]
    bulk = bulk_days(day for day, _ in dated)
    dated.sort(key=lambda pair: pair[0])
    return History(
        watches=tuple(Watch(entry, day in bulk) for day, entry in dated),
        undated=tuple(entry for entry in logged if entry.watched_date is None),
    )


def bulk_days(days: Iterable[date]) -> frozenset[date]:
    """The days with more than MOST_A_DAY entries and FAR_ABOVE times the usual number.

    Usual is the median of the days with fewer; one entry if there are none.

    >>> bulk_days([date(2024, 5, 1)] * 13 + [date(2024, 5, 2)] * 2)
    frozenset({datetime.date(2024, 5, 1)})
    """
    counts = Counter(days)
    usual = median([n for n in counts.values() if n <= MOST_A_DAY] or [1])
    most = max(MOST_A_DAY, FAR_ABOVE * usual)
    return frozenset(day for day, number in counts.items() if number > most)
