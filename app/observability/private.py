"""The words of a request that tell who asks, or about whom: they must not get into the log."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from flask import Request, request
from werkzeug.datastructures import MultiDict
from werkzeug.formparser import FormDataParser

from app.observability.record import note_private
from scrapers.letterboxd import normalise_username

FIELDS = ("username", "profile", "only_list", "seat")  # of addresses and forms
PLACES = ("username", "token", "code")  # in the path
HEADERS = ("Authorization", "Projectionist-Visitor")


class PrivateForms(FormDataParser):
    """A form is read only once a view asks for it, and has set how much of it is read."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        stream, form, files = super().parse(*args, **kwargs)
        note_private(*_fields(form), *(file.filename for file in files.values()))
        return stream, form, files


class PrivateRequest(Request):
    """Notes what a form tells."""

    form_data_parser_class = PrivateForms


def asked_about() -> Iterator[str]:
    """Usernames of the address."""
    yield from map(_username, _separate((*request.args.getlist("username"), _placed("username"))))


def told() -> Iterator[str]:
    """Of the address, the headers and cookies."""
    yield from _fields(request.args)
    yield from map(_placed, PLACES)
    yield from asked_about()
    yield from request.cookies.values()
    yield from (request.headers.get(name, "").rpartition(" ")[2] for name in HEADERS)


def _fields(values: MultiDict[str, str]) -> Iterator[str]:
    """Usernames also as they are written elsewhere."""
    given = list(_separate(chain.from_iterable(map(values.getlist, FIELDS))))
    yield from given
    yield from map(_username, given)


def _separate(values: Iterable[str]) -> Iterator[str]:
    """There may be several, with commas."""
    for value in values:
        yield from (part.strip() for part in value.split(",") if part.strip())


def _username(typed: str) -> str:
    """What can be none stays as it is."""
    try:
        return normalise_username(typed)
    except ValueError:
        return typed


def _placed(name: str) -> str:
    return str((request.view_args or {}).get(name, ""))
