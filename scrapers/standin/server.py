"""letterboxd.com in small: its pages, its guard and its bad days, over real HTTP."""

import re
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socket import SHUT_RDWR, socket
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from werkzeug.serving import BaseWSGIServer, ThreadedWSGIServer, WSGIRequestHandler
from werkzeug.wrappers import Request, Response

from scrapers.standin.faults import Faults
from scrapers.standin.site import Site
from scrapers.standin.world import World

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

# The site's guard refuses these to every client that is not a browser.
GUARDED = re.compile(
    r"/film/[^/]+/(json|image-150)/|/s/search/.*|/ajax/.*"
    r"|/csi/(?!film/[^/]+/(rating-histogram|ratings-summary)/).*"
)
# ... and these to every client: sorted lists, a feed of a watchlist, no last slash after a number.
REFUSED = re.compile(r".*/by/.*|.*/watchlist/rss/|.*/page/\d+")

REMEMBERED = 100_000  # requests
CHECK_SECONDS = 0.02  # how soon the end of the context ends the server


@dataclass(frozen=True)
class Seen:
    """A request that was answered; times are those of time.monotonic()."""

    path: str
    user_agent: str
    started: float
    ended: float


@dataclass
class Standin:
    """The WSGI application; `requests` are the latest requests.

    With `etags` pages have an ETag and are not sent again to those who know it. `rewrites` are
    pieces of markup and what the site has instead of them.
    """

    world: World
    generation: int = 3
    faults: Faults = field(default_factory=Faults)
    latency: float = 0.0
    page_bytes: int = 0
    url: str = ""
    etags: bool = False
    rewrites: dict[str, str] = field(default_factory=dict)
    requests: deque[Seen] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    _attempts: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._site = Site(self.world, self.generation, self.page_bytes)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        request = Request(environ)
        started = time.monotonic()
        response = self._answer(request)
        with self._lock:
            agent = request.user_agent.string
            self.requests.append(Seen(request.path, agent, started, time.monotonic()))
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        with self._lock:
            self._attempts[request.path] += 1
            attempt = self._attempts[request.path]
        time.sleep(self.latency)
        fault = self.faults.choose(request.path, attempt)
        if fault == "rate_limited":
            response = self._site.error("rate_limited")
            response.headers["Retry-After"] = str(self.faults.retry_after)
            return response
        if fault == "challenge" or GUARDED.fullmatch(request.path):
            response = self._site.error("blocked")
            response.headers["cf-mitigated"] = "challenge"
            return response
        if fault == "forbidden" or REFUSED.fullmatch(request.path):
            return self._site.error("unknown")
        if fault == "server_error":
            status = self.faults.server_error_status(request.path, attempt)
            return Response("something broke", status=status, mimetype="text/plain")
        if fault == "slow":
            time.sleep(self.faults.slow_seconds)
        response = self._page(request)
        return _cut(response) if fault == "cut" else response

    def _page(self, request: Request) -> Response:
        response = self._site.answer(request)
        for old, new in self.rewrites.items():
            response.set_data(response.get_data(as_text=True).replace(old, new))
        if self.etags:
            response.add_etag()
            response.make_conditional(request)
        return response


class _Handler(WSGIRequestHandler):
    """Unlike werkzeug's own, it leaves connections open for the next request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def run_wsgi(self) -> None:
        response = Response.from_app(self.server.app, self.make_environ(), buffered=True)
        self.send_response(response.status_code)
        for name, value in response.headers:
            self.send_header(name, value)
        if self.command != "GET":  # there may be a body, which nobody reads
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(response.get_data())

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: requests are kept in Standin.requests."""


class _Server(ThreadedWSGIServer):
    """Ends its connections when it is closed, so that nobody is answered afterwards."""

    def __init__(self, host: str, port: int, app: Standin) -> None:
        self._connections: set[socket] = set()
        super().__init__(host, port, app, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        super().server_close()
        for connection in list(self._connections):
            with suppress(OSError):  # it has just ended by itself
                connection.shutdown(SHUT_RDWR)


def bind(standin: Standin, host: str, port: int) -> BaseWSGIServer:
    """A server for the stand-in that listens; port 0 takes any free one."""
    server = _Server(host, port, standin)
    standin.url = f"http://{host}:{server.server_port}"
    return server


@contextmanager
def serve(
    world: World,
    *,
    generation: int = 3,
    faults: Faults | None = None,
    latency: float = 0.0,
    page_bytes: int = 0,
    host: str = "127.0.0.1",
    port: int = 0,
) -> Iterator[Standin]:
    """The stand-in over HTTP, as long as the context lasts; port 0 takes any free one."""
    standin = Standin(world, generation, faults or Faults(), latency, page_bytes)
    server = bind(standin, host, port)
    thread = Thread(target=server.serve_forever, args=(CHECK_SECONDS,), daemon=True)
    thread.start()
    try:
        yield standin
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _cut(response: Response) -> Response:
    """The first half of the page on a connection that then ends."""
    body = response.get_data()
    response.set_data(body[: len(body) // 2])
    response.headers["Content-Length"] = str(len(body))
    response.headers["Connection"] = "close"
    return response
