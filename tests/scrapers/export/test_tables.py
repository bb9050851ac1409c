"""Rows of the files about films, in all their forms."""

import zipfile
from datetime import date

import pytest

from scrapers.errors import ExportError
from scrapers.export.boxd import short_link
from scrapers.export.read import read_export
from scrapers.export.records import ExportedFilm, ExportedRating, ExportedViewing
from tests.scrapers.export.makers import (
    DIARY,
    FILM,
    LANTERN,
    RATINGS,
    REVIEWS,
    WATCHED,
    lines,
    make_zip,
    read,
)

DAY = date(2024, 3, 1)
RATED = ExportedRating(51171, "The Lantern", 2019, 4.5, DAY)


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_any_line_ending_and_a_byte_order_mark_are_read(ending: str, mark: str) -> None:
    text = lines(RATINGS, f"{LANTERN},4.5").replace("\r\n", ending)
    assert read(ratings=(mark + text).encode()).ratings == (RATED,)


@pytest.mark.parametrize(
    "table",
    [
        lines("Date,Title,Year,LetterboxdURI,Rating10", f"{LANTERN},9"),
        lines(
            "Rating,letterboxd uri,YEAR,Name,Mood,Date",
            '4.5,boxd.it/297o,2019,The Lantern,"a, b",2024-03-01',
        ),
        lines(f"{RATINGS},Rating10", f"{LANTERN},,9"),
        lines(f"{RATINGS},,", f"{LANTERN},4.5,,,,"),
        lines(f"{RATINGS},Title", f"{LANTERN},4.5,Another"),
        lines(RATINGS, "", f"{LANTERN},4.5", ",,,,", ""),
    ],
)
def test_known_columns_are_found_under_any_header(table: str) -> None:
    export = read(ratings=table)
    assert (export.ratings, export.unmatched) == ((RATED,), ())


@pytest.mark.parametrize("text", ["0.5", "1", "1.0", "3", "3.5", "5", "5.0"])
def test_ratings_are_half_stars(text: str) -> None:
    assert [r.rating for r in read(ratings=lines(RATINGS, f"{LANTERN},{text}")).ratings] == [
        float(text)
    ]


@pytest.mark.parametrize("text", ["0", "5.5", "4.25", "nan", "inf", "-1", "1e0", "４", "ten", ""])
def test_other_ratings_are_listed_as_unreadable(text: str) -> None:
    export = read(ratings=lines(RATINGS, f"{LANTERN},{text}"))
    assert export.ratings == ()
    (row,) = export.unmatched
    assert (row.file, row.row, row.title, row.year, row.why) == (
        *("ratings.csv", 2, "The Lantern", 2019),
        "rating",
    )


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2024-03-01,,2019,boxd.it/297o", "title"),
        (f"2024-03-01,{'x' * 301},2019,boxd.it/297o", "title"),
        ("2024-03-01,The Lantern,19,boxd.it/297o", "year"),
        ("2024-03-01,The Lantern,２０１９,boxd.it/297o", "year"),
        ("01/03/2024,The Lantern,2019,boxd.it/297o", "date"),
        ("2024-13-01,The Lantern,2019,boxd.it/297o", "date"),
        ("2024-03-01,Good, Bad,2019,boxd.it/297o", "cells"),
    ],
)
def test_a_row_that_cannot_be_read_leaves_the_others(row: str, why: str) -> None:
    export = read(watched=lines(FILM, row, LANTERN))
    assert export.watched == (ExportedFilm(51171, "The Lantern", 2019, DAY),)
    assert [(left.row, left.why) for left in export.unmatched] == [(2, why)]
    assert export.rows == {"watched.csv": 2}


def test_a_year_and_a_date_may_be_missing() -> None:
    export = read(watchlist=lines(FILM, ",Untitled,,https://boxd.it/297o", ",Short"))
    assert export.watchlist == (ExportedFilm(51171, "Untitled", None, None),)


def test_a_review_of_many_lines_is_one_row() -> None:
    text = '"First, ""so"" good.\r\n\r\nDate,Name,Year\nagain"'
    row = f'2024-03-01,The Lantern,2019,https://boxd.it/aB1,3.5,Yes,{text},"a, b",'
    export = read(watched=WATCHED, reviews=lines(REVIEWS, row, row.replace("Lantern", "Missing")))
    (review,) = export.reviews
    assert (review.film_id, review.rating, review.rewatch) == (51171, 3.5, True)
    assert review.watched_date is None
    assert [(left.row, left.title) for left in export.unmatched] == [(3, "The Missing")]


def test_the_diary_keeps_every_viewing() -> None:
    rows = [
        f"2024-03-02,The Lantern,2019,{short_link(7, 'viewing')},4,,,2024-03-01",
        f"2024-03-09,The Lantern,2019,{short_link(8, 'viewing')},,Yes,,2024-03-08",
    ]
    assert read(watched=WATCHED, diary=lines(DIARY, *rows)).diary == (
        ExportedViewing(51171, "The Lantern", 2019, 4.0, False, date(2024, 3, 1), 7),
        ExportedViewing(51171, "The Lantern", 2019, None, True, date(2024, 3, 8), 8),
    )


@pytest.mark.parametrize(
    "files",
    [
        {"watched": "Date,Name,Year\n"},
        {"watched": ""},
        {"ratings": WATCHED},
        {"diary": WATCHED},
        {"likes__films": "Date,Content\n2024-03-01,https://boxd.it/297o\n"},
        {"watched": WATCHED.replace(",", ";")},
        {"lists__best": "Some,Table\n1,2\n"},
        {"lists__best": ""},
    ],
)
def test_wrong_columns_are_refused(files: dict[str, str]) -> None:
    with pytest.raises(ExportError) as caught:
        read(**files)
    assert caught.value.reason == "columns"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252"])
def test_other_encodings_are_refused(encoding: str) -> None:
    with pytest.raises(ExportError) as caught:
        read(watched=WATCHED.replace("Lantern", "Amélie").encode(encoding))
    assert (caught.value.reason, caught.value.file) == ("encoding", "watched.csv")


def test_another_encoding_of_plain_letters_is_refused() -> None:
    with pytest.raises(ExportError) as caught:
        read(watched=WATCHED.encode("utf-16-le"))
    assert caught.value.reason == "encoding"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f'{WATCHED}2024-03-01,"The', "damaged"),
        (f'{WATCHED}2024-03-01,"The "Best" One",2019,', "damaged"),
        (WATCHED + "x" * 200_000, "damaged"),
        (f'{WATCHED}"{"x" * 140_000}"', "damaged"),
        (WATCHED + "," * 200_000, "damaged"),
    ],
)
def test_text_that_is_no_table_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ExportError) as caught:
        read(watched=text, watchlist=WATCHED)
    assert (caught.value.reason, caught.value.file) == (reason, "watched.csv")


@pytest.mark.parametrize("ending", ["\n", "\r"])
def test_too_many_lines_are_refused(ending: str) -> None:
    many = "x" + ending * 250_000
    with pytest.raises(ExportError) as caught:
        read_export(make_zip({"watched.csv": many, "diary.csv": many}, zipfile.ZIP_STORED))
    assert caught.value.reason == "too_large"
