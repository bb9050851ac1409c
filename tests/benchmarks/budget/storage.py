"""Bytes of each table and index, fresh and after a month in which everything was read again."""

from collections.abc import Callable

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import Engine, text

MB = 2**20
ROUNDS = 20  # so much of a table is dead before it is vacuumed, as migration 0008 sets it
SIZES = """
SELECT relname, kind, bytes FROM (
    SELECT relname, 'table' AS kind, pg_table_size(oid) AS bytes FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'projectionist'::regnamespace
    UNION ALL SELECT relname, 'index', pg_relation_size(oid) FROM pg_class
    WHERE relkind = 'i' AND relnamespace = 'projectionist'::regnamespace) AS sizes
WHERE bytes > 100000 ORDER BY bytes DESC
"""
READ_AGAIN = {
    "films": """
        UPDATE projectionist.films SET scraped_at = clock_timestamp(),
            letterboxd_rating_count = letterboxd_rating_count + 1
        WHERE movie_id % :rounds = :number
    """,
    "film_urls": """
        UPDATE projectionist.film_urls SET scraped_at = now(), next_due_at = now() + '31 days',
            rating_count = rating_count + 1, refresh_days = 30 WHERE movie_id % :rounds = :number
    """,
    # Days are forgotten then, and else a tenth of what a member logged has changed.
    "ratings": """
        UPDATE projectionist.ratings SET watched_on = NULL, liked = NOT liked
        WHERE member % :rounds = :number AND (watched_on IS NOT NULL OR movie_id % 10 = 0)
    """,
}
Say = Callable[[str], None]


def measure(engine: Engine, uri: str, say: Say) -> None:
    for table in ("members", "watchlist", *READ_AGAIN):
        _vacuum(uri, table)
    _show(engine, say)
    for table, statement in READ_AGAIN.items():
        for number in range(ROUNDS):
            with engine.begin() as connection:
                connection.execute(text(statement), {"rounds": ROUNDS, "number": number})
            _vacuum(uri, table)
        say(f"after {table} were read again:")
        _show(engine, say)


def _show(engine: Engine, say: Say) -> None:
    with engine.connect() as connection:
        for name, kind, size in connection.execute(text(SIZES)):
            say(f"{name:<28} {kind:<6} {size / MB:8.1f} MB")
        whole = text("SELECT pg_database_size(current_database())")
        say(f"\nthe whole database {connection.execute(whole).scalar_one() / MB:23.1f} MB\n")


def _vacuum(uri: str, table: str) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(SQL("VACUUM (ANALYZE) projectionist.{}").format(Identifier(table)))
