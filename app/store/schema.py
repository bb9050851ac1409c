"""The tables, in a schema of their own that Supabase's public REST API does not expose."""

from sqlalchemy import (
    ARRAY,
    REAL,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Enum,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

SCHEMA = "projectionist"
metadata = MetaData(schema=SCHEMA)


def _names() -> ARRAY[str]:
    return ARRAY(Text)


# Every film page we have heard of. `next_due_at` is when to read it next; null: never again.
# Until `leased_until`, the process `leased_by` reads it, and no other. `refresh_days` is the time
# between two readings; `etag` and `last_modified` are as the site sent them with the page.
film_urls = Table(
    "film_urls",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("movie_id", BigInteger),
    Column("title", Text),
    Column("release_year", SmallInteger),
    Column(
        "state",
        Enum(
            "new", "scraped", "gone", "renamed", "failed", name="film_url_state", native_enum=False
        ),
        nullable=False,
        server_default="new",
    ),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("error", Text),
    Column("seen_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("scraped_at", DateTime(timezone=True)),
    Column("next_due_at", DateTime(timezone=True), server_default=func.now()),
    Column("leased_until", DateTime(timezone=True)),
    Column("leased_by", Text),
    Column("refresh_days", REAL),
    Column("rating_count", Integer, nullable=False, server_default="0"),
    Column("etag", Text),
    Column("last_modified", Text),
    Index(
        "film_urls_next_due_at",
        "next_due_at",
        text("rating_count DESC"),
        "slug",
        postgresql_where=text("next_due_at IS NOT NULL"),
    ),
    Index("film_urls_movie_id", "movie_id"),
)

# What a film's page said. `runtime` is in minutes, `letterboxd_rating` in stars. `digest` is of the
# facts that seldom change. A film is retired while its page is gone. `sources` names who said what
# is there, by column, where it was not the page.
films = Table(
    "films",
    metadata,
    Column("movie_id", BigInteger, primary_key=True, autoincrement=False),
    Column("url", Text, nullable=False),
    Column("slug", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("release_year", SmallInteger),
    Column("runtime", Integer),
    Column("genres", _names(), nullable=False),
    Column("country_of_origin", Text),
    Column("content_type", Text),
    Column("letterboxd_rating", REAL),
    Column("letterboxd_rating_count", Integer),
    Column("poster", Text),
    Column("countries", _names(), nullable=False),
    Column("languages", _names(), nullable=False),
    Column("directors", _names(), nullable=False),
    Column("cast", _names(), nullable=False),
    Column("studios", _names(), nullable=False),
    Column("themes", _names(), nullable=False),
    Column("synopsis", Text),
    Column("tagline", Text),
    Column("tmdb_id", Integer),
    Column("imdb_id", Text),
    Column("scraped_at", DateTime(timezone=True), nullable=False),
    Column("digest", BigInteger),
    Column("retired_at", DateTime(timezone=True)),
    Column("sources", JSONB, nullable=False, server_default=text("'{}'")),
    CheckConstraint("content_type IN ('movie', 'tv')", name="films_content_type"),
    Index("films_scraped_at", "scraped_at"),
    Index("films_imdb_id", "imdb_id"),
    Index("films_tmdb_id", "tmdb_id"),
)

# `username` is in lower case: Letterboxd's are case-insensitive.
members = Table(
    "members",
    metadata,
    Column("username", Text, primary_key=True),
    Column("read_at", DateTime(timezone=True), nullable=False),
    Column("diary_read_at", DateTime(timezone=True)),
    Column("watchlist_read_at", DateTime(timezone=True)),
)

# Every film a member logged. `half_stars` is 1..10, null when logged without a rating;
# `watched_on` is the day they last watched it, null where the diary was not read or has none.
# No key to films: a film on a profile may not have been scraped yet.
ratings = Table(
    "ratings",
    metadata,
    Column(
        "username",
        Text,
        ForeignKey(members.c.username, ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("movie_id", BigInteger, primary_key=True, autoincrement=False),
    Column("half_stars", SmallInteger),
    Column("liked", Boolean, nullable=False),
    Column("watched_on", Date),
    CheckConstraint("half_stars BETWEEN 1 AND 10", name="ratings_half_stars"),
    # Few have any; they move when the film's page is read.
    Index("ratings_imported", "movie_id", postgresql_where=text("movie_id >= 1000000000000")),
)

# What a member means to see.
watchlist = Table(
    "watchlist",
    metadata,
    Column(
        "username",
        Text,
        ForeignKey(members.c.username, ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("movie_id", BigInteger, primary_key=True, autoincrement=False),
)

# How often each feature was used on each day (UTC), by whomever.
daily_counts = Table(
    "daily_counts",
    metadata,
    Column("day", Date, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)

# Who marked films, by the hash of a random token that only their browser has.
visitors = Table(
    "visitors",
    metadata,
    Column("visitor", LargeBinary, primary_key=True),
    Column("marked_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Index("visitors_marked_at", "marked_at"),
)

# Films that a visitor does not want to be shown again.
marks = Table(
    "marks",
    metadata,
    Column(
        "visitor",
        LargeBinary,
        ForeignKey(visitors.c.visitor, ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("movie_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("kind IN ('not_interested', 'seen')", name="marks_kind"),
)

# Which process does a job, `until` its lease ends unless it is renewed.
job_leases = Table(
    "job_leases",
    metadata,
    Column("job", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", DateTime(timezone=True), nullable=False),
)
