"""`make bench`: what a request costs, beside the plain way to do it, in one run.

Prints a table and writes bench.json. Times are the best of some rounds, in seconds.
"""

import argparse
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from app.catalogue import Catalogue, identities
from app.facets import Facets
from app.recommendations.choice import Serving
from app.recommendations.opinions import Known, Opinion, form_opinion
from app.recommendations.query import Helping
from app.recommendations.service import rank
from app.search.index import TitleIndex
from app.store.members import Profile
from models.features import feature_matrix
from models.ranking import unseen
from scrapers.pages.film import parse_film
from scrapers.standin.generated import GeneratedWorld
from scrapers.standin.render import film_page
from tests.benchmarks.plain import plain_recommendations

ROUNDS = 3
LIMIT = 24
SITE = "https://films.example"
REAL_BYTES = 200_000  # of a film page on the site
MISTYPED = "Sillent Rivre 123"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--films", type=int, default=100_000)
    parser.add_argument("--ratings", type=int, default=1_000)
    options = parser.parse_args()
    world = GeneratedWorld(options.films)
    records = _records(world)
    profile = _profile(records, options.ratings)
    results = _measure(world, records, profile)
    ratio = results["plain request"] / results["request"]
    print(f"{options.films} films, {options.ratings} ratings\n")
    print(f"plain request / request   {ratio:8.1f} x")
    for name, seconds in results.items():
        print(f"{name:<25} {seconds * 1000:8.1f} ms")
    Path("bench.json").write_text(json.dumps({"ratio": ratio, "seconds": results}, indent=2))


def _measure(
    world: GeneratedWorld, records: list[dict[str, object]], profile: Profile
) -> dict[str, float]:
    frame = pd.DataFrame(records).set_index("movie_id")
    catalogue = Catalogue(
        frame,
        feature_matrix(frame),
        identities(frame),
        None,
        SITE,
        Facets(frame, lambda column: {}),
    )
    ratings = pd.DataFrame({"movie_id": profile.movie_ids, "stars": profile.stars})
    logged = catalogue.positions(profile.movie_ids)
    film = world.film("film-1")
    assert film is not None
    page, real_page = film_page(film), film_page(film, page_bytes=REAL_BYTES)
    titles = TitleIndex(catalogue)

    def personal() -> Opinion:
        return form_opinion("personal", Known(Serving(None, None), catalogue, profile))

    return {
        "plain request": _best(lambda: plain_recommendations(records, ratings, LIMIT)),
        "request": _best(
            lambda: rank(catalogue, unseen(catalogue.identities, logged), personal(), Helping())
        ),
        "training and predicting": _best(personal),
        "loading the catalogue": _best(lambda: (feature_matrix(frame), identities(frame))),
        "parsing a film page": _best(lambda: parse_film(page)),
        "... of real size (200 KB)": _best(lambda: parse_film(real_page)),
        "indexing the titles": _best(lambda: TitleIndex(catalogue)),
        "finding a mistyped title": _best(lambda: titles.find(MISTYPED, None, LIMIT)),
    }


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def _records(world: GeneratedWorld) -> list[dict[str, object]]:
    """The films as rows of the store."""
    rows = []
    for slug in world.slugs():
        film = world.film(slug)
        assert film is not None
        rows.append(
            {
                "movie_id": film.film_id,
                "slug": film.slug,
                "title": film.title,
                "release_year": film.release_year,
                "runtime": film.runtime,
                "genres": list(film.genres),
                "country_of_origin": film.countries[0],
                "content_type": film.content_type,
                "letterboxd_rating": film.letterboxd_rating,
                "letterboxd_rating_count": film.letterboxd_rating_count,
                "poster": film.poster,
                "directors": list(film.directors),
            }
        )
    return rows


def _profile(records: list[dict[str, object]], count: int) -> Profile:
    rng = np.random.default_rng(0)
    chosen = rng.choice(len(records), count, replace=False)
    return Profile(
        username="bench",
        read_at=datetime.now(UTC),
        movie_ids=np.array([records[row]["movie_id"] for row in chosen], np.int64),
        stars=rng.integers(1, 11, count) / 2,
        liked=np.zeros(count, np.bool_),
        watched_on=np.full(count, "NaT", "datetime64[D]"),
    )


if __name__ == "__main__":
    main()
