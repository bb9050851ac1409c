"""Whatever a page holds, it is read whole or refused."""

import json
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scrapers.errors import PageError
from scrapers.pages.diary import parse_diary
from scrapers.pages.error import parse_error
from scrapers.pages.film import parse_film
from scrapers.pages.member_films import parse_member_films
from scrapers.pages.profile import parse_profile
from scrapers.pages.watchlist import parse_watchlist
from tests.scrapers.pages import examples
from tests.scrapers.pages.examples import GENERATIONS, changed

Parser = Callable[[str], object]
PARSERS: tuple[Parser, ...] = (
    *(parse_film, parse_member_films, parse_profile, parse_watchlist, parse_diary, parse_error),
)
PAGES: list[tuple[Parser, str]] = [
    (parse, page(generation))
    for generation in GENERATIONS
    for parse, page in (
        (parse_film, examples.film_page),
        (parse_member_films, examples.member_films_page),
        (parse_profile, examples.profile_page),
        (parse_watchlist, examples.watchlist_page),
        (parse_diary, examples.diary_page),
    )
]
DEEP = "[" * 20_000
any_text = st.text(st.characters(), max_size=200)  # half surrogate pairs as well
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=3,
)


def read(parse: Parser, html: str) -> object:
    """The record, or None if the page is refused; any other error fails the test."""
    try:
        return parse(html)
    except PageError:
        return None


@pytest.mark.parametrize("parse", PARSERS)
@settings(max_examples=25)
@example("")
@example("https://letterboxd.com/film/the-lantern/")
@example("<?xml version='1.0'?><film/></html>")
@example("\ud800</html>")
@example("<div>" * 1000 + "</html>")
@given(any_text)
def test_any_text_is_read_or_refused(parse: Parser, text: str) -> None:
    for html in (text, text + "</html>", f"<body class=error>{text}", f"<body>{text}</html>"):
        read(parse, html)


@settings(max_examples=80)
@given(st.sampled_from(PAGES), st.data())
def test_a_damaged_page_is_read_or_refused(page: tuple[Parser, str], data: st.DataObject) -> None:
    parse, html = page
    start = data.draw(st.integers(0, len(html)))
    length = data.draw(st.integers(0, 40))
    read(parse, html[:start] + data.draw(any_text) + html[start + length :])


@settings(max_examples=80)
@given(st.sampled_from(PAGES), st.data())
def test_a_truncated_page_is_refused(page: tuple[Parser, str], data: st.DataObject) -> None:
    parse, html = page
    whole = html.encode()
    some = st.integers(0, len(whole)) | st.integers(len(whole) - 10, len(whole))
    part = whole[: data.draw(some)].decode(errors="replace")
    found = read(parse, part)
    assert found is None or found == parse(html)


@settings(max_examples=30)
@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(("image", "url", "duration", "releasedEvent", "dateCreated"), values)
        | {
            "aggregateRating": values
            | st.fixed_dictionaries({"ratingValue": values, "ratingCount": values})
        },
    )
)
def test_any_structured_data_leaves_the_other_facts(data: dict[str, object]) -> None:
    html = changed(examples.film_page(), (r'\{"image".*?\n', json.dumps(data) + "\n"))
    film = parse_film(html)
    assert (film.title, film.release_year, film.runtime) == ("The Lantern", 2019, 105)
    assert film.letterboxd_rating is None or 0 < film.letterboxd_rating <= 5
    json.dumps([film.poster, film.letterboxd_rating], allow_nan=False)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", DEEP, '{"a":' * 20_000, "9" * 5000])
def test_malformed_structured_data_leaves_the_other_facts(text: str) -> None:
    film = parse_film(changed(examples.film_page(), (r'\{"image".*?\n', text + "\n")))
    assert film.poster is None
    assert film.letterboxd_rating == 3.67  # the card for sharing has it as well
    assert film.title == "The Lantern"
