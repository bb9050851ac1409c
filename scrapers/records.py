"""What a page says, as plain records. A fact the page does not give is None or an empty tuple."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

ContentType = Literal["movie", "tv"]
ErrorKind = Literal["not_found", "private", "blocked", "rate_limited", "unknown"]
FeedKind = Literal["watch", "review", "list"]


@dataclass(frozen=True, slots=True)
class Film:
    """A film page. `runtime` is in minutes, `letterboxd_rating` in stars (0.5..5)."""

    film_id: int
    slug: str
    title: str
    release_year: int | None = None
    runtime: int | None = None
    genres: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    content_type: ContentType | None = None
    letterboxd_rating: float | None = None
    letterboxd_rating_count: int | None = None
    poster: str | None = None
    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    studios: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    synopsis: str | None = None
    tagline: str | None = None
    tmdb_id: int | None = None
    imdb_id: str | None = None
    similar: tuple["WatchlistFilm", ...] = ()


@dataclass(frozen=True, slots=True)
class LoggedFilm:
    """One film on a member's films page; `rating` is in stars (0.5..5), None when not rated."""

    film_id: int
    slug: str
    title: str
    release_year: int | None = None
    rating: float | None = None
    liked: bool = False


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """A member's own page, `/MEMBER/`; `bio` is empty where they say nothing of themselves."""

    owner: str
    bio: str


@dataclass(frozen=True, slots=True)
class MemberFilms:
    """One page of `/MEMBER/films/`; `total` counts the films of all pages, where it is told."""

    owner: str
    page: int
    last_page: int
    films: tuple[LoggedFilm, ...] = ()
    total: int | None = None


@dataclass(frozen=True, slots=True)
class WatchlistFilm:
    """A film as its poster names it, on a watchlist or among similar films."""

    film_id: int
    slug: str
    title: str
    release_year: int | None = None


@dataclass(frozen=True, slots=True)
class Watchlist:
    """One page of `/MEMBER/watchlist/`; `total` counts the films of all pages."""

    owner: str
    page: int
    last_page: int
    total: int
    films: tuple[WatchlistFilm, ...] = ()


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """A page that says why there is nothing to read."""

    kind: ErrorKind
    message: str


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item of a member's feed: a viewing, one with a review, or a list.

    Later entries in the member's log have greater `log_id`s. A list has only `log_id` and `title`.
    """

    kind: FeedKind
    log_id: int
    title: str
    year: int | None = None
    slug: str | None = None
    rating: float | None = None
    liked: bool | None = None
    rewatch: bool = False
    watched_date: date | None = None
    content_type: ContentType | None = None
    tmdb_id: int | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A member's feed `/MEMBER/rss/`, the newest item first."""

    owner: str | None
    items: tuple[FeedItem, ...] = ()

    @property
    def films(self) -> tuple[FeedItem, ...]:
        """The items that are viewings of films."""
        return tuple(item for item in self.items if item.kind != "list")


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """One viewing in a diary; later entries in the member's log have greater `log_id`s."""

    log_id: int
    film_id: int
    slug: str
    title: str
    watched_date: date
    year: int | None = None
    rating: float | None = None
    liked: bool = False
    rewatch: bool = False
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Diary:
    """One page of `/MEMBER/diary/`, the newest viewing first."""

    owner: str
    page: int
    last_page: int
    entries: tuple[DiaryEntry, ...] = ()
