"""`flask --app app doctor`"""

import sys

import click
from flask.cli import with_appcontext

from app.doctor.service import examine
from app.doctor.table import as_figures, as_json, as_text
from app.jobs.summary import publish
from app.services import current_services


@click.command("doctor")
@click.option("--json", "wants_json", is_flag=True, help="For programs.")
@with_appcontext
def doctor_command(wants_json: bool) -> None:
    """Tell what is wrong with this server and what to do about it; nothing is changed."""
    findings = examine(current_services())
    click.echo(as_json(findings) if wants_json else as_text(findings))
    publish("Doctor", as_figures(findings))
    sys.exit(any(finding.level == "fail" for finding in findings))
