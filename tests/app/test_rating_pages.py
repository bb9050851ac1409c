"""The page for rating films without an account, as a browser without a script uses it."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import numpy as np
import pytest
import requests

from app.rating.starters import well_known
from app.services import Services
from scrapers.standin.builtin import BuiltinWorld
from tests.conftest import LiveApp, running

FILMS = ["10001:4.5", "10002:3", "10003:0.5", "10004:5", "10005:1"]


@pytest.fixture(scope="module")
def live(shared_live: LiveApp) -> LiveApp:
    """One for all these tests: what is rated is kept in the cache alone."""
    return shared_live


def rate(app: LiveApp, **params: Any) -> requests.Response:
    return requests.get(f"{app.url}/rate", params=params, timeout=30)


def pick(app: LiveApp, films: list[str]) -> requests.Response:
    form = {"film": films}
    return requests.post(f"{app.url}/rate", data=form, timeout=30, allow_redirects=False)


def picked(page: requests.Response) -> dict[int, str]:
    """The films listed as rated, and their stars."""
    listed = re.findall(
        r'class="pick" data-film="(\d+)".*?data-stars="([\d.]+)"', page.text, re.DOTALL
    )
    return {int(film): stars for film, stars in listed}


def test_the_address_holds_what_is_rated_and_what_is_looked_for(live: LiveApp) -> None:
    page = rate(live, q="godfahter", film=["10005:2.5", "10004:5", "10005:3"])
    assert page.status_code == 200
    assert picked(page) == {10005: "3.0", 10004: "5.0"}
    assert "2 of 5 films" in page.text
    assert re.search(r"data-called>The Godfather<", page.text)
    assert 'name="film" value="10005:3"' in page.text


def test_films_that_the_catalogue_lacks_are_left_out(live: LiveApp) -> None:
    page = rate(live, film=["999:4", "9223372036854775807:4", "10001:4"])
    assert picked(page) == {10001: "4.0"}


def test_a_title_that_is_not_known_says_so_and_cannot_become_markup(live: LiveApp) -> None:
    page = rate(live, q="<script>xqzzyw")
    assert "No such film here." in page.text
    assert "<script>xq" not in page.text
    assert "<script>xqzzyw" in unescape(page.text)


@pytest.mark.parametrize(
    "params",
    [
        {"q": "x" * 201},
        {"film": ["10001:4"] * 101},
        *(
            {"film": film}
            for film in (
                *("10001", "10001:", ":4", "10001:0", "10001:5.5", "10001:4.2", "10001:nan"),
                *("x:4", "0:4", "-1:4", "9223372036854775808:4", "10001:4:4", "\x00:4"),
            )
        ),
    ],
)
def test_wrong_values_get_the_problem_page(live: LiveApp, params: dict[str, Any]) -> None:
    refused = rate(live, **params)
    assert refused.status_code == 422
    assert "The request cannot be understood" in refused.text


def test_five_films_lead_to_recommendations(live: LiveApp) -> None:
    sent = pick(live, FILMS)
    assert sent.status_code == 303
    assert re.fullmatch(r"/\?profile=[\w-]{43}", sent.headers["Location"])
    token = sent.headers["Location"].partition("=")[2]
    address = f"{live.url}/api/v1/recommendations"
    meta = requests.get(address, params={"profile": token}, timeout=60).json()["meta"]
    assert (meta["source"], meta["rated"], meta["films_pending"]) == ("list", 5, 0)


@pytest.mark.parametrize("films", [[], FILMS[:4], [*FILMS[:4], "10001:6"], ["nonsense"] * 5])
def test_too_few_or_wrong_films_make_no_profile(live: LiveApp, films: list[str]) -> None:
    refused = pick(live, films)
    assert refused.status_code == 422
    assert "The request cannot be understood" in refused.text


def test_a_form_that_is_too_large_is_not_read(live: LiveApp) -> None:
    assert pick(live, ["10001:4.5"] * 2000).status_code == 413


def test_films_to_begin_with_are_well_known_and_varied(live: LiveApp, world: BuiltinWorld) -> None:
    catalogue = live.services.catalogue.current()
    films = catalogue.facts(well_known(catalogue, 12))
    assert len({film["film_id"] for film in films}) == 12
    assert len({film["directors"][0] for film in films}) == 12
    assert len({film["release_year"] // 10 for film in films}) >= 6
    assert len({film["genres"][0] for film in films}) >= 6
    counts = catalogue.films.numbers["letterboxd_rating_count"]
    renowned = np.nanquantile(counts, 0.7)
    assert all(film["letterboxd_rating_count"] > renowned for film in films)
    assert all(str(film["title"]) in unescape(rate(live).text) for film in films)


def test_an_empty_catalogue_has_a_page_too(make_services: Callable[..., Services]) -> None:
    with running(make_services(empty=True)) as app:
        assert rate(app, q="heat", film="10001:4").status_code == 200
