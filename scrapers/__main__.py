"""`python -m scrapers parse KIND FILE`: what a saved page says, as JSON."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

from scrapers.errors import ExportError, PageError
from scrapers.export.read import read_export
from scrapers.export.records import Export
from scrapers.feed import parse_feed
from scrapers.pages.diary import parse_diary
from scrapers.pages.error import parse_error
from scrapers.pages.film import parse_film
from scrapers.pages.member_films import parse_member_films
from scrapers.pages.profile import parse_profile
from scrapers.pages.watchlist import parse_watchlist
from scrapers.records import (
    Diary,
    ErrorPage,
    Feed,
    Film,
    MemberFilms,
    ProfilePage,
    Watchlist,
)

Parser = Callable[[str], Film | MemberFilms | ProfilePage | Watchlist | Diary | Feed | ErrorPage]

PARSERS: dict[str, Parser] = {
    "film": parse_film,
    "member-films": parse_member_films,
    "profile": parse_profile,
    "watchlist": parse_watchlist,
    "diary": parse_diary,
    "feed": parse_feed,
    "error": parse_error,
}
EXPORT = "export"


def main(arguments: list[str] | None = None) -> None:
    options = _options(arguments)
    try:
        record = _record(options.kind, _read(options.file), options.full)
    except OSError as error:
        sys.exit(f"{options.file}: {error.strerror}")
    except (PageError, ExportError) as error:
        sys.exit(f"{options.file}: {error}")
    text = json.dumps(record, ensure_ascii=False, indent=2, default=date.isoformat)
    sys.stdout.buffer.write(f"{text}\n".encode())  # UTF-8, whatever the terminal's encoding is


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scrapers")
    commands = parser.add_subparsers(required=True)
    parse = commands.add_parser("parse", help="print what a saved page says, as JSON")
    parse.add_argument("kind", choices=[*PARSERS, EXPORT])
    parse.add_argument("file", help="the saved page, or the export ZIP; - reads standard input")
    parse.add_argument("--full", action="store_true", help="of an export, all records as well")
    return parser.parse_args(arguments)


def _read(file: str) -> bytes:
    return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()


def _record(kind: str, raw: bytes, full: bool) -> dict[str, object]:
    if kind == EXPORT:
        return _export(read_export(raw), full)
    return asdict(PARSERS[kind](raw.decode("utf-8", errors="replace")))


def _export(export: Export, full: bool) -> dict[str, object]:
    """Numbers of records and rows, and what is unmatched; all records too if `full`."""
    fields = asdict(export)
    counts = {name: len(found) for name, found in fields.items() if isinstance(found, tuple)}
    shown = fields if full else {name: fields[name] for name in ("username", "rows", "unmatched")}
    return {"counts": counts} | shown


if __name__ == "__main__":
    main()
