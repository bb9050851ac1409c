"""Films from other sources than Letterboxd's pages, and whose word counts for which fact."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from psycopg.types.json import Jsonb
from sqlalchemy import ARRAY, Connection, and_, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from app.store import merging
from app.store.copying import copied
from app.store.schema import films
from scrapers.records import Film

Source = Literal["movielens", "imdb", "tmdb"]

# The greater one's word counts; what no source is noted for is from the film's page.
RANKS: Mapping[str, int] = {"movielens": 1, "imdb": 2, "tmdb": 3, "letterboxd": 4}
# Facts of one kind are from one source.
TOGETHER = {
    "letterboxd_rating_count": "letterboxd_rating",
    "country_of_origin": "countries",
}
UNSOURCED = ("movie_id", "slug", "scraped_at", "digest", "retired_at", "sources")
FACTS = tuple(column.name for column in films.c if column.name not in UNSOURCED)
LISTS = {column.name for column in films.c if isinstance(column.type, ARRAY)}
WRITTEN = [column for column in films.c if column.name not in ("scraped_at", "retired_at")]


@dataclass
class Imported:
    """What became of a batch: `ids` are the stored films' by those that were brought."""

    ids: dict[int, int] = field(default_factory=dict)
    added: int = 0
    changed: int = 0


def store(connection: Connection, source: Source, batch: Sequence[Film]) -> Imported:
    """Add films, or what `source` knows better of films there are.

    A film is the same as one in the store if it is on TMDB or IMDb. Of several that are the same
    the first one counts.
    """
    known = _Known(connection, batch)
    done = Imported()
    combined: dict[int, dict[str, Any] | None] = {}
    for film in batch:
        kept = known.find(film)
        movie_id = film.film_id if kept is None else kept["movie_id"]
        done.ids[film.film_id] = movie_id
        if movie_id not in combined:
            combined[movie_id] = _combined(kept or _blank(film), _facts(film), source)
            done.added += kept is None
    rows = {movie_id: row for movie_id, row in combined.items() if row is not None}
    done.changed = len(rows) - done.added
    _write(connection, rows.values())
    merging.merge(connection, rows)
    return done


class _Known:
    """Films of the store by their ids elsewhere, held until the transaction ends."""

    def __init__(self, connection: Connection, batch: Iterable[Film]) -> None:
        self._by_id: dict[object, Mapping[str, Any]] = {}
        ids = [film.film_id for film in batch]
        imdb = [film.imdb_id for film in batch if film.imdb_id is not None]
        tmdb = [film.tmdb_id for film in batch if film.tmdb_id is not None]
        on_tmdb = and_(films.c.tmdb_id == func.any(tmdb), merging.no_tv(films))
        same = or_(films.c.movie_id == func.any(ids), films.c.imdb_id == func.any(imdb), on_tmdb)
        query = select(films).where(same, films.c.retired_at.is_(None))
        rows = connection.execute(query.order_by(films.c.movie_id).with_for_update())
        for row in (found._asdict() for found in rows):
            for key in _keys(row["movie_id"], row["imdb_id"], _tmdb(row)):
                self._by_id.setdefault(key, row)  # Letterboxd's own ids come first

    def find(self, film: Film) -> Mapping[str, Any] | None:
        keys = _keys(film.film_id, film.imdb_id, film.tmdb_id)
        found = [self._by_id[key] for key in keys if key in self._by_id]
        return min(found, key=lambda row: int(row["movie_id"]), default=None)


def _keys(movie_id: int, imdb_id: str | None, tmdb_id: int | None) -> Iterator[object]:
    yield movie_id
    if imdb_id is not None:
        yield imdb_id
    if tmdb_id is not None:
        yield "tmdb", tmdb_id


def _tmdb(row: Mapping[str, Any]) -> int | None:
    return None if row["content_type"] == "tv" else row["tmdb_id"]


def _blank(film: Film) -> dict[str, Any]:
    """A film of which nothing is known yet."""
    identity = {"movie_id": film.film_id, "slug": film.slug, "digest": None}
    return dict.fromkeys(FACTS) | identity | {"sources": {}}


def _facts(film: Film) -> dict[str, Any]:
    facts = {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(film).items()}
    facts["country_of_origin"] = film.countries[0] if film.countries else None
    return {name: facts[name] for name in FACTS}


def _combined(
    kept: Mapping[str, Any], facts: Mapping[str, Any], source: Source
) -> dict[str, Any] | None:
    """What is kept, with the facts that are new or from a source as good; None if nothing is."""
    row = {column.name: kept[column.name] for column in WRITTEN}
    row["sources"] = dict(kept["sources"])
    for name, fact in facts.items():
        if fact in (None, []) or not _counts(kept, TOGETHER.get(name, name), source):
            continue
        row[name] = fact
        row["sources"][name] = source
    changed = any(row[name] != kept[name] for name in (*FACTS, "sources"))
    return _complete(row) if changed else None


def _counts(kept: Mapping[str, Any], leading: str, source: Source) -> bool:
    """Whether `source` is believed of a fact that may have been told before."""
    told = kept[leading] not in (None, [])
    return not told or RANKS[source] >= RANKS[kept["sources"].get(leading, "letterboxd")]


def _complete(row: dict[str, Any]) -> dict[str, Any]:
    """As the table wants it: no list is null."""
    lists = {c.name: row[c.name] or [] for c in WRITTEN if c.name in LISTS}
    return row | lists | {"sources": Jsonb(row["sources"])}


def _write(connection: Connection, rows: Collection[Mapping[str, Any]]) -> None:
    if not rows:
        return
    with copied(connection, WRITTEN, rows) as read:
        statement = insert(films).from_select(
            [*read.c.keys(), "scraped_at"], select(read, func.clock_timestamp())
        )
        fresh = {c.name: statement.excluded[c.name] for c in films.c if not c.primary_key}
        connection.execute(statement.on_conflict_do_update(index_elements=["movie_id"], set_=fresh))
