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
    MetaData,
    SmallInteger,
    Table,
    Text,
    func,
    text,
)

SCHEMA = "projectionist"
metadata = MetaData(schema=SCHEMA)


def _names() -> ARRAY[str]:
    return ARRAY(Text)


# Every film page we have heard of. `next_due_at` is when to read it next; null: never again.
film_urls = Table(
    "film_urls",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("movie_id", BigInteger),
    Column("title", Text),
    Column("release_year", SmallInteger),
    Column(
        "state",
        Enum("new", "scraped", "gone", "failed", name="film_url_state", native_enum=False),
        nullable=False,
        server_default="new",
    ),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("error", Text),
    Column("seen_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("scraped_at", DateTime(timezone=True)),
    Column("next_due_at", DateTime(timezone=True), server_default=func.now()),
    Index("film_urls_next_due_at", "next_due_at", postgresql_where=text("next_due_at IS NOT NULL")),
    Index("film_urls_movie_id", "movie_id"),
)

# What a film's page said. `runtime` is in minutes, `letterboxd_rating` in stars.
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
    CheckConstraint("content_type IN ('movie', 'tv')", name="films_content_type"),
    Index("films_scraped_at", "scraped_at"),
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
