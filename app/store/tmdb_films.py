"""Which films TMDB is to be asked for."""

from sqlalchemy import Connection, Select, or_, select

from app.store import merging
from app.store.schema import films

TITLED_BY = films.c.sources["title"].astext


def with_tmdb(connection: Connection) -> set[int]:
    """The films, by their TMDB ids, of which a page or TMDB has told already."""
    told = or_(films.c.movie_id < merging.FIRST, TITLED_BY == "tmdb")
    return set(connection.execute(_on_tmdb().where(told)).scalars())


def without_tmdb(connection: Connection) -> list[int]:
    """The imported films, by their TMDB ids, that TMDB may say more of; the best known first."""
    query = _on_tmdb().where(films.c.movie_id >= merging.FIRST, TITLED_BY != "tmdb")
    fame = films.c.letterboxd_rating_count.desc().nulls_last()
    return list(connection.execute(query.order_by(fame, films.c.tmdb_id)).scalars())


def _on_tmdb() -> Select[int]:
    return select(films.c.tmdb_id).where(
        films.c.tmdb_id.is_not(None), merging.no_tv(films), films.c.retired_at.is_(None)
    )
