"""What an HTTP answer means: a page, or one of the errors."""

import re
import time
import zlib
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import requests

from scrapers.errors import (
    BlockedError,
    NotFoundError,
    PageError,
    PrivateError,
    RateLimitedError,
    RefusedError,
    ResponseTooLargeError,
    SiteTimeoutError,
    SiteUnavailableError,
)
from scrapers.pages.error import parse_error

CHUNK_BYTES = 64 * 1024
GZIP = 16 + zlib.MAX_WBITS
# Cloudflare's challenge page has this very title; a film's has its year and director as well.
CHALLENGE = re.compile(r"<title>\s*Just a moment\.\.\.\s*</title>", re.IGNORECASE)
TOP = 4096
MISSING = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
# The site's guard refuses briefly with a bare 403, and asks old clients to upgrade with a 426.
TRANSIENT = (
    HTTPStatus.FORBIDDEN,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.UPGRADE_REQUIRED,
)


def read_body(response: requests.Response, path: str, max_bytes: int, seconds: float) -> str:
    """The decoded body, at most `max_bytes` long and read within `seconds`."""
    body = _receive(response, path, max_bytes, seconds)
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding == "gzip":
        body = _gunzip(body, path, max_bytes)
    elif encoding != "identity":
        raise SiteUnavailableError(path, "an encoding nobody asked for", transient=False)
    return body.decode("utf-8", errors="replace")


def _receive(response: requests.Response, path: str, max_bytes: int, seconds: float) -> bytes:
    """The bytes as sent. read1 returns what there is, so that a slow drip meets the deadline."""
    deadline = time.monotonic() + seconds
    body = bytearray()
    while chunk := response.raw.read1(CHUNK_BYTES, decode_content=False):
        body += chunk
        if len(body) > max_bytes:
            raise ResponseTooLargeError(path, max_bytes)
        if time.monotonic() > deadline:
            raise SiteTimeoutError(path, "the answer takes too long")
    return bytes(body)


def _gunzip(body: bytes, path: str, max_bytes: int) -> bytes:
    """At most one byte too many is unpacked, however much there is."""
    unpacker = zlib.decompressobj(GZIP)
    try:
        unpacked = unpacker.decompress(body, max_bytes + 1)
    except zlib.error as error:
        raise SiteUnavailableError(path, "a damaged answer") from error
    if len(unpacked) > max_bytes:
        raise ResponseTooLargeError(path, max_bytes)
    if body and not unpacker.eof:
        raise SiteUnavailableError(path, "half an answer")
    return unpacked


def check(response: requests.Response, body: str, path: str) -> None:
    """Raise the error that the answer stands for, if it is not a page."""
    status = response.status_code
    if response.headers.get("cf-mitigated") == "challenge" or CHALLENGE.search(body[:TOP]):
        raise BlockedError(path)
    if status in MISSING:
        raise NotFoundError(path)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise RateLimitedError(path, "it asks to slow down", retry_after(response))
    if status != HTTPStatus.OK:
        _raise_from_page(response, body, path)
        transient = status in TRANSIENT or status >= HTTPStatus.INTERNAL_SERVER_ERROR
        error = RefusedError if status == HTTPStatus.FORBIDDEN else SiteUnavailableError
        raise error(path, f"status {status}", retry_after(response), transient)


def _raise_from_page(response: requests.Response, body: str, path: str) -> None:
    """Raise what an error page says of itself, where it says it clearly."""
    try:
        kind = parse_error(body).kind
    except PageError:
        return
    if kind == "private" and response.status_code == HTTPStatus.FORBIDDEN:
        raise PrivateError(path)
    if kind == "blocked":
        raise BlockedError(path)
    if kind == "rate_limited":
        raise RateLimitedError(path, "it asks to slow down", retry_after(response))


def retry_after(response: requests.Response) -> float | None:
    """The Retry-After header in seconds, given as seconds or as a date (RFC 9110, 10.2.3)."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError, IndexError):  # whatever a malformed date leads to
        return None
