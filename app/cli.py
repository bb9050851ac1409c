"""Commands of `flask --app app`."""

from flask import Flask

from app.commands.films import films_group, scrape_films_command
from app.commands.members import members_group, scrape_ratings_command
from app.commands.models import models_group, train_group
from app.commands.statistics import statistics_group
from app.commands.telling import TellingGroup
from app.doctor.command import doctor_command
from app.imports.command import import_group
from app.work.command import work_command


def register_commands(app: Flask) -> None:
    for group in (scrape_group, films_group, members_group, train_group, import_group):
        app.cli.add_command(group)
    app.cli.add_command(models_group)
    app.cli.add_command(statistics_group)
    app.cli.add_command(doctor_command)
    app.cli.add_command(work_command)


scrape_group = TellingGroup("scrape", help="Read Letterboxd into the store.")
scrape_group.add_command(scrape_films_command)
scrape_group.add_command(scrape_ratings_command)
