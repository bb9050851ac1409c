"""A store of full size: films with fields as long as real ones, and members' ratings."""

import random
from collections.abc import Iterator, Sequence

from psycopg import Connection
from sqlalchemy import Engine

from app.store.films import MOST_CAST
from scrapers.records import Film
from scrapers.standin.generated import GeneratedWorld

POSTERS = "https://a.ltrbxd.com/resized/film-poster"
LETTERS = "etaoinshrdlucmfwypvbgk"
MEAN_CAST, LONGEST_CAST = 22, 120
MEAN_THEMES = 5
WATCHLIST = 60
FILM_COLUMNS = (
    *("movie_id", "slug", "title", "release_year", "runtime", "genres"),
    *("country_of_origin", "content_type", "letterboxd_rating", "letterboxd_rating_count"),
    *("poster", "countries", "languages", "directors", '"cast"', "studios", "themes"),
    *("synopsis", "tagline", "tmdb_id", "imdb_id", "scraped_at"),
)
RATINGS = """
INSERT INTO projectionist.ratings (member, movie_id, half_stars, liked, watched_on)
SELECT number, first + (number * 7919 + nth * 251) %% films,
    CASE WHEN random() < 0.9 THEN 1 + floor(random() * 10) END, random() < 0.2,
    CASE WHEN random() < %(dated)s THEN current_date - nth END
FROM projectionist.members,
    (SELECT min(movie_id) AS first, count(*) AS films FROM projectionist.films) AS known,
    generate_series(1, %(each)s) AS nth ORDER BY 1, 2
"""
WATCHLISTS = """
INSERT INTO projectionist.watchlist (member, movie_id)
SELECT number, movie_id FROM projectionist.members, LATERAL (
    SELECT movie_id FROM projectionist.films
    WHERE movie_id > (SELECT min(movie_id) FROM projectionist.films) + length(username) * 100
    ORDER BY movie_id LIMIT %(each)s) AS wanted
"""


def fill(engine: Engine, films: int, members: int, ratings: int, dated: float) -> None:
    """`dated` is the share of ratings of which the diary told the day."""
    with engine.begin() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, Connection)
        _films(driver, films)
        rng = random.Random(1)
        with driver.cursor().copy(
            "COPY projectionist.members (username, read_at) FROM STDIN"
        ) as copy:
            for number in range(members):
                copy.write_row((f"{_word(rng, rng.randint(4, 11))}{number}", "now"))
        driver.execute(RATINGS, {"each": ratings // members, "dated": dated})
        driver.execute(WATCHLISTS, {"each": WATCHLIST})


def _films(driver: Connection, count: int) -> None:
    world, rng = GeneratedWorld(count), random.Random(0)
    people = [f"{_word(rng, 6).title()} {_word(rng, 7).title()}" for _ in range(1 + count)]
    columns = ", ".join(FILM_COLUMNS)
    slugs = []
    with driver.cursor().copy(f"COPY projectionist.films ({columns}) FROM STDIN") as copy:
        for name in world.slugs():
            film = world.film(name)
            assert film is not None
            row = _row(film, people, rng)
            slugs.append((row[1], row[0], row[2], row[3]))
            copy.write_row(row)
    with driver.cursor().copy(
        "COPY projectionist.film_urls (slug, movie_id, title, release_year, state, scraped_at, "
        "next_due_at) FROM STDIN"
    ) as copy:
        for page in slugs:
            copy.write_row((*page, "scraped", "now", "tomorrow"))


def _row(film: Film, people: Sequence[str], rng: random.Random) -> tuple[object, ...]:
    """Random letters, because repeated words would be compressed as no real ones are."""
    title = " ".join(_words(rng, rng.randint(1, 4))).title()
    slug = f"{title.lower().replace(' ', '-')}-{film.film_id}"
    size = min(LONGEST_CAST, 1 + int(rng.expovariate(1 / MEAN_CAST)))
    cast = [people[int(len(people) * rng.random() ** 2)] for _ in range(size)]
    themes = [" ".join(_words(rng, 4)) for _ in range(rng.randint(0, 2 * MEAN_THEMES))]
    folders = "/".join(str(film.film_id))
    poster = f"{POSTERS}/{folders}/{slug}-0-230-0-345-crop.jpg?v={_word(rng, 10)}"
    return (
        *(film.film_id, slug, title, film.release_year, film.runtime),
        *(list(film.genres), film.countries[0], film.content_type, film.letterboxd_rating),
        *(film.letterboxd_rating_count, poster, list(film.countries), list(film.languages)),
        *(cast[:1], cast[:MOST_CAST], [_word(rng, 14) for _ in range(rng.randint(0, 4))], themes),
        *(" ".join(_words(rng, rng.randint(15, 75))), " ".join(_words(rng, rng.randint(0, 12)))),
        *(film.tmdb_id, f"tt{film.film_id:08}", "now"),
    )


def _words(rng: random.Random, count: int) -> Iterator[str]:
    return (_word(rng, rng.randint(2, 9)) for _ in range(count))


def _word(rng: random.Random, length: int) -> str:
    return "".join(rng.choices(LETTERS, k=length))
