"""The API against its own description, by a property-based tester on a real server."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from tests.conftest import LiveApp
from tests.fuzz.counts import ASKED

Record = Callable[[str, object], None]

TESTER = Path(sys.executable).with_name("schemathesis")
# A description cannot say that of two arguments one is needed, or what a file must hold: 422.
CONFIG = """
generation.max-examples = {examples}
generation.deterministic = true
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "403", "404", "406", "422"]
"""


@pytest.fixture(scope="module")
def config(request: pytest.FixtureRequest) -> str:
    return CONFIG.format(examples=request.config.getoption("--api-examples"))


@pytest.fixture(scope="module")
def live(trained: LiveApp) -> LiveApp:
    """With every model, so that nothing is unavailable."""
    return trained


def test_whatever_is_asked_the_api_answers_as_it_describes_itself(
    live: LiveApp, tmp_path: Path, config: str, record_property: Record
) -> None:
    record_property(ASKED, examine(live, tmp_path, config))


@pytest.mark.parametrize(
    "path", ["/api/v1/recommendations", "/api/v1/predictions", "/api/v1/statistics"]
)
def test_of_a_real_member_too(
    live: LiveApp, tmp_path: Path, config: str, path: str, record_property: Record
) -> None:
    config += f'\n[parameters]\nusername = "{live.suggestions[0]}"\n'
    record_property(ASKED, examine(live, tmp_path, config, path))


@pytest.mark.parametrize("path", ["/api/v1/profiles/{token}/unmatched.csv"])
def test_of_a_real_upload_too(
    live: LiveApp, tmp_path: Path, config: str, path: str, record_property: Record
) -> None:
    films = {"films": [{"slug": "ran", "stars": 4}, {"title": "No Such Film"}]}
    sent = requests.post(f"{live.url}/api/v1/profiles", json=films, timeout=30)
    config += f'\n[parameters]\ntoken = "{sent.json()["profile"]}"\n'
    record_property(ASKED, examine(live, tmp_path, config, path))


def examine(live: LiveApp, folder: Path, config: str, path: str | None = None) -> dict[str, int]:
    """Runs the tester on all operations, or on those of one path; how often it asked."""
    (folder / "schemathesis.toml").write_text(config)
    command = [str(TESTER), "--config-file", "schemathesis.toml", "--no-color", "run"]
    only = ["--include-path", path] if path else []
    tester = subprocess.run(
        [*command, f"{live.url}/api/v1/openapi.json", *only],
        check=False,
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert tester.returncode == 0, tester.stdout[-8000:] + tester.stderr[-2000:]
    return {"as described": sum(map(int, re.findall(r"(\d+) generated", tester.stdout)))}
