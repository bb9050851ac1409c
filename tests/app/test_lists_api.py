"""Lists to choose from: as Letterboxd exports them, as any CSV, or as JSON."""

import requests

from scrapers.export.boxd import short_link
from scrapers.standin.builtin import BuiltinWorld
from tests.app.test_recommendations_api import ask, assert_problem
from tests.conftest import LiveApp

EXPORTED = """Letterboxd list export v7
Date,Name,Tags,URL,Description
2026-01-02,Rainy days,,https://boxd.it/abc,

Position,Name,Year,URL,Description
1,Ran,1985,{ran},
2,Tampopo,1985,{tampopo},
3,A Film No More,1999,https://boxd.it/zzzz,
"""


def send(live: LiveApp, text: str | bytes) -> requests.Response:
    files = {"file": ("list.csv", text)}
    return requests.post(f"{live.url}/api/v1/lists", files=files, timeout=30)


def exported(world: BuiltinWorld) -> str:
    films = {slug: world.film(slug) for slug in ("ran", "tampopo")}
    return EXPORTED.format(**{slug: short_link(film.film_id) for slug, film in films.items()})


def chosen(live: LiveApp, world: BuiltinWorld, token: str) -> set[str]:
    answer = ask(live, username=world.suggestions()[0], only_list=token, limit=100).json()
    return {item["film"]["slug"] for item in answer["data"]}


def test_only_films_of_an_exported_list_are_recommended(live: LiveApp, world: BuiltinWorld) -> None:
    kept = send(live, exported(world))
    assert kept.status_code == 201, kept.text
    answer = kept.json()
    assert (answer["name"], answer["films"]) == ("Rainy days", 2)
    assert [row["title"] for row in answer["unmatched"]] == ["A Film No More"]
    assert chosen(live, world, answer["token"]) == {"ran", "tampopo"}


def test_a_plain_table_of_titles_is_a_list_too(live: LiveApp, world: BuiltinWorld) -> None:
    answer = send(live, "Title,Year\nRan,1985\n").json()
    assert chosen(live, world, answer["token"]) == {"ran"}


def test_a_list_can_be_sent_by_name(live: LiveApp, world: BuiltinWorld) -> None:
    films = {"films": [{"slug": "ran"}, {"title": "Tampopo", "year": 1986}]}
    answer = requests.post(f"{live.url}/api/v1/lists", json=films, timeout=30).json()
    assert chosen(live, world, answer["token"]) == {"ran", "tampopo"}


def test_a_list_that_is_none_is_refused(live: LiveApp) -> None:
    for junk in ("", "no,titles,here\n1,2,3\n", "Title\n", b"\xff\xfe\x00", b"\0" * 5000):
        assert_problem(send(live, junk), 422, "invalid_request")


def test_a_list_that_is_gone_says_so(live: LiveApp, world: BuiltinWorld) -> None:
    response = ask(live, username=world.suggestions()[0], only_list="nonsense")
    assert_problem(response, 404, "list_expired")
