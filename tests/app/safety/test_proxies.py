"""Who is believed about where a request comes from, and under which names this server answers."""

from collections.abc import Callable

import pytest
from flask import jsonify, request
from flask.testing import FlaskClient

from app.config import Settings
from tests.app.safety.conftest import MakeClient

FORM = {"slug": "alien", "kind": "seen"}


def seen(client: FlaskClient, **headers: str) -> tuple[str, bool]:
    """Whom the app takes the client for, and whether it thinks that it speaks HTTPS."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = client.get("/seen", headers=named).get_json()
    return answer["address"], answer["https"]


@pytest.fixture
def looking(make_client: MakeClient) -> Callable[[int], FlaskClient]:
    def make(proxies: int) -> FlaskClient:
        client = make_client(trusted_proxies=proxies)
        client.application.add_url_rule(
            "/seen",
            "seen",
            lambda: jsonify(address=request.remote_addr, https=request.is_secure),
        )
        return client

    return make


def test_without_a_proxy_nobody_is_believed(looking: Callable[[int], FlaskClient]) -> None:
    told = {"X_Forwarded_For": "203.0.113.9", "X_Forwarded_Proto": "https"}
    assert seen(looking(0), **told) == ("127.0.0.1", False)
    assert seen(looking(0), Forwarded="for=203.0.113.9;proto=https") == ("127.0.0.1", False)


def test_behind_proxies_only_what_they_added_is_believed(
    looking: Callable[[int], FlaskClient],
) -> None:
    spoofed = {"X_Forwarded_For": "198.51.100.1, 203.0.113.9, 192.0.2.7"}
    assert seen(looking(1), **spoofed)[0] == "192.0.2.7"
    assert seen(looking(2), **spoofed)[0] == "203.0.113.9"
    assert seen(looking(2), X_Forwarded_For="198.51.100.1")[0] == "127.0.0.1"
    assert seen(looking(2), X_Forwarded_Proto="http, https")[1]
    assert not seen(looking(2), X_Forwarded_Proto="https, http")[1]


def test_a_new_address_in_the_header_is_no_new_client(make_client: MakeClient) -> None:
    for proxies, others in ((0, 429), (1, 429)):
        client = make_client(trusted_proxies=proxies, rate_limit_client="1/minute")
        chains = ("198.51.100.1, 203.0.113.9", "198.51.100.2, 203.0.113.9")
        asked = [client.get("/faq", headers={"X-Forwarded-For": it}).status_code for it in chains]
        assert asked == [200, others]
    client = make_client(trusted_proxies=1, rate_limit_client="1/minute")
    for visitor in ("203.0.113.9", "203.0.113.10"):
        assert client.get("/faq", headers={"X-Forwarded-For": visitor}).status_code == 200


@pytest.mark.parametrize("address", ["203.0.113.9", "[2001:db8::9]"])
def test_a_new_port_in_the_header_is_no_new_client(make_client: MakeClient, address: str) -> None:
    client = make_client(trusted_proxies=1, rate_limit_client="2/minute")
    chains = (address.strip("[]"), f"{address}:50001", f"{address}:50002")
    asked = [client.get("/faq", headers={"X-Forwarded-For": it}).status_code for it in chains]
    assert asked == [200, 200, 429]


def test_the_cookie_is_for_https_alone_if_the_proxy_says_so(make_client: MakeClient) -> None:
    for proxies in (0, 1):
        client = make_client(trusted_proxies=proxies)
        answer = client.post("/marks", data=FORM, headers={"X-Forwarded-Proto": "https"})
        assert ("Secure" in answer.headers["Set-Cookie"]) is bool(proxies)
        assert ("Strict-Transport-Security" in answer.headers) is bool(proxies)


@pytest.mark.parametrize("host", ["evil.example", "films.example.evil.example", "films.example@x"])
def test_a_name_that_is_not_ours_is_refused(make_client: MakeClient, host: str) -> None:
    client = make_client(allowed_hosts="films.example .films.test")
    refused = client.get("/api/v1/films?q=alien", headers={"Host": host})
    assert refused.status_code == 400
    assert refused.get_json()["code"] == "wrong_host"
    page = client.get("/", headers={"Host": host})
    assert page.status_code == 400
    assert host not in page.text


@pytest.mark.parametrize("host", ["x" * 64, "a..b", "<b>", "[::1", "films.example:x", ""])
@pytest.mark.parametrize("allowed", ["", "films.example"])
def test_a_name_of_no_host_is_refused(make_client: MakeClient, host: str, allowed: str) -> None:
    client = make_client(allowed_hosts=allowed)
    for path in ("/", "/nothing", "/films//alien", "/api/v1/films?q=alien"):
        refused = client.get(path, headers={"Host": host})
        assert refused.status_code == 400
        assert "another name" in refused.text


def test_our_own_names_and_probes_of_health_are_answered(make_client: MakeClient) -> None:
    client = make_client(allowed_hosts="films.example .films.test", trusted_proxies=1)
    for host in ("films.example", "films.example:8443", "www.films.test", "FILMS.example"):
        assert client.get("/", headers={"Host": host}).status_code == 200
    assert client.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200
    forwarded = {"Host": "evil.example", "X-Forwarded-Host": "films.example"}
    assert client.get("/", headers=forwarded).status_code == 400


def test_names_are_checked_when_the_server_starts() -> None:
    assert Settings(allowed_hosts="a.example b.example").allowed_host_names == [
        "a.example",
        "b.example",
    ]
    for wrong in ("https://a.example", "a.example/path", "a,b"):
        with pytest.raises(ValueError, match="allowed_hosts"):
            Settings(allowed_hosts=wrong)


@pytest.mark.parametrize("limit", ["60", "sixty a minute", "off;on"])
def test_a_limit_that_is_none_is_refused_at_the_start(limit: str) -> None:
    with pytest.raises(ValueError, match="60/minute"):
        Settings(rate_limit_client=limit)
