import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scraping.film_lists import NoSlugError, slugs_in


@pytest.mark.parametrize(
    "lines",
    [
        ["heat\n", "\n", "  alien  \n"],
        ["slug\n", "heat\n", "alien\n"],
        ["title,Slug,year\n", '"Heat, anew",heat,1995\n', "Alien,alien,1979\n", "\n"],
        ["name,URL\n", "Heat,https://letterboxd.com/film/heat/\n", "Alien,/film/alien\n"],
        ["url,slug\n", "https://example.org/1,heat\n", "https://example.org/2,alien\n"],
        ["https://letterboxd.com/film/heat/\n", "alien\n"],
    ],
)
def test_slugs_are_found_one_a_line_or_in_their_column(lines: list[str]) -> None:
    assert list(slugs_in(lines)) == ["heat", "alien"]


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (["heat\n", "../admin\n"], 2),
        (["slug\n", "heat\n", "Not A Slug\n"], 3),
        (["url\n", "https://letterboxd.com/somebody/\n"], 2),
        (["name,year\n"], 1),
    ],
)
def test_a_line_that_names_no_film_is_told(lines: list[str], line: int) -> None:
    with pytest.raises(NoSlugError, match=f"line {line} "):
        list(slugs_in(lines))


def test_a_torn_csv_is_told() -> None:
    with pytest.raises(NoSlugError, match="CSV"):
        list(slugs_in(["slug,title\n", 'heat,"He\n']))


@given(st.lists(st.text(), max_size=5), st.sampled_from(["", "slug\n", "a,url\n"]))
def test_whatever_is_in_a_file_it_is_slugs_or_refused(lines: list[str], header: str) -> None:
    try:
        found = list(slugs_in([header, *lines]))
    except NoSlugError:
        return
    assert all(slug == slug.strip() != "" for slug in found)
