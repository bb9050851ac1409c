"""How much a request may bring."""

import io
import socket

import pytest
from flask.testing import FlaskClient

from app.safety.bounds import BODY_BYTES, FORM_PARTS
from tests.app.observability.conftest import Served, served, start

__all__ = ["served", "start"]
DEEP = "[" * 30_000


@pytest.mark.parametrize("path", ["/marks", "/group/new", "/rate", "/profiles/delete"])
def test_a_form_that_is_far_too_large_is_not_read(client: FlaskClient, path: str) -> None:
    answer = client.post(path, data={"slug": "x" * BODY_BYTES})
    assert answer.status_code == 413


def test_a_form_of_many_parts_is_not_taken_apart(client: FlaskClient) -> None:
    parts: dict[str, object] = {f"part{n}": "x" for n in range(FORM_PARTS + 1)}
    parts["file"] = (io.BytesIO(b"PK"), "export.zip")
    answer = client.post("/api/v1/profiles", data=parts, content_type="multipart/form-data")
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/api/v1/profiles", "/profiles", "/group/ABCDEFGH/upload"])
def test_a_file_is_read_whole_as_long_as_an_export_may_be(client: FlaskClient, path: str) -> None:
    file = (io.BytesIO(bytes(4 * BODY_BYTES)), "export.zip")
    answer = client.post(path, data={"file": file}, content_type="multipart/form-data")
    assert answer.status_code in (404, 422)  # no export, no such group


@pytest.mark.parametrize("path", ["/api/v1/profiles", "/api/v1/lists"])
@pytest.mark.parametrize("begin", ['{"films": ', ""])
def test_json_within_json_without_end_is_refused(
    client: FlaskClient, path: str, begin: str
) -> None:
    answer = client.post(path, data=begin + DEEP, content_type="application/json")
    assert answer.status_code == 422


@pytest.mark.parametrize("begin", ['{"kind": ', '{"a":', ""])
def test_a_mark_is_no_tree(client: FlaskClient, begin: str) -> None:
    body = (begin + DEEP)[:4000]
    answer = client.put("/api/v1/marks/alien", data=body, content_type="application/json")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "path", ["/", "/group", "/api/v1/recommendations", "/api/v1/groups/recommendations", "/rate"]
)
def test_thousands_of_arguments_are_refused_or_passed_over(client: FlaskClient, path: str) -> None:
    many = "&".join(f"username=u{n}&genre=g{n}&x{n}=1" for n in range(2000))
    assert client.get(f"{path}?{many}").status_code < 500


def test_the_server_reads_no_line_and_no_header_without_end(served: Served) -> None:
    for sent in ("GET /" + "x" * 5000, "GET / HTTP/1.1\r\nHost: a\r\nX: " + "y" * 9000):
        assert answered(served, sent + " HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 4")
    headers = "".join(f"X-{n}: 1\r\n" for n in range(80))
    assert answered(served, f"GET / HTTP/1.1\r\nHost: a\r\n{headers}\r\n").startswith(b"HTTP/1.1 4")
    assert answered(served, "GET /healthz HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.0 200")


def answered(served: Served, request: str) -> bytes:
    host, port = served.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(request.encode())
        return connection.recv(4096)
