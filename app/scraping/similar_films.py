"""Films that are new to us among those that film pages call similar."""

from datetime import timedelta

from sqlalchemy import Engine

from app.scraping.film_outcomes import Outcome
from app.store import film_urls
from scrapers.records import WatchlistFilm

BATCH_FILMS = 50
GONE_REST = timedelta(weeks=4)  # pages go on linking to a film that is gone


class SimilarFilms:
    """Notes films to be read, as long as the store knows of fewer than `limit` pages; each
    page may name several, and the site has a million films, so they would never end."""

    def __init__(self, engine: Engine, limit: int) -> None:
        self.noted = 0
        self._engine, self._limit = engine, limit
        self._heard: set[str] = set()
        self._waiting: dict[str, WatchlistFilm] = {}

    def hear(self, outcome: Outcome) -> None:
        """Keep what this page names until there are some to be noted at once."""
        for film in outcome.film.similar if outcome.film else ():
            if film.slug not in self._heard:
                self._heard.add(film.slug)
                self._waiting[film.slug] = film
        if len(self._waiting) >= BATCH_FILMS:
            self.note()

    def note(self) -> None:
        """What waits may be read from now on, or again if it was gone long ago; what is above the
        limit is forgotten."""
        waiting, self._waiting = self._waiting, {}
        if not waiting or not self._limit:
            return
        with self._engine.begin() as connection:
            room = self._limit - film_urls.count(connection)
            unknown = film_urls.unknown(connection, waiting)[: max(0, room)]
            film_urls.add(connection, {slug: waiting[slug] for slug in unknown})
        with self._engine.begin() as connection:  # two, so that no lock is waited for out of order
            again = film_urls.ask_again(connection, waiting, GONE_REST)
        self.noted += len(unknown) + again
