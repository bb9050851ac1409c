"""robots.txt: read once a day, honoured always."""

import time
from collections.abc import Callable
from threading import Lock

from protego import Protego

from scrapers.errors import NotFoundError, RobotsDisallowedError

PATH = "/robots.txt"
LIFETIME_SECONDS = 24 * 3600
LONGEST_DELAY_SECONDS = 60.0  # a site that asks for more is not read at all


class Robots:
    """The rules of one site; `read` gives the text of a path, or raises a ScraperError."""

    def __init__(self, base_url: str, agent: str, read: Callable[[str], str]) -> None:
        self._base_url = base_url
        self._agent = agent
        self._read = read
        self._lock = Lock()
        self._rules: Protego | None = None
        self._read_at = 0.0

    def check(self, path: str) -> None:
        """Raise RobotsDisallowedError unless `path` may be read."""
        allowed = self._current().can_fetch(self._base_url + path, self._agent)
        if not allowed or self.crawl_delay > LONGEST_DELAY_SECONDS:
            raise RobotsDisallowedError(path)

    @property
    def crawl_delay(self) -> float:
        """The seconds between two requests that the site asks for; 0 if it does not say."""
        return self._current().crawl_delay(self._agent) or 0.0

    def _current(self) -> Protego:
        with self._lock:
            if self._rules is None or time.monotonic() - self._read_at > LIFETIME_SECONDS:
                self._rules, self._read_at = Protego.parse(self._text()), time.monotonic()
            return self._rules

    def _text(self) -> str:
        """No file means no rules. Any other failure is raised: unsure is not allowed."""
        try:
            return self._read(PATH)
        except NotFoundError:
            return ""
