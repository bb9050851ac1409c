"""A diary for a member who has only films: viewings on made-up days, and the lists of a feed."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

from scrapers.records import LoggedFilm
from scrapers.standin.world import Member

NEWEST = date(2026, 11, 20)
DAYS_BETWEEN = (0, 0, 1, 1, 2, 3, 5)
MARKED_AT_ONCE = 0.2  # of a long history: what the member had seen before joining
LONG = 100  # films
REWATCHED = 0.1
REVIEWED = 0.1


@dataclass(frozen=True, slots=True)
class Viewing:
    """One line of a diary."""

    viewing_id: int
    film: LoggedFilm
    watched: date
    rewatch: bool = False
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class FilmList:
    """A list as the feed tells of it."""

    list_id: int
    name: str
    published: date


def diary(member: Member) -> list[Viewing]:
    """Newest viewing first; always the same for the same member."""
    seed = crc32(member.username.encode())
    rng = random.Random(seed)
    order = sorted(member.films, key=lambda film: crc32(f"{seed} {film.slug}".encode()))
    at_once = int(MARKED_AT_ONCE * len(order)) if len(order) >= LONG else 0
    day, number = 0, seed
    drawn = []
    for place, (film, rewatch) in enumerate(_seen(order, at_once, rng)):
        day += rng.choice(DAYS_BETWEEN) if place >= at_once else 0
        number += rng.randrange(1, 1000)
        reviewed = place >= at_once and rng.random() < REVIEWED
        drawn.append((number, film, day, rewatch, reviewed))
    return [
        Viewing(number, film, NEWEST - timedelta(days=day - since), rewatch, reviewed)
        for number, film, since, rewatch, reviewed in reversed(drawn)
    ]


def _seen(
    order: Sequence[LoggedFilm], at_once: int, rng: random.Random
) -> Iterator[tuple[LoggedFilm, bool]]:
    """Each film and whether it is a rewatch; some films come again, none while marking."""
    for place, film in enumerate(order):
        yield film, False
        if place >= at_once and rng.random() < REWATCHED:
            yield rng.choice(order[: place + 1]), True


def lists(member: Member) -> list[FilmList]:
    """One list of a member who likes anything."""
    number = crc32(f"{member.username} lists".encode())
    liked = any(film.liked for film in member.films)
    return [FilmList(number, "Worth a second look, 2026", NEWEST)] if liked else []
