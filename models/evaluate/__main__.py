"""Measure models: python -m models.evaluate --train R.parquet --films F.parquet --out DIR"""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click
import numpy as np

from models.evaluate.catalogue import catalogue
from models.evaluate.cold import Parts, hidden_films, without_films, without_votes
from models.evaluate.data import DataError
from models.evaluate.files import read_films, read_ratings
from models.evaluate.measure import measure_all, measure_cold, training_data
from models.evaluate.members import members
from models.evaluate.registry import MODELS
from models.evaluate.split import MEMBERS, split
from models.evaluate.tables import Row

FILE = click.Path(path_type=Path)
FOLDER = click.Path(path_type=Path, file_okay=False)


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
@click.option("--out", required=True, type=FOLDER, help="folder for the results")
@click.option("--models", "names", default=",".join(MODELS), callback=chosen_models)
@click.option("--members", "n_members", default=MEMBERS, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0))
@click.option("--cold", is_flag=True, help="hide a tenth of the films and measure with these")
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
    cold: bool,
) -> None:
    if (profile is None) != (target is None):
        raise click.UsageError("--profile and --target go together")
    try:
        frame = read_films(films)
        hidden = hidden_films(len(frame), seed) if cold else np.zeros(len(frame), np.bool_)
        paths = [path for path in (train, profile, target) if path]
        parts = _read(paths, len(frame), n_members, seed)
        parts = without_films(parts, hidden) if cold else parts
        tested = members(*parts[1:])
    except DataError as error:
        raise click.ClickException(str(error)) from error
    if np.isin(tested.users, parts[0].users).any():
        click.echo("warning: some test members have the number of a training member", err=True)
    out.mkdir(parents=True, exist_ok=True)
    known = without_votes(catalogue(frame, parts[0]), hidden)
    data = training_data(known, parts[0], seed)
    if cold:
        measure_cold(data, tested, parts[2], names, hidden=hidden, out=out)
        click.echo(out / "cold.md")
    else:
        _draw(measure_all(data, tested, parts[2], names, out), out / "leaderboard.svg")
        click.echo(out / "leaderboard.md")


def _read(paths: list[Path], n_films: int, n_members: int, seed: int) -> Parts:
    """Training, profile and target; the last two held out of the first if it is alone."""
    first, *others = (read_ratings(path, n_films) for path in paths)
    return (first, others[0], others[1]) if others else split(first, n_members, seed)


def _draw(rows: list[Row], path: Path) -> None:
    """Measuring needs no plot, and a server no library for plots."""
    if find_spec("matplotlib"):
        import_module("models.evaluate.plot").draw(rows, path)
    else:
        click.echo("no leaderboard.svg: matplotlib is not installed", err=True)


if __name__ == "__main__":
    main()
