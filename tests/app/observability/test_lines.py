"""No input makes a line of the log, or gets secrets into one."""

import json
import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from app.config import Settings
from app.observability.lines import FIELDS, JsonLines, TextLines
from app.observability.record import Record, keep
from app.observability.redact import MOST_CHARACTERS, hashed, hiding

SETTINGS = Settings(
    database_url=SecretStr("postgresql://us:pa55word@db.example.org:5432/films"),
    metrics_token=SecretStr("sixteen-letters-"),
)
JSON, TEXT = JsonLines(hiding(SETTINGS)), TextLines(hiding(SETTINGS))
ODD = 'a\nb\r\n{"level": "INFO"}\x1b[2J\x00\u2028\x85"\\'


def message(text: object, *args: object, **fields: object) -> logging.LogRecord:
    made = logging.LogRecord("app.here", logging.INFO, "", 0, text, args, None)
    setattr(made, FIELDS, fields)
    return made


@given(st.text(), st.text())
def test_any_input_stays_within_its_line_and_its_value(told: str, value: str) -> None:
    record = message("%s", told, route=value)
    [line] = JSON.format(record).splitlines()
    assert json.loads(line)["route"] == value
    assert json.loads(line)["message"][:100] == told[:100]
    assert len(TEXT.format(message("%s", told)).splitlines()) == 1


@pytest.mark.parametrize("form", [JSON, TEXT], ids=["json", "text"])
def test_newlines_quotes_and_control_characters_are_escaped(form: logging.Formatter) -> None:
    line = form.format(message("asked for %s", ODD))
    assert line.isprintable()


@pytest.mark.parametrize("form", [JSON, TEXT], ids=["json", "text"])
def test_long_texts_are_cut(form: logging.Formatter) -> None:
    line = form.format(message("asked for %s", "x" * 10_000))
    assert MOST_CHARACTERS < len(line) < MOST_CHARACTERS + 300


@pytest.mark.parametrize("form", [JSON, TEXT], ids=["json", "text"])
def test_secrets_of_the_server_are_hidden(form: logging.Formatter) -> None:
    told = "cannot reach postgresql://us:pa55word@db.example.org:5432/films, sixteen-letters-"
    line = form.format(message(told))
    line += form.format(message("db.example.org, or redis://:other@elsewhere:1 say pa55word"))
    line += form.format(message('connection to server at "10.1.2.3", port 5432 failed: no'))
    assert not [s for s in ("pa55word", "example", "sixteen", "other", "10.1.2.3") if s in line]


@pytest.mark.parametrize("form", [JSON, TEXT], ids=["json", "text"])
def test_a_traceback_has_the_request_but_not_who_was_asked_about(form: logging.Formatter) -> None:
    keep(Record("id-7", private=("night_owl", "tok-en")))
    record = message("unexpected")
    try:
        raise KeyError("Night_Owl\nfake line tok-en")
    except KeyError:
        record.exc_info = sys.exc_info()
    line = form.format(record)
    keep(None)
    assert "id-7" in line
    assert "KeyError" in line
    assert "Traceback" in line
    assert "owl" not in line.lower()
    assert "tok-en" not in line
    assert all(it.startswith("  ") for it in line.splitlines()[1:])


def test_a_hash_is_the_same_for_one_member_and_tells_no_name() -> None:
    assert hashed("Night_Owl ") == hashed("night_owl") != hashed("night_owls")
    assert len(hashed("x" * 10_000)) == 12
