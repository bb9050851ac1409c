"""The command that counts all members for the statistics."""

import time

import click

from app.commands.telling import TellingGroup
from app.jobs.plots import bars
from app.jobs.standings import NotCountedError, refresh_standings
from app.jobs.summary import tell
from app.services import current_services

statistics_group = TellingGroup("statistics", help="What is told of a member among all others.")


@statistics_group.command("refresh")
@click.option(
    "--least-films",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Leave members out who logged fewer.",
)
def refresh_statistics_command(least_films: int) -> None:
    """Count every stored member, for visitors to be compared with."""
    started = time.monotonic()
    try:
        counted = refresh_standings(current_services(), least_films)
    except NotCountedError as error:
        told = {"members": 0, "ended because": error, "took": f"{time.monotonic() - started:.1f} s"}
        tell("Members not counted", told)
        raise click.ClickException(f"{error}. What was counted before still serves.") from error
    known = {f"with {name.replace('_', ' ')}": count for name, count in counted.known.items()}
    figures = {"members": counted.members, **known, "took": f"{time.monotonic() - started:.1f} s"}
    tell("Members counted", figures, [bars("Members by what is known of them", "members", known)])
