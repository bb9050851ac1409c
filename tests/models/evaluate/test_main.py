import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from models.evaluate.__main__ import main
from tests.models.evaluate.worlds import N_FILMS, some_films, some_ratings, written

MODELS = ("popular", "bias")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Training ratings, films, and a profile and target of other members."""
    tested = some_ratings(members=6, first=1000, seed=4).sample(frac=1, random_state=1)
    written(tmp_path, "train", some_ratings())
    written(tmp_path, "films", some_films())
    written(tmp_path, "profile", tested.iloc[:140])
    written(tmp_path, "target", tested.iloc[140:])
    return tmp_path


def run(folder: Path, *extra: str, held_out: bool = True) -> Result:
    files = ("train", "films", "profile", "target") if held_out else ("train", "films")
    options = [part for name in files for part in (f"--{name}", str(folder / f"{name}.parquet"))]
    chosen = () if "--models" in extra else ("--models", ",".join(MODELS))
    return CliRunner().invoke(main, [*options, "--out", str(folder / "out"), *chosen, *extra])


@pytest.mark.parametrize("model", MODELS)
def test_predictions_are_one_row_per_target_row_in_its_order(folder: Path, model: str) -> None:
    result = run(folder)
    assert result.exit_code == 0, result.output
    predictions = pd.read_parquet(folder / "out" / f"predictions-{model}.parquet")
    target = pd.read_parquet(folder / "target.parquet")
    assert list(predictions.columns) == ["user", "film", "predicted"]
    pd.testing.assert_frame_equal(
        predictions[["user", "film"]], target[["user", "film"]].reset_index(drop=True)
    )
    assert predictions["predicted"].between(0.5, 5).all()


def test_predictions_belong_to_their_row(folder: Path) -> None:
    run(folder)
    predicted = pd.read_parquet(folder / "out" / "predictions-popular.parquet")
    assert (predicted.groupby("film")["predicted"].nunique() == 1).all()
    truth = pd.read_parquet(folder / "target.parquet")["rating"] / 2
    rmse = ((predicted["predicted"] - truth) ** 2).mean() ** 0.5
    board = json.loads((folder / "out" / "leaderboard.json").read_text())
    assert board["models"][0]["rmse"]["mean"] == pytest.approx(rmse)


@pytest.mark.parametrize("model", MODELS)
def test_rankings_hold_twenty_films_and_none_of_the_profile(folder: Path, model: str) -> None:
    run(folder)
    rankings = pd.read_parquet(folder / "out" / f"rankings-{model}.parquet")
    assert list(rankings.columns) == ["user", "rank", "film"]
    for _, shown in rankings.groupby("user"):
        assert shown["rank"].tolist() == list(range(1, 21))
        assert shown["film"].is_unique
    profile = pd.read_parquet(folder / "profile.parquet")
    assert rankings.merge(profile, on=["user", "film"]).empty
    assert set(rankings["user"]) == set(profile["user"])


def test_the_leaderboard_says_what_was_measured(folder: Path) -> None:
    run(folder, "--seed", "5")
    board = json.loads((folder / "out" / "leaderboard.json").read_text())
    assert (board["seed"], board["members"], board["target_ratings"]) == (5, 6, 40)
    assert [model["model"] for model in board["models"]] == list(MODELS)
    for model in board["models"]:
        assert model["ndcg@10"]["low"] <= model["ndcg@10"]["mean"] <= model["ndcg@10"]["high"]
        assert model["coverage@10 (500 members)"] >= 10
        assert model["cost"]["artifact_bytes"] > 0
        assert model["cost"]["peak_mb"] > 1
    tables = (folder / "out" / "leaderboard.md").read_text()
    for heading in ("Accuracy", "Beyond accuracy", "By length", "RMSE by popularity", "Cost"):
        assert f"## {heading}" in tables
    assert (folder / "out" / "leaderboard.svg").read_text().startswith("<?xml")


@pytest.mark.parametrize("model", ["personal", "general"])
def test_models_that_learn_from_features_are_measured_too(folder: Path, model: str) -> None:
    result = run(folder, "--models", model)
    assert result.exit_code == 0, result.output
    (figures,) = json.loads((folder / "out" / "leaderboard.json").read_text())["models"]
    assert 0 < figures["rmse"]["mean"] < 2
    assert {point["members"] for point in figures["popularity_curve"]} == {6}


def test_cold_films_are_measured_instead_of_the_leaderboard(folder: Path) -> None:
    result = run(folder, "--cold", "--seed", "3")
    assert result.exit_code == 0, result.output
    board = json.loads((folder / "out" / "cold.json").read_text())
    target = pd.read_parquet(folder / "target.parquet")
    assert board["hidden_films"] == 6
    assert 0 < board["target_ratings"] < len(target)
    assert [model["model"] for model in board["models"]] == list(MODELS)
    for model in board["models"]:
        assert model["rmse"]["low"] <= model["rmse"]["mean"] <= model["rmse"]["high"]
        assert {"ndcg@10", "recall@20"} < set(model)
    assert "| bias |" in (folder / "out" / "cold.md").read_text()
    assert not (folder / "out" / "leaderboard.json").exists()


def test_a_target_without_any_cold_film_ends_in_a_sentence(folder: Path) -> None:
    target = pd.read_parquet(folder / "target.parquet").iloc[:1]
    written(folder, "target", target)
    refused = [run(folder, "--cold", "--seed", str(seed)) for seed in range(2)]
    assert 1 in {result.exit_code for result in refused}
    assert any("no target rating" in result.output for result in refused)


def test_without_test_files_members_are_held_out_the_same_way_twice(folder: Path) -> None:
    answers = folder / "out" / "predictions-bias.parquet"
    assert run(folder, "--members", "7", held_out=False).exit_code == 0
    first = pd.read_parquet(answers)
    assert first["user"].nunique() == 7
    run(folder, "--members", "7", held_out=False)
    pd.testing.assert_frame_equal(first, pd.read_parquet(answers))
    run(folder, "--members", "7", "--seed", "9", held_out=False)
    assert not first.equals(pd.read_parquet(answers))


def refused(result: Result) -> str:
    """The one sentence of a refusal, and nothing that only a programmer understands."""
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    (line,) = result.output.splitlines()
    return line


@pytest.mark.parametrize("file", ["train", "profile", "target"])
@pytest.mark.parametrize("column", ["user", "film", "rating"])
def test_a_missing_column_ends_in_a_sentence(folder: Path, file: str, column: str) -> None:
    written(folder, file, some_ratings().drop(columns=column))
    assert f"{file}.parquet: no column {column}" in refused(run(folder))


@pytest.mark.parametrize("column", ["film", "runtime", "letterboxd_rating_2023"])
def test_a_missing_fact_of_films_ends_in_a_sentence(folder: Path, column: str) -> None:
    written(folder, "films", some_films().drop(columns=column))
    assert f"films.parquet: no column {column}" in refused(run(folder))


@pytest.mark.parametrize("file", ["train", "profile", "target"])
@pytest.mark.parametrize("rating", [0.0, 11.0, 7.5, float("nan"), float("inf")])
def test_a_bad_rating_ends_in_a_sentence(folder: Path, file: str, rating: float) -> None:
    written(folder, file, some_ratings(members=1, first=2000).assign(rating=rating))
    sentence = refused(run(folder))
    assert f"{file}.parquet: rating is {rating}" in sentence
    assert "1..10" in sentence


@pytest.mark.parametrize("file", ["train", "profile", "target"])
@pytest.mark.parametrize("film", [-1, N_FILMS, 2**40])
def test_a_film_outside_the_catalogue_ends_in_a_sentence(
    folder: Path, file: str, film: int
) -> None:
    written(folder, file, some_ratings(members=1, each=1, first=2000).assign(film=film))
    assert f"{file}.parquet: film is {film}" in refused(run(folder))


def test_a_file_in_place_of_the_folder_is_refused(folder: Path) -> None:
    (folder / "out").write_text("in the way")
    result = run(folder)
    assert result.exit_code == 2
    assert "is a file" in result.output


def test_an_unknown_model_is_refused_with_those_there_are(folder: Path) -> None:
    result = run(folder, "--models", "popular,oracle")
    assert result.exit_code == 2
    assert "no oracle; there are popular" in result.output


def test_a_profile_without_a_target_is_refused(folder: Path) -> None:
    profile = ("--profile", str(folder / "profile.parquet"))
    result = run(folder, *profile, held_out=False)
    assert result.exit_code == 2
    assert "go together" in result.output


def test_members_that_are_trained_on_too_are_pointed_out(folder: Path) -> None:
    written(
        folder, "train", pd.concat([some_ratings(), pd.read_parquet(folder / "profile.parquet")])
    )
    assert "warning" in run(folder).output
