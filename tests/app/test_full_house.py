"""When all places are taken, whatever would compute is turned away alike."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from app.services import Services
from tests.app.test_group_sessions import group, join
from tests.app.test_pages import client_of


@pytest.fixture
def full(make_services: Callable[..., Services]) -> Iterator[Services]:
    services = make_services(cold_waiting=1)
    with ExitStack() as places:
        for _ in range(2):
            places.enter_context(services.cold.admitted())
        yield services


@pytest.mark.parametrize("what", ["recommendations", "watchlist/picks", "statistics"])
def test_a_new_answer_is_busy(full: Services, what: str) -> None:
    name = full.settings.suggested_usernames[0]
    refused = client_of(full).get(f"/api/v1/{what}?username={name}")
    assert refused.status_code == 503
    assert refused.get_json()["code"] == "busy"
    assert int(refused.headers["Retry-After"]) >= 1


def test_a_group_on_phones_sees_why_there_are_no_films(full: Services) -> None:
    client = client_of(full)
    code = group(client)
    for name in full.settings.suggested_usernames[:2]:
        join(client, code, name)
    client.post(f"/group/{code}/films")
    page = client.get(f"/group/{code}").text
    assert "All seats are taken" in page
    assert "film-title" not in page
