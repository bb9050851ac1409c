import requests

from tests.conftest import LiveApp


def test_a_healthy_app_says_ok(live: LiveApp) -> None:
    response = requests.get(f"{live.url}/healthz", timeout=10)
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
