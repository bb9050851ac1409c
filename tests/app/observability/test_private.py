"""Whoever is named in a request, in whatever way, is not named in the log."""

import io
import logging
from collections.abc import Iterator

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from app.groups import keep as groups
from app.observability.lines import JsonLines
from app.observability.redact import hiding
from app.services import Services
from app.uploads import keep as uploads
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.export import export_zip
from tests.app.observability.test_requests import app_of

ADDRESS = "https://letterboxd.com/Secret_Owl/films/"


class BrokenError(Exception):
    """It names whom it is about."""


@pytest.fixture
def app(services: Services) -> Flask:
    """With pages that fail once they know who is meant."""
    app = app_of(services)

    @app.route("/broken", methods=["GET", "POST"])
    def broken() -> str:
        fields = [*request.form.values(), *request.args.values(), *request.files.values()]
        raise BrokenError(f"no films of /secret_owl/, {fields}")

    def broken_group(code: str) -> str:
        raise BrokenError(str(groups.find(services, code).people))

    def broken_upload(token: str) -> str:
        raise BrokenError(str(uploads.find(services, token).username))

    app.add_url_rule("/broken/group/<code>", view_func=broken_group)
    app.add_url_rule("/broken/upload/<token>", view_func=broken_upload)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def log(services: Services) -> Iterator[io.StringIO]:
    """As a server writes it."""
    handler = logging.StreamHandler(written := io.StringIO())
    handler.setFormatter(JsonLines(hiding(services.settings)))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def assert_hidden(log: io.StringIO, *words: str) -> None:
    written = log.getvalue().lower()
    assert "brokenerror" in written
    assert "[hidden]" in written
    assert not [word for word in words if word.lower() in written]


@pytest.mark.parametrize("name", ["secret_owl", " @Secret_Owl", ADDRESS, f"other, {ADDRESS}"])
@pytest.mark.parametrize("way", ["address", "form", "multipart"])
def test_a_username_is_hidden_however_it_is_written(
    client: FlaskClient, log: io.StringIO, name: str, way: str
) -> None:
    if way == "address":
        answer = client.get("/broken", query_string={"username": name})
    else:
        kind = {"form": "application/x-www-form-urlencoded"}.get(way, "multipart/form-data")
        answer = client.post("/broken", data={"username": name}, content_type=kind)
    assert answer.status_code == 500
    assert_hidden(log, "secret_owl")


@pytest.mark.parametrize("field", ["profile", "seat", "only_list"])
def test_tokens_of_forms_and_addresses_are_hidden(
    client: FlaskClient, log: io.StringIO, field: str
) -> None:
    told = {field: "secret-token", "username": "secret_owl"}
    assert client.post("/broken", data=told).status_code == 500
    assert client.get("/broken", query_string=told).status_code == 500
    assert_hidden(log, "secret-token")


def test_the_name_of_an_export_is_hidden(client: FlaskClient, log: io.StringIO) -> None:
    file = (io.BytesIO(b"zip"), "letterboxd-secret_owl-2026.zip")
    assert client.post("/broken", data={"file": file, "username": "secret_owl"}).status_code == 500
    assert_hidden(log, "secret_owl")


def test_those_who_joined_a_group_are_hidden(
    client: FlaskClient, log: io.StringIO, world: BuiltinWorld
) -> None:
    one, other = world.suggestions()[:2]
    code = client.post("/group/new").headers["Location"].rpartition("/")[2]
    client.post(f"/group/{code}/join", data={"username": one})
    member = world.member(other)
    assert member is not None
    file = (io.BytesIO(export_zip(member)), "letterboxd.zip")
    client.post(f"/group/{code}/upload", data={"file": file})
    assert client.get(f"/broken/group/{code}").status_code == 500
    assert_hidden(log, one, other, code)


def test_whose_upload_it_is_is_hidden(
    client: FlaskClient, log: io.StringIO, world: BuiltinWorld
) -> None:
    member = world.member(world.suggestions()[0])
    assert member is not None
    file = (io.BytesIO(export_zip(member)), "letterboxd.zip")
    token = client.post("/api/v1/profiles", data={"file": file}).get_json()["profile"]
    assert client.get(f"/broken/upload/{token}").status_code == 500
    assert_hidden(log, member.username, token)


def test_words_of_a_form_that_name_nobody_stay(client: FlaskClient, log: io.StringIO) -> None:
    client.post("/broken", data={"kind": "disliked", "username": "secret_owl"})
    assert "disliked" in log.getvalue()
