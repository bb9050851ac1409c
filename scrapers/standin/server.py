"""letterboxd.com in small: its routes, its pages and its manners, over real HTTP."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock, Thread
from typing import TYPE_CHECKING, TypeVar

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from scrapers.records import ErrorKind
from scrapers.standin.faults import Faults
from scrapers.standin.posters import poster
from scrapers.standin.render import (
    error_page,
    film_page,
    member_films_page,
    profile_page,
    watchlist_page,
)
from scrapers.standin.world import Member, World

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

F = TypeVar("F")

FILMS_PER_PAGE = 72
WATCHLIST_PER_PAGE = 28
STATUSES: dict[ErrorKind, int] = {
    "not_found": 404,
    "private": 403,
    "blocked": 403,
    "rate_limited": 429,
    "unknown": 403,
}
ROBOTS = "User-agent: *\n" + "".join(
    f"Disallow: {path}\n"
    for path in (
        *("/*/by/*", "/*/popular/this/*", "/*/on/*", "/*/tag/*", "/*/genre/*", "/*/country/*"),
        *("/*/language/*", "/*/decade/*", "/films/year/*", "/films/*/year/*"),
        *("/films/*/size/large/*", "/*/friends/*"),
    )
)
# The site's guard refuses these to every client that is not a browser.
GUARDED = re.compile(r"/film/[^/]+/(json|image-150)/|/csi/.*|/s/search/.*|/ajax/.*")
# ... and these to every client: sorted lists, and pages without the last slash.
REFUSED = re.compile(r".*/by/.*|.*/page/\d+")

ROUTES = Map(
    [
        Rule("/robots.txt", endpoint="robots"),
        Rule("/film/<slug>/", endpoint="film"),
        Rule("/posters/<slug>.svg", endpoint="poster"),
        Rule("/tmdb/<int:number>/", endpoint="tmdb"),
        Rule("/imdb/<number>/", endpoint="imdb"),
        Rule("/<username>/", endpoint="profile"),
        Rule("/<username>/films/", endpoint="films", defaults={"page": 1}),
        Rule("/<username>/films/page/<int(min=1):page>/", endpoint="films"),
        Rule("/<username>/watchlist/", endpoint="watchlist", defaults={"page": 1}),
        Rule("/<username>/watchlist/page/<int(min=1):page>/", endpoint="watchlist"),
    ],
    redirect_defaults=False,
)


@dataclass(frozen=True)
class Seen:
    """A request that was answered; times are those of time.monotonic()."""

    path: str
    user_agent: str
    started: float
    ended: float


@dataclass
class Standin:
    """The WSGI application; `requests` are all requests so far."""

    world: World
    generation: int = 3
    faults: Faults = field(default_factory=Faults)
    latency: float = 0.0
    url: str = ""
    requests: list[Seen] = field(default_factory=list)
    _attempts: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

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
            response = self._error("rate_limited")
            response.headers["Retry-After"] = str(self.faults.retry_after)
            return response
        if fault == "challenge" or GUARDED.fullmatch(request.path):
            return self._challenge()
        if fault == "forbidden" or REFUSED.fullmatch(request.path):
            return self._error("unknown")
        if fault == "server_error":
            status = self.faults.server_error_status(request.path, attempt)
            return Response("something broke", status=status, mimetype="text/plain")
        if fault == "slow":
            time.sleep(self.faults.slow_seconds)
        response = self._page(request)
        return _cut(response) if fault == "cut" else response

    def _page(self, request: Request) -> Response:
        try:
            endpoint, arguments = ROUTES.bind_to_environ(request.environ).match()
        except HTTPException as error:
            return (
                self._error("not_found") if error.code == STATUSES["not_found"] else _plain(error)
            )
        view: Callable[..., Response] = getattr(self, f"_{endpoint}")
        return view(**arguments)

    def _robots(self) -> Response:
        return Response(ROBOTS, mimetype="text/plain")

    def _film(self, slug: str) -> Response:
        film = self.world.film(slug)
        if film is not None:
            return _html(film_page(film, base_url=self.url, generation=self.generation))
        renamed = self.world.renamed(slug)
        return _redirect(f"/film/{renamed}/", 301) if renamed else self._error("not_found")

    def _poster(self, slug: str) -> Response:
        film = self.world.film(slug)
        if film is None:
            return self._error("not_found")
        response = Response(poster(film), mimetype="image/svg+xml")
        response.cache_control.max_age = 86_400
        return response

    def _tmdb(self, number: int) -> Response:
        return self._found(lambda slug: getattr(self.world.film(slug), "tmdb_id", None) == number)

    def _imdb(self, number: str) -> Response:
        return self._found(lambda slug: getattr(self.world.film(slug), "imdb_id", None) == number)

    def _found(self, is_it: Callable[[str], bool]) -> Response:
        slug = next(filter(is_it, self.world.slugs()), None)
        return _redirect(f"/film/{slug}/", 302) if slug else self._error("not_found")

    def _profile(self, username: str) -> Response:
        member = self.world.member(username)
        if member is None or member.profile_private:
            return self._hidden(member)
        return _html(profile_page(member, base_url=self.url, generation=self.generation))

    def _films(self, username: str, page: int) -> Response:
        member = self.world.member(username)
        if member is None or member.profile_private:
            return self._hidden(member)
        films, last_page = _slice(member.films, page, FILMS_PER_PAGE)
        return _html(
            member_films_page(
                member.username,
                films,
                page,
                last_page,
                len(member.films),
                base_url=self.url,
                generation=self.generation,
            )
        )

    def _watchlist(self, username: str, page: int) -> Response:
        member = self.world.member(username)
        if member is None or member.profile_private or member.watchlist_private:
            return self._hidden(member)
        films, last_page = _slice(member.watchlist, page, WATCHLIST_PER_PAGE)
        return _html(
            watchlist_page(
                member.username,
                films,
                page,
                last_page,
                len(member.watchlist),
                base_url=self.url,
                generation=self.generation,
            )
        )

    def _hidden(self, member: Member | None) -> Response:
        return self._error("not_found" if member is None else "private")

    def _error(self, kind: ErrorKind) -> Response:
        page = error_page(kind, generation=self.generation)
        return Response(page, status=STATUSES[kind], mimetype="text/html")

    def _challenge(self) -> Response:
        response = self._error("blocked")
        response.headers["cf-mitigated"] = "challenge"
        return response


class _Handler(WSGIRequestHandler):
    """Keeps connections open, and does not wait to fill a packet."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: every request is kept in Standin.requests."""


def bind(standin: Standin, host: str, port: int) -> BaseWSGIServer:
    """A server for the stand-in that listens; port 0 takes any free one."""
    server = make_server(host, port, standin, threaded=True, request_handler=_Handler)
    standin.url = f"http://{host}:{server.server_port}"
    return server


@contextmanager
def serve(
    world: World, *, generation: int = 3, faults: Faults | None = None, latency: float = 0.0
) -> Iterator[Standin]:
    """The stand-in on a free port of this machine, as long as the context lasts."""
    standin = Standin(world, generation, faults or Faults(), latency)
    server = bind(standin, "127.0.0.1", 0)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield standin
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _slice(films: Sequence[F], page: int, per_page: int) -> tuple[list[F], int]:
    """The films of one page, none beyond the last one, and the number of pages."""
    last_page = max(1, -(-len(films) // per_page))
    return list(islice(films, (page - 1) * per_page, page * per_page)), last_page


def _html(page: str) -> Response:
    return Response(page, mimetype="text/html")


def _plain(error: HTTPException) -> Response:
    """A redirect to the path with the last slash, and the like."""
    answer = error.get_response()
    return Response(status=answer.status, headers={"Location": answer.headers.get("Location", "/")})


def _redirect(path: str, status: int) -> Response:
    return Response(status=status, headers={"Location": path})


def _cut(response: Response) -> Response:
    """The first half of the page on a connection that then ends."""
    body = response.get_data()
    response.set_data(body[: len(body) // 2])
    response.headers["Content-Length"] = str(len(body))
    response.headers["Connection"] = "close"
    return response
