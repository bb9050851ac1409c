"""`flask --app app work`"""

import click
from flask import current_app

from app.commands.telling import TellingCommand
from app.memory import settle, spare
from app.services import Services, current_services
from app.work.line import Line
from app.work.worker import ColdWorker


@click.command("work", cls=TellingCommand)
def work_command() -> None:
    """Compute what servers with COLD_WORK=queue are asked, until SIGTERM; any number may run."""
    settings = current_services().settings
    if settings.redis_url is None:
        raise click.ClickException("workers need REDIS_URL")
    spare()
    services = Services(settings.model_copy(update={"cold_work": "here"}))
    services.warm_up()
    settle()
    line = Line(settings.redis_url.get_secret_value(), settings.cold_seconds)
    current_app.extensions.update({"projectionist": services, "projectionist.line": line})
    worker = ColdWorker(line)
    with worker.present():
        worker.work(logging_level="WARNING")
