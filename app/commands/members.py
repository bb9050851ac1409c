"""Commands for members: to read their ratings, to learn of them from a file, and to forget them."""

from collections.abc import Iterable, Iterator
from typing import TextIO

import click
from flask.cli import with_appcontext

from app.commands.scraping import believe_option, minutes_option
from app.commands.telling import TellingCommand, TellingGroup
from app.jobs.handover import HandOver
from app.jobs.ratings import scrape_ratings
from app.jobs.summary import tell
from app.members.service import let_in, remove
from app.problems import Problem
from app.services import current_services
from app.store import known_members
from scrapers.letterboxd import normalise_username


@click.command("ratings", cls=TellingCommand)
@click.option("--limit", type=click.IntRange(1), help="Read at most so many members.")
@minutes_option
@believe_option
@with_appcontext
def scrape_ratings_command(limit: int | None, minutes: float | None, believe: bool) -> None:
    """Read the films of known members who are due, the longest due first. Any number of these may
    run at once; stopped or killed, the next one goes on."""
    with HandOver(minutes) as handover:
        run = scrape_ratings(current_services(), limit, handover, believe=believe)
    tell("Members' ratings", run.figures(), run.plots())
    if run.failed:
        raise click.ClickException(f"{run.ended}. What was read is kept; run this again later.")


members_group = TellingGroup("members", help="The members we know of.")


@members_group.command("add")
@click.argument("file", type=click.File(encoding="utf-8-sig"))
def add_members_command(file: TextIO) -> None:
    """Remember the usernames in FILE (- reads standard input), one a line, to be read."""
    try:
        names = set(_usernames(file))
    except UnicodeDecodeError as error:
        raise click.ClickException("the file is not UTF-8 text") from error
    with current_services().engine.begin() as connection:
        added = known_members.add(connection, names)
    click.echo(f"added {added} members")


def _usernames(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield normalise_username(line)
            except ValueError as error:
                told = f"line {number} is no username: {error}"
                raise click.ClickException(told) from error


def _name(_context: click.Context, _parameter: click.Parameter, typed: str) -> str:
    try:
        return normalise_username(typed)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@members_group.command("forget")
@click.argument("username", callback=_name)
@click.option("--keep-out", is_flag=True, help="Never read them again either.")
def forget_member_command(username: str, keep_out: bool) -> None:
    """Delete all that is kept of USERNAME."""
    try:
        known = remove(current_services(), username, keep_out)
    except Problem as refused:
        raise click.ClickException(refused.detail) from refused
    told = f"forgot {username}" if known else f"nothing is kept of {username}"
    click.echo(f"{told}; they are kept out" if keep_out else told)


@members_group.command("let-in")
@click.argument("username", callback=_name)
def let_in_member_command(username: str) -> None:
    """Let USERNAME be read again, who was kept out."""
    known = let_in(current_services(), username)
    click.echo(f"{username} may be read again" if known else f"{username} was not kept out")
