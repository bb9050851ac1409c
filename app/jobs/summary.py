"""What a job tells when it ends: on the terminal, and on the page of a GitHub Actions run."""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

MARKUP = re.compile(r"([\\`*_\[\]|<>~#!&])")


def tell(title: str, figures: Mapping[str, object], plots: Iterable[str] = ()) -> None:
    """Print figures by what they are; append them, and plots in Markdown, to the file that
    GITHUB_STEP_SUMMARY names."""
    width = max(map(len, figures))
    click.echo(title)
    for name, figure in figures.items():
        click.echo(f"  {name:{width}}  {figure}")
    publish(title, figures, plots)


def publish(title: str, figures: Mapping[str, object], plots: Iterable[str] = ()) -> None:
    """Append figures and plots to the file that GITHUB_STEP_SUMMARY names, if it does."""
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if page:
        with Path(page).open("a", encoding="utf-8") as file:
            file.write(_markdown(title, figures))
            file.writelines(f"{plot}\n" for plot in plots if plot)


def _markdown(title: str, figures: Mapping[str, object]) -> str:
    rows = [f"| {_cell(name)} | {_cell(figure)} |" for name, figure in figures.items()]
    return "\n".join([f"### {title}", "", "| | |", "| --- | --- |", *rows, "", ""])


def _cell(figure: object) -> str:
    return MARKUP.sub(r"\\\1", " ".join(str(figure).split()))
