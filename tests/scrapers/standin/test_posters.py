"""The drawn posters."""

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from scrapers.records import Film
from scrapers.standin.builtin import load_films
from scrapers.standin.posters import poster

TEXT = "{http://www.w3.org/2000/svg}text"
titles = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=120)


def lines(film: Film) -> list[ET.Element]:
    return list(ET.fromstring(poster(film)).iter(TEXT))


@given(titles)
def test_any_title_makes_a_poster_on_which_nothing_runs_over(title: str) -> None:
    *title_lines, director, year = lines(Film(1, "a", title, 1999, directors=("J & <K>",)))
    assert (director.text, year.text) == ("J & <K>", "1999")
    for line in title_lines:
        assert len(line.text or "") * float(line.attrib["font-size"]) * 0.6 <= 340
        assert 385 < float(line.attrib["y"]) <= 540


def test_the_same_film_has_the_same_poster() -> None:
    film = load_films()[0]
    assert poster(film) == poster(film)


def test_posters_differ() -> None:
    films = load_films()[:200]
    untitled = {poster(Film(1, film.slug, "", genres=film.genres)) for film in films}
    assert len(untitled) > 150


def test_a_film_without_year_or_director_has_a_poster_too() -> None:
    title, director, year = lines(Film(1, "a", "A"))
    assert (title.text, director.text, year.text) == ("A", None, None)
