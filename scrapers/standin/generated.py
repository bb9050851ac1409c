"""Any number of films and members, each a pure function of the seed and its number."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scrapers.records import Film, LoggedFilm, WatchlistFilm
from scrapers.standin.world import Member

FIRST_ID = 1_000_000
NEWEST_YEAR = 2026
YEARS = 100
GENRES = (
    *("Drama", "Comedy", "Thriller", "Horror", "Romance", "Action", "Crime", "Documentary"),
    *("Science Fiction", "Fantasy", "Animation", "Family", "Mystery", "History", "War", "Music"),
    *("Adventure", "Western", "TV Movie"),
)
COUNTRIES = ("USA", "UK", "France", "Japan", "India", "Italy", "South Korea", "Brazil", "Iran")
FIRST_WORDS = ("Silent", "Last", "Golden", "Broken", "Distant", "Hidden", "Second", "Burning")
LAST_WORDS = ("River", "Letter", "Summer", "Witness", "Garden", "Harbour", "Stranger", "Hour")


@dataclass(frozen=True)
class GeneratedWorld:
    """`films` films and `members` members; nothing is made before it is asked for."""

    films: int
    members: int = 1000
    seed: int = 0
    longest_history: int = 5000

    def film(self, slug: str) -> Film | None:
        number = _number(slug, "film-", self.films)
        return None if number is None else self._film(number)

    def member(self, username: str) -> Member | None:
        number = _number(username.lower(), "member", self.members)
        return None if number is None else self._member(number)

    def renamed(self, slug: str) -> str | None:
        """Generated films keep their slugs."""

    def slugs(self) -> Iterator[str]:
        return (f"film-{number}" for number in range(self.films))

    def usernames(self) -> Iterator[str]:
        return (f"member{number}" for number in range(self.members))

    def suggestions(self) -> Sequence[str]:
        return [f"member{number}" for number in range(min(3, self.members))]

    def _random(self, kind: str, number: int) -> random.Random:
        return random.Random(f"{self.seed} {kind} {number}")

    def _film(self, number: int) -> Film:
        rng = self._random("film", number)
        popularity = 2_000_000 / (1 + number) ** 0.8  # the first films are the best known
        title = f"{rng.choice(FIRST_WORDS)} {rng.choice(LAST_WORDS)} {number}"
        return Film(
            film_id=FIRST_ID + number,
            slug=f"film-{number}",
            title=title,
            release_year=_year(self.seed, number),
            runtime=rng.randint(70, 180),
            genres=tuple(rng.sample(GENRES, rng.randint(1, 3))),
            countries=(rng.choice(COUNTRIES),),
            languages=("English",),
            content_type="movie",
            letterboxd_rating=round(rng.uniform(1.8, 4.4), 2),
            letterboxd_rating_count=int(popularity) + 30,
            poster=f"/posters/film-{number}.svg",
            directors=(f"Director {rng.randrange(1 + self.films // 5)}",),
            cast=tuple(f"Actor {rng.randrange(1 + self.films)}" for _ in range(5)),
            synopsis=f"The story of {title}.",
            tmdb_id=FIRST_ID + number,
        )

    @lru_cache(maxsize=64)  # noqa: B019
    def _member(self, number: int) -> Member:
        rng = self._random("member", number)
        size = min(self.films, self.longest_history, int(20 * rng.paretovariate(0.7)))
        chosen = sorted(
            {int(self.films * rng.random() ** 3) for _ in range(size)},
            key=lambda film: (-_year(self.seed, film), film),
        )
        return Member(
            username=f"member{number}",
            about="A generated member.",
            films=[self._logged(film, rng) for film in chosen],
            watchlist=[self._listed(rng.randrange(self.films)) for _ in range(min(size, 40))],
        )

    def _logged(self, number: int, rng: random.Random) -> LoggedFilm:
        film = self._listed(number)
        rating = None if rng.random() < 0.1 else rng.randint(1, 10) / 2  # noqa: PLR2004
        return LoggedFilm(
            film.film_id,
            film.slug,
            film.title,
            film.release_year,
            rating,
            rng.random() < 0.2,  # noqa: PLR2004
        )

    def _listed(self, number: int) -> WatchlistFilm:
        rng = self._random("film", number)
        title = f"{rng.choice(FIRST_WORDS)} {rng.choice(LAST_WORDS)} {number}"
        return WatchlistFilm(FIRST_ID + number, f"film-{number}", title, _year(self.seed, number))


def _year(seed: int, number: int) -> int:
    rng = random.Random(f"{seed} year {number}")
    return NEWEST_YEAR - int(YEARS * rng.random() ** 2)


def _number(name: str, prefix: str, count: int) -> int | None:
    digits = name.removeprefix(prefix)
    if not name.startswith(prefix) or not (digits.isascii() and digits.isdecimal()):
        return None
    number = int(digits) if len(digits) < len(str(count)) + 1 else count
    return number if number < count and digits == str(number) else None
