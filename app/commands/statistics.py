"""The command that counts all members for the statistics."""

import time

import click
from flask.cli import AppGroup

from app.jobs.standings import NotCountedError, refresh_standings
from app.jobs.summary import tell
from app.services import current_services

statistics_group = AppGroup("statistics", help="What is told of a member among all others.")


@statistics_group.command("refresh")
def refresh_statistics_command() -> None:
    """Count every stored member, for visitors to be compared with."""
    started = time.monotonic()
    try:
        counted = refresh_standings(current_services())
    except NotCountedError as error:
        raise click.ClickException(f"{error}. What was counted before still serves.") from error
    figures = {"members": counted.members} | {
        f"with {name.replace('_', ' ')}": known for name, known in counted.known.items()
    }
    tell("Members counted", figures | {"took": f"{time.monotonic() - started:.1f} s"})
