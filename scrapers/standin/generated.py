"""Any number of films and members, each a pure function of the seed and its number."""

import random
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from scrapers.records import Film, LoggedFilm, WatchlistFilm
from scrapers.standin.world import Member

FIRST_ID = 1_000_000
NEWEST_YEAR = 2026
YEARS = 120
# Commonest first.
GENRES = (
    *("Drama", "Comedy", "Thriller", "Horror", "Romance", "Action", "Crime", "Documentary"),
    *("Science Fiction", "Fantasy", "Animation", "Family", "Mystery", "History", "War", "Music"),
    *("Adventure", "Western", "TV Movie"),
)
PLACES = (
    *(("USA", "English"),) * 6,
    *(("UK", "English"), ("France", "French"), ("Japan", "Japanese"), ("India", "Hindi")),
    *(("Italy", "Italian"), ("South Korea", "Korean"), ("Brazil", "Portuguese")),
    *(("Germany", "German"), ("Iran", "Persian"), ("Mexico", "Spanish")),
)
FIRST_WORDS = ("Silent", "Last", "Golden", "Broken", "Distant", "Hidden", "Second", "Burning")
LAST_WORDS = ("River", "Letter", "Summer", "Witness", "Garden", "Harbour", "Stranger", "Hour")
THEMES = ("Found families", "Revenge", "Coming of age", "Heists", "Grief", "Space travel")
MOST_RATED = 3_000_000
FEWEST_RATINGS = 60  # with fewer the site shows no average
RARELY = 0.03  # how often a film lacks what most have
UNRATED = 0.1
TYPICAL_HISTORY = 60
WATCHLIST = 60
SUGGESTED_SIZE = range(150, 401)
SUGGESTED_AMONG = 1000


class GeneratedWorld:
    """film-0, film-1 and so on, the best known first; nothing is made before it is asked for."""

    def __init__(
        self,
        films: int = 100_000,
        members: int = 1000,
        seed: int = 0,
        max_history: int = 5000,
        history: int | None = None,
    ) -> None:
        self._films, self._members = films, members
        self._seed = seed
        self._max_history = max_history
        self._history = history
        self._remembered = lru_cache(maxsize=32)(self._member)

    def film(self, slug: str) -> Film | None:
        number = _number(slug, "film-", self._films)
        return None if number is None else self._film(number)

    def member(self, username: str) -> Member | None:
        number = _number(username.lower(), "member", self._members)
        return None if number is None else self._remembered(number)

    def renamed(self, slug: str) -> str | None:
        """Generated films keep their slugs."""

    def slugs(self) -> Iterator[str]:
        return (f"film-{number}" for number in range(self._films))

    def usernames(self) -> Iterator[str]:
        return (f"member{number}" for number in range(self._members))

    def suggestions(self) -> Sequence[str]:
        """The first members with a history of a fitting size, else just the first ones."""
        among = range(min(self._members, SUGGESTED_AMONG))
        fitting = [number for number in among if self._size(number) in SUGGESTED_SIZE]
        return [f"member{number}" for number in islice([*fitting, *among], 3)]

    def _random(self, kind: str, number: int) -> random.Random:
        return random.Random(f"{self._seed} {kind} {number}")

    def _film(self, number: int) -> Film:
        rng = self._random("film", number)
        title = f"{rng.choice(FIRST_WORDS)} {rng.choice(LAST_WORDS)} {number}"
        country, language = rng.choice(PLACES)
        average = min(4.7, max(1.0, rng.gauss(3.2, 0.55)))
        ratings = int(MOST_RATED / (1 + number) ** 0.9)
        return Film(
            film_id=FIRST_ID + number,
            slug=f"film-{number}",
            title=title,
            release_year=None if rng.random() < RARELY else _year(rng),
            runtime=None if rng.random() < RARELY else int(rng.triangular(60, 220, 97)),
            genres=_genres(rng),
            countries=(country,),
            languages=(language,),
            content_type="tv" if rng.random() < RARELY else "movie",
            letterboxd_rating=round(average, 2) if ratings >= FEWEST_RATINGS else None,
            letterboxd_rating_count=ratings if ratings >= FEWEST_RATINGS else None,
            poster=None if rng.random() < RARELY else f"/posters/film-{number}.svg",
            directors=(f"Director {rng.randrange(1 + self._films // 5)}",),
            cast=tuple(f"Actor {rng.randrange(1 + self._films)}" for _ in range(8)),
            studios=(f"Studio {rng.randrange(1 + self._films // 20)}",),
            themes=tuple(rng.sample(THEMES, 2)),
            synopsis=f"The story of {title}.",
            tmdb_id=FIRST_ID + number,
        )

    def _size(self, member: int) -> int:
        """The length of a history, unless it is given: mostly hundreds, for a few thousands."""
        drawn = int(TYPICAL_HISTORY * self._random("size", member).paretovariate(0.9))
        size = self._history or drawn
        return min(size, self._max_history, self._films // 2)

    def _member(self, number: int) -> Member:
        rng = self._random("member", number)
        favourites = set(rng.sample(GENRES, 3))
        mean = rng.gauss(3.4, 0.3)
        seen = sorted(self._pick(rng, self._size(number)))
        films = [_log(self._film(film), favourites, mean, rng) for film in seen]
        wanted = sorted(self._pick(rng, min(WATCHLIST, self._films // 2)).difference(seen))
        return Member(
            username=f"member{number}",
            about=f"Likes {', '.join(sorted(favourites))}.",
            films=sorted(films, key=lambda film: -(film.release_year or NEWEST_YEAR + 1)),
            watchlist=[_listed(self._film(film)) for film in wanted],
        )

    def _pick(self, rng: random.Random, size: int) -> set[int]:
        """So many films, well-known ones rather than others."""
        picked: set[int] = set()
        while len(picked) < size:
            picked.add(int(self._films * rng.random() ** 3))
        return picked


def _year(rng: random.Random) -> int:
    return NEWEST_YEAR - int(YEARS * rng.random() ** 2)


def _genres(rng: random.Random) -> tuple[str, ...]:
    """One to three genres; each is less common than the one before it in the table."""
    return tuple(dict.fromkeys(GENRES[int(len(GENRES) * rng.random() ** 2)] for _ in range(3)))


def _log(film: Film, favourites: set[str], mean: float, rng: random.Random) -> LoggedFilm:
    """A film and what a member with these favourite genres thinks of it."""
    taste = 0.8 * len(favourites.intersection(film.genres)) - 0.3
    joy = mean + taste + 0.7 * ((film.letterboxd_rating or 3.2) - 3.2) + rng.gauss(0, 0.5)
    stars = min(10, max(1, round(2 * joy))) / 2
    rating = None if rng.random() < UNRATED else stars
    return LoggedFilm(
        film.film_id, film.slug, film.title, film.release_year, rating, liked=stars > mean + 1
    )


def _listed(film: Film) -> WatchlistFilm:
    return WatchlistFilm(film.film_id, film.slug, film.title, film.release_year)


def _number(name: str, prefix: str, count: int) -> int | None:
    """The number after the prefix, if it is written plainly and below `count`."""
    digits = name.removeprefix(prefix)
    if len(digits) > len(str(count)) or not (digits.isascii() and digits.isdecimal()):
        return None
    number = int(digits)
    return number if number < count and name == f"{prefix}{number}" else None
