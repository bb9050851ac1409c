"""What a job tells when it ends: on the terminal, and on the page of a GitHub Actions run."""

import os
from collections.abc import Mapping
from pathlib import Path

import click


def tell(title: str, figures: Mapping[str, object]) -> None:
    """Print figures by what they are; append them to the file that GITHUB_STEP_SUMMARY names."""
    width = max(map(len, figures))
    click.echo(title)
    for name, figure in figures.items():
        click.echo(f"  {name:{width}}  {figure}")
    publish(title, figures)


def publish(title: str, figures: Mapping[str, object]) -> None:
    """Append figures to the file that GITHUB_STEP_SUMMARY names, if it does."""
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if page:
        with Path(page).open("a", encoding="utf-8") as file:
            file.write(_markdown(title, figures))


def _markdown(title: str, figures: Mapping[str, object]) -> str:
    rows = [f"| {name} | {_cell(figure)} |" for name, figure in figures.items()]
    return "\n".join([f"### {title}", "", "| | |", "| --- | --- |", *rows, "", ""])


def _cell(figure: object) -> str:
    return str(figure).replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
