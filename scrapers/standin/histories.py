"""Turns a taste into what the member saw, rated, liked and means to see; the same every time."""

import math
import random
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from scrapers.records import Film, LoggedFilm, WatchlistFilm
from scrapers.standin.tastes import Taste, affinity

AVERAGE = 4.0  # stars; the mean of the films in the table
NOISE = 0.35  # stars
UNKNOWN_COUNT = 1000  # ratings, for a film that nobody has rated yet


@dataclass(frozen=True, slots=True)
class History:
    films: tuple[LoggedFilm, ...]
    watchlist: tuple[WatchlistFilm, ...]


def history(taste: Taste, films: Sequence[Film], included: Sequence[Film]) -> History:
    """The member's history, drawn from `films`; the films `included` are always in it."""
    rng = random.Random(zlib.crc32(taste.username.encode()))
    order = _in_viewing_order(taste, films, rng)
    seen = list(included) + [f for f in order if f not in included and f.letterboxd_rating]
    seen = seen[: taste.films]
    return History(
        films=tuple(sorted(_log(taste, seen, rng), key=_newest_first)),
        watchlist=_watchlist(taste, [film for film in order if film not in seen]),
    )


def _in_viewing_order(taste: Taste, films: Sequence[Film], rng: random.Random) -> list[Film]:
    """A random order in which a film of twice the weight tends to come twice as soon."""

    def weight(film: Film) -> float:
        fame = math.pow(film.letterboxd_rating_count or UNKNOWN_COUNT, taste.pull)
        return fame * math.exp(taste.zeal * affinity(taste, film))

    return sorted(films, key=lambda film: rng.expovariate(weight(film)))


def _log(taste: Taste, seen: Sequence[Film], rng: random.Random) -> list[LoggedFilm]:
    joy = [_enjoyment(taste, film, rng) for film in seen]
    places = range(len(seen))
    rated = set(rng.sample(places, math.floor(taste.rated * len(seen))))
    by_joy = sorted(places, key=lambda place: joy[place] + rng.gauss(0, NOISE), reverse=True)
    liked = set(by_joy[: round(taste.liked * len(seen))])
    return [
        LoggedFilm(
            film_id=film.film_id,
            slug=film.slug,
            title=film.title,
            release_year=film.release_year,
            rating=_half_stars(joy[place]) if place in rated else None,
            liked=place in liked,
        )
        for place, film in enumerate(seen)
    ]


def _enjoyment(taste: Taste, film: Film, rng: random.Random) -> float:
    quality = (film.letterboxd_rating or AVERAGE) - AVERAGE
    return taste.mean + quality + affinity(taste, film) + rng.gauss(0, NOISE)


def _half_stars(stars: float) -> float:
    return min(5.0, max(0.5, round(stars * 2) / 2))


def _newest_first(film: LoggedFilm) -> tuple[bool, int, str]:
    return (film.release_year is not None, -(film.release_year or 0), film.slug)


def _watchlist(taste: Taste, unseen: Sequence[Film]) -> tuple[WatchlistFilm, ...]:
    wanted = [film for film in unseen if affinity(taste, film) > 0]
    return tuple(
        WatchlistFilm(film.film_id, film.slug, film.title, film.release_year)
        for film in wanted[: taste.watchlist]
    )
