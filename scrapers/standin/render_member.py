"""A member's pages other than the grids of all films: profile, diary, likes and feed."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone
from email.utils import format_datetime

from scrapers.records import Film, LoggedFilm
from scrapers.standin.diary import FilmList, Viewing
from scrapers.standin.render import BASE_URL
from scrapers.standin.structured import poster_url
from scrapers.standin.templating import template
from scrapers.standin.world import Member

NEW_ZEALAND = timezone(timedelta(hours=13))
FAVOURITES = 4
FULL_MARKS = 5


def profile_page(
    member: Member, recent: Sequence[Viewing], *, base_url: str = BASE_URL, generation: int = 3
) -> str:
    """The profile, with the `recent` viewings of the diary."""
    loved = (film for film in member.films if film.rating == FULL_MARKS)
    favourites = [film for film, _ in zip(loved, range(FAVOURITES), strict=False)]
    return template("profile.html", generation).render(
        member=member, favourites=favourites, recent=recent, base_url=base_url
    )


def diary_page(
    owner: str,
    viewings: Sequence[Viewing],
    page: int,
    last_page: int,
    total: int,
    *,
    base_url: str = BASE_URL,
    generation: int = 3,
) -> str:
    """One page of a diary of `total` viewings."""
    return template("diary.html", generation).render(
        owner=owner,
        viewings=viewings,
        page=page,
        last_page=last_page,
        total=total,
        base_url=base_url,
    )


def likes_page(
    owner: str,
    films: Sequence[LoggedFilm],
    page: int,
    last_page: int,
    total: int,
    *,
    base_url: str = BASE_URL,
    generation: int = 3,
) -> str:
    """One page of the `total` films that a member likes."""
    return template("likes.html", generation).render(
        owner=owner, films=films, page=page, last_page=last_page, total=total, base_url=base_url
    )


def feed(
    owner: str,
    viewings: Sequence[tuple[Viewing, Film | None]],
    lists: Sequence[FilmList] = (),
    *,
    base_url: str = BASE_URL,
) -> str:
    """The RSS feed: viewings, each with what is known of its film, and lists."""
    return template("feed.xml", 3).render(
        owner=owner,
        viewings=viewings,
        lists=lists,
        base_url=base_url,
        spoils=_spoils,
        published=_published,
        day=_day,
        poster=lambda film: poster_url(film, base_url),
    )


def _spoils(viewing: Viewing) -> bool:
    """Every other review gives away the end."""
    return viewing.reviewed and viewing.viewing_id % 2 == 0


def _published(watched: date) -> str:
    return format_datetime(datetime.combine(watched, time(20), NEW_ZEALAND))


def _day(watched: date) -> str:
    """As in: Saturday September 26, 2026."""
    return f"{watched:%A %B} {watched.day}, {watched.year}"
