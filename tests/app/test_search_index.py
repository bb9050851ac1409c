"""The index of titles: what is typed and what is found."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.catalogue import Catalogue, identities
from app.catalogue.facets import Facets
from app.catalogue.holder import CatalogueHolder
from app.catalogue.table import FilmTable
from app.search.current import CurrentTitles
from app.search.index import TitleIndex
from app.search.wording import wording
from app.services import Services
from models.features import feature_matrix
from scrapers.records import Film
from scrapers.standin.builtin import BuiltinWorld
from tests.app.film_columns import films_of

BUILTIN = BuiltinWorld()


def catalogue_of(rows: list[dict[str, object]]) -> Catalogue:
    columns = films_of(rows)
    table = FilmTable.of(columns)
    return Catalogue(
        films=table,
        features=feature_matrix(columns),
        identities=identities(table.texts["title"], table.numbers["release_year"]),
        newest=None,
        site_url="https://films.example",
        facets=Facets(table, lambda column: []),
    )


def titled(*films: tuple[str, int | None, int | None]) -> TitleIndex:
    """An index of films by title, year and number of ratings."""
    names = ("title", "release_year", "letterboxd_rating_count")
    rows = [dict(zip(names, film, strict=True)) for film in films]
    return TitleIndex(catalogue_of([{"slug": str(n)} | row for n, row in enumerate(rows)]))


def films_of_the_world() -> list[Film]:
    return [film for slug in BUILTIN.slugs() if (film := BUILTIN.film(slug)) is not None]


FILMS = films_of_the_world()
WORLD = titled(*((f.title, f.release_year, f.letterboxd_rating_count) for f in FILMS))


def found(
    text: str, year: int | None = None, limit: int = 10, index: TitleIndex = WORLD
) -> list[tuple[str, int | None]]:
    films = index.catalogue.facts(index.find(text, year, limit))
    return [(film["title"], film["release_year"]) for film in films]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        *(("godfahter", "The Godfather"), ("the godfathr", "The Godfather")),
        *(("schindlers list", "Schindler's List"), ("casablnca", "Casablanca")),
        *(("ailen", "Alien"), ("AMELIE", "Amélie"), ("Amélie", "Amélie")),
        *(("the matrix", "The Matrix"), ("matrix, the", "The Matrix"), ("matrix", "The Matrix")),
        *(("Matrix, The (1999)", "The Matrix"), ("godf", "The Godfather")),
        *(("seven samurai 1954", "Seven Samurai"), ("blade runner 2049", "Blade Runner 2049")),
        *(
            (
                "dr strangelove",
                "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb",
            ),
        ),
        *(("vertigo\x00\x1b\n", "Vertigo"), ("  vertigo\t", "Vertigo")),
    ],
)
def test_what_is_typed_finds_the_film_that_is_meant(typed: str, title: str) -> None:
    assert found(typed)[0][0] == title


def test_every_title_is_found_first_or_with_its_year_where_titles_repeat() -> None:
    words = [wording(film.title) for film in FILMS]
    for film, own in zip(FILMS, words, strict=True):
        repeats = words.count(own) > 1
        [(title, year)] = found(film.title, film.release_year if repeats else None, limit=1)
        assert (wording(title), year) == (own, film.release_year)


def test_a_year_leaves_only_its_films_and_its_neighbours() -> None:
    index = titled(("Heat", 1995, 5), ("Heat", 1986, 900), ("Heat", 1996, 50), ("Heat", None, 900))
    assert found("heat", 1995, index=index) == [("Heat", 1995), ("Heat", 1996)]
    assert found("heat 1987", index=index) == [("Heat", 1986)]
    assert found("heat", index=index)[0] == ("Heat", 1986)


def test_better_known_films_come_first_among_equals() -> None:
    index = titled(("The Kid", 2019, 10), ("Kid", 1921, 900), ("Kid", 2001, None))
    for typed in ("kid", "the kid", "ki"):
        assert [year for _, year in found(typed, index=index)] == [1921, 2019, 2001]


def test_an_exact_title_comes_before_better_known_ones_that_begin_with_it() -> None:
    index = titled(("Alien Nation", 1988, 900_000), ("Aliens", 1986, 900_000), ("Alien", 1979, 1))
    assert found("alien", index=index)[0] == ("Alien", 1979)


def test_two_entries_of_one_film_are_found_once() -> None:
    index = titled(("Ran", 1985, 5), ("Ran", 1985, 900), ("Ran", 1986, 1))
    assert found("ran", index=index) == [("Ran", 1985), ("Ran", 1986)]
    assert index.find("ran", 1985, 10)[0] == 1


@pytest.mark.parametrize("typed", ["xqzzyw", "!!!", "\x00", "\ufdfa" * 200, "\ud800", "-" * 200])
def test_what_is_no_title_finds_nothing(typed: str) -> None:
    assert found(typed) == []


def test_an_empty_catalogue_has_no_titles() -> None:
    assert titled().find("heat 1995", None, 10).tolist() == []


TEXTS = st.text(st.characters(), max_size=200) | st.sampled_from([f.title for f in FILMS]).flatmap(
    lambda title: st.permutations(title).map("".join)
)


@given(TEXTS, st.none() | st.integers(1800, 2200), st.integers(1, 50))
def test_any_text_gives_at_most_limit_films(text: str, year: int | None, limit: int) -> None:
    rows = WORLD.find(text, year, limit)
    assert len(rows) == len(set(rows.tolist())) <= limit
    years = WORLD.catalogue.films.numbers["release_year"][rows]
    assert year is None or (np.abs(years - year) <= 1).all()


def test_the_index_is_made_once_until_it_is_too_far_behind(services: Services) -> None:
    holder = CatalogueHolder(services.engine, "https://films.example")
    titles = CurrentTitles(holder)
    assert titles.current() is titles.current()
    always_behind = CurrentTitles(holder, behind=0)
    first = always_behind.current()
    assert always_behind.current() is first  # nothing has changed
    assert np.array_equal(first.find("heat", None, 5), titles.current().find("heat", None, 5))
