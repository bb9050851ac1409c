"""Whole exports."""

from datetime import date

import pytest

from scrapers.export.boxd import short_link
from scrapers.export.read import read_export
from scrapers.export.records import WHY, Export, ExportedFilm, ExportedList
from scrapers.records import LoggedFilm
from scrapers.standin.export import export_zip
from scrapers.standin.world import Member
from tests.scrapers.export.makers import FILM, LANTERN, RATINGS, WATCHED, lines, read

LIST = lines(
    "Letterboxd list export v7",
    "Date,Name,Tags,URL,Description",
    f'2024-02-01,"Best, of all","a, b",{short_link(3, "list")},"One.\r\n\r\nTwo."',
    "",
    "Position,Name,Year,URL,Description",
    f'1,The Lantern,2019,{short_link(51171)},"Bright.\n\nVery."',
    f"2,Harbour,,{short_link(12)},",
)


def test_an_export_of_one_file_is_an_export() -> None:
    export = read(ratings=lines(RATINGS, f"{LANTERN},4"))
    assert [rating.rating for rating in export.ratings] == [4]
    assert export.rows == {"ratings.csv": 1}
    assert (export.username, export.watched, export.unmatched) == (None, (), ())


def test_files_without_films_are_read() -> None:
    assert read(watched=FILM, watchlist=f"{FILM}\r\n") == Export(
        None, (), (), (), (), (), (), (), (), {"watched.csv": 0, "watchlist.csv": 0}
    )


def test_each_file_has_its_records() -> None:
    export = read(watched=WATCHED, watchlist=WATCHED, likes__films=WATCHED)
    lantern = (ExportedFilm(51171, "The Lantern", 2019, date(2024, 3, 1)),)
    assert export.watched == export.watchlist == export.likes == lantern


def test_a_film_twice_in_a_file_counts_once_as_last_said() -> None:
    export = read(ratings=lines(RATINGS, f"{LANTERN},4", f"{LANTERN},2"))
    assert [rating.rating for rating in export.ratings] == [2]
    assert export.rows == {"ratings.csv": 2}


@pytest.mark.parametrize("text", [LIST, LIST.replace("\r\n", "\n")])
def test_a_list_has_a_name_and_films(text: str) -> None:
    export = read(lists__best=text)
    films = (
        ExportedFilm(51171, "The Lantern", 2019, None),
        ExportedFilm(12, "Harbour", None, None),
    )
    assert export.lists == (ExportedList("Best, of all", films),)
    assert export.rows == {"lists/best.csv": 2}


def test_a_list_without_its_first_table_is_named_after_its_file() -> None:
    export = read(lists__best=LIST[LIST.index("Position") :])
    assert [(found.name, len(found.films)) for found in export.lists] == [("best", 2)]


def test_the_name_of_a_list_is_cut_to_the_length_of_a_title() -> None:
    export = read(lists__best=LIST.replace("Best, of all", "B" * 1000))
    assert export.lists[0].name == "B" * 300


def test_an_empty_list_has_no_films() -> None:
    export = read(lists__best=LIST[: LIST.index("Position")])
    assert export.lists == (ExportedList("Best, of all", ()),)


def test_a_row_of_a_list_is_numbered_as_in_a_spreadsheet() -> None:
    export = read(lists__best=LIST + lines("3,Unknown,1999,,"))
    assert [(row.file, row.row) for row in export.unmatched] == [("lists/best.csv", 8)]


@pytest.mark.parametrize(
    ("profile", "username"),
    [
        ("Date Joined,Username,Email Address\n2020-01-01,ada_1,a@example.com\n", "ada_1"),
        ("Username\nada\n", "ada"),
        ("Username\n<script>\n", None),
        ("Username\n\n", None),
        ("Date Joined,Username\n2020-01-01\n", None),
        ("Name\nada\n", None),
        ("", None),
    ],
)
def test_the_username_is_read_from_the_profile(profile: str, username: str | None) -> None:
    assert read(watched=WATCHED, profile=profile).username == username


def test_nothing_else_of_the_profile_is_kept() -> None:
    profile = "Username,Email Address,Bio\nada,ada@example.com,Films!\n"
    shown = repr(read(watched=WATCHED, profile=profile))
    assert "example.com" not in shown
    assert "Films!" not in shown


def test_unmatched_rows_are_in_the_order_of_the_files() -> None:
    unread = f"{WATCHED},,,\n,The Lantern,19,\n,Unknown,2019,\n,The Lantern,18,\n"
    export = read(watchlist=unread, likes__films=unread)
    assert [(row.file, row.row) for row in export.unmatched] == [
        (file, row) for file in ("likes/films.csv", "watchlist.csv") for row in (4, 5, 6)
    ]


def test_every_reason_for_an_unmatched_row_has_words() -> None:
    assert all(WHY.values())


def test_an_export_of_the_whole_catalogue_is_read() -> None:
    films = [
        LoggedFilm(n, f"film-{n}", f"The Film of {n * 7919 % 24_000}", 1920 + n % 100, 3.5)
        for n in range(1, 24_001)
    ]
    export = read_export(export_zip(Member("ada", "has seen everything", films)))
    assert (len(export.ratings), export.unmatched) == (24_000, ())
