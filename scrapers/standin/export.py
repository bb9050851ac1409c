"""A member's export as the site makes it, with everything that is odd about such files."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Literal

from scrapers.export.boxd import short_link
from scrapers.records import LoggedFilm, WatchlistFilm
from scrapers.standin.diary import NEWEST, Viewing, diary
from scrapers.standin.world import Member

Style = Literal["export", "import"]
Newline = Literal["\r\n", "\n"]
Cells = Sequence[object]

# The names of columns, and how ratings and rewatches are written, in exports and for imports.
NAMES: dict[Style, dict[str, str]] = {
    "export": {},
    "import": {
        "Name": "Title",
        "Letterboxd URI": "LetterboxdURI",
        "Rating": "Rating10",
        "Watched Date": "WatchedDate",
    },
}
FILM = ("Date", "Name", "Year", "Letterboxd URI")
DIARY = (*FILM, "Rating", "Rewatch", "Tags", "Watched Date")
REVIEWS = (*FILM, "Rating", "Rewatch", "Review", "Tags", "Watched Date")
PROFILE = (
    *("Date Joined", "Username", "Given Name", "Family Name", "Email Address", "Location"),
    *("Website", "Bio", "Pronoun", "Favorite Films"),
)
REVIEW = 'Seen twice, "by mistake".\n\nDate,Name,Year\nStill good, though.'
FULL_MARKS = 5


def export_zip(member: Member, style: Style = "export", newline: Newline = "\r\n") -> bytes:
    """The ZIP of the member's own data; the same bytes for the same member."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, tables in _files(member, style).items():
            entry = zipfile.ZipInfo(name, (*NEWEST.timetuple()[:3], 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _csv(tables, style, newline))
    return buffer.getvalue()


def _files(member: Member, style: Style) -> dict[str, list[Iterable[Cells]]]:
    logged = [_film(film) for film in member.films]
    rated = [(*_film(film), _stars(film, style)) for film in member.films if film.rating]
    log = diary(member)[::-1]
    viewings = [_viewing(viewing, style) for viewing in log]
    reviews = [_viewing(viewing, style, REVIEW) for viewing in log if viewing.reviewed]
    gone = (NEWEST, "A Film No More", 1999, "", "", "", "", NEWEST)
    about = (NEWEST, member.username, "", "", "", "", "", member.about, "", "")
    return {
        "profile.csv": [[PROFILE, about]],
        "watched.csv": [[FILM, *logged]],
        "ratings.csv": [[(*FILM, "Rating"), *rated]],
        "diary.csv": [[DIARY, *viewings]],
        "reviews.csv": [[REVIEWS, *reviews]],
        "watchlist.csv": [[FILM, *map(_film, member.watchlist)]],
        "likes/films.csv": [[FILM, *(_film(film) for film in member.films if film.liked)]],
        "lists/full-marks.csv": _list([f for f in member.films if f.rating == FULL_MARKS]),
        "comments.csv": [[("Date", "Content", "Comment")]],
        "deleted/diary.csv": [[DIARY, gone]],
        "orphaned/diary.csv": [[DIARY, gone]],
    }


def _list(films: Sequence[LoggedFilm]) -> list[Iterable[Cells]]:
    about = (NEWEST, "Full marks", "best, of all", short_link(1, "list"), "Five stars.\n\nAll.")
    items = (
        (place, film.title, film.release_year, short_link(film.film_id), "")
        for place, film in enumerate(films, start=1)
    )
    return [
        [("Letterboxd list export v7",), ("Date", "Name", "Tags", "URL", "Description"), about],
        [("Position", "Name", "Year", "URL", "Description"), *items],
    ]


def _film(film: LoggedFilm | WatchlistFilm) -> Cells:
    return (NEWEST, film.title, film.release_year, short_link(film.film_id))


def _viewing(viewing: Viewing, style: Style, *review: str) -> Cells:
    film = viewing.film
    link = short_link(viewing.viewing_id, "viewing")
    rewatch = ("Yes" if style == "export" else "true") if viewing.rewatch else ""
    return (
        *(viewing.watched, film.title, film.release_year, link, _stars(film, style), rewatch),
        *(*review, "cinema, with friends", viewing.watched),
    )


def _stars(film: LoggedFilm, style: Style) -> str:
    if not film.rating:
        return ""
    return f"{film.rating:g}" if style == "export" else f"{film.rating * 2:g}"


def _csv(tables: Sequence[Iterable[Cells]], style: Style, newline: Newline) -> str:
    """The tables, with a blank line between them."""
    texts = []
    for header, *rows in tables:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator=newline)
        writer.writerow([NAMES[style].get(str(name), name) for name in header])
        writer.writerows(rows)
        texts.append(text.getvalue())
    return newline.join(texts)
