import html
import json
import logging
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.recommendations.answer import Meta
from app.services import Services
from app.web.views import origin_text

LABELS = ("Your ratings alone", "Crowd pleasers", "All your years")
META = Meta(
    username="night_owl",
    source="pages",
    model="hybrid",
    popularity=0,
    read_at=datetime(2026, 11, 1, tzinfo=UTC),
    logged=4,
    rated=3,
    taste="all",
    dated=0,
    candidates=10,
    films_added=0,
    films_pending=0,
    freshened_at=None,
    notices=[],
    emptied_by=None,
    page=1,
    seed=None,
)


@pytest.fixture
def client(services: Services) -> Iterator[FlaskClient]:
    yield client_of(services)


def client_of(services: Services) -> FlaskClient:
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    return app.test_client()


def events(client: FlaskClient, username: str) -> list[tuple[str, dict[str, object]]]:
    """The events of a stream, each as its name and data."""
    response = client.get("/recommendations/stream", query_string={"username": username})
    messages = [m for m in response.text.split("\n\n") if m.startswith("event:")]
    pairs = [message.split("\n") for message in messages]
    return [
        (name.removeprefix("event: "), json.loads(data.removeprefix("data: ")))
        for name, data in pairs
    ]


def test_the_stream_ends_with_what_the_page_shows(client: FlaskClient) -> None:
    *progress, (name, result) = events(client, "pocket_change")
    assert {event for event, _ in progress} == {"progress"}
    assert progress[0][1] == {
        "stage": "reading",
        "done": 0,
        "total": 0,
        "text": progress[0][1]["text"],
    }
    assert name == "result"
    assert str(result["html"]) in client.get("/?username=pocket_change").text


def test_a_stream_is_neither_stored_nor_buffered(client: FlaskClient) -> None:
    with client.get("/recommendations/stream?username=x") as response:
        assert response.mimetype == "text/event-stream"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Accel-Buffering"] == "no"


@pytest.mark.parametrize(
    ("username", "code", "status"),
    [
        ("nobody_of_that_name", "member_not_found", 404),
        ("private_person", "profile_private", 403),
        ("not a name!", "invalid_username", 422),
        ("", "invalid_username", 422),
    ],
)
def test_a_refusal_is_the_last_event_and_the_status_of_the_page(
    client: FlaskClient, username: str, code: str, status: int
) -> None:
    name, refusal = events(client, username)[-1]
    assert (name, refusal["code"], refusal["status"]) == ("problem", code, status)
    if username:
        assert client.get("/", query_string={"username": username}).status_code == status


def test_an_unexpected_error_is_logged_and_told_without_its_details(
    make_services: Callable[..., Services], caplog: pytest.LogCaptureFixture
) -> None:
    services = make_services()
    services.__dict__["catalogue"] = None
    with caplog.at_level(logging.ERROR):
        name, refusal = events(client_of(services), "pocket_change")[-1]
    assert (name, refusal["code"], refusal["status"]) == ("problem", "internal", 500)
    assert "NoneType" not in str(refusal["html"])
    assert "NoneType" in caplog.text


def test_a_page_allows_only_its_own_scripts_and_letterboxds_pictures(client: FlaskClient) -> None:
    for path in ("/", "/nowhere"):
        headers = client.get(path).headers
        policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert "https://a.ltrbxd.com" in policy["img-src"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_what_a_visitor_typed_cannot_become_markup(client: FlaskClient) -> None:
    page = client.get("/", query_string={"username": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page


def test_a_model_that_needs_more_ratings_says_which_need_fewer(client: FlaskClient) -> None:
    page = client.get("/?username=three_ratings&model=personal")
    assert page.status_code == 422
    assert "makes do with fewer: popular." in page.text


@pytest.mark.parametrize("username", ["empty_shelf", "three_ratings"])
def test_who_has_rated_too_little_is_told_what_the_films_were_picked_by(
    client: FlaskClient, username: str
) -> None:
    page = client.get("/", query_string={"username": username}).text
    assert "What most members love, whoever asks; chosen from" in page
    assert "Your ratings alone" not in page
    assert "Hidden gems" not in page  # the same films whatever one leans to


def test_a_choice_of_model_keeps_the_leaning_and_the_other_way_round(client: FlaskClient) -> None:
    page = client.get("/?username=pocket_change&popularity=1").text
    current = [line for line in page.splitlines() if 'aria-current="true"' in line]
    assert [label in line for label, line in zip(LABELS, current, strict=True)] == [True] * 3
    links = re.findall(r'href="/\?(username=pocket_change[^"]+)"', page)
    queries = [dict(parse_qsl(html.unescape(link))) for link in links]
    asked = {(query.get("model"), float(query["popularity"])) for query in queries}
    assert asked == {("personal", 1.0), ("popular", 1.0), (None, 1.0), (None, 0.0), (None, -1.0)}
    assert {query.get("taste") for query in queries} == {None, "all", "recent"}


def test_the_sentence_says_what_is_known_of_the_member() -> None:
    def sentence(**changes: object) -> str:
        return origin_text(META.model_copy(update=changes))

    assert sentence() == "Learned from 3 ratings, and from everybody else’s"
    assert sentence(model="personal") == "Learned from 3 ratings"
    assert sentence(model="general").endswith("whoever asks")
    assert sentence(rated=0) == "No film is rated yet, so picked by 4 logged films alone"
    assert "everybody loves" in sentence(rated=0, logged=0)


@pytest.mark.parametrize("path", ["/", "/?username=", "/?username=%20"])
def test_without_a_username_the_start_page_offers_names_to_try(
    client: FlaskClient, services: Services, path: str
) -> None:
    page = client.get(path)
    assert page.status_code == 200
    for username in services.settings.suggested_usernames:
        assert f'data-visit="{username}"' in page.text
