"""Diary entries and the films they are about."""

import time
from dataclasses import dataclass

import pytest

from scrapers.export import join
from scrapers.export.boxd import short_link
from scrapers.export.join import plain
from scrapers.export.records import Why
from tests.scrapers.export.makers import DIARY, FILM, lines, read

Titled = tuple[str, int | None]


@dataclass(frozen=True)
class Files:
    """A member's other files, by film id."""

    watched: dict[int, Titled]
    watchlist: dict[int, Titled] | None = None

    def film_of(self, title: str, year: int | None) -> int | Why:
        """What a diary entry with only an entry link is joined to."""
        entry = f'2024-03-02,"{title}",{year or ""},{short_link(7, "viewing")},,,,'
        export = read(
            watched=self._table(self.watched),
            watchlist=self._table(self.watchlist or {}),
            diary=lines(DIARY, entry),
        )
        return export.diary[0].film_id if export.diary else export.unmatched[0].why

    @staticmethod
    def _table(films: dict[int, Titled]) -> str:
        return lines(
            FILM, *(f'2024-03-01,"{t}",{y or ""},{short_link(n)}' for n, (t, y) in films.items())
        )


SEEN = Files(
    {
        1: ("The Lantern", 2019),
        2: ("The Lantern", 1954),
        3: ("Kill Bill: Vol. 1", 2003),
        4: ("Amélie", 2001),
        5: ("Untitled", None),
        6: ("Twins", 1999),
        7: ("Twins", 1999),
        8: ("Tom & Jerry", 2021),
        9: ("Rocky II", 1979),
        10: ("千と千尋の神隠し", 2001),
        11: ("Alien", 1979),
        12: ("!!!", 2000),
        13: ("The Long Way Round the Harbour", 2010),
    },
    {21: ("Wanted", 2008), 1_021: ("The Lantern", 2019), 22: ("Harbour, The", 2015)},
)


@pytest.mark.parametrize(
    ("title", "year", "film"),
    [
        ("The Lantern", 2019, 1),
        ("The Lantern", 1954, 2),
        ("The Lantern", 2020, 1),
        ("The Lantern", 2018, 1),
        ("Lantern, The", 2019, 1),
        ("THE LANTERN", 2019, 1),
        ("Amelie", 2001, 4),
        ("Untitled", None, 5),
        ("Tom and Jerry", 2021, 8),
        ("千と千尋の神隠し", 2002, 10),
        ("!!!", 2001, 12),
        ("The Long Way Round the Harbor", 2010, 13),
        ("Wanted", 2008, 21),
        ("The Harbour", 2016, 22),
    ],
)
def test_an_entry_is_joined_by_title_and_year(title: str, year: int | None, film: int) -> None:
    assert SEEN.film_of(title, year) == film


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("The Lantern", 2021),
        ("The Lantern", None),
        ("Kill Bill: Vol. 2", 2004),
        ("Rocky", 1979),
        ("Rocky III", 1979),
        ("Aliens", 1979),
        ("???", 2000),
        ("Untitled", 2019),
        ("", 2019),
    ],
)
def test_other_films_are_left_unmatched(title: str, year: int | None) -> None:
    assert SEEN.film_of(title, year) == ("not_found" if title else "title")


def test_two_films_of_the_same_title_and_year_are_not_guessed_between() -> None:
    assert SEEN.film_of("Twins", 1999) == "ambiguous"
    assert SEEN.film_of("Twins", 2000) == "ambiguous"


def test_the_most_alike_is_taken_and_then_the_nearest_year() -> None:
    files = Files({1: ("The Harbour Light", 2001), 2: ("The Harbour Lights", 2000)})
    assert files.film_of("The Harbour Lights!", 2001) == 2
    files = Files({1: ("The Harbour Light", 2001), 2: ("The Harbour Light", 2000)})
    assert files.film_of("The harbour light", 2001) == 1


def test_a_row_of_any_file_without_a_film_link_is_joined() -> None:
    ratings = "Name,Year,Letterboxd URI,Rating\nThe Lantern,2019,,4\n"
    page = ratings.replace(",,", ",https://letterboxd.com/film/the-lantern/,")
    watched = f"{FILM}\n,The Lantern,2019,{short_link(1)}\n"
    for table in (ratings, page):
        assert [rating.film_id for rating in read(watched=watched, ratings=table).ratings] == [1]


def test_an_export_of_the_diary_alone_lists_every_entry_as_unmatched() -> None:
    entry = f"2024-03-02,The Lantern,2019,{short_link(7, 'viewing')},,,,2024-03-01"
    export = read(diary=lines(DIARY, entry, entry))
    assert export.diary == ()
    assert [(row.row, row.why) for row in export.unmatched] == [(2, "not_found"), (3, "not_found")]


def test_many_leftovers_are_given_up_in_good_time() -> None:
    films = (f",Film number {n},2000,{short_link(n)}" for n in range(1, 20_000))
    entries = (f",A film {n},2000,,,,," for n in range(20_000))
    start = time.perf_counter()
    export = read(watched=lines(FILM, *films), diary=lines(DIARY, *entries))
    assert time.perf_counter() - start < 10
    assert len(export.unmatched) == 20_000


def test_after_too_many_comparisons_only_exact_titles_are_joined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(join, "MAX_COMPARISONS", 0)
    assert SEEN.film_of("The Lantern", 2019) == 1
    assert SEEN.film_of("The Lantern", 2020) == "not_found"


def test_a_plain_title_has_neither_accents_nor_punctuation() -> None:
    assert plain("Léon: The Professional…") == "leon the professional"
    assert plain("ẞ") == plain("ß") == "ss"
