"""`flask --app app import`"""

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from app.commands.telling import TellingCommand, TellingGroup
from app.imports.errors import ImportRefusedError
from app.imports.imdb.service import import_imdb
from app.imports.tmdb.service import import_tmdb
from app.jobs.summary import tell
from app.services import Services, current_services

folder_argument = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path)
)


class _ImportCommand(TellingCommand):
    hint = " What was taken before is kept; run this again."


class _ImportGroup(TellingGroup):
    command_class = _ImportCommand


import_group = _ImportGroup("import", help="Films from other sources than Letterboxd's pages.")


@import_group.command("movielens")
@folder_argument
def import_movielens_command(folder: Path) -> None:
    """Take films and ratings from FOLDER, a MovieLens data set as it is unpacked."""
    from app.imports.movielens.service import import_movielens  # Arrow takes 30 MB

    _run("MovieLens", lambda services: import_movielens(services, folder))


@import_group.command("imdb")
@folder_argument
@click.option(
    "--votes",
    type=click.IntRange(0),
    default=1000,
    show_default=True,
    help="Leave out what fewer people voted for.",
)
def import_imdb_command(folder: Path, votes: int) -> None:
    """Take films from FOLDER, where IMDb's title.basics.tsv.gz and title.ratings.tsv.gz are;
    directors and cast too, with title.crew, title.principals and name.basics."""
    _run("IMDb", lambda services: import_imdb(services, folder, votes))


@import_group.command("tmdb")
@click.option(
    "--ids",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Films of this list, movie_ids_MM_DD_YYYY.json.gz, the most popular first.",
)
@click.option("--limit", type=click.IntRange(1), help="Ask for at most so many films.")
def import_tmdb_command(ids: Path | None, limit: int | None) -> None:
    """Ask TMDB, with the key TMDB_API_KEY, for films of a list of ids, or for what it knows of
    films that were imported from elsewhere. Each film is asked for once."""
    _run("TMDB", lambda services: import_tmdb(services, ids, limit))


def _run(title: str, work: Callable[[Services], Mapping[str, object]]) -> None:
    try:
        figures = work(current_services())
    except ImportRefusedError as error:
        raise click.ClickException(f"{error}. What was taken before is kept.") from error
    tell(title, figures)
