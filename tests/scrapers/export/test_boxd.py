"""Short links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.export.boxd import KINDS, Kind, linked, short_link


def test_the_link_of_a_film_names_it() -> None:
    assert linked("https://boxd.it/297o") == 51171
    assert short_link(51171) == "https://boxd.it/297o"


@given(st.integers(1, 2**62), st.sampled_from(KINDS))
def test_every_link_leads_back(number: int, kind: Kind) -> None:
    link = short_link(number, kind)
    for other in KINDS:
        assert linked(link, other) == (number if other == kind else None)


@pytest.mark.parametrize("link", ["http://boxd.it/297o", "boxd.it/297o", "https://boxd.it/297o/"])
def test_a_link_may_be_written_in_other_ways(link: str) -> None:
    assert linked(link) == 51171


@pytest.mark.parametrize(
    "link",
    [
        "",
        "297o",
        "https://boxd.it/",
        "https://boxd.it/0",
        "https://boxd.it/297p",  # neither a film nor an entry nor a list
        "https://boxd.it/297o?a=1",
        "https://boxd.it/29-7o",
        "https://boxd.it/２９７ｏ",
        "https://boxd.it/297o\n",
        "https://example.com/297o",
        "https://letterboxd.com/film/the-lantern/",
        short_link(2**63),  # too great for a database
        "https://boxd.it/" + "Z" * 100_000,
    ],
)
def test_other_links_name_no_film(link: str) -> None:
    assert linked(link) is None
