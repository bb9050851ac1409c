"""Ids, figures and refusals of single requests."""

import logging
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
import requests
from flask import Flask
from pydantic import SecretStr

from app import create_app
from app.observability.meters import meters
from app.observability.record import Phase
from app.observability.state import everything
from app.services import Services
from tests.conftest import LiveApp
from tests.redis_server import RedisServer

DOCUMENT = (Path(__file__).parents[3] / "docs/observability.md").read_text(encoding="utf-8")


def app_of(services: Services) -> Flask:
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    return app


def awaited(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """The lines of requests, which come after their answers."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if told := [it for it in caplog.records if it.name == "projectionist.requests"]:
            return told
        time.sleep(0.02)
    return []


def counted(name: str, **labels: str) -> float:
    return meters().registry.get_sample_value(f"projectionist_{name}", labels) or 0.0


@pytest.mark.parametrize("asked", ["", "two\twords", "x" * 65, "é", 'a"b'], ids=range(5))
def test_an_id_that_is_not_safe_is_replaced(shared_live: LiveApp, asked: str) -> None:
    headers = {"X-Request-Id": asked.encode()}
    answer = requests.get(f"{shared_live.url}/healthz", headers=headers, timeout=10)
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["X-Request-Id"])


def test_a_problem_has_the_id_of_its_request(shared_live: LiveApp) -> None:
    before = counted("problems_total", code="invalid_username")
    address = f"{shared_live.url}/api/v1/recommendations?username=a!"
    answer = requests.get(address, headers={"X-Request-Id": "mine-1"}, timeout=10)
    assert answer.json()["request_id"] == answer.headers["X-Request-Id"] == "mine-1"
    assert counted("problems_total", code="invalid_username") == before + 1


def test_an_unexpected_error_is_logged_and_tells_the_visitor_its_id(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    app = app_of(services)

    @app.get("/broken")
    @app.get("/api/broken")
    def broken() -> str:
        raise ZeroDivisionError("on purpose")

    headers = {"X-Request-Id": "told-9"}
    with caplog.at_level(logging.ERROR):
        page = app.test_client().get("/broken", headers=headers)
        answer = app.test_client().get("/api/broken", headers=headers)
    assert (page.status_code, answer.status_code) == (500, 500)
    assert "told-9" in page.text
    assert "told-9" in answer.get_json()["detail"]
    assert [record.exc_info and record.exc_info[0] for record in caplog.records] == [
        ZeroDivisionError,
        ZeroDivisionError,
    ]


def test_a_stream_is_measured_to_its_end_with_the_phases_of_its_thread(
    live: LiveApp, caplog: pytest.LogCaptureFixture
) -> None:
    before = counted("phase_seconds_count", phase="profile")
    with caplog.at_level(logging.INFO, "projectionist.requests"):
        address = f"{live.url}/recommendations/stream?username={live.suggestions[0]}"
        assert "event: result" in requests.get(address, timeout=60).text
        [line] = awaited(caplog)
    phases = line.__dict__["request"]["phases"]
    assert phases.keys() >= {"profile", "predict", "render"}
    assert counted("phase_seconds_count", phase="profile") == before + 1


def test_reading_a_member_counts_pages_cache_and_gate(live: LiveApp) -> None:
    name = live.suggestions[1]
    before = counted("letterboxd_requests_total", page="films", outcome="200")
    missed = counted("cache_reads_total", kind="stored", outcome="miss")
    waited = counted("gate_wait_seconds_count", gate="pages")
    for _ in range(2):
        requests.get(f"{live.url}/api/v1/recommendations?username={name}", timeout=60)
    assert counted("letterboxd_requests_total", page="films", outcome="200") > before
    assert counted("cache_reads_total", kind="stored", outcome="miss") == missed + 1
    assert counted("gate_wait_seconds_count", gate="pages") == waited + 1
    assert counted("gate_places_taken", gate="pages") == 0


def test_hostile_addresses_make_no_new_labels(shared_live: LiveApp) -> None:
    requests.get(f"{shared_live.url}/films/{'x' * 5000}", timeout=10)
    requests.get(f"{shared_live.url}/nowhere/{'y' * 50}", timeout=10)
    requests.request("BREW", f"{shared_live.url}/", timeout=10)
    text = str(list(meters().registry.collect()))
    assert "xxx" not in text
    assert "yyy" not in text
    assert "BREW" not in text
    assert counted("requests_total", method="GET", route="none", status="404") > 0


def test_metrics_are_not_there_without_a_token_and_closed_without_the_right_one(
    make_services: Callable[..., Services], shared_live: LiveApp
) -> None:
    assert requests.get(f"{shared_live.url}/internal/metrics", timeout=10).status_code == 404
    client = app_of(make_services(metrics_token=SecretStr("sixteen-letters-"))).test_client()
    for sent in ({}, {"Authorization": "Bearer é"}, {"Authorization": "sixteen-letters-"}):
        assert client.get("/internal/metrics", headers=sent).status_code == 403
    answer = client.get("/internal/metrics", headers={"Authorization": "Bearer sixteen-letters-"})
    assert answer.status_code == 200
    assert "projectionist_catalogue_films" in answer.text


def test_every_metric_is_described_and_nothing_else(
    make_services: Callable[..., Services], redis_server: RedisServer
) -> None:
    services = make_services(cold_work="queue", redis_url=redis_server.url)
    described = set(re.findall(r"^\| `(projectionist_\w+)` \|", DOCUMENT, re.MULTILINE))
    metrics = list(everything(services).collect())
    names = {m.name + "_total" * (m.type == "counter") for m in metrics}
    assert names == described


def test_every_phase_is_described() -> None:
    assert set(re.findall(r"^\| `([a-z]+)` \|", DOCUMENT, re.MULTILINE)) == set(get_args(Phase))
