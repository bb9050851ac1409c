"""One request as it is on the wire, and its answer: no client that would mend either."""

import gzip
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

from backports import zstd

SLOW = 20  # seconds for one answer, which is a fault too
DECODE = {"gzip": gzip.decompress, "zstd": zstd.decompress}
NO_HEADER = str.maketrans("\r\n\0", "   ")  # signs that end it, or that no client sends


@dataclass(frozen=True)
class Sent:
    """`target` is the path and the query, encoded."""

    method: str
    target: str
    headers: Sequence[tuple[str, str]] = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        return dict(self.headers).get(name)


@dataclass(frozen=True)
class Answered:
    """`headers` have names in lower case; `cookies` are all that are set."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: Sequence[str] = ()
    seconds: float = 0.0

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(url: str, sent: Sent) -> Answered:
    """Raises TimeoutError when nothing comes for SLOW seconds."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=SLOW)
    try:
        begun = time.monotonic()
        connection.putrequest(
            sent.method,
            sent.target,
            skip_host=sent.header("Host") is not None,
            skip_accept_encoding=True,
        )
        for name, value in sent.headers:
            connection.putheader(name, value.translate(NO_HEADER).encode())
        if sent.body:
            connection.putheader("Content-Length", str(len(sent.body)))
        connection.endheaders(sent.body or None)
        return _read(connection, begun)
    finally:
        connection.close()


def _read(connection: HTTPConnection, begun: float) -> Answered:
    response = connection.getresponse()
    body = response.read()
    headers = {name.lower(): value for name, value in response.getheaders()}
    coding = headers.get("content-encoding")
    if coding and body:
        body = DECODE[coding](body)
    cookies = response.headers.get_all("Set-Cookie", [])
    return Answered(response.status, headers, body, cookies, time.monotonic() - begun)
