"""One polite client: names itself, honours robots.txt, goes slowly, and backs off."""

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from itertools import islice
from threading import BoundedSemaphore
from typing import Self, TypeVar

import requests
import urllib3

from scrapers.addresses import CheckedAdapter
from scrapers.answers import check, read_body
from scrapers.errors import (
    ForbiddenRedirectError,
    OutOfTimeError,
    ScraperError,
    ScrapingDisabledError,
    SiteTimeoutError,
    SiteUnavailableError,
    StoppedError,
)
from scrapers.pace import Pace
from scrapers.paths import base_address, is_safe, redirected
from scrapers.patience import carried, is_too_long, seconds_left
from scrapers.retries import MAX_PAUSE_SECONDS, retrying
from scrapers.robots import Robots
from scrapers.validators import UNKNOWN, Page, Validators, validators_of

T = TypeVar("T")
R = TypeVar("R")
Told = Callable[[str, str], None]

AGENT = "Projectionist/0.1"
MAX_REDIRECTS = 5
BODY_TIMEOUTS = 3  # a whole answer may take this many times the timeout


@dataclass(frozen=True)
class ClientConfig:
    """How to read one site. `rate` is in requests a second (0: as fast as it answers),
    `timeout` and `backoff` are in seconds."""

    base_url: str = "https://letterboxd.com"
    permitted: bool = False
    contact: str = ""
    rate: float = 0.5
    concurrency: int = 2
    timeout: float = 20.0
    retries: int = 3
    backoff: float = 1.5
    max_bytes: int = 4 * 2**20


@dataclass(frozen=True)
class _Answer:
    """A page, or where it has moved."""

    page: Page
    location: str | None = None


def _ignore(_path: str, _outcome: str) -> None:
    """For those who do not count."""


def never() -> bool:
    """For those who read to the end."""
    return False


class Client:
    """Reads pages of one site, from as many threads as one likes."""

    def __init__(self, config: ClientConfig, told: Told = _ignore) -> None:
        """`told` hears the path and the outcome of each request: its status, or `timeout` or
        `failure`."""
        self._config = config
        self._told = told
        self._stopped: Callable[[], bool] = never
        self._base_url = base_address(config.base_url)
        self._session = _session(config)
        self._slots = BoundedSemaphore(config.concurrency)
        self._pace = Pace(1 / config.rate if config.rate else 0.0)
        self._robots = Robots(
            self._base_url, AGENT, lambda path: self._follow(path, lambda _: None).body or ""
        )

    def until(self, stopped: Callable[[], bool]) -> "Client":
        """The same client, at one pace with it, which raises StoppedError instead of asking once
        `stopped` says so."""
        client = copy(self)
        client._stopped = stopped
        return client

    def get(self, path: str) -> str:
        """The page at `path`; redirects are followed, but only on the same host.

        Raises ValueError for a path that could leave the site, else a ScraperError.
        """
        return self.get_page(path).body or ""

    def get_page(self, path: str, known: Validators = UNKNOWN) -> Page:
        """The page at `path` as get() reads it, unless it is still as `known`."""
        if not self._config.permitted:
            raise ScrapingDisabledError
        if not is_safe(path):
            raise ValueError(f"not a path on the site: {path!r}")
        return self._follow(path, self._check, known)

    def map(
        self, read: Callable[[T], R], items: Iterable[T]
    ) -> Generator[tuple[T, R | ScraperError], None, None]:
        """`read` of each item, several at a time, in the order of completion.

        A ScraperError is a result; any other exception is raised. `items` is pulled lazily.
        Closing the generator cancels what has not begun.
        """
        source, patient = iter(items), carried(read)
        ahead = 2 * self._config.concurrency
        waiting: dict[Future[R | ScraperError], T] = {}
        pool = ThreadPoolExecutor(self._config.concurrency)
        try:
            while True:
                for item in islice(source, ahead - len(waiting)):
                    waiting[pool.submit(_attempt, patient, item)] = item
                if not waiting:
                    return
                for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                    yield waiting.pop(future), future.result()
        finally:
            pool.shutdown(cancel_futures=True)

    def close(self) -> None:
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _check(self, path: str) -> None:
        self._robots.check(path)
        self._pace.slow_to(self._robots.crawl_delay)

    def _follow(self, path: str, check: Callable[[str], None], known: Validators = UNKNOWN) -> Page:
        """The page that `path` leads to; `check` may refuse each path on the way."""
        target = path
        for _ in range(MAX_REDIRECTS + 1):
            check(target)
            # Validators are of one page only: another may have the same date.
            answer = self._ask(target, known if target == path else UNKNOWN)
            if answer.location is None:
                return answer.page
            target = redirected(self._base_url, target, answer.location)
        raise ForbiddenRedirectError(path, f"{target}, and so on")

    def _ask(self, path: str, known: Validators) -> _Answer:
        """One answer, asked for again as long as that may help."""
        return retrying(self._config.retries, self._config.backoff)(self._ask_once, path, known)

    def _ask_once(self, path: str, known: Validators) -> _Answer:
        with self._turn(path):
            asked_at = time.monotonic()
            try:
                answer = self._request(path, known)
            except SiteUnavailableError as error:
                if is_too_long():
                    raise OutOfTimeError(path) from error
                # What one request is told holds for all of them.
                self._pace.hold(min(error.retry_after or 0.0, MAX_PAUSE_SECONDS))
                self._pace.slow_down(asked_at)
                raise
            self._pace.recover()
            return answer

    @contextmanager
    def _turn(self, path: str) -> Iterator[None]:
        """One of the few requests at once, when the pace allows it."""
        if not self._slots.acquire(timeout=seconds_left(path)):
            raise OutOfTimeError(path)
        try:
            self._go_on(path)
            if not self._pace.wait(seconds_left(path)):
                raise OutOfTimeError(path)
            self._go_on(path)  # the wait may have been long
            yield
        finally:
            self._slots.release()

    def _go_on(self, path: str) -> None:
        if self._stopped():
            raise StoppedError(path)

    def _request(self, path: str, known: Validators) -> _Answer:
        try:
            with self._session.get(
                self._base_url + path,
                headers=known.headers(),
                timeout=min(self._config.timeout, seconds_left(path)),
                allow_redirects=False,
                stream=True,
            ) as response:
                self._told(path, str(response.status_code))
                return self._answer(response, path, known)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            if is_too_long():
                raise OutOfTimeError(path) from error
            failure = _failure(error, path)
            self._told(path, "timeout" if isinstance(failure, SiteTimeoutError) else "failure")
            raise failure from error

    def _answer(self, response: requests.Response, path: str, known: Validators) -> _Answer:
        if response.is_redirect:
            return _Answer(Page(""), response.headers["Location"])
        seconds = min(BODY_TIMEOUTS * self._config.timeout, seconds_left(path))
        body = read_body(response, path, self._config.max_bytes, seconds)
        if response.status_code == HTTPStatus.NOT_MODIFIED and known.headers():
            return _Answer(Page(None, known))
        check(response, body, path)
        return _Answer(Page(body, validators_of(response)))


def _attempt(read: Callable[[T], R], item: T) -> R | ScraperError:
    try:
        return read(item)
    except ScraperError as error:
        return error


def _failure(error: Exception, path: str) -> SiteUnavailableError:
    """What an error of a connection means."""
    timed_out = isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError)
    kind = SiteTimeoutError if timed_out else SiteUnavailableError
    return kind(path, type(error).__name__)


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """None, always: redirects are followed by hand, so nothing may read ahead here."""


def _session(config: ClientConfig) -> requests.Session:
    """A session without cookies, proxies or credentials from the surroundings."""
    session = _Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers["User-Agent"] = f"{AGENT} (+{config.contact})" if config.contact else AGENT
    session.headers["Accept-Encoding"] = "gzip"
    adapter = CheckedAdapter(pool_maxsize=config.concurrency)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session
