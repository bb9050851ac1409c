"""`python -m scrapers.standin`."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

COMMAND = [sys.executable, "-m", "scrapers.standin"]
SMALL = ["--films", "30", "--members", "4"]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, timeout=30, check=False
    )


def test_slugs_are_listed_one_a_line() -> None:
    assert run("--list", "slugs", *SMALL).stdout.splitlines() == [f"film-{n}" for n in range(30)]


def test_members_are_listed_with_a_word_on_each_suggestions_first() -> None:
    lines = run("--list", "members").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines[:3]] == [
        "midnight_marrow",
        "subtitle_sofa",
        "curtain_and_cel",
    ]
    assert all(about for about in (line.split("\t")[1] for line in lines))
    assert len(set(lines)) == len(lines)


def test_a_directory_without_the_files_is_an_error_of_one_line(tmp_path: Path) -> None:
    result = run("--data", str(tmp_path))
    assert result.returncode == 1
    assert result.stderr == f"standin: there is no {tmp_path / 'films.parquet'}\n"


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_stop(stop: signal.Signals) -> None:
    options = ["--port", "0", "--generation", "2", *SMALL]
    options += ["--challenge", "1", "--paths", "/film/.*", "--page-bytes", "50000"]
    with subprocess.Popen(
        [*COMMAND, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().removeprefix("standin ").strip()
        assert requests.get(f"{url}/film/film-1/", timeout=5).headers["cf-mitigated"] == "challenge"
        assert requests.get(f"{url}/robots.txt", timeout=5).ok
        process.send_signal(stop)
        _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, "")
