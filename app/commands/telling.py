"""Commands that tell in one line that the database failed."""

from typing import Any

import click
from flask.cli import AppGroup

from app.doctor.connecting import told
from app.jobs.summary import publish
from app.store.failures import DATABASE_ERRORS


class TellingCommand(click.Command):
    """`hint` says what becomes of work that had begun."""

    hint = ""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DATABASE_ERRORS as error:
            line = f"{told(error)}.{self.hint}"
            publish(ctx.command_path, {"ended because": line})
            raise click.ClickException(line) from error


class TellingGroup(AppGroup):
    """All its commands are such ones."""

    command_class = TellingCommand
