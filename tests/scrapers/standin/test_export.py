"""The stand-in's exports, and that they say what the member's pages say."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.export.read import read_export
from scrapers.export.records import Export
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.diary import diary
from scrapers.standin.export import Newline, Style, export_zip
from scrapers.standin.world import Member
from tests.scrapers.pages.strategies import logged, owners, wanted

members = st.builds(
    Member,
    username=owners,
    about=st.sampled_from(["", 'Likes "films",\nand more films.']),
    films=st.lists(logged, max_size=8, unique_by=lambda film: film.film_id),
    watchlist=st.lists(wanted, max_size=4, unique_by=lambda film: film.film_id),
)
styles = st.sampled_from(["export", "import"])
newlines = st.sampled_from(["\r\n", "\n"])


def texts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def profile(export: Export) -> dict[str, object]:
    """What both an export and its member say of the films in it."""
    return {
        "username": export.username,
        "ratings": {(f.film_id, f.title, f.year, f.rating) for f in export.ratings},
        "watched": [(f.film_id, f.title, f.year) for f in export.watched],
        "watchlist": [(f.film_id, f.title, f.year) for f in export.watchlist],
        "likes": {f.film_id for f in export.likes},
        "diary": [(v.film_id, v.rating, v.rewatch, v.watched_date, v.log_id) for v in export.diary],
        "reviews": [(v.film_id, v.watched_date) for v in export.reviews],
        "full marks": [f.film_id for f in export.lists[0].films],
        "unmatched": export.unmatched,
    }


def expected(member: Member) -> dict[str, object]:
    log = diary(member)[::-1]
    films = member.films
    return {
        "username": member.username,
        "ratings": {(f.film_id, f.title, f.release_year, f.rating) for f in films if f.rating},
        "watched": [(f.film_id, f.title, f.release_year) for f in films],
        "watchlist": [(f.film_id, f.title, f.release_year) for f in member.watchlist],
        "likes": {f.film_id for f in films if f.liked},
        "diary": [(v.film.film_id, v.film.rating, v.rewatch, v.watched, v.viewing_id) for v in log],
        "reviews": [(v.film.film_id, v.watched) for v in log if v.reviewed],
        "full marks": [f.film_id for f in films if f.rating == 5],
        "unmatched": (),
    }


def one_film_a_title(member: Member) -> bool:
    """Whether no two films can be taken for each other."""
    return len({(f.title, f.release_year) for f in member.films}) == len(member.films)


@given(members.filter(one_film_a_title), styles, newlines)
def test_any_export_reads_back_to_the_same_profile(
    member: Member, style: Style, newline: Newline
) -> None:
    assert profile(read_export(export_zip(member, style, newline))) == expected(member)


@pytest.mark.parametrize("username", [*BuiltinWorld().usernames()])
def test_the_exports_of_all_members_read_back(username: str) -> None:
    member = BuiltinWorld().member(username)
    assert member
    assert profile(read_export(export_zip(member))) == expected(member)


@settings(max_examples=30)
@given(members, styles)
def test_films_that_cannot_be_told_apart_are_listed(member: Member, style: Style) -> None:
    export = read_export(export_zip(member, style))
    assert len(export.diary) + sum(row.file == "diary.csv" for row in export.unmatched) == len(
        diary(member)
    )
    assert all(row.why == "ambiguous" for row in export.unmatched)


@pytest.mark.parametrize(
    ("style", "header"),
    [
        ("export", "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date"),
        ("import", "Date,Title,Year,LetterboxdURI,Rating10,Rewatch,Tags,WatchedDate"),
    ],
)
@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_the_files_are_as_the_site_writes_them(style: Style, header: str, newline: Newline) -> None:
    member = BuiltinWorld().member("midnight_marrow")
    assert member
    files = texts(export_zip(member, style, newline))
    assert files["diary.csv"].partition(newline)[0] == header
    assert "\r" not in "".join(files.values()).replace(newline, "")
    assert files["lists/full-marks.csv"].startswith(f"Letterboxd list export v7{newline}")
    assert {"deleted/diary.csv", "orphaned/diary.csv", "comments.csv"} <= files.keys()
    assert '"Seen twice, ""by mistake"".\n\nDate' in files["reviews.csv"]


def test_the_same_member_has_the_same_export() -> None:
    first, second = (BuiltinWorld().member("midnight_marrow") for _ in range(2))
    assert first
    assert second
    assert export_zip(first) == export_zip(second)
