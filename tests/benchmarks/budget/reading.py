"""Bytes that the database sends to a server, to the jobs, and for a visitor."""

from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import text

from app.catalogue.facets import FACETS
from app.config import Settings
from app.imports.movielens.service import import_movielens
from app.jobs.films import scrape_films
from app.services import Services
from app.store import figures, film_urls, members, stored_ratings
from app.store.kept_films import kept
from scrapers.records import LoggedFilm
from scrapers.standin.generated import FIRST_ID, GeneratedWorld
from scrapers.standin.server import Standin, serve
from tests.benchmarks.budget.storage import MB, Say
from tests.benchmarks.budget.traffic import Traffic
from tests.conftest import standin_settings

PAGES = 1000
PROFILE = 400  # films
LENT_RATERS, LENT_RATINGS = 500, 200  # of MovieLens: raters, and ratings of each
CHANGED = """
UPDATE projectionist.films SET scraped_at = clock_timestamp() + make_interval(hours => :later)
WHERE movie_id < :end
"""
# Of films with fields as long as real ones; those of the stand-in are short.
LONG = """
SELECT slug FROM projectionist.film_urls WHERE slug NOT LIKE 'film-%'
ORDER BY movie_id DESC LIMIT :pages
"""
DUE = "UPDATE projectionist.film_urls SET next_due_at = now() WHERE slug LIKE 'film-%'"


class Reading:
    """Each figure is of what was sent since the one before."""

    def __init__(self, traffic: Traffic, url: str, folder: Path, say: Say) -> None:
        self._traffic, self._url, self._folder, self._say = traffic, url, folder, say
        self._services = Services(Settings(database_url=SecretStr(url), data_dir=folder))

    def measure(self) -> None:
        self._server()
        self._visitors()
        self._training()
        self._imports()
        with serve(GeneratedWorld(PAGES)) as site:
            self._film_job(site)
        self._services.engine.dispose()

    def _tell(self, what: str, work: Callable[[], object]) -> None:
        self._traffic.taken()
        work()
        self._say(f"{what:<48} {self._traffic.taken() / MB:8.2f} MB")

    def _server(self) -> None:
        catalogue = self._services.catalogue
        self._tell("the catalogue, at a start with its snapshot", catalogue.current)
        self._tell("the catalogue, looked at again", catalogue.current)
        for facet in FACETS:
            self._tell(
                f"the first filter by {facet}", lambda f=facet: catalogue.current().facets.of(f)
            )
        self._change(1, 1)  # so that those of the last minute are not all of them
        catalogue.current()
        self._change(PAGES, 2)
        self._tell(f"the catalogue after {PAGES} films changed", catalogue.current)

    def _change(self, films: int, later: int) -> None:
        with self._services.engine.begin() as connection:
            connection.execute(text(CHANGED), {"end": FIRST_ID + films, "later": later})

    def _visitors(self) -> None:
        logged = [
            LoggedFilm(FIRST_ID + number, f"film-{number}", "Any", rating=3.5)
            for number in range(PROFILE)
        ]
        with self._services.engine.begin() as connection:
            self._tell(
                f"a profile of {PROFILE} films is saved",
                lambda: members.save(connection, "visitor", logged),
            )
            self._tell("and loaded", lambda: members.load(connection, "visitor"))

    def _training(self) -> None:
        with self._services.engine.connect() as connection:
            self._tell(
                "all ratings, for a training", lambda: stored_ratings.all_ratings(connection)
            )
        with self._services.engine.connect() as connection:
            self._tell("all members' figures", lambda: figures.member_figures(connection))

    def _imports(self) -> None:
        folder = _lent(self._folder / "lent")
        count = LENT_RATERS * LENT_RATINGS
        for which in ("an import", "the same import again"):
            self._tell(
                f"{which} of {PAGES} films, {count} ratings",
                lambda: import_movielens(self._services, folder),
            )

    def _film_job(self, site: Standin) -> None:
        services = Services(standin_settings(site, self._url, data_dir=self._folder))
        with services.engine.begin() as connection:
            film_urls.add(connection, dict.fromkeys(site.world.slugs()))
        self._tell(f"the film job, {PAGES} new pages", lambda: scrape_films(services))
        with services.engine.begin() as connection:
            long = list(connection.execute(text(LONG), {"pages": PAGES}).scalars())
            self._tell(
                f"what the film job reads of {PAGES} long films", lambda: kept(connection, long)
            )
            connection.execute(text(DUE))
        self._tell(f"the film job, {PAGES} known pages", lambda: scrape_films(services))
        services.letterboxd.close()
        services.engine.dispose()


def _lent(folder: Path) -> Path:
    """As MovieLens lays its files out."""
    folder.mkdir(parents=True)
    films = range(1, PAGES + 1)
    movies = (f"{film},Film {film} (1999),Drama" for film in films)
    links = (f"{film},{film:07},{film}" for film in films)
    ratings = (
        f"{rater},{1 + (rater * 7 + number) % PAGES},4.0,0"
        for rater in range(LENT_RATERS)
        for number in range(LENT_RATINGS)
    )
    for name, header, rows in (
        ("movies", "movieId,title,genres", movies),
        ("links", "movieId,imdbId,tmdbId", links),
        ("ratings", "userId,movieId,rating,timestamp", ratings),
    ):
        (folder / f"{name}.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return folder
