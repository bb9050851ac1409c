"""Paths on the site itself: what may be asked for, and where a redirect may lead."""

import re
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from scrapers.errors import ForbiddenRedirectError

DEFAULT_PORTS = {"http": 80, "https": 443}
SHOWN = 200  # characters of a redirect's target in an error
# No other host, no control characters, no white space.
SAFE_PATH = re.compile(r"/(?!/)[^\s\\#\x00-\x1f\x7f\ud800-\udfff]*")
UPWARDS = re.compile(r"(^|/)\.\.?(/|$)")


def base_address(url: str) -> str:
    """`url` without a last slash; raises ValueError unless it is scheme://host or with a port."""
    parts = urlsplit(url)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or "@" in parts.netloc:
        raise ValueError(f"not the address of a site: {url!r}")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError(f"a site's address has no path: {url!r}")
    return f"{parts.scheme}://{parts.netloc}"


def is_safe(path: str) -> bool:
    """Whether `path` stays on the site and means what it says, percent-encoded or not."""
    return bool(SAFE_PATH.fullmatch(path)) and not UPWARDS.search(unquote(urlsplit(path).path))


def redirected(base_url: str, path: str, location: str) -> str:
    """The path that `location` leads to; raises ForbiddenRedirectError if it leaves the site."""
    try:
        target = urlsplit(urljoin(base_url + path, location))
        same_site = _origin(target) == _origin(urlsplit(base_url))
    except ValueError:
        same_site = False
    inside = (
        (target.path or "/") + (f"?{target.query}" if target.query else "") if same_site else ""
    )
    if not is_safe(inside):
        raise ForbiddenRedirectError(path, ascii(location[:SHOWN]))
    return inside


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None, str | None]:
    """Scheme, host, port and user; raises ValueError if the port is none."""
    return (
        parts.scheme,
        parts.hostname,
        parts.port or DEFAULT_PORTS.get(parts.scheme),
        parts.username,
    )
