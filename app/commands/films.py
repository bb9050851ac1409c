"""Commands for film pages: to read them, and to learn of them from a file."""

from datetime import timedelta
from typing import TextIO

import click
from flask.cli import with_appcontext

from app.commands.scraping import believe_option, minutes_option
from app.commands.telling import TellingCommand, TellingGroup
from app.jobs.films import scrape_films
from app.jobs.handover import HandOver
from app.jobs.summary import tell
from app.scraping.film_lists import NoSlugError, slugs_in
from app.services import current_services
from app.store import film_urls


@click.command("films", cls=TellingCommand)
@click.option("--limit", type=click.IntRange(1), help="Read at most so many pages.")
@minutes_option
@believe_option
@with_appcontext
def scrape_films_command(limit: int | None, minutes: float | None, believe: bool) -> None:
    """Read film pages that are due, the best known first. Any number of these may run at once;
    stopped or killed, the next one goes on."""
    with HandOver(minutes) as handover:
        run = scrape_films(current_services(), limit, handover, believe=believe)
    tell("Film pages", run.figures(), run.plots())
    if run.failed:
        raise click.ClickException(f"{run.ended}. What was read is kept; run this again later.")


films_group = TellingGroup("films", help="The film pages we know of.")


@films_group.command("add")
@click.argument("file", type=click.File(encoding="utf-8-sig"))
def add_films_command(file: TextIO) -> None:
    """Remember the film slugs in FILE (- reads standard input): one a line, or a CSV with a
    column `slug` or `url`."""
    try:
        slugs = dict.fromkeys(slugs_in(file))
    except UnicodeDecodeError as error:
        raise click.ClickException("the file is not UTF-8 text") from error
    except NoSlugError as error:
        raise click.ClickException(str(error)) from error
    engine = current_services().engine
    with engine.begin() as connection:
        added = film_urls.add(connection, slugs)
    with engine.begin() as connection:
        again = film_urls.ask_again(connection, slugs, timedelta(0))
    click.echo(f"added {added} film pages")
    if again:
        click.echo(f"{again} that were gone are read once more")
