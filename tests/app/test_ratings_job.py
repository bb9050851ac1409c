"""The ratings of known members, each month."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
import requests
from sqlalchemy import Connection, text

from app import create_app
from app.jobs.handover import HandOver
from app.jobs.ratings import scrape_ratings
from app.profiles import read_profile
from app.services import Services
from app.store import imported_ratings, known_members, members
from app.store.known_members import MEMBERS, MOST_UNCHANGED
from scrapers.standin.faults import Faults
from scrapers.standin.server import Standin, serve
from tests.app.member_site import (
    MemberWorld,
    end_leases,
    know,
    make_due,
    stars,
    states,
    stored,
)

MakeServices = Callable[..., Services]
NAME, OTHER = "midnight_marrow", "soft_landing"


@pytest.fixture
def members_site() -> Iterator[tuple[MemberWorld, Standin]]:
    town = MemberWorld()
    with serve(town) as standin:
        yield town, standin


@pytest.fixture
def town(members_site: tuple[MemberWorld, Standin]) -> MemberWorld:
    return members_site[0]


@pytest.fixture
def standin(members_site: tuple[MemberWorld, Standin]) -> Standin:
    return members_site[1]


@pytest.fixture
def services(make_services: MakeServices, standin: Standin) -> Services:
    services = make_services(standin, empty=True)
    assert know(services, NAME, OTHER) == 2
    return services


def read(services: Services) -> Counter[str]:
    run = scrape_ratings(services)
    assert not run.failed, run.ended
    return run.counts


def again(services: Services) -> Counter[str]:
    make_due(services)
    return read(services)


def asked(standin: Standin, name: str = NAME) -> list[str]:
    """What was asked for of a member since the last time."""
    paths = [request.path for request in standin.requests if request.path.startswith(f"/{name}/")]
    standin.requests.clear()
    return sorted(path.removeprefix(f"/{name}/") for path in paths)


def column(services: Services, name: str, username: str = NAME) -> object:
    query = text(f"SELECT {name} FROM projectionist.known_members WHERE username = :username")
    with services.engine.connect() as connection:
        return connection.execute(query, {"username": username}).scalar_one()


def test_all_that_known_members_logged_is_stored(services: Services, town: MemberWorld) -> None:
    assert read(services) == {"new": 2}
    for name in (NAME, OTHER):
        profile = stored(services, name)
        assert profile is not None
        assert len(profile.movie_ids) == len(town.logged(name))
        assert stars(services, name) == {f.film_id: f.rating for f in town.logged(name) if f.rating}


def test_films_that_members_logged_are_noted_for_the_film_job(
    services: Services, town: MemberWorld
) -> None:
    read(services)
    slugs = {film.slug for name in (NAME, OTHER) for film in town.logged(name)}
    with services.engine.connect() as connection:
        noted = connection.execute(text("SELECT slug FROM projectionist.film_urls")).scalars()
        assert {*noted} == slugs


def test_who_was_read_is_not_due_until_some_weeks_later(services: Services) -> None:
    read(services)
    assert read(services) == {}
    with services.engine.connect() as connection:
        soon = text(
            "SELECT bool_and(due_at > now() + interval '24 days') AND bool_and(due_at < now"
            "() + interval '26 days') FROM projectionist.known_members"
        )
        assert connection.execute(soon).scalar_one() is True


def test_a_member_who_logged_nothing_new_takes_two_requests(
    services: Services, standin: Standin
) -> None:
    read(services)
    assert asked(standin) == ["films/", "films/page/2/", "films/page/3/", "rss/"]
    before = stars(services, NAME)
    assert again(services) == {"unchanged": 2}
    assert asked(standin) == ["films/", "rss/"]
    assert stars(services, NAME) == before


def test_a_member_with_one_page_of_films_takes_one_request(
    services: Services, standin: Standin, town: MemberWorld
) -> None:
    town.films[NAME] = town.logged(NAME)[:40]
    read(services)
    assert again(services) == {"unchanged": 2}
    town.logged(NAME).pop()
    asked(standin)
    assert again(services) == {"changed": 1, "unchanged": 1}
    assert asked(standin) == ["films/"]
    assert len(stars(services, NAME)) <= 39


def test_a_new_film_makes_the_job_read_on(services: Services, town: MemberWorld) -> None:
    read(services)
    old = town.logged(NAME)[-1]
    town.logged(NAME).append(replace(old, film_id=77, slug="an-old-film", rating=4.5))
    assert again(services) == {"changed": 1, "unchanged": 1}
    assert stars(services, NAME)[77] == 4.5


def test_a_film_that_is_removed_goes_from_the_store_too(
    services: Services, town: MemberWorld
) -> None:
    read(services)
    gone = town.logged(NAME).pop()
    assert again(services)["changed"] == 1
    profile = stored(services, NAME)
    assert profile is not None
    assert gone.film_id not in profile.movie_ids


def quietly_changed(town: MemberWorld, standin: Standin) -> int:
    """A film whose stars change where neither the first page nor the feed shows it."""
    films = town.logged(NAME)
    feed = {item.split("/film/")[1].split("/")[0] for item in feed_links(standin)}
    place = next(
        place
        for place in range(len(films) - 1, 72, -1)
        if films[place].slug not in feed and films[place].rating
    )
    films[place] = replace(films[place], rating=0.5 if films[place].rating != 0.5 else 5.0)
    return films[place].film_id


def feed_links(standin: Standin) -> list[str]:
    text = requests.get(f"{standin.url}/{NAME}/rss/", timeout=10).text
    return [part for part in text.split("<link>")[2:] if "/film/" in part.split("</link>")[0]]


def test_what_the_marks_do_not_show_is_found_by_the_sixth_reading_at_the_latest(
    services: Services, town: MemberWorld, standin: Standin
) -> None:
    read(services)
    film = quietly_changed(town, standin)
    before = stars(services, NAME)[film]
    for _ in range(MOST_UNCHANGED):
        assert again(services) == {"unchanged": 2}
        assert stars(services, NAME)[film] == before
    assert again(services) == {"changed": 2}
    assert stars(services, NAME)[film] != before
    assert again(services) == {"unchanged": 2}


@pytest.mark.parametrize("why", ["gone", "private"])
def test_who_is_not_to_be_seen_twice_in_a_row_is_deleted(
    services: Services, town: MemberWorld, why: str
) -> None:
    read(services)
    getattr(town, why).add(NAME)
    assert again(services) == {why: 1, "unchanged": 1}
    assert stored(services, NAME) is not None
    assert again(services) == {why: 1, "unchanged": 1}
    assert stored(services, NAME) is None
    assert stored(services, OTHER) is not None
    assert states(services) == {why: 1, "active": 1}
    with services.engine.connect() as connection:
        late = text(
            "SELECT due_at > now() + interval '170 days' FROM projectionist.known_members "
            "WHERE username = :name"
        )
        assert connection.execute(late, {"name": NAME}).scalar_one() is True


def test_who_is_back_the_second_time_keeps_what_was_stored(
    services: Services, town: MemberWorld
) -> None:
    read(services)
    town.gone.add(NAME)
    again(services)
    town.gone.clear()
    assert again(services) == {"new": 1, "unchanged": 1}
    town.private.add(NAME)
    again(services)
    assert stored(services, NAME) is not None


def test_a_failure_in_between_does_not_count_as_seen(
    services: Services, town: MemberWorld, standin: Standin
) -> None:
    read(services)
    town.gone.add(NAME)
    again(services)
    standin.faults = Faults(server_error=1.0, paths=f"/{NAME}/.*")
    assert again(services)["failed"] == 1
    standin.faults = Faults()
    assert again(services)["gone"] == 1
    assert stored(services, NAME) is None


def test_the_feed_alone_does_not_make_a_member_gone(services: Services, standin: Standin) -> None:
    read(services)
    standin.rewrites = {"<rss": "<nothing"}
    make_due(services)
    assert read(services) == {"changed": 2}
    assert again(services) == {"changed": 2}  # nobody can tell that nothing has changed
    assert states(services) == {"active": 2}


def is_public(town: MemberWorld, name: str) -> bool:
    member = town.member(name)
    return member is not None and not member.profile_private


@pytest.mark.parametrize(("known", "told"), [(25, 10), (2, 2)])
def test_a_site_that_hides_everybody_deletes_nobody(
    make_services: MakeServices, town: MemberWorld, standin: Standin, known: int, told: int
) -> None:
    services = make_services(standin, empty=True)
    names = [name for name in town.usernames() if is_public(town, name)][:known]
    know(services, *names)
    read(services)
    town.private.update(names)
    for _ in range(3):
        make_due(services)
        run = scrape_ratings(services)
        assert run.failed
        assert f"{told} members in a row" in run.ended
        assert run.counts == {}
    assert states(services) == {"active": len(names)}
    assert all(stored(services, name) is not None for name in names)


def test_an_only_member_who_goes_is_deleted(
    make_services: MakeServices, town: MemberWorld, standin: Standin
) -> None:
    services = make_services(standin, empty=True)
    know(services, NAME)
    read(services)
    town.gone.add(NAME)
    assert [again(services), again(services)] == [{"gone": 1}] * 2
    assert stored(services, NAME) is None


def test_many_names_that_never_were_do_not_end_the_job(services: Services) -> None:
    know(services, *(f"nobody_{number}" for number in range(25)))
    assert read(services) == {"gone": 25, "new": 2}


def test_a_block_ends_the_job_and_keeps_everybody_due(services: Services, standin: Standin) -> None:
    standin.faults = Faults(challenge=1.0)
    run = scrape_ratings(services)
    assert run.failed
    assert "refuses" in run.ended
    assert (run.left, run.leased) == (2, 0)


def test_a_member_who_cannot_be_read_is_tried_later_and_ever_later(
    services: Services, standin: Standin
) -> None:
    standin.faults = Faults(server_error=1.0, paths=f"/{NAME}/.*")
    assert read(services) == {"failed": 1, "new": 1}
    assert read(services) == {}
    first = column(services, "due_at - now()")
    make_due(services)
    read(services)
    assert isinstance(first, timedelta)
    second = column(services, "due_at - now()")
    assert isinstance(second, timedelta)
    assert first < timedelta(hours=1) < second


def test_members_who_cannot_be_read_by_themselves_keep_no_others_from_being_read(
    make_services: MakeServices, town: MemberWorld, standin: Standin
) -> None:
    services = make_services(standin, empty=True, letterboxd_retries=0)
    names = [name for name in town.usernames() if is_public(town, name)][:30]
    know(services, *names)
    with services.engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE projectionist.known_members SET attempts = 1,"
                " due_at = now() - interval '5 days' WHERE username = ANY(:names)"
            ),
            {"names": names[:15]},
        )
    standin.faults = Faults(server_error=1.0, paths=f"/({'|'.join(names[:15])})/.*")
    assert read(services) == {"failed": 15, "new": 15}


def test_imported_people_are_never_read(services: Services, standin: Standin) -> None:
    row = {"username": "ml:1", "movie_id": 5, "half_stars": 8, "liked": False}
    with services.engine.begin() as connection:
        imported_ratings.add(connection, [row])
    assert read(services).total() == 2
    assert not asked(standin, "ml:1")


def test_a_visitors_question_makes_a_member_known(
    make_services: MakeServices, standin: Standin
) -> None:
    services = make_services(standin, empty=True)
    read_profile(services, NAME, lambda done, total: None)
    assert states(services) == {"active": 1}
    assert read(services) == {}
    assert again(services) == {"changed": 1}
    assert again(services) == {"unchanged": 1}


def test_limits_and_hand_over(services: Services) -> None:
    assert scrape_ratings(services, limit=1).counts == {"new": 1}
    handover = HandOver()
    handover.ask()
    run = scrape_ratings(services, handover=handover)
    assert (run.counts, run.ended, run.left) == ({}, "it was asked to stop", 1)


def test_a_member_is_left_at_the_border_of_a_page_when_the_job_is_stopped(
    make_services: MakeServices, town: MemberWorld
) -> None:
    names = [name for name in town.usernames() if is_public(town, name)][:8]
    handover = HandOver()
    with serve(town, latency=0.1) as slow:
        services = make_services(slow, empty=True)
        know(services, *names)
        with ThreadPoolExecutor(1) as pool:
            run = pool.submit(scrape_ratings, services, None, handover)
            while sum("/films/page/" in request.path for request in [*slow.requests]) < 3:
                pass
            handover.ask()
            begun = len(slow.requests)
            ended = run.result()
        assert len(slow.requests) - begun <= services.settings.letterboxd_concurrency
        assert (ended.failed, ended.ended) == (False, "it was asked to stop")
        assert (ended.left, ended.leased) == (len(names) - ended.counts.total(), 0)
        assert ended.left > 0
        assert read(services) == {"new": ended.left}
    for name in names:
        assert stars(services, name) == {f.film_id: f.rating for f in town.logged(name) if f.rating}


def test_members_who_were_begun_when_the_time_is_up_are_read_whole(
    make_services: MakeServices, town: MemberWorld
) -> None:
    names = [name for name in town.usernames() if is_public(town, name)][:8]
    with serve(town, latency=0.3) as slow:
        services = make_services(slow, empty=True, letterboxd_concurrency=2)
        know(services, *names)
        run = scrape_ratings(services, handover=HandOver(minutes=0.5 / 60))
    assert run.ended == "its time was up"
    assert 0 < run.counts["new"] < len(names)


def take(connection: Connection, worker: str) -> set[str]:
    return {member.username for member in MEMBERS.take(connection, worker, 10)}


def test_members_are_leased_to_one_process_at_a_time(services: Services) -> None:
    with services.engine.begin() as connection:
        assert take(connection, "ada") == {NAME, OTHER}
        assert take(connection, "bob") == set()
    assert read(services) == {}
    end_leases(services)
    assert read(services) == {"new": 2}


def test_who_is_forgotten_while_they_are_read_is_not_stored(
    make_services: MakeServices, town: MemberWorld
) -> None:
    with serve(town, latency=0.2) as slow:
        services = make_services(slow, empty=True)
        know(services, NAME)
        with ThreadPoolExecutor(1) as pool:
            run = pool.submit(scrape_ratings, services)
            while not slow.requests:
                pass
            with services.engine.begin() as connection:
                known_members.forget(connection, NAME)
                members.forget(connection, NAME)
            assert run.result().counts == {"dropped": 1}
    assert stored(services, NAME) is None


def test_the_command_tells_what_it_did(services: Services) -> None:
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    result = app.test_cli_runner().invoke(args=["scrape", "ratings", "--limit", "5"])
    assert result.exit_code == 0, result.output
    assert re.search(r"^  new +2$", result.output, re.MULTILINE)
    assert "no more members were due" in result.output
