"""The film page: where each fact comes from, and what happens without it."""

from dataclasses import replace

import pytest

from scrapers.errors import PageError
from scrapers.pages.film import parse_film
from tests.scrapers.pages.examples import FILM, GENERATIONS, changed, film_page

Change = tuple[str, str]

META_ID: Change = (r'<meta name="production:identifier".*?>', "")
POSTER_IDS: Change = (r"data-postered-identifier='.*?'", "data-postered-identifier='{oops'")
BACKDROP: Change = (r'<div id="backdrop".*?>', '<div id="backdrop">')
OTHER_POSTER: Change = (r'<div id="poster-modal" hidden>.*?film:90001', "<div><p title='film:5")
YEAR_LINK: Change = (r'<span class="releasedate">.*?</span>', "")
NAME_AND_YEAR: Change = (r'<meta name="production:name-and-year".*?>', "")
SHARED_NAME: Change = (r'<meta property="og:title".*?>', "")
DATA_START: Change = (r'\{"image"', '{"dateCreated": "1987-03-07", "image"')
TMDB_LINK: Change = (r'<a href="https://www.themoviedb.*?</a>', "")

# A page in the order and dress of the site, with little known.
SMALL = """<!DOCTYPE html>
<html id="html" lang="en" class="context-client-unknown no-mobile no-js"><head>
<meta content="https://letterboxd.com/film/waves-2/" property="og:url">
<meta content='{"lid":"3M8i","uid":"film:90002","type":"film","typeName":"film"}'
 name="production:identifier">
<title>&lrm;Waves &#039;n&#039; Sand &bull; Letterboxd</title></head>
<body class="film" data-type="film" data-tmdb-type="movie" data-tmdb-id="">
<h1 class="site-logo"><a href="/">Letterboxd</a></h1><main id="content" class="site-body">
<section class="production-masthead -shadowed"><div class="details">
<h1 class="headline-1 primaryname"><span class="name js-widont prettify">
 Waves &#039;n&#039;&nbsp;Sand </span></h1></div></section>
<section class="production-synopsis"><div class="truncate"><p>One<br>two
 <i>three</i>.</p><p> </p></div></section>
<div class="cast-crew-details-tabs"><div id="tab-panel-details"><h3><span>Country</span></h3>
<div class="text-sluglist"> <a href="/films/country/south-korea/" class="text-slug">
 South Korea </a> </div></div></div>
<p class="text-link text-footer"> 1&nbsp;min &nbsp; More at
<a href="https://www.themoviedb.org/tv/91275/">TMDB</a></p></main></body></html>"""


@pytest.mark.parametrize("generation", GENERATIONS)
def test_every_fact_is_read(generation: int) -> None:
    assert parse_film(film_page(generation)) == FILM


def test_a_page_with_little_on_it_is_read() -> None:
    film = parse_film(SMALL)
    assert (film.film_id, film.slug, film.title) == (90002, "waves-2", "Waves 'n' Sand")
    assert film.synopsis == "One two three."
    assert film.countries == ("South Korea",)
    assert (film.runtime, film.content_type, film.tmdb_id) == (1, "tv", 91275)
    assert (film.release_year, film.poster, film.letterboxd_rating) == (None, None, None)
    assert (film.imdb_id, film.tagline, film.cast) == (None, None, ())


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize(
    "changes",
    [
        [OTHER_POSTER],
        [META_ID],
        [META_ID, POSTER_IDS],
        [META_ID, POSTER_IDS, BACKDROP],
        [(r'<meta property="og:url".*?>', "")],
        [YEAR_LINK],
        [YEAR_LINK, NAME_AND_YEAR],
        [(r'<meta name="twitter:data2".*?>', "")],
        [(r"/\* <!\[CDATA\[ \*/", "")],
        [(r'class="contributor', 'class="other')],
        [DATA_START],
        [('data-tmdb-type="movie"', 'data-tmdb-type="tv"')],
        [TMDB_LINK],
    ],
)
def test_each_fact_has_a_second_source(changes: list[Change], generation: int) -> None:
    found = parse_film(changed(film_page(generation), *changes))
    assert replace(found, similar=FILM.similar) == FILM


@pytest.mark.parametrize("generation", GENERATIONS)
def test_similar_films_are_read_but_for_those_without_an_identity(generation: int) -> None:
    page = changed(film_page(generation), ('data-item-slug="waves"', ""), (r"/film/waves/", ""))
    assert [film.slug for film in parse_film(page).similar] == ["salt-and-tin"]


def test_the_last_sources_of_a_year_are_the_premiere_and_the_creation() -> None:
    changes = [YEAR_LINK, NAME_AND_YEAR, SHARED_NAME]
    assert parse_film(changed(film_page(2), *changes, DATA_START)).release_year == 2019
    assert parse_film(changed(film_page(3), *changes, DATA_START)).release_year == 1987
    assert parse_film(changed(film_page(3), *changes)).release_year is None


def test_the_year_at_the_end_of_a_title_is_no_release_year() -> None:
    html = changed(film_page(), YEAR_LINK, (r"The Lantern( \(2019\))?", "Class of (1984)"))
    film = parse_film(html)
    assert (film.title, film.release_year) == ("Class of (1984)", None)


@pytest.mark.parametrize(
    ("footer", "runtime"),
    [
        ("105&nbsp;mins", 105),
        ("1&nbsp;min", 1),
        ("1,234&nbsp;mins", 1234),
        ("", None),
        ("0&nbsp;mins", None),
        ("-5&nbsp;mins", None),
        ("9999999&nbsp;mins", None),
        ("about ,, mins", None),
    ],
)
def test_the_runtime_stands_in_the_footer_line(footer: str, runtime: int | None) -> None:
    html = changed(film_page(2), ("105\xa0mins|105&nbsp;mins", footer))
    assert parse_film(html).runtime == runtime


@pytest.mark.parametrize(
    ("duration", "runtime"),
    [("PT1H45M", 105), ("PT51M", 51), ("PT2H", 120), ("PT", None), ("an hour", None)],
)
def test_without_a_footer_line_the_duration_is_the_runtime(
    duration: str, runtime: int | None
) -> None:
    html = changed(film_page(3), ("105\xa0mins|105&nbsp;mins", ""), ("PT1H45M", duration))
    assert parse_film(html).runtime == runtime


@pytest.mark.parametrize(
    "value", ["0", "-1", "5.01", "NaN", "Infinity", "1e999", '"good"', "null", "true", "[]"]
)
def test_an_impossible_average_falls_back_to_the_card_for_sharing(value: str) -> None:
    html = changed(film_page(), ('"ratingValue": 3.67', f'"ratingValue": {value}'))
    assert parse_film(html) == FILM


@pytest.mark.parametrize("value", ["-1", "1e30", "null", '"many"', "99999999999"])
def test_an_impossible_count_is_no_count(value: str) -> None:
    html = changed(film_page(), ('"ratingCount": 1234', f'"ratingCount": {value}'))
    assert parse_film(html) == replace(FILM, letterboxd_rating_count=None)


def test_a_film_with_few_ratings_has_no_average() -> None:
    html = changed(film_page(), ('"aggregateRating"', '"other"'), ("twitter:data2", "other"))
    film = parse_film(html)
    assert (film.letterboxd_rating, film.letterboxd_rating_count) == (None, None)


@pytest.mark.parametrize(
    "image",
    [
        "https://s.ltrbxd.com/static/img/empty-poster-230.png",
        "javascript:alert(1)",
        r"https://a.ltrbxd.com/\ud800.jpg",
        r"https://a.ltrbxd.com/\u0000.jpg",
        "",
    ],
)
def test_an_empty_or_hostile_poster_is_no_poster(image: str) -> None:
    html = changed(film_page(), (r'"image": ".*?"', f'"image": "{image}"'))
    assert parse_film(html).poster is None


@pytest.mark.parametrize(
    ("change", "content_type"), [('"tv"', "tv"), ('"movie"', "movie"), ('""', None)]
)
def test_without_a_link_the_body_tells_movies_from_tv(
    change: str, content_type: str | None
) -> None:
    html = changed(film_page(), TMDB_LINK, (r'data-tmdb-type="movie"', f"data-tmdb-type={change}"))
    film = parse_film(html)
    assert (film.content_type, film.tmdb_id) == (content_type, 71329)


def test_impossible_ids_elsewhere_are_no_ids() -> None:
    html = changed(
        film_page(),
        ("movie/71329", "movie/" + "9" * 30),
        ('data-tmdb-id="71329"', 'data-tmdb-id="many"'),
        ("tt0094349", "tt" + "9" * 30),
    )
    film = parse_film(html)
    assert (film.content_type, film.tmdb_id, film.imdb_id) == ("movie", None, None)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_long_cast_is_read_to_its_end_without_the_link_that_shows_it(generation: int) -> None:
    more = '<a class="text-slug" id="has-cast-overflow">Show All&hellip;</a> <span id="cast-over'
    more += 'flow" style="display:none;"><a href="/actor/e-f/" class="text-slug">E F</a></span>'
    html = changed(film_page(generation), (r"C D</a>", f"C D</a> {more}"))
    assert parse_film(html) == replace(FILM, cast=("A B", "C D", "E F"))


def test_one_language_is_a_language() -> None:
    html = changed(
        film_page(),
        (r"<h3><span>Primary Language</span></h3>.*?</div>", ""),
        (r"Spoken Languages", "Language"),
        (r'<a href="/films/language/bambara/".*?</a>', ""),
    )
    assert parse_film(html).languages == ("French",)


def test_links_may_be_absolute() -> None:
    html = changed(film_page(), (r'href="/', 'href="https://letterboxd.com/'))
    assert parse_film(html) == FILM


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        (("production-masthead", "other"), "the masthead"),
        (("cast-crew-details-tabs", "other"), "the tabs"),
        (("text-footer", "other"), "the footer line"),
        ((r"film:90001", "list:90001"), "the film id"),
        ((r"film:90001", "film:" + "9" * 30), "the film id"),
        ((r"https://letterboxd.com/film/", "http://[oops/"), "the slug"),
        ((r'<span class="name js-widont prettify">.*?</span>', ""), "the title"),
        (("</html>", ""), "the end of the document"),
    ],
)
def test_a_page_without_a_necessary_part_is_refused(change: Change, missing: str) -> None:
    with pytest.raises(PageError) as caught:
        parse_film(changed(film_page(), change))
    assert caught.value.missing == missing


def test_the_address_may_be_canonical_only() -> None:
    html = changed(
        film_page(),
        (r'<meta property="og:url".*?>', '<link rel="canonical" href="/film/the-lantern/">'),
        ('"url"', '"other"'),
    )
    assert parse_film(html).slug == "the-lantern"
