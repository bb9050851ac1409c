from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import requests

from app import create_app
from app.jobs.training import TooFewRatingsError, train_collaborative
from app.problems import Problem
from app.profiles import read_profile
from app.services import Services
from scrapers.standin.builtin import BuiltinWorld
from tests.conftest import running


def read_members(services: Services, world: BuiltinWorld, count: int) -> list[str]:
    """Read the profiles of the first members that can be read."""
    names: list[str] = []
    for username in world.usernames():
        if len(names) < count:
            try:
                read_profile(services, username, lambda done, total: None)
            except Problem:
                continue
            names.append(username)
    return names


@pytest.fixture
def services(
    make_services: Callable[..., Services], world: BuiltinWorld, tmp_path: Path
) -> Services:
    services = make_services(data_dir=tmp_path)
    read_members(services, world, 50)
    return services


def ask(url: str, **params: object) -> requests.Response:
    return requests.get(f"{url}/api/v1/recommendations", params=params, timeout=60)


def test_a_trained_model_serves_at_once_and_returns_nothing_seen(
    services: Services, world: BuiltinWorld
) -> None:
    name = world.suggestions()[0]
    with running(services) as app:
        refused = ask(app.url, username=name, model="collaborative")
        assert (refused.status_code, refused.json()["code"]) == (503, "model_not_trained")
        manifest = train_collaborative(services)
        answer = ask(app.url, username=name, model="collaborative", limit=50).json()
    assert manifest.members >= 40
    assert answer["meta"]["model"] == "collaborative"
    scores = [item["score"] for item in answer["data"]]
    assert scores == sorted(scores, reverse=True)
    member = world.member(name)
    assert member is not None
    shown = {item["film"]["film_id"] for item in answer["data"]}
    assert shown
    assert not shown & {film.film_id for film in member.films}


def test_popularity_changes_what_is_shown(services: Services, world: BuiltinWorld) -> None:
    train_collaborative(services)
    with running(services) as app:
        gems, crowd = (
            ask(
                app.url,
                username=world.suggestions()[0],
                model="collaborative",
                popularity=popularity,
                limit=10,
            ).json()["data"]
            for popularity in (-1, 1)
        )
    assert [item["film"]["slug"] for item in gems] != [item["film"]["slug"] for item in crowd]


@pytest.mark.parametrize("popularity", ["2", "-1.5", "nan", "inf", "much"])
def test_an_impossible_popularity_is_refused(services: Services, popularity: str) -> None:
    with running(services) as app:
        response = ask(app.url, username="midnight_marrow", popularity=popularity)
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


def test_training_again_on_the_same_ratings_gives_the_same_model(services: Services) -> None:
    train_collaborative(services)
    first = services.artifacts.current()
    train_collaborative(services)
    second = services.artifacts.current()
    assert first is not None
    assert second is not None
    assert first.manifest.trained_at < second.manifest.trained_at
    for name, array in first.model.arrays().items():
        assert np.array_equal(array, second.model.arrays()[name]), name


def test_training_without_members_says_what_is_missing(
    make_services: Callable[..., Services], tmp_path: Path
) -> None:
    services = make_services(empty=True, data_dir=tmp_path)
    with pytest.raises(TooFewRatingsError, match="0 members"):
        train_collaborative(services)


def test_the_command_trains_and_says_on_what(services: Services) -> None:
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    result = app.test_cli_runner().invoke(args=["train", "collaborative"])
    assert result.exit_code == 0
    assert result.output.startswith("trained on ")


def test_the_page_offers_the_other_ways_to_pick_once_there_are_some(
    services: Services, world: BuiltinWorld
) -> None:
    name = world.suggestions()[0]
    with running(services) as app:
        before = requests.get(app.url, params={"username": name}, timeout=60).text
        train_collaborative(services)
        after = requests.get(
            app.url, params={"username": name, "model": "collaborative"}, timeout=60
        ).text
    assert "Everybody’s ratings" not in before
    current = [line for line in after.splitlines() if 'aria-current="true"' in line]
    assert len(current) == 1
    assert "Everybody’s ratings" in after


def test_a_damaged_model_breaks_nothing_and_the_one_before_goes_on_serving(
    services: Services, world: BuiltinWorld, tmp_path: Path
) -> None:
    manifest = train_collaborative(services)
    assert services.artifacts.current() is not None
    (tmp_path / "models" / "collaborative" / "current").write_text("nowhere", encoding="utf-8")
    still = services.artifacts.current()
    assert still is not None
    assert still.manifest == manifest
    with running(Services(services.settings)) as app:
        page = requests.get(app.url, params={"username": world.suggestions()[0]}, timeout=60)
        app.services.engine.dispose()
        app.services.letterboxd.close()
    assert page.status_code == 200
