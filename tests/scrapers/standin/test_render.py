"""The markup of both generations, where they differ and where a reader could be misled."""

import json
import re

import pytest
from bs4 import BeautifulSoup, Tag

from scrapers.records import Film, LoggedFilm, WatchlistFilm
from scrapers.standin.render import error_page, film_page, member_films_page
from scrapers.standin.templating import VIEWING, lid

GENERATIONS = (2, 3)
CAST = tuple(f"Actor {number}" for number in range(35))
FILM = Film(
    film_id=558400,
    slug="salt-and-ashes",
    title='Salt </script> ]]> & "Tin"',
    release_year=1987,
    runtime=105,
    genres=("Drama", "Fantasy"),
    countries=("France",),
    languages=("French", "Bambara"),
    content_type="movie",
    letterboxd_rating=3.67,
    letterboxd_rating_count=1234,
    poster="/posters/salt-and-ashes.svg",
    directors=("Jane Doe",),
    cast=CAST,
    studios=("X", "Y"),
    themes=("Light", "Dark"),
    synopsis="A keeper.\n\nA sea.",
    tagline="Keep it lit.",
    tmdb_id=71329,
    imdb_id="tt0094349",
    similar=(WatchlistFilm(90_001, "the-lantern", "The Lantern", 2019),),
)
FRAME = re.compile(
    r'<script type="application/ld\+json">\n/\* <!\[CDATA\[ \*/\n(.*)\n/\* \]\]> \*/\n</script>'
)


def page(generation: int, film: Film = FILM) -> str:
    return film_page(film, base_url="http://site", generation=generation)


def soup(generation: int, film: Film = FILM) -> BeautifulSoup:
    return BeautifulSoup(page(generation, film), "lxml")


def data(generation: int, film: Film = FILM) -> dict[str, object]:
    frame = FRAME.search(page(generation, film))
    assert frame is not None
    found: dict[str, object] = json.loads(frame[1])
    return found


def found(within: BeautifulSoup, selector: str) -> Tag:
    tag = within.select_one(selector)
    assert tag is not None, selector
    return tag


def test_generation_2_has_the_film_id_in_plain_and_bare_json() -> None:
    html = page(2)
    assert 'data-film-id="558400"' in html
    assert """data-postered-identifier='{"lid":"nqEw","uid":"film:558400",""" in html


def test_generation_3_has_the_film_id_in_json_with_entities_only() -> None:
    html = page(3)
    assert "data-film-id" not in html
    assert "data-postered-identifier='{&quot;lid&quot;:&quot;nqEw&quot;," in html


@pytest.mark.parametrize("generation", GENERATIONS)
def test_the_attributes_of_a_poster_are_json(generation: int) -> None:
    tile = found(soup(generation), "#js-poster-col [data-postered-identifier]")
    identifier = json.loads(str(tile["data-postered-identifier"]))
    assert identifier == {"lid": "nqEw", "uid": "film:558400", "type": "film", "typeName": "film"}
    assert json.loads(str(tile["data-resolvable-poster-path"]))["postered"] == identifier


def test_tabs_are_panels_of_different_names() -> None:
    assert found(soup(2), "#tabbed-content div#tab-cast.tabbed-content-block .cast-list > p > a")
    new = soup(3)
    assert found(new, ".cast-crew-details-tabs div#tab-panel-cast .cast-list > a")
    assert found(new, "a#tab-cast[role=tab]")
    assert not new.select("div[role=tabpanel] p a")


def test_directors_are_marked_up_differently() -> None:
    assert found(soup(2), "span.creatorlist > a.contributor > span.prettify").text == "Jane Doe"
    assert found(soup(3), "span.contributorlist > a.contributor.prettify").text == "Jane Doe"


def test_structured_data_has_the_keys_of_its_generation() -> None:
    common = {
        *("image", "@type", "@context", "@id", "url", "name", "dateCreated", "genre"),
        *("countryOfOrigin", "director", "productionCompany", "aggregateRating"),
    }
    old, new = data(2), data(3)
    assert set(old) == common | {"actors", "releasedEvent", "dateModified"}
    assert set(new) == common | {"actor", "description", "duration", "inLanguage"}
    assert (new["duration"], new["inLanguage"]) == ("PT1H45M", ["fr", "bm"])
    assert (old["@context"], new["@context"]) == ("http://schema.org", "https://schema.org")


@pytest.mark.parametrize("generation", GENERATIONS)
def test_structured_data_survives_a_hostile_title(generation: int) -> None:
    assert data(generation)["name"] == FILM.title
    assert found(soup(generation), "h1.primaryname").text == FILM.title


@pytest.mark.parametrize("generation", GENERATIONS)
def test_an_unknown_fact_leaves_no_trace(generation: int) -> None:
    html = page(generation, Film(3, "bare", "Bare"))
    for trace in (
        *("aggregateRating", "out of 5", "&nbsp;min", "imdb.com", "themoviedb", "tagline"),
        *("releasedate", "Studio", "Countr", "Genre<", "Language", "Themes", "Directed"),
    ):
        assert trace not in html
    assert "empty-poster" in str(data(generation, Film(3, "bare", "Bare"))["image"])


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_tv_page_tells_so_in_its_link_only(generation: int) -> None:
    show = Film(3, "show", "Show", content_type="tv", tmdb_id=91275)
    page = soup(generation, show)
    assert page.body is not None
    assert (page.body["data-tmdb-type"], page.body["data-tmdb-id"]) == ("movie", "")
    assert found(page, 'a[href="https://www.themoviedb.org/tv/91275/"]')


@pytest.mark.parametrize("generation", GENERATIONS)
def test_the_first_things_on_a_page_are_not_the_films(generation: int) -> None:
    page = soup(generation)
    assert "site-logo" in found(page, "h1")["class"]
    assert found(page, '[data-component-class="LazyPoster"]').find_parent(id="poster-modal")
    others = page.select(".related-films [data-item-slug]")
    assert others
    assert all(other["data-item-slug"] != FILM.slug for other in others)
    assert "challenge-platform" in str(page)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_long_cast_overflows_after_29_names(generation: int) -> None:
    page = soup(generation)
    assert len(page.select("#cast-overflow a")) == 6
    assert len(page.select(".cast-list a[href^='/actor/']")) == 35
    assert found(page, "a#has-cast-overflow").text == "Show All…"


@pytest.mark.parametrize(
    ("films", "markup"),
    [
        (LoggedFilm(1, "a", "A", None, 0.5), 'rated-1">½</span>'),
        (LoggedFilm(1, "a", "A", None, 3.5), 'rated-7">★★★½</span>'),
        (LoggedFilm(1, "a", "A", None, 5.0), 'rated-10">★★★★★</span>'),
        (LoggedFilm(1, "a", "A", liked=True), 'data-item-uid="film:1"> <span class="like '),
        (LoggedFilm(1, "a", "A (1)", 1999), 'data-item-name="A (1) (1999)"'),
        (LoggedFilm(1, "a", "A (1999)"), 'data-item-name="A (1999)"'),
        (LoggedFilm(1, "a", "Tom & 'J'"), 'alt="Tom &amp; &#39;J&#39;"'),
    ],
)
def test_a_logged_film_is_marked_up_as_on_the_site(films: LoggedFilm, markup: str) -> None:
    html = member_films_page("ada", [films], 1, 1, 1)
    assert markup in html
    assert ('class="rating' in html) == (films.rating is not None)


def test_large_page_numbers_have_commas() -> None:
    html = member_films_page("ada", [], 1, 1234, 88_848)
    assert "1,234</a>" in html
    assert "88,848&nbsp;films" in html


@pytest.mark.parametrize("generation", GENERATIONS)
def test_only_the_sites_own_error_pages_have_its_body(generation: int) -> None:
    own = {
        kind
        for kind in ("not_found", "private", "blocked", "rate_limited", "unknown")
        if 'class="error"' in error_page(kind, generation=generation)
    }
    assert own == {"not_found", "private"}


def test_a_short_id_is_base_62_of_number_and_type() -> None:
    assert lid(51171) == "297o"
    assert lid(0, VIEWING) == "1"
