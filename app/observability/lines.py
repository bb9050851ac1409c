"""A message as a line of the log: JSON for programs, text for people."""

import json
import logging
import re
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from app.observability.record import current
from app.observability.redact import MOST_CHARACTERS, Redact, without

REQUESTS = "projectionist.requests"
FIELDS = "request"  # the attribute of a message that holds more than its text
# What could begin a new line, or tell a terminal to do something.
CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]")


class JsonLines(JsonFormatter):
    """An object on each line, ASCII only."""

    def __init__(self, redact: Redact) -> None:
        super().__init__(
            ["levelname", "name", "message"],
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "traceback"},
            reserved_attrs=[*vars(logging.makeLogRecord({})), FIELDS, "message"],
            timestamp="time",
        )
        self._redact = redact

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        super().add_fields(log_data, record, message_dict)
        for name, value in log_data.items():
            if isinstance(value, str):
                log_data[name] = _clean(value, self._redact)
        log_data |= {"logger": _logger(record)} | _of_the_request(record)


class TextLines(logging.Formatter):
    """A line for each message, and the indented ones of a traceback below it."""

    def __init__(self, redact: Redact) -> None:
        super().__init__()
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        head = f"{self.formatTime(record)} {record.levelname} {_logger(record)}:"
        told = _escaped(_clean(record.getMessage(), self._redact))
        fields = (f"{name}={_plain(it)}" for name, it in _of_the_request(record).items() if it)
        return "\n".join([" ".join([head, told, *fields]), *self._traceback(record)])

    def _traceback(self, record: logging.LogRecord) -> list[str]:
        if not record.exc_info:
            return []
        text = _clean(self.formatException(record.exc_info), self._redact)
        return [f"  {_escaped(line)}" for line in text.split("\n")]


def _logger(record: logging.LogRecord) -> str:
    """All that gunicorn says comes from gunicorn.error, though it seldom is one."""
    return record.name.removesuffix(".error")


def _of_the_request(record: logging.LogRecord) -> dict[str, Any]:
    request = current()
    name = {"request_id": request.request_id} if request else {}
    fields: dict[str, Any] = getattr(record, FIELDS, {})
    return name | fields


def _clean(text: str, redact: Redact) -> str:
    """Without what must not be told. Cut last, so that no half of a secret is left."""
    request = current()
    text = redact(without(text, request.private) if request else text)
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + "…"


def _escaped(text: str) -> str:
    """
    >>> _escaped("one\\ntwo")
    'one\\\\ntwo'
    """
    return CONTROL.sub(lambda found: repr(found[0])[1:-1], text)


def _plain(value: Any) -> str:
    """
    >>> _plain({"fit": 1.5}), _plain("GET")
    ('{"fit":1.5}', 'GET')
    """
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
