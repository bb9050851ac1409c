"""That an answer which is not as it should be is found out."""

import json
from dataclasses import replace

import pytest

from app.problems import KINDS
from app.safety.headers import HEADERS, NOTHING
from tests.fuzz.verdict import judge
from tests.fuzz.wire import SLOW, Answered, Sent

ASKED = Sent("GET", "/films/%3Cfuzz%3E")
GUARDED = {name.lower(): it for name, it in HEADERS.items()} | {"content-security-policy": NOTHING}
PAGE = Answered(
    200,
    GUARDED | {"content-type": "text/html; charset=utf-8"},
    b"<!doctype html><p>&lt;fuzz&gt;</p><a href='/'>&#34;onfuzz=&#34;1</a>",
    ["projectionist_visitor=x; HttpOnly; Path=/; SameSite=Lax"],
)


def page(html: str) -> Answered:
    return replace(PAGE, body=f"<!doctype html>{html}".encode())


def told(**headers: str) -> Answered:
    named = {name.replace("_", "-"): it for name, it in headers.items()}
    return replace(PAGE, headers=PAGE.headers | named)


def event(name: str, **data: object) -> Answered:
    stream = told(content_type="text/event-stream; charset=utf-8")
    return replace(stream, body=f"event: {name}\ndata: {json.dumps(data)}\n\n".encode())


RIGHT = {
    "page": PAGE,
    "nothing": replace(PAGE, status=204, headers=GUARDED, body=b""),
    "stream": event("problem", html="<p>", status=503, code="busy"),
    "redirect": replace(told(location="/?username=%22onfuzz"), status=303),
    "busy": replace(page(KINDS["busy"].title), status=503),
}
WRONG = {
    "fault": replace(PAGE, status=500),
    "slow": replace(PAGE, seconds=SLOW + 1),
    "503 of no known kind": replace(PAGE, status=503),
    "unguarded": replace(PAGE, headers={"content-type": PAGE.headers["content-type"]}),
    "header of ours": told(x_fuzz="1"),
    "open cookie": replace(PAGE, cookies=["projectionist_visitor=x; Path=/; SameSite=Lax"]),
    "no type": replace(PAGE, headers=GUARDED),
    "another type": told(content_type="application/json"),
    "not a page": replace(PAGE, body=b"Bad request"),
    "element": page("<p><fuzz></p>"),
    "attribute": page('<p title=""onfuzz="1">'),
    "script in a link": page('<a href=" javascript:fuzz()">'),
    "link elsewhere": page('<form action="//fuzz.example">'),
    "element in a stream": event("result", html="<fuzz>"),
    "fault in a stream": event("problem", html="<p>", status=500, code="internal"),
    "stream without an end": event("progress", html="<p>"),
    **{
        f"redirect to {to}": replace(told(location=to), status=303)
        for to in ("//fuzz.example", "https://fuzz.example/", "/\\fuzz.example", "/\t/fuzz.example")
    },
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_passes(name: str) -> None:
    judge(ASKED, RIGHT[name])


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_does_not(name: str) -> None:
    with pytest.raises((AssertionError, ValueError)):
        judge(ASKED, WRONG[name])
