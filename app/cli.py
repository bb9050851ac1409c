"""Commands of `flask --app app`."""

from collections.abc import Iterator
from typing import TextIO

import click
from flask import Flask, current_app

from app.film_pages import ScrapeStoppedError
from app.jobs.films import scrape_films
from app.services import Services
from app.store import film_urls, members
from scrapers.letterboxd import normalise_username


def register_commands(app: Flask) -> None:
    for group in (scrape_group, films_group, members_group):
        app.cli.add_command(group)


def _services() -> Services:
    services: Services = current_app.extensions["projectionist"]
    return services


@click.group("scrape")
def scrape_group() -> None:
    """Read Letterboxd into the store."""


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


@click.group("films")
def films_group() -> None:
    """The film pages we know of."""


@films_group.command("add")
@click.argument("file", type=click.File(encoding="utf-8"))
def add_films_command(file: TextIO) -> None:
    """Remember the film slugs in FILE, one a line (- reads standard input)."""
    with _services().engine.begin() as connection:
        added = film_urls.add(connection, dict.fromkeys(_slugs(file)))
    click.echo(f"added {added} film pages")


def _slugs(file: TextIO) -> Iterator[str]:
    return (line.strip() for line in file if line.strip())


@click.group("members")
def members_group() -> None:
    """The members we have read."""


@members_group.command("forget")
@click.argument("username")
def forget_member_command(username: str) -> None:
    """Delete all that is stored of USERNAME."""
    with _services().engine.begin() as connection:
        known = members.forget(connection, normalise_username(username))
    click.echo(f"forgot {username}" if known else f"nothing is stored of {username}")
