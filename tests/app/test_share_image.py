"""The first films of a list as an image."""

import io

import pytest
import requests
from PIL import Image, ImageChops

from app.recommendations.answer import FilmFacts, Reasons, Recommendation
from app.recommendations.image import draw
from tests.conftest import LiveApp

MEMBER = "pocket_change"


def item(title: str, **facts: object) -> Recommendation:
    film = dict.fromkeys(FilmFacts.model_fields) | {
        **{"film_id": 1, "slug": "film", "title": title, "url": "/", "genres": []},
        **{"directors": ["Agnès Varda"], "release_year": 1962},
        **facts,
    }
    return Recommendation(
        film=FilmFacts.model_validate(film),
        predicted_rating=4.2,
        score=1,
        logged=False,
        because=Reasons(films=[], traits=[]),
    )


def opened(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


def image_of(app: LiveApp, **params: object) -> requests.Response:
    address = f"{app.url}/recommendations/image.png"
    return requests.get(address, params={"model": "popular"} | params, timeout=60)


def test_the_page_and_its_image_have_the_same_arguments(live: LiveApp) -> None:
    plain, other = (image_of(live, username=MEMBER, genre=genre) for genre in ("", "Horror"))
    assert plain.headers["Content-Type"] == "image/png"
    assert opened(plain.content).size == opened(other.content).size == (1200, 630)
    assert plain.content != other.content
    assert plain.content == image_of(live, username=MEMBER).content
    page = requests.get(live.url, params={"username": MEMBER, "genre": "Horror"}, timeout=60).text
    assert f"{live.url}/recommendations/image.png?username={MEMBER}&amp;genre=Horror" in page


@pytest.mark.parametrize(
    ("params", "status"),
    [({}, 422), ({"username": "nobody_of_that_name"}, 404), ({"profile": "none"}, 404)],
)
def test_what_cannot_be_drawn_is_refused(
    live: LiveApp, params: dict[str, str], status: int
) -> None:
    assert image_of(live, **params).status_code == status


@pytest.mark.parametrize(
    "films",
    [
        [],
        [item("Cléo from 5 to 7")] * 9,
        [item("W" * 500, directors=["X" * 500])],
        [item("Seven Samurai 七人の侍 \n\t\u202e", release_year=None, directors=[])],
    ],
)
def test_any_films_can_be_drawn(films: list[Recommendation]) -> None:
    assert opened(draw(films, "somebody")).size == (1200, 630)


def test_a_title_without_end_leaves_room_for_the_stars() -> None:
    short, long = (opened(draw([item(title)], "me")).convert("L") for title in ("W", "W" * 500))
    stars = (1040, 176, 1200, 240)
    _, most = ImageChops.difference(short.crop(stars), long.crop(stars)).getextrema()
    assert most < 8  # of 255: the palettes differ a little
