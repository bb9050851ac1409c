"""A server on which everything can be reached."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from scrapers.standin.server import Standin
from tests.conftest import LiveApp, running, serving, standin_settings
from tests.fuzz import counts

METRICS_TOKEN = "a-token-of-the-tests"
pytest_terminal_summary = counts.pytest_terminal_summary  # a hook


@pytest.fixture(scope="module")
def reachable(
    create_database: Callable[[str], str],
    member_database: str,
    trained_models: Path,
    site: Standin,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[LiveApp]:
    """With members, all models, and metrics for whoever has the token."""
    data_dir = tmp_path_factory.mktemp("data")
    shutil.copytree(trained_models, data_dir / "models")
    database = create_database(member_database)
    token = SecretStr(METRICS_TOKEN)
    settings = standin_settings(site, database, data_dir=data_dir, metrics_token=token)
    with serving(settings) as services, running(services) as app:
        yield app
