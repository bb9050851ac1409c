"""What must never be written: secrets of the server, and what tells who a visitor asks about."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from app.config import Settings

Redact = Callable[[str], str]

HIDDEN = "[hidden]"
MOST_CHARACTERS = 8_000
HASH_CHARACTERS = 12
LEAST_PRIVATE = 2  # characters; a username has as many
PATTERNS = (
    re.compile(r"(?<=://)[^\s/@]+@"),  # the user and password of an address
    re.compile(r"(?<=connection to server )[^\n]*?(?= failed|$)", re.MULTILINE),  # Postgres's
)
# Of this process and those forked from it: a hash tells nothing after a restart.
_key = secrets.token_bytes(32)


def hashed(name: str) -> str:
    """The same for the same member until the server is restarted; names nobody."""
    digest = hmac.new(_key, name.strip().lower().encode("utf-8", "replace"), hashlib.sha256)
    return digest.hexdigest()[:HASH_CHARACTERS]


def hiding(settings: Settings) -> Redact:
    """Hides this server's secrets, and where its database and cache are."""
    words = sorted(set(_secrets(settings)), key=len, reverse=True)

    def redact(text: str) -> str:
        for word in words:
            text = text.replace(word, HIDDEN)
        for pattern in PATTERNS:
            text = pattern.sub(HIDDEN, text)
        return text

    return redact


def without(text: str, private: Iterable[str]) -> str:
    """`text` without these words; not within others, as a short name may be.

    >>> without("ada: no /ada/films of adamant", ["Ada"])
    '[hidden]: no /[hidden]/films of adamant'
    """
    for word in private:
        if len(word) >= LEAST_PRIVATE:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", HIDDEN, text, flags=re.IGNORECASE)
    return text


def _secrets(settings: Settings) -> Iterator[str]:
    for name in type(settings).model_fields:
        reveal = getattr(getattr(settings, name), "get_secret_value", None)
        if reveal is None or not reveal():
            continue
        yield reveal()
        if "://" in reveal():
            yield from _parts(reveal())


def _parts(address: str) -> Iterator[str]:
    """The password and the host; one of this machine says nothing."""
    parts = urlsplit(address)
    if parts.password:
        yield parts.password
    if parts.hostname and "." in parts.hostname and not parts.hostname.startswith("127."):
        yield parts.hostname
