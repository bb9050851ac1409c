"""Nothing can be changed by another site's page."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from app.config import Settings

HERE = "http://localhost"
FOREIGN = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://["},
    {"Origin": f"{HERE}.evil.example"},
    {"Origin": f"{HERE}:8080"},
    {"Origin": HERE, "Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "anything"},
)
OWN = ({"Origin": HERE}, {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}, {})
CHANGING = {"POST", "PUT", "DELETE", "PATCH"}


def changing_routes() -> list[tuple[str, str]]:
    rules = create_app(Settings()).url_map.iter_rules()
    return sorted(
        (method, re.sub(r"<[^>]*>", "alien", rule.rule))
        for rule in rules
        for method in CHANGING & set(rule.methods or ())
    )


def refused(answer: TestResponse) -> bool:
    problem = answer.get_json(silent=True)
    if problem is None:
        return "Another site asked for this" in answer.text
    return bool(problem.get("code") == "cross_site")


@pytest.mark.parametrize(("method", "path"), changing_routes(), ids=lambda it: it.replace("/", "_"))
def test_every_route_that_changes_something_takes_it_from_here_and_programs_only(
    client: FlaskClient, method: str, path: str
) -> None:
    for headers in FOREIGN:
        answer = client.open(path, method=method, headers=headers)
        assert answer.status_code == 403, headers
        assert refused(answer)
    for headers in OWN:
        assert not refused(client.open(path, method=method, headers=headers)), headers


def test_there_are_such_routes() -> None:
    assert len(changing_routes()) > 20


def test_links_from_other_sites_are_followed(client: FlaskClient) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://blog.example"}
    for path in ("/", "/films/alien", "/api/v1/films?q=alien"):
        assert client.get(path, headers=headers).status_code == 200


def test_a_proxy_that_speaks_https_need_not_be_known(client: FlaskClient) -> None:
    headers = {"Origin": "https://films.example", "Host": "films.example"}
    answer = client.post("/marks", data={"slug": "alien", "kind": "seen"}, headers=headers)
    assert answer.status_code == 303
