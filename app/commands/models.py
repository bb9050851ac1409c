"""Commands for models: to train them, to list what is kept, and to go back to an older one."""

import time
from collections.abc import Callable
from typing import Any

import click

from app.artifacts import Artifacts
from app.bucket.bucket import BucketError
from app.commands.telling import TellingGroup
from app.jobs.quality import shown
from app.jobs.stored import TrainingError
from app.jobs.summary import tell
from app.jobs.training import Training, train_collaborative, train_general
from app.model_versions import NotWrittenError
from app.services import Services, current_services
from models.artifacts import ArtifactError, Manifest

NAMES = ("collaborative", "general")

train_group = TellingGroup("train", help="Learn from what is stored.")
seed_option = click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    default=0,
    show_default=True,
    help="The same seed and ratings give the same model.",
)
force_option = click.option(
    "--force", is_flag=True, help="Publish the model even if the one that serves is better."
)


@train_group.command("collaborative")
@seed_option
@force_option
def train_collaborative_command(seed: int, force: bool) -> None:
    """Learn what members with like histories love, and let the model serve."""
    _train("collaborative", train_collaborative, seed, force)


@train_group.command("general")
@seed_option
@force_option
def train_general_command(seed: int, force: bool) -> None:
    """Learn what the average member gives such films, and let the model serve."""
    _train("general", train_general, seed, force)


def _train(
    name: str, train: Callable[[Services, int, bool], Training], seed: int, force: bool
) -> None:
    started = time.monotonic()
    try:
        training = train(current_services(), seed, force)
    except TrainingError as error:
        figures = {**error.figures, "ended because": error, "took": _since(started)}
        tell(f"Model {name}, not published", figures, error.plots)
        raise click.ClickException(f"{error}.") from error
    figures = {**training.figures(), "took": _since(started)}
    tell(f"Model {name}, which serves now", figures, training.plots())


def _since(started: float) -> str:
    return f"{time.monotonic() - started:.0f} s"


models_group = TellingGroup("models", help="The trained models that are kept.")


@models_group.command("list")
def list_models_command() -> None:
    """Show each version that is kept, oldest first, and which one serves."""
    for name in NAMES:
        kept = _artifacts(name).kept()
        if not kept:
            click.echo(f"{name} nothing is trained yet")
        for version, manifest, serves in kept:
            click.echo(f"{name} {version}{_described(manifest)}{', serves' if serves else ''}")


def _described(manifest: Manifest | None) -> str:
    if manifest is None:
        return ": damaged"
    quality = manifest.quality.get("rmse")
    rmse = f", RMSE {shown(*quality)}" if quality else ""
    return f": {manifest.trained_at[:16]}, {manifest.ratings} ratings{rmse}"


@models_group.command("rollback")
@click.argument("name", type=click.Choice(NAMES))
@click.argument("version", required=False)
def rollback_command(name: str, version: str | None) -> None:
    """Let VERSION of the model NAME serve: the one before, unless told. Servers follow
    without a restart."""
    try:
        chosen = _artifacts(name).roll_back(version)
    except (ArtifactError, BucketError, NotWrittenError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name} {chosen} serves now")


def _artifacts(name: str) -> Artifacts[Any]:
    artifacts: Artifacts[Any] = getattr(current_services(), name)
    return artifacts
