"""Leases of film pages, when to read them again, and films that are gone"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

SCHEMA = "projectionist"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for column in (
        sa.Column("leased_until", MOMENT),
        sa.Column("leased_by", sa.Text()),
        sa.Column("refresh_days", sa.REAL()),
        sa.Column("rating_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
    ):
        op.add_column("film_urls", column, schema=SCHEMA)
    op.add_column("films", sa.Column("digest", sa.BigInteger()), schema=SCHEMA)
    op.add_column("films", sa.Column("retired_at", MOMENT), schema=SCHEMA)
    op.drop_index("film_urls_next_due_at", "film_urls", schema=SCHEMA)
    op.create_index(
        "film_urls_next_due_at",
        "film_urls",
        ["next_due_at", sa.text("rating_count DESC"), "slug"],
        schema=SCHEMA,
        postgresql_where=sa.text("next_due_at IS NOT NULL"),
    )
    _take_over_rating_counts()


def _take_over_rating_counts() -> None:
    op.execute(
        "UPDATE projectionist.film_urls SET rating_count = films.letterboxd_rating_count "
        "FROM projectionist.films WHERE films.movie_id = film_urls.movie_id "
        "AND films.letterboxd_rating_count IS NOT NULL"
    )
