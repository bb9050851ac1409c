"""Train one model after the other, measure each, and write down what came out."""

import resource
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import click
import numpy as np
import pandas as pd

from models.evaluate.cold import ColdRow, Mask, evaluate_cold
from models.evaluate.data import Ratings, TrainingData
from models.evaluate.members import Members
from models.evaluate.protocol import Background, evaluate
from models.evaluate.registry import MODELS
from models.evaluate.report import write_answers, write_cold, write_leaderboard
from models.evaluate.tables import Cost, Row
from models.features import COLUMNS, GENRES, feature_matrix
from models.interface import Model


def training_data(known: pd.DataFrame, train: Ratings, seed: int) -> TrainingData:
    """What the models learn from: the ratings, and a catalogue of what is known of each film."""
    return TrainingData(
        users=train.users,
        films=train.films,
        ratings=train.ratings,
        n_films=len(known),
        features=feature_matrix(known),
        catalogue=known,
        seed=seed,
    )


def measure_all(
    data: TrainingData, tested: Members, target: Ratings, names: Sequence[str], out: Path
) -> list[Row]:
    """The leaderboard of the models named; its files in `out` grow with each."""
    background = _background(data)
    rows: list[Row] = []
    for name in names:
        rows.append(_measure(name, data, tested, background))
        write_answers(out, name, rows[-1].result.answers, tested, target)
        write_leaderboard(out, facts(data, tested, target), rows)
    return rows


def measure_cold(
    data: TrainingData,
    tested: Members,
    target: Ratings,
    names: Sequence[str],
    *,
    hidden: Mask,
    out: Path,
) -> None:
    """The same for the `hidden` films, of which `data` knows nothing but the content."""
    sizes = facts(data, tested, target) | {"hidden_films": int(hidden.sum())}
    rows: list[ColdRow] = []
    for name in names:
        model, _ = trained(name, data)
        rows.append(evaluate_cold(model, tested, hidden, name=name, seed=data.seed))
        write_cold(out, sizes, rows)


def facts(data: TrainingData, tested: Members, target: Ratings) -> dict[str, int]:
    """The sizes of the data, and the seed."""
    return {
        "seed": data.seed,
        "films": data.n_films,
        "training_ratings": len(data.users),
        "members": len(tested.users),
        "target_ratings": len(target),
    }


def trained(name: str, data: TrainingData) -> tuple[Model, float]:
    """The model, and how many seconds its training took."""
    started = perf_counter()
    model = MODELS[name](data)
    seconds = perf_counter() - started
    click.echo(f"{name}: trained in {seconds:.1f} s", err=True)
    return model, seconds


def _background(data: TrainingData) -> Background:
    counts = np.bincount(data.films, minlength=data.n_films)
    genres = data.features[:, [COLUMNS.index(name) for name in GENRES]].astype(np.float64)
    return Background(counts, len(np.unique(data.users)), genres)


def _measure(name: str, data: TrainingData, tested: Members, background: Background) -> Row:
    model, seconds = trained(name, data)
    result = evaluate(
        model, tested.histories, tested.targets, background, name=name, seed=data.seed
    )
    cost = Cost(
        training_seconds=seconds,
        predict_ms=float(result.answers.predict_ms.mean()),
        score_ms=float(result.answers.score_ms.mean()),
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        artifact_bytes=getattr(model, "nbytes", None),
    )
    return Row(name, result, cost)
