"""What every answer tells browsers, whichever it is."""

import re
from collections.abc import Iterator

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.app.safety.conftest import MakeClient

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def addresses(app: Flask) -> Iterator[tuple[str, str]]:
    """Each route once by each method, with something in the place of what it takes."""
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<[^>]*>", "summary", rule.rule)
        yield from ((method, path) for method in sorted(rule.methods or ()))


def assert_protected(answer: TestResponse) -> None:
    headers = answer.headers
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS, answer.request.path
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] in ("same-origin", "cross-origin")
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    answer.close()


def test_every_route_is_protected_whatever_it_answers(client: FlaskClient) -> None:
    statuses = set()
    for method, path in addresses(client.application):
        answer = client.open(path, method=method)
        assert_protected(answer)
        statuses.add(answer.status_code)
        assert answer.status_code != 500, path
    assert statuses >= {200, 303, 404, 422}


def test_so_are_addresses_that_lead_nowhere_and_refusals(make_client: MakeClient) -> None:
    client = make_client(rate_limit_client="3/minute", allowed_hosts="localhost")
    foreign = {"Origin": "https://evil.example"}
    answers = [
        client.get("/nowhere"),
        client.post("/api/v1/profiles", headers=foreign),
        client.get("/", headers={"Host": "evil.example"}),
        client.get("/"),
    ]
    assert [it.status_code for it in answers] == [404, 403, 400, 429]
    for answer in answers:
        assert_protected(answer)


def test_so_is_a_fault_of_ours(client: FlaskClient) -> None:
    client.application.add_url_rule("/fault", "fault", lambda: str(1 // 0))
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.get("/fault")
    assert answer.status_code == 500
    assert_protected(answer)


def test_only_pictures_may_be_shown_elsewhere(client: FlaskClient) -> None:
    embedding = "Cross-Origin-Resource-Policy"
    assert client.get("/assets/favicon.svg").headers[embedding] == "cross-origin"
    for path in ("/", "/api/v1/films?q=alien", "/assets/projectionist.css"):
        assert client.get(path).headers[embedding] == "same-origin"


def test_browsers_keep_to_https_once_they_came_by_it(client: FlaskClient) -> None:
    name = "Strict-Transport-Security"
    assert name not in client.get("/faq").headers
    assert client.get("/faq", base_url="https://films.example").headers[name] == "max-age=31536000"
