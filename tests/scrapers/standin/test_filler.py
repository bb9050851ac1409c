"""Film pages of real size."""

import re

import pytest
import requests

from scrapers.standin.filler import PLAIN_BYTES, filler
from scrapers.standin.render import film_page
from scrapers.standin.server import serve
from tests.scrapers.pages.examples import FILM, GENERATIONS
from tests.scrapers.small_world import SmallWorld


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("page_bytes", [50_000, 200_000, 330_000])
def test_a_page_is_about_as_large_as_wanted(page_bytes: int, generation: int) -> None:
    size = len(film_page(FILM, generation=generation, page_bytes=page_bytes).encode())
    assert size == pytest.approx(page_bytes, rel=0.2)


def test_a_page_is_never_smaller_than_its_facts() -> None:
    assert film_page(FILM, page_bytes=PLAIN_BYTES) == film_page(FILM)
    assert film_page(FILM, page_bytes=-1) == film_page(FILM)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_the_filler_is_scripts_drawings_lists_and_reviews(generation: int) -> None:
    parts = filler(200_000, generation)
    signs = {"scripts": "<script", "drawings": "<svg", "lists": "LazyPoster", "reviews": "<article"}
    for name, sign in signs.items():
        assert len(re.findall(sign, parts[name])) >= 10, name
    assert sum(len(part.encode()) for part in parts.values()) > 150_000


def test_the_filler_is_the_same_in_every_process() -> None:
    assert filler.__wrapped__(60_000, 3) == filler(60_000, 3)


def test_film_pages_alone_are_filled() -> None:
    with serve(SmallWorld(), page_bytes=100_000) as site:
        film = requests.get(f"{site.url}/film/film-1/", timeout=5)
        films = requests.get(f"{site.url}/bob/films/", timeout=5)
    assert len(film.content) == pytest.approx(100_000, rel=0.2)
    assert len(films.content) < 20_000
