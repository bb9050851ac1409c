"""Commands of `flask --app app`."""

from collections.abc import Callable, Iterator
from typing import TextIO

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.film_pages import ScrapeStoppedError
from app.jobs.films import scrape_films
from app.jobs.training import TooFewRatingsError, train_collaborative, train_general
from app.services import Services
from app.store import film_urls, members
from models.artifacts import Manifest
from scrapers.letterboxd import is_slug, normalise_username


def register_commands(app: Flask) -> None:
    for group in (scrape_group, films_group, members_group, train_group):
        app.cli.add_command(group)


def _services() -> Services:
    services: Services = current_app.extensions["projectionist"]
    return services


scrape_group = AppGroup("scrape", help="Read Letterboxd into the store.")


@scrape_group.command("films")
def scrape_films_command() -> None:
    """Read every film page that is due. Safe to stop and start again."""
    try:
        counts = scrape_films(_services())
    except ScrapeStoppedError as stop:
        raise click.ClickException(
            f"{stop}. What was read is kept; run this again later."
        ) from stop
    click.echo(f"read {counts['read']} films, {counts['gone']} gone, {counts['failed']} failed")


films_group = AppGroup("films", help="The film pages we know of.")


@films_group.command("add")
@click.argument("file", type=click.File(encoding="utf-8"))
def add_films_command(file: TextIO) -> None:
    """Remember the film slugs in FILE, one a line (- reads standard input)."""
    try:
        slugs = dict.fromkeys(_slugs(file))
    except UnicodeDecodeError as error:
        raise click.ClickException("the file is not UTF-8 text") from error
    with _services().engine.begin() as connection:
        added = film_urls.add(connection, slugs)
    click.echo(f"added {added} film pages")


def _slugs(file: TextIO) -> Iterator[str]:
    for number, line in enumerate(file, start=1):
        slug = line.strip()
        if slug and not is_slug(slug):
            raise click.ClickException(f"line {number} is not a film's slug: {slug[:60]!r}")
        if slug:
            yield slug


members_group = AppGroup("members", help="The members we have read.")


@members_group.command("forget")
@click.argument("username")
def forget_member_command(username: str) -> None:
    """Delete all that is stored of USERNAME."""
    try:
        name = normalise_username(username)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    with _services().engine.begin() as connection:
        known = members.forget(connection, name)
    click.echo(f"forgot {name}" if known else f"nothing is stored of {name}")


train_group = AppGroup("train", help="Learn from what is stored.")
seed_option = click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    default=0,
    show_default=True,
    help="The same seed and ratings give the same model.",
)


@train_group.command("collaborative")
@seed_option
def train_collaborative_command(seed: int) -> None:
    """Learn what members with like histories love, and let the model serve."""
    _train(train_collaborative, seed)


@train_group.command("general")
@seed_option
def train_general_command(seed: int) -> None:
    """Learn what the average member gives such films, and let the model serve."""
    _train(train_general, seed)


def _train(train: Callable[[Services, int], Manifest], seed: int) -> None:
    try:
        manifest = train(_services(), seed)
    except TooFewRatingsError as error:
        raise click.ClickException(f"{error}.") from error
    click.echo(
        f"trained on {manifest.ratings} ratings of {manifest.films} films "
        f"by {manifest.members} members"
    )
