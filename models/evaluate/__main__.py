"""Measure models: python -m models.evaluate --train R.parquet --films F.parquet --out DIR"""

import resource
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import click
import numpy as np
import pandas as pd

from models.evaluate.catalogue import catalogue
from models.evaluate.data import DataError, Ratings, TrainingData, read_films, read_ratings
from models.evaluate.members import Members, members
from models.evaluate.protocol import Background, evaluate
from models.evaluate.registry import MODELS
from models.evaluate.report import write_answers, write_leaderboard
from models.evaluate.split import MEMBERS, split
from models.evaluate.tables import Cost, Row
from models.features import COLUMNS, GENRES, feature_matrix

FILE = click.Path(path_type=Path)


def chosen_models(_context: click.Context, _option: click.Parameter, value: str) -> list[str]:
    names = list(dict.fromkeys(name.strip() for name in value.split(",")))
    unknown = [name for name in names if name not in MODELS]
    if unknown:
        raise click.BadParameter(f"no {', '.join(unknown)}; there are {', '.join(MODELS)}")
    return names


@click.command(help="Train models, measure them on members they have never seen, write tables.")
@click.option("--train", required=True, type=FILE, help="ratings: user, film, rating 1..10")
@click.option("--films", required=True, type=FILE, help="the catalogue, one row per film")
@click.option("--profile", type=FILE, help="known ratings of the test members")
@click.option("--target", type=FILE, help="their hidden ratings; both, or a part of --train")
@click.option("--out", required=True, type=FILE, help="folder for the results")
@click.option("--models", "names", default=",".join(MODELS), callback=chosen_models)
@click.option("--members", "n_members", default=MEMBERS, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0))
def main(
    *,
    train: Path,
    films: Path,
    profile: Path | None,
    target: Path | None,
    out: Path,
    names: list[str],
    n_members: int,
    seed: int,
) -> None:
    if (profile is None) != (target is None):
        raise click.UsageError("--profile and --target go together")
    try:
        frame = read_films(films)
        ratings = read_ratings(train, len(frame))
        if profile and target:
            parts = ratings, read_ratings(profile, len(frame)), read_ratings(target, len(frame))
        else:
            parts = split(ratings, n_members, seed)
        tested = members(*parts[1:])
    except DataError as error:
        raise click.ClickException(str(error)) from error
    if np.isin(tested.users, parts[0].users).any():
        click.echo("warning: some test members have the number of a training member", err=True)
    out.mkdir(parents=True, exist_ok=True)
    measure_all(training_data(frame, parts[0], seed), tested, parts[2], names, out)


def training_data(films: pd.DataFrame, train: Ratings, seed: int) -> TrainingData:
    known = catalogue(films, train)
    return TrainingData(
        users=train.users,
        films=train.films,
        ratings=train.ratings,
        n_films=len(films),
        features=feature_matrix(known),
        catalogue=known,
        seed=seed,
    )


def measure_all(
    data: TrainingData, tested: Members, target: Ratings, names: Sequence[str], out: Path
) -> None:
    """Train and measure one model after the other; the leaderboard grows with each."""
    facts = {
        "seed": data.seed,
        "films": data.n_films,
        "training_ratings": len(data.users),
        "members": len(tested.users),
        "target_ratings": len(target),
    }
    background = _background(data)
    rows: list[Row] = []
    for name in names:
        rows.append(_measure(name, data, tested, background))
        write_answers(out, name, rows[-1].result.answers, tested, target)
        write_leaderboard(out, facts, rows)
    click.echo(out / "leaderboard.md")


def _background(data: TrainingData) -> Background:
    counts = np.bincount(data.films, minlength=data.n_films)
    genres = data.features[:, [COLUMNS.index(name) for name in GENRES]].astype(np.float64)
    return Background(counts, len(np.unique(data.users)), genres)


def _measure(name: str, data: TrainingData, tested: Members, background: Background) -> Row:
    started = perf_counter()
    model = MODELS[name](data)
    seconds = perf_counter() - started
    click.echo(f"{name}: trained in {seconds:.1f} s", err=True)
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


if __name__ == "__main__":
    main()
