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
    Double,
    Enum,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
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

# `username` is in lower case: Letterboxd's are case-insensitive. Other tables know a member by
# `number`: millions of rows that each held the name would not fit a small database.
members = Table(
    "members",
    metadata,
    Column("username", Text, primary_key=True),
    Column("read_at", DateTime(timezone=True), nullable=False),
    Column("diary_read_at", DateTime(timezone=True)),
    Column("watchlist_read_at", DateTime(timezone=True)),
    Column("number", Integer, Identity(always=True), nullable=False, unique=True),
)

# Whose films pages are read each month, whether they were read yet or not, and when next.
# `films_mark` and `feed_mark` tell whether those have changed since; `unchanged` counts readings
# that stopped there, `misses` those that found the member gone or private, each since the last
# other one.
known_members = Table(
    "known_members",
    metadata,
    Column("username", Text, primary_key=True),
    Column(
        "state",
        Enum("active", "private", "gone", name="known_member_state", native_enum=False),
        nullable=False,
        server_default="active",
    ),
    Column("read_at", DateTime(timezone=True)),
    Column("due_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("leased_until", DateTime(timezone=True)),
    Column("leased_by", Text),
    Column("films_mark", BigInteger),
    Column("feed_mark", BigInteger),
    Column("unchanged", SmallInteger, nullable=False, server_default="0"),
    Column("misses", SmallInteger, nullable=False, server_default="0"),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Index("known_members_due_at", "due_at", "username"),
)

# Who asked not to be read any more, by the hash of their username.
opted_out = Table(
    "opted_out",
    metadata,
    Column("username_hash", LargeBinary, primary_key=True),
    Column("since", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

# Every film a member logged. `half_stars` is 1..10, null when logged without a rating;
# `watched_on` is the day they last watched it, null where the diary was not read or has none.
# No key to films: a film on a profile may not have been scraped yet. Long columns come first, so
# that none is padded.
ratings = Table(
    "ratings",
    metadata,
    Column("movie_id", BigInteger, nullable=False),
    Column("member", Integer, ForeignKey(members.c.number, ondelete="CASCADE"), nullable=False),
    Column("watched_on", Date),
    Column("half_stars", SmallInteger),
    Column("liked", Boolean, nullable=False),
    PrimaryKeyConstraint("member", "movie_id"),
    CheckConstraint("half_stars BETWEEN 1 AND 10", name="ratings_half_stars"),
    # Few have any; they move when the film's page is read.
    Index("ratings_imported", "movie_id", postgresql_where=text("movie_id >= 1000000000000")),
)

# What a member means to see.
watchlist = Table(
    "watchlist",
    metadata,
    Column("movie_id", BigInteger, nullable=False),
    Column("member", Integer, ForeignKey(members.c.number, ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("member", "movie_id"),
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

# How each figure of the statistics is distributed over the members who have it, `members` of them,
# when they were last counted: `quantiles` ascend, evenly far from each other.
distributions = Table(
    "distributions",
    metadata,
    Column("figure", Text, primary_key=True),
    Column("members", Integer, nullable=False),
    Column("quantiles", ARRAY(Double), nullable=False),
    Column("counted_at", DateTime(timezone=True), nullable=False),
)

# The versions of trained models whose bytes are in a bucket; one of each model serves. The manifest
# vouches for the bytes by their checksum.
model_versions = Table(
    "model_versions",
    metadata,
    Column("model", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("manifest", JSONB, nullable=False),
    Column("serves", Boolean, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("version ~ '^[0-9]{6,}$'", name="model_versions_version"),
    CheckConstraint("jsonb_typeof(manifest) = 'object'", name="model_versions_manifest"),
    Index("model_versions_serves", "model", unique=True, postgresql_where=text("serves")),
)
