import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from app import create_app
from app.profiles import read_profile
from app.services import Services
from tests.app.film_site import due

Run = Callable[..., Result]


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    return make_services(empty=True)


@pytest.fixture
def run(services: Services) -> Run:
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    return lambda *arguments: app.test_cli_runner().invoke(args=arguments)


def test_films_are_added_from_a_file_and_read(run: Run, tmp_path: Path) -> None:
    listed = tmp_path / "films.txt"
    listed.write_text("parasite-2019\n\nthe-godfather\nparasite-2019\n", encoding="utf-8")
    assert run("films", "add", str(listed)).output == "added 2 film pages\n"
    told = run("scrape", "films").output
    assert re.search(r"new +2$", told, re.MULTILINE)
    assert re.search(r"ended because +no more pages were due$", told, re.MULTILINE)


def test_a_line_that_is_no_slug_is_refused_and_nothing_is_added(
    run: Run, services: Services, tmp_path: Path
) -> None:
    listed = tmp_path / "films.txt"
    listed.write_text("the-godfather\n../admin\n", encoding="utf-8")
    result = run("films", "add", str(listed))
    assert result.exit_code == 1
    assert "line 2" in result.output
    with services.engine.connect() as connection:
        assert due(connection) == []


def test_a_file_that_is_no_text_is_refused(run: Run, tmp_path: Path) -> None:
    listed = tmp_path / "films.txt"
    listed.write_bytes(b"the-godfather\n\xff\n")
    result = run("films", "add", str(listed))
    assert result.exit_code == 1
    assert "not UTF-8" in result.output


def test_a_member_can_be_forgotten(run: Run, services: Services) -> None:
    read_profile(services, "three_ratings", lambda done, total: None)
    assert run("members", "forget", "Three_Ratings").output == "forgot three_ratings\n"
    assert "nothing is kept" in run("members", "forget", "three_ratings").output
