"""The parts of the load test that must be right for its figures to be."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import requests

from tests.benchmarks.load.limits import limited
from tests.benchmarks.load.questions import content, questions
from tests.benchmarks.load.report import lines
from tests.benchmarks.load.watching import watched

GREEDY = [sys.executable, "-c", "held = b'x' * 200_000_000"]
STATS = """Type,Name,Request Count,Failure Count,50%,95%,99%,100%,Requests/s
GET,kept,12,0,20,90,110,120,3.25
"""


def test_a_program_is_limited_or_it_is_said_that_it_is_not() -> None:
    with limited("projectionist-test", memory_mb=64, processors=0.5) as group:
        ended = subprocess.run(group.joined(GREEDY), check=False).returncode
        enforced = bool(group.folders)
        assert (ended != 0, group.killed > 0) == (enforced, enforced)
        assert ("64 MB" in group.told) == enforced
    assert not any(folder.exists() for folder in group.folders)


def test_the_same_questions_are_asked_each_time_and_each_is_of_other_members() -> None:
    asked = list(questions(200, members=1000, films=500))
    assert asked == list(questions(200, members=1000, films=500))
    assert len({question.name for question in asked}) == 200
    assert {question.path for question in asked} == {
        *("recommendations", "groups/recommendations", "statistics"),
    }
    assert any(question.films for question in asked)


@pytest.mark.parametrize(
    ("body", "same"),
    [
        ('{"data": [{"id": 1, "url": "b"}], "meta": {"read_at": "later"}}', True),
        ('{"data": [{"id": 2, "url": "a"}], "meta": {"read_at": "now"}}', False),
        ('{"data": [], "meta": {"read_at": "now"}}', False),
    ],
    ids=["another time and address", "another film", "no film"],
)
def test_answers_are_compared_but_for_times_and_addresses(body: str, same: bool) -> None:
    alone = '{"data": [{"id": 1, "url": "a"}], "meta": {"read_at": "now"}}'
    first, second = requests.Response(), requests.Response()
    first._content, second._content = alone.encode(), body.encode()
    assert (content(first) == content(second)) == same


def test_the_report_has_times_memory_and_what_was_counted(tmp_path: Path) -> None:
    stats = tmp_path / "stats.csv"
    stats.write_text(STATS)
    with (
        watched(psutil.Process(), every=0.01) as watch,
        limited("projectionist-report", 64, 1) as g,
    ):
        watch.look()
    told = "\n".join(lines(stats, {"kept: right": 12}, g, watch))
    assert "asked before" in told
    assert "90" in told
    assert "kept: right" in told
    assert f"at most {watch.highest:.0f}" in told
