"""Members who asked not to be read."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import pytest
import requests

from app import create_app
from app.jobs.ratings import scrape_ratings
from app.members import service
from app.problems import Problem
from app.profiles import pages, read_profile
from app.services import Services
from app.store import known_members, members, opted_out
from tests.app.member_site import know, make_due, states, stored
from tests.app.test_members_api import NAME, OTHER, fill, put_code, remove, upload
from tests.app.test_recommendations_api import assert_problem
from tests.chatty_world import ChattySite
from tests.conftest import LiveApp, running


@pytest.fixture
def services(make_services: Callable[..., Services], chatty: ChattySite) -> Services:
    return make_services(chatty.standin)


@pytest.fixture
def app(services: Services) -> Iterator[LiveApp]:
    with running(services) as app:
        yield app


def command(services: Services, *arguments: str, **options: Any) -> str:
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    result = app.test_cli_runner().invoke(args=["members", *arguments], **options)
    assert result.exit_code == 0, result.output
    return result.output


def ask(app: LiveApp, **who: str) -> requests.Response:
    return requests.get(f"{app.url}/api/v1/recommendations", params=who, timeout=60)


def test_a_member_who_proves_it_is_kept_out(app: LiveApp, chatty: ChattySite) -> None:
    fill(app.services, NAME)
    put_code(app, chatty)
    assert remove(app, proof="bio", keep_out="true").status_code == 204
    assert stored(app.services, NAME) is None
    chatty.standin.requests.clear()
    detail = assert_problem(ask(app, username=NAME), 403, "opted_out")["detail"]
    assert f"“{NAME}” asked this server" in detail
    assert not chatty.standin.requests
    assert ask(app, username=OTHER).ok


def test_a_first_reading_of_the_same_moment_is_removed_too(services: Services) -> None:
    with ThreadPoolExecutor(1) as pool:
        with services.engine.begin() as reading:
            known_members.seen(reading, NAME)
            members.save(reading, NAME, [])
            removal = pool.submit(service.remove, services, NAME, keep_out=True)
            wait([removal], timeout=1)
        assert removal.result()
    assert stored(services, NAME) is None
    assert NAME not in states(services)


def test_who_is_only_removed_may_be_read_again(app: LiveApp, chatty: ChattySite) -> None:
    put_code(app, chatty)
    remove(app, proof="bio")
    assert ask(app, username=NAME).ok


def test_without_a_proof_nobody_is_kept_out(app: LiveApp) -> None:
    assert_problem(remove(app, keep_out="true"), 403, "proof_missing")
    assert ask(app, username=NAME).ok


def test_what_keep_out_cannot_be_is_refused(app: LiveApp) -> None:
    assert_problem(remove(app, proof="bio", keep_out="perhaps"), 422, "invalid_request")


def test_the_form_has_a_box_for_it(app: LiveApp, chatty: ChattySite) -> None:
    put_code(app, chatty)
    form = f"{app.url}/privacy/remove"
    shown = requests.post(form, data={"username": NAME}, timeout=10).text
    assert shown.count('name="keep_out"') == 2
    box = {"username": NAME, "keep_out": "on"}
    assert requests.post(f"{form}/confirm", data=box, timeout=10).ok
    assert_problem(ask(app, username=NAME), 403, "opted_out")


def test_the_job_never_reads_who_is_kept_out(services: Services, chatty: ChattySite) -> None:
    know(services, NAME, OTHER)
    assert "they are kept out" in command(services, "forget", NAME, "--keep-out")
    assert know(services, NAME) == 0
    assert scrape_ratings(services).counts == {"new": 1}
    assert not [r for r in chatty.standin.requests if r.path.startswith(f"/{NAME}/")]


def test_not_even_if_they_are_known_still(services: Services) -> None:
    know(services, NAME, OTHER)
    with services.engine.begin() as connection:
        opted_out.add(connection, NAME)
    run = scrape_ratings(services)
    assert (run.counts, run.left) == ({"new": 1}, 0)


def test_who_opts_out_while_they_are_read_is_not_stored(services: Services) -> None:
    with services.engine.begin() as connection:
        opted_out.add(connection, NAME)
    with pytest.raises(Problem) as refused:
        pages.read(services, NAME, lambda done, total: None)
    assert refused.value.code == "opted_out"
    assert stored(services, NAME) is None
    assert states(services) == {}


def test_an_upload_of_who_is_kept_out_answers_without_the_feed(
    app: LiveApp, chatty: ChattySite
) -> None:
    token = upload(app, chatty)
    with app.services.engine.begin() as connection:
        opted_out.add(connection, NAME)
    answer = ask(app, profile=token)
    assert answer.ok
    assert answer.json()["meta"]["freshened_at"] is None
    assert not chatty.standin.requests


def test_the_operator_lets_a_member_in_again(services: Services) -> None:
    command(services, "forget", NAME, "--keep-out")
    assert command(services, "let-in", NAME.upper()) == f"{NAME} may be read again\n"
    assert command(services, "let-in", NAME) == f"{NAME} was not kept out\n"
    assert len(read_profile(services, NAME, lambda done, total: None).movie_ids)


def test_no_name_is_kept_of_who_is_kept_out(services: Services) -> None:
    fill(services, NAME)
    command(services, "forget", NAME, "--keep-out")
    with services.engine.connect() as connection:
        dump = connection.exec_driver_sql(
            "SELECT string_agg(o::text, '') || coalesce((SELECT string_agg(k::text, '') "
            "FROM projectionist.known_members k), '') FROM projectionist.opted_out o"
        ).scalar_one()
    assert NAME not in dump


def test_names_are_added_from_a_file_and_bad_ones_named(services: Services) -> None:
    lines = f"\ufeff{NAME}\n\n@{OTHER.upper()}\r\nhttps://letterboxd.com/{NAME}/\n"
    assert command(services, "add", "-", input=lines) == "added 2 members\n"
    assert command(services, "add", "-", input=lines) == "added 0 members\n"
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    runner = app.test_cli_runner()
    for bad, why in ((b"ada\nnot a name\n", "line 2 is no username"), (b"\xff\n", "not UTF-8")):
        refused = runner.invoke(args=["members", "add", "-"], input=bad)
        assert refused.exit_code == 1
        assert why in refused.output
    make_due(services)
    assert states(services) == {"active": 2}
