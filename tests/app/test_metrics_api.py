"""How much is used and stored: counted in the process, stored in batches, shown without names."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import requests
from sqlalchemy import text

from app import create_app
from app.config import Settings
from app.metrics import usage
from app.metrics.features import FEATURES
from app.metrics.service import DAYS, measure
from app.metrics.usage import FLUSH_COUNTS, Usage
from app.services import Services
from app.store import daily_counts
from scrapers.standin.builtin import BuiltinWorld
from tests.app.test_recommendations_api import ask
from tests.conftest import LiveApp

NOWHERE = "postgresql://127.0.0.1:1/nothing"


def metrics(live: LiveApp) -> dict:
    response = requests.get(f"{live.url}/api/v1/metrics", timeout=10)
    assert response.status_code == 200, response.text
    return response.json()


def today() -> date:
    return datetime.now(UTC).date()


def stored(services: Services) -> dict[tuple[date, str], int]:
    with services.engine.connect() as connection:
        return dict(daily_counts.load(connection, today()))


def wait_until_stored(services: Services, counts: dict[tuple[date, str], int]) -> None:
    """A request stores after it has been answered."""
    deadline = time.monotonic() + 10
    while stored(services) != counts:
        assert time.monotonic() < deadline, stored(services)
        time.sleep(0.05)
        services.usage.flush()


def test_each_use_of_a_feature_is_counted_today(live: LiveApp, world: BuiltinWorld) -> None:
    name = world.suggestions()[0]
    assert metrics(live)["requests"] == []
    for _ in range(2):
        assert ask(live, username=name).ok
    page = requests.get(live.url, params={"username": name}, timeout=60)
    requests.get(f"{live.url}/faq", timeout=10)
    requests.get(live.url, timeout=10)  # a form, and no film
    answer = metrics(live)
    assert page.ok
    assert [(use["feature"], use["total"]) for use in answer["requests"]] == [("films", 3)]
    assert answer["requests"][0]["by_day"] == [0] * (DAYS - 1) + [3]


def test_no_name_is_stored(live: LiveApp, world: BuiltinWorld) -> None:
    assert ask(live, username=world.suggestions()[0]).ok
    metrics(live)
    assert stored(live.services) == {(today(), "films"): 1}


def test_what_is_stored_is_told(live: LiveApp, world: BuiltinWorld) -> None:
    assert ask(live, username=world.suggestions()[0]).ok
    kept = metrics(live)["stored"]
    assert kept["members"] == 1
    assert 0 < kept["ratings"] < 1000
    assert kept["films"] == len(list(world.slugs()))
    assert datetime.fromisoformat(kept["newest_film"]) < datetime.now(UTC)


def test_days_before_the_last_sixty_are_left_out(services: Services) -> None:
    first = today() - timedelta(DAYS - 1)
    counts = {(first - timedelta(1), "films"): 7, (first, "films"): 5, (today(), "group"): 6}
    with services.engine.begin() as connection:
        daily_counts.add(connection, counts)
        daily_counts.add(connection, {(today(), "group"): 1})
    answer = measure(services)
    assert (answer.first_day, answer.last_day) == (first, today())
    assert [(use.feature, use.total) for use in answer.requests] == [("group", 7), ("films", 5)]


def test_counts_are_stored_after_so_many(services: Services) -> None:
    due = [services.usage.count("films") for _ in range(FLUSH_COUNTS)]
    assert due == [False] * (FLUSH_COUNTS - 1) + [True]
    assert stored(services) == {}
    services.usage.flush()
    services.usage.flush()
    assert stored(services) == {(today(), "films"): FLUSH_COUNTS}


def test_counts_are_stored_after_some_time(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not services.usage.count("films")
    monkeypatch.setattr(usage, "FLUSH_SECONDS", 0.0)
    assert services.usage.count("films")


def test_a_request_stores_what_is_due(
    live: LiveApp, world: BuiltinWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usage, "FLUSH_SECONDS", 0.0)
    assert ask(live, username=world.suggestions()[0]).ok
    deadline = time.monotonic() + 10
    while not stored(live.services) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert stored(live.services) == {(today(), "films"): 1}


def test_a_request_does_not_fail_where_counts_cannot_be_stored(
    live: LiveApp, world: BuiltinWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usage, "FLUSH_SECONDS", 0.0)
    with live.services.engine.begin() as connection:
        connection.execute(text("ALTER TABLE projectionist.daily_counts RENAME TO away"))
    for _ in range(2):
        assert ask(live, username=world.suggestions()[0]).ok
    with live.services.engine.begin() as connection:
        connection.execute(text("ALTER TABLE projectionist.away RENAME TO daily_counts"))
    wait_until_stored(live.services, {(today(), "films"): 2})


def test_nothing_is_lost_while_the_database_is_away(services: Services) -> None:
    away = Services(Settings.model_validate({"database_url": NOWHERE}))
    addresses = iter([away, services])
    counting = Usage(lambda: next(addresses).engine)
    counting.count("films")
    counting.flush()
    assert stored(services) == {}
    counting.flush()
    assert stored(services) == {(today(), "films"): 1}


def test_every_counted_address_is_there() -> None:
    rules = {rule.rule for rule in create_app(Settings()).url_map.iter_rules()}
    assert set(FEATURES) <= rules
    assert {rule for rule in rules if rule.endswith("/stream")} <= set(FEATURES)


def test_a_new_server_has_nothing_to_tell(make_services: Callable[..., Services]) -> None:
    answer = measure(make_services(empty=True))
    assert (answer.requests, answer.models) == ([], [])
    assert answer.stored.model_dump() == {
        "members": 0,
        "ratings": 0,
        "films": 0,
        "newest_film": None,
    }
