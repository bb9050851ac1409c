"""`flask --app app doctor`"""

import sys
from datetime import timedelta

import click
from flask.cli import with_appcontext

from app.commands.telling import TellingCommand
from app.doctor.finding import OLD
from app.doctor.service import examine
from app.doctor.table import as_counts, as_figures, as_json, as_text
from app.jobs.plots import pie
from app.jobs.summary import publish
from app.services import current_services


@click.command("doctor", cls=TellingCommand)
@click.option("--json", "wants_json", is_flag=True, help="For programs.")
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    default=OLD.days,
    show_default=True,
    help="How old films and models may be.",
)
@with_appcontext
def doctor_command(wants_json: bool, days: int) -> None:
    """Tell what is wrong with this server and what to do about it; nothing is changed."""
    findings = examine(current_services(), timedelta(days=days))
    click.echo(as_json(findings) if wants_json else as_text(findings))
    publish("Doctor", as_figures(findings), [pie("What was found", as_counts(findings))])
    sys.exit(any(finding.level == "fail" for finding in findings))
