"""Whether a member logged anything since they were last read."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from scrapers.changes import Marks, MemberRead, read_changes
from scrapers.errors import NotFoundError, PrivateError
from scrapers.http import Client, ClientConfig
from scrapers.records import LoggedFilm
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.server import Standin, serve
from scrapers.standin.world import Member

NAME = "ada"
FILMS = tuple(
    LoggedFilm(number, f"film-{number}", f"Film {number}", 2000, 3.5) for number in range(1, 181)
)


class OneMember(BuiltinWorld):
    """A member whose films change."""

    def __init__(self) -> None:
        super().__init__()
        self.films = FILMS
        self.private = False

    def member(self, username: str) -> Member | None:
        if username != NAME:
            return None
        return Member(NAME, "", self.films, profile_private=self.private)


@pytest.fixture
def world() -> OneMember:
    return OneMember()


@pytest.fixture
def site(world: OneMember) -> Iterator[Standin]:
    with serve(world) as standin:
        yield standin


@pytest.fixture
def client(site: Standin) -> Iterator[Client]:
    with Client(ClientConfig(site.url, permitted=True, rate=0, retries=0)) as client:
        yield client


def marks(client: Client) -> Marks:
    return read_changes(client, NAME, None).marks


def test_all_is_read_of_who_was_never_read(client: Client) -> None:
    assert read_changes(client, NAME, None).films == FILMS


def test_the_same_marks_mean_that_nothing_else_is_read(client: Client, site: Standin) -> None:
    known = marks(client)
    site.requests.clear()
    assert read_changes(client, NAME, known) == MemberRead(known, None)
    assert [request.path for request in site.requests] == [f"/{NAME}/films/", f"/{NAME}/rss/"]


def test_the_number_of_all_films_is_a_mark(client: Client, world: OneMember) -> None:
    known = marks(client)
    world.films = FILMS[:-1]
    assert read_changes(client, NAME, known).films == FILMS[:-1]


@pytest.mark.parametrize(
    "change",
    [replace(FILMS[0], rating=1.0), replace(FILMS[0], rating=None), replace(FILMS[0], liked=True)],
    ids=["other stars", "no stars", "liked"],
)
def test_what_the_newest_page_says_of_a_film_is_a_mark(
    client: Client, world: OneMember, change: LoggedFilm
) -> None:
    known = marks(client)
    world.films = (change, *FILMS[1:])
    assert read_changes(client, NAME, known).films == world.films


def test_a_feed_that_cannot_be_read_is_no_mark_and_no_failure(
    client: Client, site: Standin
) -> None:
    site.rewrites = {"<rss": "<other"}
    known = marks(client)
    assert known.feed is None
    assert read_changes(client, NAME, known).films == FILMS


def test_one_page_is_all_and_takes_no_feed(client: Client, world: OneMember, site: Standin) -> None:
    world.films = FILMS[:72]
    known = marks(client)
    assert read_changes(client, NAME, known).films is None
    world.films = (*FILMS[:71], replace(FILMS[71], rating=5.0))
    assert read_changes(client, NAME, known).films == world.films
    assert {request.path for request in site.requests} == {"/robots.txt", f"/{NAME}/films/"}


def test_who_is_gone_or_private_is_told_apart(client: Client, world: OneMember) -> None:
    with pytest.raises(NotFoundError):
        read_changes(client, "nobody", None)
    world.private = True
    with pytest.raises(PrivateError):
        read_changes(client, NAME, None)
