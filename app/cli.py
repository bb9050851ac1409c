"""Commands of `flask --app app`."""

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.commands.films import films_group, scrape_films_command
from app.commands.models import models_group, train_group
from app.doctor.command import doctor_command
from app.imports.command import import_group
from app.members.service import remove
from app.problems import Problem
from app.services import Services
from scrapers.letterboxd import normalise_username


def register_commands(app: Flask) -> None:
    for group in (scrape_group, films_group, members_group, train_group, import_group):
        app.cli.add_command(group)
    app.cli.add_command(models_group)
    app.cli.add_command(doctor_command)


def _services() -> Services:
    services: Services = current_app.extensions["projectionist"]
    return services


scrape_group = AppGroup("scrape", help="Read Letterboxd into the store.")
scrape_group.add_command(scrape_films_command)


members_group = AppGroup("members", help="The members we have read.")


@members_group.command("forget")
@click.argument("username")
def forget_member_command(username: str) -> None:
    """Delete all that is kept of USERNAME."""
    try:
        name = normalise_username(username)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    try:
        known = remove(_services(), name)
    except Problem as refused:
        raise click.ClickException(refused.detail) from refused
    click.echo(f"forgot {name}" if known else f"nothing is kept of {name}")
