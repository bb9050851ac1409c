import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from models.evaluate.__main__ import main
from tests.models.evaluate.worlds import some_films, some_ratings, written

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
        assert model["coverage@10"] >= 10
        assert model["cost"]["artifact_bytes"] > 0
        assert model["cost"]["peak_mb"] > 1
    tables = (folder / "out" / "leaderboard.md").read_text()
    for heading in ("Accuracy", "Beyond accuracy", "By length", "RMSE by popularity", "Cost"):
        assert f"## {heading}" in tables


def test_without_test_files_members_are_held_out_the_same_way_twice(folder: Path) -> None:
    answers = folder / "out" / "predictions-bias.parquet"
    assert run(folder, "--members", "7", held_out=False).exit_code == 0
    first = pd.read_parquet(answers)
    assert first["user"].nunique() == 7
    run(folder, "--members", "7", held_out=False)
    pd.testing.assert_frame_equal(first, pd.read_parquet(answers))
    run(folder, "--members", "7", "--seed", "9", held_out=False)
    assert not first.equals(pd.read_parquet(answers))


def test_a_missing_column_ends_in_a_sentence(folder: Path) -> None:
    written(folder, "train", some_ratings().drop(columns="rating"))
    result = run(folder)
    assert result.exit_code == 1
    assert "train.parquet: no column rating" in result.output


def test_a_bad_rating_ends_in_a_sentence(folder: Path) -> None:
    written(folder, "target", some_ratings(members=1, first=2000).assign(rating=11))
    result = run(folder)
    assert result.exit_code == 1
    assert "rating is" in result.output
    assert "1..10" in result.output


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
