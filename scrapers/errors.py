"""Everything that can go wrong while reading Letterboxd; each message says what happened."""


class ScraperError(Exception):
    """Base of all errors raised by this package."""


class ScrapingDisabledError(ScraperError):
    """The operator has not permitted reading the site."""

    def __init__(self) -> None:
        super().__init__("reading Letterboxd is off: set LETTERBOXD_SCRAPING=permitted to allow it")


class RobotsDisallowedError(ScraperError):
    """robots.txt asks clients not to read this path."""

    def __init__(self, path: str) -> None:
        super().__init__(f"robots.txt disallows {path}")


class NotFoundError(ScraperError):
    """The site has no such page."""

    def __init__(self, path: str) -> None:
        super().__init__(f"there is no page {path}")


class PrivateError(ScraperError):
    """The page exists, but its owner keeps it private."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is private")


class BlockedError(ScraperError):
    """The site refuses this client with a challenge or a ban; trying again does not help."""

    def __init__(self, path: str) -> None:
        super().__init__(f"the site refuses this client at {path}")


class SiteUnavailableError(ScraperError):
    """The site did not answer properly, even after the retries; `retry_after` is in seconds.

    `transient` says whether asking again soon may help.
    """

    def __init__(
        self, path: str, reason: str, retry_after: float | None = None, transient: bool = True
    ) -> None:
        super().__init__(f"no answer for {path}: {reason}")
        self.retry_after = retry_after
        self.transient = transient


class RateLimitedError(SiteUnavailableError):
    """The site asks to slow down, even after the retries."""


class ForbiddenRedirectError(ScraperError):
    """A redirect leads away from the configured host, or never ends."""

    def __init__(self, path: str, target: str) -> None:
        super().__init__(f"{path} redirects to {target}, which is not followed")


class ResponseTooLargeError(ScraperError):
    """The answer is larger than the client accepts."""

    def __init__(self, path: str, limit: int) -> None:
        super().__init__(f"the answer for {path} is larger than {limit} bytes")


class PageError(ScraperError):
    """A page is not what it claims to be: `missing` names what was looked for and not found."""

    def __init__(self, kind: str, missing: str) -> None:
        article = "an" if kind[0] in "aeiou" else "a"
        super().__init__(f"not {article} {kind} page: {missing} is missing")
        self.kind = kind
        self.missing = missing
