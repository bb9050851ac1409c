"""Film URLs, films, members and ratings"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "film_urls",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("movie_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("release_year", sa.SmallInteger(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "scraped",
                "gone",
                "failed",
                name="film_url_state",
                native_enum=False,
                schema="projectionist",
            ),
            server_default="new",
            nullable=False,
        ),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column(
            "seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("scraped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "next_due_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("slug"),
        schema="projectionist",
    )
    op.create_index(
        "film_urls_movie_id", "film_urls", ["movie_id"], unique=False, schema="projectionist"
    )
    op.create_index(
        "film_urls_next_due_at",
        "film_urls",
        ["next_due_at"],
        unique=False,
        schema="projectionist",
        postgresql_where=sa.text("next_due_at IS NOT NULL"),
    )
    op.create_table(
        "films",
        sa.Column("movie_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("release_year", sa.SmallInteger(), nullable=True),
        sa.Column("runtime", sa.Integer(), nullable=True),
        sa.Column("genres", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("country_of_origin", sa.Text(), nullable=True),
        sa.Column("content_type", sa.Text(), nullable=True),
        sa.Column("letterboxd_rating", sa.REAL(), nullable=True),
        sa.Column("letterboxd_rating_count", sa.Integer(), nullable=True),
        sa.Column("poster", sa.Text(), nullable=True),
        sa.Column("countries", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("languages", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("directors", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("cast", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("studios", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("themes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("synopsis", sa.Text(), nullable=True),
        sa.Column("tagline", sa.Text(), nullable=True),
        sa.Column("tmdb_id", sa.Integer(), nullable=True),
        sa.Column("imdb_id", sa.Text(), nullable=True),
        sa.Column("scraped_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("content_type IN ('movie', 'tv')", name="films_content_type"),
        sa.PrimaryKeyConstraint("movie_id"),
        schema="projectionist",
    )
    op.create_index(
        "films_scraped_at", "films", ["scraped_at"], unique=False, schema="projectionist"
    )
    op.create_table(
        "members",
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("username"),
        schema="projectionist",
    )
    op.create_table(
        "ratings",
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("movie_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("half_stars", sa.SmallInteger(), nullable=True),
        sa.Column("liked", sa.Boolean(), nullable=False),
        sa.CheckConstraint("half_stars BETWEEN 1 AND 10", name="ratings_half_stars"),
        sa.ForeignKeyConstraint(
            ["username"], ["projectionist.members.username"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("username", "movie_id"),
        schema="projectionist",
    )
