import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result

from app import create_app
from app.artifacts import Artifacts, Trained
from app.catalogue.ids import FilmIds
from app.config import Settings
from app.model_versions import KEPT_VERSIONS
from models.artifacts import ARRAYS, FORMAT, MANIFEST, ArtifactError, Manifest
from models.general import GeneralModel, Report

Run = Callable[..., Result]


@pytest.fixture
def artifacts(tmp_path: Path) -> Artifacts[GeneralModel]:
    return opened(tmp_path)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    app = create_app(Settings(data_dir=tmp_path))
    return lambda *arguments: app.test_cli_runner().invoke(args=arguments)


def opened(data_dir: Path) -> Artifacts[GeneralModel]:
    return Artifacts(data_dir, "general", GeneralModel.from_arrays)


def publish(artifacts: Artifacts[GeneralModel], *stars: float, at: str = "2026-01-01") -> None:
    """A version for each of `stars`, which it predicts for every film."""
    for each in stars:
        model = GeneralModel(np.full(3, each), np.ones(3), Report())
        manifest = Manifest("general", at, 20, 3, 60, quality={"rmse": [0.9, 0.8, 1.0]})
        artifacts.publish(Trained(manifest, model, FilmIds([1, 2, 3])))


def serves(artifacts: Artifacts[GeneralModel]) -> float:
    trained = artifacts.current()
    assert trained is not None
    return float(trained.model.stars[0])


def test_the_newest_version_serves_even_if_the_clock_was_set_back(
    artifacts: Artifacts[GeneralModel],
) -> None:
    publish(artifacts, 1, 2, at="2101-01-01")
    publish(artifacts, 3, 4, at="1999-01-01")
    assert artifacts.versions.kept() == ["000002", "000003", "000004"]
    assert serves(artifacts) == 4
    artifacts.roll_back()
    assert serves(artifacts) == 3


def test_versions_named_by_the_time_are_the_oldest(artifacts: Artifacts[GeneralModel]) -> None:
    (artifacts.versions.directory / "20260101T000000000000").mkdir(parents=True)
    publish(artifacts, *range(1, KEPT_VERSIONS + 1))
    assert artifacts.versions.kept() == ["000001", "000002", "000003"]


def test_versions_that_begin_to_serve_at_once_do_not_disturb_each_other(
    artifacts: Artifacts[GeneralModel],
) -> None:
    publish(artifacts, 1, 2)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(artifacts.versions.serve, ["000001", "000002"] * 200))
    assert artifacts.versions.serving() in artifacts.versions.kept()
    assert not list(artifacts.versions.directory.glob("*.new"))


def test_a_running_server_follows_a_rollback(
    artifacts: Artifacts[GeneralModel], run: Run, tmp_path: Path
) -> None:
    publish(artifacts, 1, 2, 3)
    server = opened(tmp_path)
    assert serves(server) == 3
    assert run("models", "rollback", "general").output == "general 000002 serves now\n"
    assert serves(server) == 2
    assert run("models", "rollback", "general", "000001").exit_code == 0
    assert serves(server) == 1
    assert run("models", "rollback", "general", "000003").exit_code == 0
    assert serves(server) == 3


def test_a_version_that_serves_is_kept_however_old(artifacts: Artifacts[GeneralModel]) -> None:
    publish(artifacts, 1, 2, 3)
    artifacts.roll_back("000001")
    artifacts.versions.path("000004").mkdir()
    artifacts.versions.remove_old()
    assert artifacts.versions.kept() == ["000001", "000002", "000003", "000004"]
    publish(artifacts, 5)
    assert artifacts.versions.kept() == ["000003", "000004", "000005"]


@pytest.mark.parametrize(
    "version", ["000009", "..", "../general/000001", "000001.new", "", "x" * 99]
)
def test_a_rollback_to_what_is_no_version_is_refused(
    artifacts: Artifacts[GeneralModel], run: Run, version: str
) -> None:
    publish(artifacts, 1)
    result = run("models", "rollback", "general", version)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert serves(artifacts) == 1


def test_a_rollback_without_any_model_is_refused(run: Run) -> None:
    result = run("models", "rollback", "collaborative")
    assert (result.exit_code, result.output) == (1, "Error: nothing is trained yet\n")


def test_a_half_written_version_is_refused_and_the_old_one_serves(
    artifacts: Artifacts[GeneralModel], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    publish(artifacts, 1, 2)
    server = opened(tmp_path)
    assert serves(server) == 2
    arrays = artifacts.versions.path("000001") / ARRAYS
    arrays.write_bytes(arrays.read_bytes()[:100])
    with pytest.raises(ArtifactError, match="does not hold what its manifest promises"):
        artifacts.roll_back()
    assert serves(artifacts) == 2
    artifacts.versions.serve("000001")  # as a hand that means well may do
    assert serves(server) == 2
    assert "cannot be loaded" in caplog.text


def test_what_a_killed_training_left_is_no_version(artifacts: Artifacts[GeneralModel]) -> None:
    draft = artifacts.versions.path("000001.new")
    draft.mkdir(parents=True)
    (draft / ARRAYS).write_bytes(b"PK")
    assert artifacts.versions.kept() == []
    publish(artifacts, 1)
    assert artifacts.versions.kept() == ["000001"]
    assert not draft.exists()


def test_a_version_of_a_newer_release_is_refused_and_told(
    artifacts: Artifacts[GeneralModel], run: Run
) -> None:
    publish(artifacts, 1, 2)
    path = artifacts.versions.path("000001") / MANIFEST
    told = json.loads(path.read_text(encoding="utf-8")) | {"format": FORMAT + 1, "new": 1}
    path.write_text(json.dumps(told), encoding="utf-8")
    result = run("models", "rollback", "general")
    assert result.exit_code == 1
    assert "made by a newer release" in result.output
    assert serves(artifacts) == 2


def test_the_list_shows_what_is_kept_what_is_damaged_and_what_serves(
    artifacts: Artifacts[GeneralModel], run: Run
) -> None:
    publish(artifacts, 1, 2)
    (artifacts.versions.path("000001") / MANIFEST).write_text("[]", encoding="utf-8")
    assert run("models", "list").output.splitlines() == [
        "collaborative nothing is trained yet",
        "general 000001: damaged",
        "general 000002: 2026-01-01, 60 ratings, RMSE 0.9000 (0.8000 to 1.0000), serves",
    ]
