"""Films asked of TMDB, one by one. Stopped and started again, it goes on."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from app.imports.errors import ImportRefusedError
from app.imports.keeping import keep
from app.imports.tmdb.ids import most_popular
from app.imports.tmdb.record import read_movie
from app.services import Services
from app.store import tmdb_films
from scrapers.errors import NotFoundError, ScraperError
from scrapers.records import Film
from scrapers.tmdb import TmdbClient

AT_ONCE = 20  # a killed import loses two seconds


def import_tmdb(services: Services, ids: Path | None, most: int | None) -> dict[str, int]:
    """What was done, in figures by what they are. Raises ImportRefusedError.

    `ids` is a list of TMDB's; without one, imported films are completed.
    """
    key = services.settings.tmdb_api_key
    if key is None:
        raise ImportRefusedError("TMDB_API_KEY is not set")
    with services.engine.connect() as connection:
        open_ids, done = tmdb_films.without_tmdb(connection), tmdb_films.with_tmdb(connection)
    wanted = open_ids if ids is None else most_popular(ids, None)
    asked = [film for film in wanted if film not in done][:most]
    with TmdbClient(services.settings.tmdb_url, key.get_secret_value()) as client:
        answers = _Answers(client, asked)
        stored = keep(services, "tmdb", answers.films(), AT_ONCE)
    if answers.stopped is not None:
        raise ImportRefusedError(str(answers.stopped)) from answers.stopped
    return {
        "films asked for": len(asked),
        "films added": stored.added,
        "films changed": stored.changed,
        "films that TMDB does not have": answers.counts["gone"],
        "answers that cannot be used": answers.counts["bad"],
    }


class _Answers:
    """What TMDB answers; `stopped` is why it was not asked for the rest."""

    def __init__(self, client: TmdbClient, ids: Iterable[int]) -> None:
        self._client = client
        self._ids = ids
        self.counts: Counter[str] = Counter()
        self.stopped: ScraperError | None = None

    def films(self) -> Iterator[Film]:
        for tmdb_id in self._ids:
            try:
                yield read_movie(self._client.film(tmdb_id))
            except NotFoundError:
                self.counts["gone"] += 1
            except ValidationError:
                self.counts["bad"] += 1
            except ScraperError as error:
                self.stopped = error
                return
