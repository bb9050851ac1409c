"""What every answer must be, whatever was asked."""

import json
import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from app.problems import KINDS
from app.safety.headers import HEADERS
from tests.fuzz.wire import SLOW, Answered, Sent

FAULT, AWAY = HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE
ELSEWHERE = "fuzz.example"
# An element, an attribute or a link that only what was sent can have brought.
MARKUP = re.compile(
    r"<fuzz|[\"']\s*onfuzz\s*="
    r"|\b(?:href|src|action|formaction)\s*=\s*[\"'][\s\x00-\x20]*"
    rf"(?:javascript:|(?:https?:)?[/\\]{{2}}{re.escape(ELSEWHERE)})",
    re.IGNORECASE,
)
DECLARED = {code: kind for code, kind in KINDS.items() if kind.status == AWAY}
GUARDED = (*(name.lower() for name in HEADERS), "content-security-policy")
COOKIE = ("; HttpOnly", "; SameSite=Lax", "; Path=/")


def judge(sent: Sent, answer: Answered) -> None:
    """Raises AssertionError."""
    assert answer.seconds < SLOW
    assert answer.status < FAULT or answer.status == AWAY, answer.text
    assert not [name for name in GUARDED if name not in answer.headers], answer
    assert "x-fuzz" not in answer.headers  # a header within a value of ours
    assert all(part in cookie for cookie in answer.cookies for part in COOKIE), answer.cookies
    _stays_here(sent, answer)
    if answer.body:
        _is_what_it_says(answer)
    if answer.status == AWAY:
        assert any(kind.title in answer.text for kind in DECLARED.values()), answer.text


def _stays_here(sent: Sent, answer: Answered) -> None:
    """As a browser reads it, which leaves out some white space and takes \\ for /."""
    location = re.sub(r"[\t\r\n]", "", answer.headers.get("location", "/")).strip()
    host = re.escape(sent.header("Host") or "") or r"127\.0\.0\.1:\d+"
    assert re.match(rf"/(?![/\\])|http://{host}/", location, re.IGNORECASE), location


def _is_what_it_says(answer: Answered) -> None:
    kind = answer.headers.get("content-type", "")
    look = LOOKS.get(kind)
    assert look is not None, f"{kind!r}: {answer.body[:200]!r}"
    look(answer)


def _page(answer: Answered) -> None:
    assert answer.text.lower().startswith("<!doctype html>"), answer.text[:200]
    _own_markup(answer.text)


def _drawing(answer: Answered) -> None:
    assert answer.text.lstrip().startswith(("<svg", "<?xml")), answer.text[:200]
    _own_markup(answer.text)


def _json(answer: Answered) -> None:
    data = json.loads(answer.text)
    assert isinstance(data, dict)
    _own_markup(data.get("html", ""))


def _image(answer: Answered) -> None:
    assert answer.body.startswith(b"\x89PNG\r\n")


def _events(answer: Answered) -> None:
    *before, last = events(answer.text)
    assert all(name == "progress" for name, _ in before)
    name, data = last
    assert name in ("result", "problem")
    _own_markup(data["html"])
    if name == "problem":
        assert data["status"] < FAULT or data["code"] in DECLARED, data


def events(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and data of each, without the heartbeats."""
    for message in text.removesuffix("\n\n").split("\n\n"):
        if not message.startswith(":"):
            name, data = message.split("\n")
            yield name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def _own_markup(text: str) -> None:
    found = MARKUP.search(text)
    assert not found, text[max(0, found.start() - 200) : found.end() + 200]


def _anything(answer: Answered) -> None:
    """Files of this project."""


LOOKS: dict[str, Callable[[Answered], None]] = {
    "text/html; charset=utf-8": _page,
    "image/svg+xml": _drawing,
    "image/svg+xml; charset=utf-8": _drawing,
    "application/json": _json,
    "application/problem+json": _json,
    "image/png": _image,
    "text/event-stream; charset=utf-8": _events,
    "text/css; charset=utf-8": _anything,
    "text/javascript; charset=utf-8": _anything,
    "text/plain; version=1.0.0; charset=utf-8": _anything,
}
