"""What jobs write on the page of a run."""

from pathlib import Path

import pytest

from app.jobs.plots import pie
from app.jobs.summary import tell


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    return tmp_path / "summary.md"


def test_several_tables_and_plots_stand_one_after_the_other(page: Path) -> None:
    tell("First", {"pages": 3}, [pie("Outcomes", {"new": 3}), ""])
    tell("Second", {"pages": 4})
    blocks = page.read_text(encoding="utf-8").split("\n\n")
    assert blocks == [
        "### First",
        "| | |\n| --- | --- |\n| pages | 3 |",
        '```mermaid\npie showData\n    title Outcomes\n    "new" : 3\n```',
        "### Second",
        "| | |\n| --- | --- |\n| pages | 4 |",
        "",
    ]


@pytest.mark.parametrize(
    ("figure", "cell"),
    [
        ("a | b", r"a \| b"),
        ("one\r\n\n### two", r"one \#\#\# two"),
        ("<img src=x>", r"\<img src=x\>"),
        ("![x](http://x)", r"\!\[x\](http://x)"),
        (r"`code` \| c", r"\`code\` \\\| c"),
    ],
)
def test_what_a_page_said_stays_within_its_cell(page: Path, figure: str, cell: str) -> None:
    tell("Job", {"ended because": figure})
    assert f"| ended because | {cell} |\n" in page.read_text(encoding="utf-8")


def test_elsewhere_nothing_is_written(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY")
    tell("Job", {"pages": 1}, ["plot"])
    assert not page.exists()
