"""A server on which everything can be reached."""

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from app.config import Settings
from tests.conftest import LiveApp, running, serving
from tests.fuzz import counts

METRICS_TOKEN = "a-token-of-the-tests"
pytest_terminal_summary = counts.pytest_terminal_summary  # a hook


@pytest.fixture(scope="module")
def reachable(trained_settings: Settings) -> Iterator[LiveApp]:
    """With members, all models, and metrics for whoever has the token."""
    settings = trained_settings.model_copy(update={"metrics_token": SecretStr(METRICS_TOKEN)})
    with serving(settings) as services, running(services) as app:
        yield app
