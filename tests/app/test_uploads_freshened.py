"""An export is as old as it is; the feed tells what its member watched since."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
import requests

from app.services import Services
from scrapers.export.boxd import short_link
from scrapers.standin.diary import diary
from scrapers.standin.export import export_zip
from scrapers.standin.faults import Faults
from scrapers.standin.server import Standin, serve
from tests.app.changing_world import NAME, ChangingWorld, asked_for
from tests.app.test_access import FEED_SIZE, QUICK, SLOW, films_in_feed, meta_of
from tests.app.test_uploads_api import ask, rated, send, send_list, zipped
from tests.conftest import LiveApp, running

MakeServices = Callable[..., Services]
FEED = f"/{NAME}/rss/"


@pytest.fixture
def changing() -> ChangingWorld:
    return ChangingWorld()


@pytest.fixture
def letterboxd(changing: ChangingWorld) -> Iterator[Standin]:
    with serve(changing) as standin:
        yield standin


@pytest.fixture
def app(make_services: MakeServices, letterboxd: Standin) -> Iterator[LiveApp]:
    with running(make_services(letterboxd, **QUICK)) as app:
        yield app


def token(app: LiveApp, data: bytes) -> str:
    sent = send(app, data)
    assert sent.status_code == 201, sent.text
    profile: str = sent.json()["profile"]
    return profile


def named(name: str = NAME, **files: str) -> bytes:
    """An export that says whose it is."""
    return zipped(profile=f"Date Joined,Username\n2020-01-01,{name}", **files)


def test_what_was_logged_since_is_in_the_answer(
    app: LiveApp, letterboxd: Standin, changing: ChangingWorld
) -> None:
    old = [film.film_id for film in changing.known().films if film.film_id % 2]
    meta = meta_of(ask(app, profile=token(app, named(ratings=rated(old)))))
    assert meta["source"] == "export"
    assert meta["freshened_at"] > meta["read_at"]
    assert meta["logged"] == len(films_in_feed(changing) | set(old)) > len(old)
    assert asked_for(letterboxd, "/rss/") == len(letterboxd.requests) - 1  # and robots.txt


def test_what_is_kept_of_the_upload_stays_as_it_was(app: LiveApp, changing: ChangingWorld) -> None:
    old = [film.film_id for film in changing.known().films[:10]]
    profile = token(app, named(ratings=rated(old)))
    assert meta_of(ask(app, profile=profile))["logged"] > 10
    kept = requests.get(f"{app.url}/api/v1/profiles/{profile}", timeout=10).json()
    assert kept["counts"]["films"] == 10


@pytest.mark.parametrize(
    ("last_day", "expected"), [(date(2020, 1, 1), True), (date(2100, 1, 1), False)]
)
def test_a_known_film_is_changed_only_by_a_viewing_after_the_newest_of_the_export(
    app: LiveApp, changing: ChangingWorld, last_day: date, *, expected: bool
) -> None:
    film = next(v.film for v in diary(changing.known())[:FEED_SIZE] if v.film.rating == 4)
    table = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date"
    row = f"{last_day},{film.title},{film.release_year},{short_link(film.film_id)},0.5,,,{last_day}"
    profile = token(app, named(diary=f"{table}\n{row}"))
    answer = ask(app, "predictions", profile=profile, film=film.slug).json()
    assert answer["data"][0]["rating"] == (4 if expected else 0.5)


def test_a_complete_export_is_not_changed(app: LiveApp, changing: ChangingWorld) -> None:
    member = changing.known()
    meta = meta_of(ask(app, profile=token(app, export_zip(member))))
    assert (meta["logged"], meta["films_pending"]) == (len(member.films), 0)
    assert meta["notices"] == []


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({"profile_private": True}, Faults()),
        (None, Faults()),
        ({}, Faults(challenge=1.0)),
        ({}, Faults(server_error=1.0)),
        ({}, SLOW),
    ],
    ids=["private", "gone", "blocked", "down", "slow"],
)
def test_a_feed_that_cannot_be_read_is_not_missed_and_not_asked_for_again(
    app: LiveApp,
    letterboxd: Standin,
    changing: ChangingWorld,
    change: dict[str, object] | None,
    faults: Faults,
) -> None:
    profile = token(app, export_zip(changing.known()))
    changing.changes[NAME] = change
    letterboxd.faults = faults
    meta = meta_of(ask(app, profile=profile))
    asked = letterboxd._attempts.total()  # those that are not answered yet too
    assert asked > 0
    assert (meta["source"], meta["freshened_at"]) == ("export", None)
    assert meta_of(ask(app, profile=profile)) == meta
    assert letterboxd._attempts.total() == asked


def test_a_feed_that_was_read_serves_the_next_question_too(
    app: LiveApp, letterboxd: Standin, changing: ChangingWorld
) -> None:
    profile = token(app, export_zip(changing.known()))
    first, second = (meta_of(ask(app, profile=profile)) for _ in range(2))
    assert first == second
    assert [request.path for request in letterboxd.requests] == ["/robots.txt", FEED]


@pytest.mark.parametrize("name", ["../../settings", "x", "a b", "Ⅸnight", "é" * 40, ""])
def test_whatever_an_export_takes_for_a_name_it_is_answered(
    app: LiveApp, letterboxd: Standin, changing: ChangingWorld, name: str
) -> None:
    films = [film.film_id for film in changing.known().films[:10]]
    meta = meta_of(ask(app, profile=token(app, named(name, ratings=rated(films)))))
    assert (meta["logged"], meta["freshened_at"]) == (10, None)
    assert not letterboxd.requests


def test_without_permission_or_a_name_nothing_is_asked(
    make_services: MakeServices, app: LiveApp, letterboxd: Standin, changing: ChangingWorld
) -> None:
    member = changing.known()
    films = [{"film_id": film.film_id, "stars": 4} for film in member.films[:10]]
    listed = send_list(app, films=films).json()["profile"]
    assert meta_of(ask(app, profile=listed))["freshened_at"] is None
    with running(make_services(letterboxd, letterboxd_scraping="off")) as off:
        profile = token(off, export_zip(member))
        assert meta_of(ask(off, profile=profile))["freshened_at"] is None
    assert not letterboxd.requests


def test_an_empty_export_is_told_to_be_empty(app: LiveApp, changing: ChangingWorld) -> None:
    member = replace(changing.known(), films=(), username="empty_shelf")
    profile = token(app, export_zip(member))
    [notice] = meta_of(ask(app, profile=profile))["notices"]
    assert notice["code"] == "profile_empty"


def test_the_page_tells_when_the_feed_was_read(app: LiveApp, changing: ChangingWorld) -> None:
    profile = token(app, export_zip(changing.known()))
    page = requests.get(app.url, params={"profile": profile}, timeout=60).text
    assert "The export was uploaded on <time" in page
    assert "</time>, and the feed on <time" in page
