"""What a site sends with a page, to be asked later whether the page is still the same."""

import re
from dataclasses import dataclass

import requests

SAFE_HEADER = re.compile(r"[!-~][ -~]{0,199}")


@dataclass(frozen=True, slots=True)
class Validators:
    """The headers ETag and Last-Modified of an answer (RFC 9110, 8.8), as they were sent."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """What to send with the next request of the same page."""
        sent = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in sent.items() if value}


UNKNOWN = Validators()


@dataclass(frozen=True, slots=True)
class Page:
    """A page's text; None if the page is still as its validators knew it."""

    body: str | None
    validators: Validators = UNKNOWN


def validators_of(response: requests.Response) -> Validators:
    """Those that can be sent back as they are."""
    return Validators(_safe(response, "ETag"), _safe(response, "Last-Modified"))


def _safe(response: requests.Response, name: str) -> str | None:
    value = response.headers.get(name, "")
    return value if SAFE_HEADER.fullmatch(value) else None
