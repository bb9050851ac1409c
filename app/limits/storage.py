"""Where requests are counted: in Redis where there is one, so that all processes count together."""

from dataclasses import dataclass
from typing import Any

from limits.storage import MemoryStorage, RedisStorage, Storage

from app.cache import PREFIX as CACHE_PREFIX
from app.cache import REDIS_SECONDS
from app.config import Settings
from app.reconnecting import Reconnecting

PREFIX = f"{CACHE_PREFIX}limits"
MEMORY = "memory://"


@dataclass(frozen=True)
class Place:
    """A storage as the library names it; nothing is connected before the first use."""

    uri: str
    options: dict[str, Any]

    def open(self) -> Storage:
        return RedisStorage(self.uri, **self.options) if self.shared else MemoryStorage()

    @property
    def shared(self) -> bool:
        return self.uri != MEMORY


def counting_place(settings: Settings) -> Place:
    if settings.redis_url is None:
        return Place(MEMORY, {})
    url = settings.redis_url.get_secret_value()
    options = {
        "socket_timeout": REDIS_SECONDS,
        "socket_connect_timeout": REDIS_SECONDS,
        "retry": Reconnecting(),
        "key_prefix": PREFIX,
    }
    return Place(f"redis+{url}" if url.startswith("unix:") else url, options)
