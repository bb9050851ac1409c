"""TMDB's API: one film at a time, never faster than it likes."""

import logging
import re
from http import HTTPStatus
from typing import Self

import requests
import urllib3

from scrapers.addresses import CheckedAdapter
from scrapers.answers import check, read_body
from scrapers.errors import ScraperError, SiteTimeoutError, SiteUnavailableError
from scrapers.pace import Pace
from scrapers.retries import retrying

TOKEN = re.compile(r".+\..+\..+")  # of version 4 of the API; the keys of version 3 have no dots
REQUESTS_A_SECOND = 10  # TMDB allows about 40
TIMEOUT = 20.0  # seconds
RETRIES = 3
MOST_BYTES = 4 * 2**20
AGENT = "Projectionist/0.1"


class KeyRefusedError(ScraperError):
    """TMDB does not know the key."""

    def __init__(self) -> None:
        super().__init__("TMDB refuses the key")


class TmdbClient:
    """Asks the API at `base_url`, and no other host; the key appears in no message."""

    def __init__(self, base_url: str, key: str, backoff: float = 1.0) -> None:
        self._base_url = base_url
        self._params = {"append_to_response": "credits"}
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.mount("http://", CheckedAdapter())
        self._session.mount("https://", CheckedAdapter())
        self._session.headers["User-Agent"] = AGENT
        self._session.headers["Accept-Encoding"] = "gzip"
        if TOKEN.fullmatch(key):
            self._session.headers["Authorization"] = f"Bearer {key}"
        else:
            self._params["api_key"] = key
            logging.getLogger("urllib3").setLevel(logging.INFO)  # at DEBUG it logs addresses
        self._pace = Pace(1 / REQUESTS_A_SECOND)
        self._retrying = retrying(RETRIES, backoff)

    def film(self, tmdb_id: int) -> str:
        """What TMDB says of a film and its credits, as JSON. Raises ScraperError."""
        return self._retrying(self._ask, f"/3/movie/{tmdb_id}")

    def _ask(self, path: str) -> str:
        self._pace.wait()
        try:
            with self._session.get(
                self._base_url + path,
                params=self._params,
                timeout=TIMEOUT,
                allow_redirects=False,
                stream=True,
            ) as response:
                if response.status_code == HTTPStatus.UNAUTHORIZED:
                    raise KeyRefusedError
                body = read_body(response, path, MOST_BYTES, TIMEOUT)
                check(response, body, path)
                return body
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            timed_out = isinstance(error, requests.Timeout)
            kind = SiteTimeoutError if timed_out else SiteUnavailableError
            # Not `from error`: its message has the address, and with it the key.
            raise kind(path, type(error).__name__) from None

    def close(self) -> None:
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
