"""Everything that can go wrong while reading Letterboxd; each message says what happened."""

from typing import Literal

ExportReason = Literal[
    "not_zip",
    "damaged",
    "encrypted",
    "unsafe",
    "too_many_files",
    "too_large",
    "bomb",
    "several_exports",
    "no_films",
    "encoding",
    "columns",
]


class ScraperError(Exception):
    """Base of all errors raised by this package."""


class ScrapingDisabledError(ScraperError):
    """The operator has not permitted reading the site."""

    def __init__(self) -> None:
        super().__init__("reading Letterboxd is off: set LETTERBOXD_SCRAPING=permitted to allow it")


class StoppedError(ScraperError):
    """There was to be no further request; the site said nothing."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} was not asked for any more")


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


class SiteTimeoutError(SiteUnavailableError):
    """The site did not answer in time, even after the retries."""


class OutOfTimeError(SiteTimeoutError):
    """Whoever waits for the answer waits no longer; it says nothing of the site."""

    def __init__(self, path: str) -> None:
        super().__init__(path, "whoever waits for it has waited long", transient=False)


class RefusedError(SiteUnavailableError):
    """The site refuses this client without a word, even after the retries."""


class RateLimitedError(SiteUnavailableError):
    """The site asks to slow down, even after the retries."""


class ForbiddenRedirectError(ScraperError):
    """A redirect leads away from the configured host, or never ends."""

    def __init__(self, path: str, target: str) -> None:
        super().__init__(f"{path} redirects to {target}, which is not followed")


class InsideAddressError(ScraperError):
    """The site's name leads to this machine or into a private network."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} is not on the internet, where it leads to; nothing was sent")


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


EXPORT_SENTENCES: dict[ExportReason, str] = {
    "not_zip": "This file is not a ZIP. Upload the ZIP as Letterboxd made it (Settings, Data, "
    "Export your data), not a single file out of it.",
    "damaged": "{file} is damaged or incomplete. Download your export from Letterboxd once more.",
    "encrypted": "The ZIP is locked with a password. Upload it as Letterboxd made it, without one.",
    "unsafe": "The ZIP holds links or paths that no Letterboxd export has. Download your export "
    "from Letterboxd once more.",
    "too_many_files": "The ZIP holds far more files than a Letterboxd export. Upload only the ZIP "
    "that Letterboxd made.",
    "too_large": "{file} is larger than any Letterboxd export. Upload only the ZIP that Letterboxd "
    "made.",
    "bomb": "The ZIP unpacks to far more than a Letterboxd export holds. Upload only the ZIP that "
    "Letterboxd made.",
    "several_exports": "The ZIP holds more than one export. Upload the newest of them alone.",
    "no_films": "The ZIP holds no films: none of ratings.csv, watched.csv, diary.csv, "
    "watchlist.csv, reviews.csv, likes/films.csv or lists is in it. Upload the ZIP that Letterboxd "
    "made.",
    "encoding": "{file} is not UTF-8 text. A spreadsheet may have saved it anew: upload the "
    "export as Letterboxd made it.",
    "columns": "{file} lacks columns that a Letterboxd export has. A spreadsheet may have changed "
    "it: upload the export as Letterboxd made it.",
}


class ExportError(ScraperError):
    """An export ZIP that cannot be used: `reason` is a stable code, the message says what to do."""

    def __init__(self, reason: ExportReason, file: str = "The ZIP") -> None:
        super().__init__(EXPORT_SENTENCES[reason].format(file=file))
        self.reason: ExportReason = reason
        self.file = file
