import json
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pytest
import requests
from flask.testing import FlaskCliRunner

from app import create_app
from app.artifacts import Artifacts
from app.jobs.stored import TooFewRatingsError
from app.jobs.training import Training, train_collaborative, train_general
from app.model_versions import KEPT_VERSIONS
from app.services import Services
from models.artifacts import MANIFEST, Manifest, save
from models.collaborative import CollaborativeModel
from models.general import GeneralModel
from scrapers.standin.builtin import BuiltinWorld
from tests.conftest import LiveApp, running


@pytest.fixture
def member(world: BuiltinWorld) -> str:
    return world.suggestions()[0]


@pytest.fixture
def services(make_services: Callable[..., Services], tmp_path: Path) -> Services:
    return make_services(members=True, data_dir=tmp_path)


def ask(url: str, **params: object) -> requests.Response:
    return requests.get(f"{url}/api/v1/recommendations", params=params, timeout=60)


def answer(url: str, **params: object) -> dict[str, Any]:
    response = ask(url, **params)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def test_a_trained_model_serves_at_once_and_returns_nothing_seen(
    services: Services, world: BuiltinWorld
) -> None:
    name = world.suggestions()[0]
    with running(services) as app:
        refused = ask(app.url, username=name, model="collaborative")
        assert (refused.status_code, refused.json()["code"]) == (503, "model_not_trained")
        manifest = train_collaborative(services).manifest
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


@pytest.mark.parametrize("model", ["hybrid", "collaborative", "general"])
def test_popularity_lifts_well_known_films_or_lets_them_sink(
    trained: LiveApp, member: str, model: str
) -> None:
    gems, crowd = (
        [
            item["film"]["letterboxd_rating_count"] or 0
            for item in answer(
                trained.url, username=member, model=model, popularity=popularity, limit=20
            )["data"]
        ]
        for popularity in (-1, 1)
    )
    assert median(gems) < median(crowd)


def test_once_trained_the_hybrid_model_is_the_default(trained: LiveApp, member: str) -> None:
    assert answer(trained.url, username=member)["meta"]["model"] == "hybrid"


@pytest.mark.parametrize("model", ["hybrid", "general", "collaborative", "popular"])
@pytest.mark.parametrize("username", ["empty_shelf", "only_likes", "three_ratings", "no_ratings"])
def test_a_trained_model_answers_members_with_few_ratings_or_none(
    trained: LiveApp, username: str, model: str
) -> None:
    body = answer(trained.url, username=username, model=model, limit=10)
    assert body["meta"]["model"] == model
    assert body["meta"]["rated"] == (3 if username == "three_ratings" else 0)
    assert len({item["film"]["film_id"] for item in body["data"]}) == 10
    assert all(0.5 <= item["predicted_rating"] <= 5 for item in body["data"])


def test_the_general_model_serves_who_has_too_few_ratings_where_nothing_better_is_trained(
    make_trained: Callable[[str], Services], member: str
) -> None:
    with running(make_trained("general")) as app:
        few, many = (
            answer(app.url, username=name)["meta"]["model"] for name in ("three_ratings", member)
        )
    assert (few, many) == ("general", "personal")


@pytest.mark.parametrize("model", ["hybrid", "collaborative"])
def test_the_reasons_are_films_of_the_member_and_add_up_to_no_more_than_all(
    trained: LiveApp, world: BuiltinWorld, member: str, model: str
) -> None:
    profile = world.member(member)
    assert profile is not None
    logged = {film.film_id: film.title for film in profile.films}
    reasons = [
        item["because"] for item in answer(trained.url, username=member, model=model)["data"]
    ]
    assert any(because["films"] for because in reasons)
    for because in reasons:
        shares = [film["share"] for film in because["films"]]
        assert len(shares) <= 3
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1.001
        assert {film["film_id"]: film["title"] for film in because["films"]}.items() <= (
            logged.items()
        )
        assert len(because["traits"]) <= 2


@pytest.mark.parametrize("model", ["personal", "general", "popular"])
def test_a_model_without_reasons_gives_empty_ones(
    trained: LiveApp, member: str, model: str
) -> None:
    body = answer(trained.url, username=member, model=model, limit=3)
    assert [item["because"] for item in body["data"]] == 3 * [{"films": [], "traits": []}]


@pytest.mark.parametrize("popularity", ["2", "-1.5", "nan", "inf", "much"])
def test_an_impossible_popularity_is_refused(services: Services, popularity: str) -> None:
    with running(services) as app:
        response = ask(app.url, username="midnight_marrow", popularity=popularity)
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize(
    ("train", "name"), [(train_collaborative, "collaborative"), (train_general, "general")]
)
def test_training_again_with_the_same_seed_gives_the_same_model(
    services: Services, train: Callable[[Services, int], Training], name: str
) -> None:
    artifacts: Artifacts[CollaborativeModel | GeneralModel] = getattr(services, name)
    models = []
    for seed in (7, 7):
        manifest = train(services, seed).manifest
        trained = artifacts.current()
        assert trained is not None
        assert trained.manifest == manifest
        models.append(trained.model.arrays())
    assert models[0].keys() == models[1].keys()
    for key, array in models[0].items():
        assert np.array_equal(array, models[1][key]), key


@pytest.mark.parametrize("train", [train_collaborative, train_general])
def test_training_without_members_says_what_is_missing(
    make_services: Callable[..., Services],
    tmp_path: Path,
    train: Callable[[Services], Training],
) -> None:
    services = make_services(empty=True, data_dir=tmp_path)
    with pytest.raises(TooFewRatingsError, match=r"0 members .* training needs 20"):
        train(services)


@pytest.fixture
def cli(services: Services) -> FlaskCliRunner:
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    return app.test_cli_runner()


@pytest.mark.parametrize("model", ["collaborative", "general"])
def test_the_command_trains_and_says_on_what(cli: FlaskCliRunner, model: str) -> None:
    result = cli.invoke(args=["train", model, "--seed", "3"])
    assert result.exit_code == 0
    assert "trained on" in result.output
    assert "too few members to hold any out" in result.output


def test_too_few_ratings_are_told_on_the_page_of_a_run(
    make_services: Callable[..., Services], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    services = make_services(empty=True, data_dir=tmp_path)
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    assert app.test_cli_runner().invoke(args=["train", "collaborative"]).exit_code == 1
    told = page.read_text(encoding="utf-8")
    assert told.startswith("### Model collaborative, not published\n")
    assert "| members | 0 |\n| ratings | 0 |\n| ended because | 0 members who rated" in told


@pytest.mark.parametrize("seed", ["-1", "4294967296", "x"])
def test_an_impossible_seed_is_refused(cli: FlaskCliRunner, seed: str) -> None:
    assert cli.invoke(args=["train", "general", "--seed", seed]).exit_code == 2


def test_films_that_came_after_the_training_break_no_model(
    make_trained: Callable[[str, str], Services], member: str
) -> None:
    services = make_trained("collaborative", "general")
    with services.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE projectionist.films SET movie_id = movie_id + 900000, scraped_at = now() "
            "WHERE movie_id < 10100"
        )
    with running(services) as app:
        for model in ("hybrid", "general", "collaborative", "popular"):
            assert len(answer(app.url, username=member, model=model, limit=100)["data"]) == 100


def test_the_page_offers_the_other_ways_to_pick_once_there_are_some(
    services: Services, member: str
) -> None:
    with running(services) as app:
        before = requests.get(app.url, params={"username": member}, timeout=60).text
        train_collaborative(services)
        after = requests.get(
            app.url, params={"username": member, "model": "collaborative"}, timeout=60
        ).text
    assert "Made for you" not in before
    assert "Your ratings alone" in before
    current = [line for line in after.splitlines() if 'aria-current="true"' in line]
    assert len(current) == 3  # the model, the leaning, the taste
    assert "Fans like you" in current[0]
    assert "Because you watched" in after


def test_a_damaged_model_breaks_nothing_and_the_one_before_goes_on_serving(
    services: Services, world: BuiltinWorld, tmp_path: Path
) -> None:
    manifest = train_collaborative(services).manifest
    assert services.collaborative.current() is not None
    (tmp_path / "models" / "collaborative" / "current").write_text("nowhere", encoding="utf-8")
    still = services.collaborative.current()
    assert still is not None
    assert still.manifest == manifest
    with running(Services(services.settings)) as app:
        page = requests.get(app.url, params={"username": world.suggestions()[0]}, timeout=60)
        app.services.engine.dispose()
        app.services.letterboxd.close()
    assert page.status_code == 200


def publish_by_hand(services: Services, name: str, version: str, arrays: dict[str, Any]) -> None:
    """A version as another release of this code may have written it."""
    directory = services.settings.data_dir / "models" / name
    save(directory / version, Manifest(name, "2026-01-01", 1, 1, 1), arrays)
    (directory / "current").write_text(version, encoding="utf-8")


@pytest.mark.parametrize("name", ["collaborative", "general"])
@pytest.mark.parametrize(
    "arrays",
    [{}, {"counts": np.ones(3), "movie_ids": np.arange(3)}, {"movie_ids": np.arange(3)}],
    ids=["nothing", "some arrays missing", "only ids"],
)
def test_a_model_of_another_layout_is_refused_like_a_damaged_one(
    services: Services, name: str, arrays: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    publish_by_hand(services, name, "20260101T000000000000", arrays)
    artifacts: Artifacts[CollaborativeModel | GeneralModel] = getattr(services, name)
    assert artifacts.current() is None
    assert "cannot be loaded" in caplog.text
    assert artifacts.current() is None
    assert caplog.text.count("cannot be loaded") == 1  # once, not for each request


def test_the_newest_versions_are_kept_and_the_oldest_go(services: Services) -> None:
    directory = services.settings.data_dir / "models" / "collaborative"
    times = [train_collaborative(services).manifest.trained_at for _ in range(KEPT_VERSIONS + 2)]
    kept = sorted(path for path in directory.iterdir() if path.is_dir())
    manifests = [json.loads((path / MANIFEST).read_text(encoding="utf-8")) for path in kept]
    assert [manifest["trained_at"] for manifest in manifests] == times[-KEPT_VERSIONS:]
    assert (directory / "current").read_text(encoding="utf-8") == kept[-1].name
