"""A stand-in where members change their bios."""

from collections.abc import Iterator

import pytest

from scrapers.standin.server import serve
from tests.chatty_world import ChattySite, ChattyWorld


@pytest.fixture
def chatty() -> Iterator[ChattySite]:
    world = ChattyWorld()
    with serve(world) as standin:
        yield ChattySite(world, standin)
