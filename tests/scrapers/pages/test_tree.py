"""Pages of real size, and documents that are not as they should be."""

import pytest

from scrapers.errors import PageError
from scrapers.pages.film import parse_film
from scrapers.pages.tree import find, find_all, find_with, read_markup, shown
from scrapers.standin.render import film_page as render_film
from tests.scrapers.pages.examples import FILM, GENERATIONS, changed, film_page

REAL_BYTES = 200_000


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_page_of_real_size_says_what_a_small_one_says(generation: int) -> None:
    html = render_film(FILM, generation=generation, page_bytes=REAL_BYTES)
    assert parse_film(html) == FILM


def test_what_stands_behind_an_early_end_is_read() -> None:
    start = '<section class="production-masthead'
    assert parse_film(changed(film_page(), (start, f"</html>{start}"))) == FILM


def test_a_page_too_deep_to_be_read_to_its_end_is_refused() -> None:
    assert parse_film(changed(film_page(), ("<h1", "<div>" * 1000 + "<h1"))) == FILM
    with pytest.raises(PageError, match="a tree of ordinary depth"):
        parse_film(changed(film_page(), ("<h1", "<div>" * 3000 + "<h1")))


@pytest.mark.parametrize(
    "aside",
    [
        "<!-- no -->",
        "<script>no</script>",
        "<style>no</style>",
        "<template><i>no</i></template>",
        "<rt>no</rt>",
    ],
)
def test_text_is_what_a_reader_sees(aside: str) -> None:
    page = read_markup(f"<p>a<b>b</b>{aside}c\n <i></i> d</p>e", "film")
    assert shown(find(page, "p")) == "abc d"


def test_nothing_inside_of_a_template_is_seen() -> None:
    page = read_markup("<template><p>no</p></template>", "film")
    assert shown(find(page, "p")) == ""


def test_a_class_is_one_whole_word() -> None:
    page = read_markup('<p class="a-b">1<p class="\n a\tb ">2<i class=a>3</i>', "film")
    assert [shown(tag) for tag in find_all(page, class_="a")] == ["23", "3"]
    assert shown(find(page, "i", "a")) == "3"
    assert find(page, class_="c") is None


def test_a_tag_is_found_by_an_attribute_and_its_value() -> None:
    page = read_markup("<p data-x=1>a</p><p data-x='\"'>b</p><p data-x>c</p>", "film")
    assert shown(find_with(page, "data-x")) == "a"
    assert shown(find_with(page, "data-x", '"')) == "b"
    assert shown(find_with(page, "data-x", "")) == "c"
    assert find_with(page, "data-y") is None


@pytest.mark.parametrize("html", ["", "<!-- -->", "<!doctype html>", "</html>"])
def test_an_empty_document_has_no_tags(html: str) -> None:
    assert find_all(read_markup(html, "film")) == []
