"""Options of the jobs that read Letterboxd."""

import click

# A job on GitHub's runners ends after six hours, our workflows after 350 minutes; when the time is
# up, requests that run may be tried again and what was read is stored.
MOST = 330


def _bounded(
    _context: click.Context, _option: click.Parameter, given: float | None
) -> float | None:
    if given is not None and not 0 < given <= MOST:
        raise click.BadParameter(
            f"{given:g} is not above 0 and at most {MOST}. What is left is done by the next run."
        )
    return given


minutes_option = click.option(
    "--minutes", type=float, callback=_bounded, help=f"Stop after so long, at most {MOST}."
)

believe_option = click.option(
    "--believe", is_flag=True, help="Store what the pages say, though many say less than before."
)
