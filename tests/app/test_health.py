import time
from collections.abc import Callable
from pathlib import Path

import requests
from sqlalchemy import text

from app.config import Settings
from app.readiness import NO_DATABASE
from app.services import Services
from tests.conftest import LiveApp, running


def test_a_living_app_says_ok_without_its_database() -> None:
    away = Settings.model_validate({"database_url": "postgresql://nobody@127.0.0.1:1/none"})
    with running(Services(away)) as app:
        response = requests.get(f"{app.url}/healthz", timeout=10)
        assert (response.status_code, response.json()) == (200, {"status": "ok"})


def answered(url: str) -> requests.Response:
    """By a database that on a busy machine may need more than one answer's time."""
    deadline = time.monotonic() + 30
    while True:
        response = requests.get(f"{url}/readyz", timeout=10)
        if response.json()["database"] != NO_DATABASE or time.monotonic() > deadline:
            return response


def test_a_ready_app_says_ok_of_every_part(
    make_services: Callable[..., Services], tmp_path: Path
) -> None:
    with running(make_services(data_dir=tmp_path)) as app:
        response = answered(app.url)
    assert response.status_code == 200
    assert response.json().keys() == {
        "status",
        "database",
        "schema",
        "catalogue",
        "collaborative",
        "general",
    }
    assert set(response.json().values()) == {"ok"}


def test_without_a_database_it_says_what_to_look_at() -> None:
    away = Settings.model_validate({"database_url": "postgresql://nobody@127.0.0.1:1/none"})
    with running(Services(away)) as app:
        response = requests.get(f"{app.url}/readyz", timeout=10)
    assert response.status_code == 503
    assert response.json()["status"] == "not ready"
    assert response.json()["database"] == NO_DATABASE


def test_a_schema_of_a_later_release_is_told(live: LiveApp) -> None:
    with live.services.engine.begin() as connection:
        connection.execute(text("UPDATE projectionist.alembic_version SET version_num = '9999'"))
    response = answered(live.url)
    assert response.status_code == 503
    assert "upgrade the code" in response.json()["schema"]
    assert response.json()["database"] == "ok"


def test_a_published_model_that_cannot_be_loaded_is_told(
    make_services: Callable[..., Services], tmp_path: Path
) -> None:
    directory = tmp_path / "models" / "general"
    directory.mkdir(parents=True)
    (directory / "current").write_text("000001", encoding="utf-8")
    with running(make_services(data_dir=tmp_path)) as app:
        response = answered(app.url)
    assert response.status_code == 503
    assert "cannot be loaded" in response.json()["general"]
