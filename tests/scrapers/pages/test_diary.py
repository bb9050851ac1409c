"""A member's diary page."""

from dataclasses import replace

import pytest

from scrapers.errors import PageError
from scrapers.pages.diary import parse_diary
from scrapers.records import Diary
from scrapers.standin import render
from scrapers.standin.render_member import diary_page as render_diary
from tests.scrapers.pages.examples import (
    ENTRIES,
    GENERATIONS,
    changed,
    diary_page,
    film_page,
    member_films_page,
    watchlist_page,
)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_every_entry_is_read(generation: int) -> None:
    assert parse_diary(diary_page(generation)) == Diary("ada", 2, 1200, ENTRIES)


def test_a_day_whose_month_is_in_a_row_above_is_read() -> None:
    html = diary_page()
    assert html.count('class="month"') < len(ENTRIES)
    assert [entry.watched_date for entry in parse_diary(html).entries[1:]] == [
        ENTRIES[1].watched_date
    ] * 2


def test_an_entry_says_its_number_in_either_place() -> None:
    html = changed(diary_page(), (r' data-viewing-id="\d+"', ""))
    assert parse_diary(html).entries == ENTRIES


def test_a_year_is_read_from_its_own_column_if_the_poster_has_none() -> None:
    html = changed(diary_page(), (r"The Lantern \(2019\)", "The Lantern"))
    assert parse_diary(html).entries == ENTRIES


def test_cells_that_are_missing_say_nothing() -> None:
    html = changed(diary_page(), (r'<td class="col-(like|rewatch|review).*?</td>', ""))
    nothing = {"liked": False, "rewatch": False, "reviewed": False}
    assert parse_diary(html).entries == tuple(replace(entry, **nothing) for entry in ENTRIES)


def test_an_empty_diary_has_one_empty_page() -> None:
    assert parse_diary(render_diary("carl", [], 1, 1, 0)) == Diary("carl", 1, 1)


def test_a_page_behind_the_last_is_empty() -> None:
    assert parse_diary(render_diary("ada", [], 9, 3, 150)) == Diary("ada", 9, 3)


@pytest.mark.parametrize(
    ("pattern", "replacement", "missing"),
    [
        (r"/for/2026/02/28/", "/for/2026/02/30/", "the day of an entry"),
        (r"/for/2026/02/28/", "/for/0000/02/28/", "the day of an entry"),
        (r'class="daydate"', 'class="other"', "the day of an entry"),
        (r'data-(viewing|object)-id="[^"]*"', "", "the number of an entry"),
        (r"rated-8", "rated-11", "the value of a rating"),
        (r'data-owner="ada"', "", "the owner"),
        (r'data-item-(slug|link)="[^"]*"|data-target-link="[^"]*"', "", "the slug of Class of"),
        (r"</html>", "", "the end of the document"),
    ],
)
def test_what_an_entry_must_have_is_named(pattern: str, replacement: str, missing: str) -> None:
    html = changed(diary_page(), (pattern, replacement))
    with pytest.raises(PageError, match=f"not a diary page: {missing}"):
        parse_diary(html)


@pytest.mark.parametrize(
    "html",
    [
        film_page(),
        member_films_page(),
        watchlist_page(),
        render.member_films_page("carl", [], 1, 1, 0),
        render.error_page("private"),
        render.error_page("blocked"),
    ],
)
def test_another_page_is_refused(html: str) -> None:
    with pytest.raises(PageError, match="not a diary page: the table of entries"):
        parse_diary(html)
