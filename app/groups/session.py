"""What is kept of a group that several people join from their phones."""

from datetime import UTC, datetime, timedelta

from pydantic import BaseModel, ConfigDict

from app.groups.members import check_size
from app.groups.query import LEAST_MEMBERS, MOST_MEMBERS, Person, Wishes, guest

CHOOSING_TIME = timedelta(minutes=2)  # then somebody else may try


class Seat(BaseModel):
    """Whoever has the `secret` may give the seat up."""

    model_config = ConfigDict(frozen=True)

    secret: str
    person: Person


class Choice(BaseModel):
    """The films being chosen, under a name of their own, and since when."""

    model_config = ConfigDict(frozen=True)

    name: str
    begun_at: datetime


class Session(BaseModel):
    """Each change makes the next `version`. `chosen` is the name of a finished choice, `refused`
    why the last one failed."""

    model_config = ConfigDict(frozen=True)

    version: int = 1
    seats: tuple[Seat, ...] = ()
    wishes: Wishes
    choosing: Choice | None = None
    chosen: str | None = None
    refused: str | None = None
    spin: int | None = None

    @property
    def people(self) -> list[Person]:
        return [seat.person for seat in self.seats]

    @property
    def full(self) -> bool:
        return len(self.seats) >= MOST_MEMBERS

    @property
    def enough(self) -> bool:
        return len(self.seats) >= LEAST_MEMBERS

    def seat(self, secret: str) -> Seat | None:
        return next((seat for seat in self.seats if seat.secret == secret), None)

    def joined(self, person: Person, secret: str) -> "Session":
        """Who is here already keeps their seat. Raises Problem: group_size."""
        known = next((seat for seat in self.seats if seat.person.called == person.called), None)
        if known is None:
            check_size(max(len(self.seats) + 1, LEAST_MEMBERS))
        new = Seat(secret=known.secret if known else secret, person=person)
        return self._seated((*(seat for seat in self.seats if seat != known), new))

    def left(self, secret: str) -> "Session":
        return self._seated(tuple(seat for seat in self.seats if seat.secret != secret))

    def choosing_as(self, name: str) -> "Session":
        """The same where somebody is at it already."""
        now = datetime.now(UTC)
        # Either way: another server's clock may be ahead of this one's.
        if self.choosing and abs(now - self.choosing.begun_at) < CHOOSING_TIME:
            return self
        return self._next(choosing=Choice(name=name, begun_at=now), refused=None)

    def finished(self, name: str, refused: str | None = None) -> "Session":
        """Nothing changes if the choice was for others than who are here now."""
        if self.choosing is None or self.choosing.name != name:
            return self
        chosen = self.chosen if refused else name
        return self._next(choosing=None, chosen=chosen, refused=refused, spin=None)

    def spun(self, spin: int) -> "Session":
        return self._next(spin=spin) if self.chosen else self

    def next_guest(self) -> str:
        """A name that nobody here has."""
        taken = {person.called for person in self.people}
        return next(name for name in map(guest, range(1, MOST_MEMBERS + 2)) if name not in taken)

    def _seated(self, seats: tuple[Seat, ...]) -> "Session":
        """With others, other films."""
        return self._next(seats=seats, choosing=None, chosen=None, refused=None, spin=None)

    def _next(self, **changes: object) -> "Session":
        return self.model_copy(update={"version": self.version + 1, **changes})
