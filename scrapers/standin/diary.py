"""A diary for a member who has only films: a viewing of each, on made-up days."""

from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

from scrapers.records import LoggedFilm
from scrapers.standin.world import Member

NEWEST = date(2026, 11, 20)
DAYS_BETWEEN = 2
REWATCHES = 9  # one viewing in so many is one


@dataclass(frozen=True, slots=True)
class Viewing:
    """One line of a diary."""

    viewing_id: int
    film: LoggedFilm
    watched: date
    rewatch: bool


def diary(member: Member) -> list[Viewing]:
    """Newest viewing first; always the same for the same member."""
    numbered = ((crc32(f"{member.username} {film.slug}".encode()), film) for film in member.films)
    newest_first = sorted(numbered, key=lambda pair: -pair[0])
    return [
        Viewing(
            viewing_id=number,
            film=film,
            watched=NEWEST - timedelta(days=DAYS_BETWEEN * place),
            rewatch=number % REWATCHES == 0,
        )
        for place, (number, film) in enumerate(newest_first)
    ]
