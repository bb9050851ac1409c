"""Sites that behave and sites that do not, and clients of them."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest

from scrapers.http import Client
from scrapers.standin.server import Standin, serve
from tests.scrapers.helpers import FILM, IMPATIENT, ROBOTS, Connect, Start
from tests.scrapers.odd_site import OddSite, Script, odd_site
from tests.scrapers.small_world import SmallWorld


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def connect(stack: ExitStack) -> Connect:
    """Makes impatient clients of a site, which are closed in the end."""

    def make(site: Standin | OddSite, **changes: Any) -> Client:
        config = replace(IMPATIENT, **({"base_url": site.url} | changes))
        return stack.enter_context(Client(config))

    return make


@pytest.fixture
def odd(stack: ExitStack) -> Start:
    """Starts a site with one page, and robots.txt if that is given."""

    def start(page: bytes | Script, robots: bytes | Script | None = None) -> OddSite:
        answers = {FILM: page} | ({ROBOTS: robots} if robots is not None else {})
        return stack.enter_context(odd_site(answers))

    return start


@pytest.fixture(scope="session")
def faultless() -> Iterator[Standin]:
    with serve(SmallWorld()) as site:
        yield site


@pytest.fixture
def standin(faultless: Standin) -> Standin:
    """A stand-in without faults that nobody has asked yet."""
    faultless.requests.clear()
    return faultless
