"""Groups that people join from their phones: nobody is lost, nobody's secrets are shown."""

import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.groups import keep, together
from app.groups.query import Person, Wishes
from app.groups.session import CHOOSING_TIME, Session
from app.problems import Problem
from app.services import Services
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.export import export_zip
from tests.app.test_pages import client_of
from tests.redis_server import RedisServer

Make = Callable[..., Services]


@pytest.fixture(params=["memory", "redis"])
def services(request: pytest.FixtureRequest, make_services: Make) -> Services:
    if request.param == "memory":
        return make_services()
    server: RedisServer = request.getfixturevalue("redis_server")
    return make_services(redis_url=server.url)


@pytest.fixture
def client(make_services: Make) -> FlaskClient:
    return client_of(make_services())


@pytest.fixture
def two(world: BuiltinWorld) -> list[str]:
    return list(world.suggestions()[:2])


def ada(called: str = "ada") -> Person:
    return Person(called=called, username=called)


def group(client: FlaskClient, **wishes: str) -> str:
    """The code of a new one."""
    made = client.post("/group/new", data=wishes)
    assert made.status_code == 303
    return made.location.removeprefix("/group/")


def join(client: FlaskClient, code: str, username: str) -> str:
    """The secret of the seat."""
    joined = client.post(f"/group/{code}/join", data={"username": username})
    assert joined.status_code == 303, joined.text
    [seat] = parse_qs(urlsplit(joined.location).query)["seat"]
    return seat


def state(client: FlaskClient, code: str, version: int = 0) -> TestResponse:
    return client.get(f"/group/{code}/state?seat=&version={version}")


def test_eight_who_join_at_once_all_get_a_seat(services: Services) -> None:
    code = together.start(services, Wishes())

    def sit(number: int) -> None:
        keep.change(services, code, lambda group: group.joined(ada(f"m{number}"), str(number)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(sit, range(8)))
    session = keep.find(services, code)
    assert {person.called for person in session.people} == {f"m{n}" for n in range(8)}
    assert session.version == 9
    with pytest.raises(Problem, match="group_size"):
        sit(9)


def test_a_code_may_be_typed_in_any_case_and_no_other_will_do(services: Services) -> None:
    code = together.start(services, Wishes(genre=["Horror"], rule="borda"))
    assert re.fullmatch(r"[2-9A-Z]{8}", code)
    assert keep.find(services, code.lower()).wishes == Wishes(genre=["Horror"], rule="borda")
    with pytest.raises(Problem, match="group_expired"):
        keep.find(services, code[:-1])


def test_who_joins_again_keeps_the_seat() -> None:
    session = Session(wishes=Wishes()).joined(ada(), "one").joined(ada(), "other")
    assert [seat.secret for seat in session.seats] == ["one"]
    assert session.left("other").seats == session.seats
    assert session.left("one").seats == ()


def test_films_are_for_those_who_are_here_now() -> None:
    session = Session(wishes=Wishes()).joined(ada(), "1").joined(ada("bob"), "2")
    choosing = session.choosing_as("first")
    assert choosing.choosing_as("second") == choosing
    assert choosing.finished("second") == choosing
    assert choosing.joined(ada("cleo"), "3").finished("first").chosen is None
    done = choosing.finished("first")
    assert (done.chosen, done.choosing) == ("first", None)
    assert done.spun(7).spin == 7
    assert done.spun(7).left("1").chosen is None
    assert session.spun(7) == session


@pytest.mark.parametrize("ago", [CHOOSING_TIME, -timedelta(hours=1)], ids=["old", "a clock ahead"])
def test_a_choice_that_was_given_up_does_not_stay_in_the_way(ago: timedelta) -> None:
    choosing = Session(wishes=Wishes()).choosing_as("first")
    assert choosing.choosing is not None
    begun_at = choosing.choosing.begun_at - ago
    old = choosing.choosing.model_copy(update={"begun_at": begun_at})
    again = choosing.model_copy(update={"choosing": old}).choosing_as("second")
    assert again.choosing is not None
    assert again.choosing.name == "second"


def test_everybody_sees_the_same_films_and_the_same_winner(
    client: FlaskClient, two: list[str]
) -> None:
    code = group(client, genre="Drama", rule="average")
    seats = [join(client, code, name) for name in two]
    client.post(f"/group/{code}/films", data={"seat": seats[0]})
    client.post(f"/group/{code}/spin", data={"seat": seats[1]})
    pages = [client.get(f"/group/{code}?seat={seat}").text for seat in [*seats, "", "forged"]]
    shown = [re.findall(r'data-text="[^"]+"|class="film-title">.*', page) for page in pages]
    assert len(shown[0]) == 25
    assert shown[0] == shown[1] == shown[2] == shown[3]
    assert [name in page for name, page in zip(("(you)",) * 4, pages, strict=True)] == [
        *(True, True),
        *(False, False),
    ]


def test_a_stranger_sees_names_and_no_secrets(
    client: FlaskClient, world: BuiltinWorld, two: list[str]
) -> None:
    code = group(client)
    seat = join(client, code, two[0])
    member = world.member(two[1])
    assert member is not None
    file = {"file": (io.BytesIO(export_zip(member)), "letterboxd.zip")}
    sent = client.post(f"/group/{code}/upload", data=file)
    assert sent.status_code == 303
    services: Services = client.application.extensions["projectionist"]
    [token] = [person.profile for person in keep.find(services, code).people if person.profile]
    client.post(f"/group/{code}/films")
    for page in (client.get(f"/group/{code}"), state(client, code)):
        assert page.headers["Cache-Control"] == "no-store"
        assert all(name in page.text for name in two)
        assert "film-title" in page.text
        for secret in (seat, token, sent.location.partition("seat=")[2]):
            assert secret not in page.text


def test_only_what_is_new_is_told(client: FlaskClient, two: list[str]) -> None:
    code = group(client)
    assert state(client, code, 1).status_code == 204
    join(client, code, two[0])
    news = state(client, code, 1).json
    assert news is not None
    assert news["version"] == 2
    assert news["said"] == f"1 member here: {two[0]}."
    assert two[0] in news["html"]


def test_who_leaves_is_gone_and_nobody_else(client: FlaskClient, two: list[str]) -> None:
    code = group(client)
    seats = [join(client, code, name) for name in two]
    client.post(f"/group/{code}/leave", data={"seat": "forged"})
    client.post(f"/group/{code}/leave", data={"seat": seats[0]})
    page = client.get(f"/group/{code}").text
    assert two[0] not in page
    assert two[1] in page


@pytest.mark.parametrize(
    ("username", "status", "title"),
    [
        ("nobody_of_that_name", 404, "No such member"),
        ("private_person", 403, "This profile is private"),
        ("not a name!", 422, "That is not a Letterboxd username"),
        ("", 422, "That is not a Letterboxd username"),
    ],
)
def test_who_cannot_be_read_does_not_join(
    client: FlaskClient, username: str, status: int, title: str
) -> None:
    code = group(client)
    refused = client.post(f"/group/{code}/join", data={"username": username})
    assert refused.status_code == status
    assert title in refused.text
    assert state(client, code, 1).status_code == 204


def test_what_is_no_export_does_not_join(client: FlaskClient) -> None:
    code = group(client)
    file = {"file": (io.BytesIO(b"Date,Name"), "letterboxd.zip")}
    refused = client.post(f"/group/{code}/upload", data=file)
    assert refused.status_code == 422
    assert "This is not an export we can read" in refused.text


def test_one_alone_is_told_why_there_are_no_films(client: FlaskClient, two: list[str]) -> None:
    code = group(client)
    join(client, code, two[0])
    client.post(f"/group/{code}/films")
    page = client.get(f"/group/{code}").text
    assert "1 are too few" in page
    assert "film-title" not in page


def test_everybody_is_told_of_a_choice_that_fails_for_want_of_the_database(
    client: FlaskClient, two: list[str]
) -> None:
    code = group(client)
    for name in two:
        join(client, code, name)
    services: Services = client.application.extensions["projectionist"]
    with services.engine.begin() as connection:
        connection.execute(text("ALTER TABLE projectionist.members RENAME TO lost"))
    assert client.post(f"/group/{code}/films").status_code == 500
    news = state(client, code).json
    assert news is not None
    assert "Something broke on our side" in news["said"]
    assert keep.find(services, code).choosing is None


@pytest.mark.parametrize("path", ["", "/state"])
def test_an_expired_group_says_so_and_offers_a_new_one(client: FlaskClient, path: str) -> None:
    gone = client.get(f"/group/2345ABCD{path}")
    assert gone.status_code == 404
    assert "This group is gone" in gone.text
    assert 'formaction="/group/new"' in gone.text
    for what in ("join", "leave", "films", "spin"):
        refused = client.post(f"/group/2345ABCD/{what}", data={"username": "pocket_change"})
        assert refused.status_code == 404


def test_wishes_that_cannot_be_understood_are_refused(client: FlaskClient) -> None:
    refused = client.post("/group/new", data={"rule": "dictatorship", "threshold": ""})
    assert refused.status_code == 422
    assert "The request cannot be understood" in refused.text
