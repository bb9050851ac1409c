"""`python -m scrapers parse KIND FILE`: what a saved page says, as JSON."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from scrapers.errors import PageError
from scrapers.pages.error import parse_error
from scrapers.pages.film import parse_film
from scrapers.pages.member_films import parse_member_films
from scrapers.pages.watchlist import parse_watchlist
from scrapers.records import ErrorPage, Film, MemberFilms, Watchlist

Parser = Callable[[str], Film | MemberFilms | Watchlist | ErrorPage]

PARSERS: dict[str, Parser] = {
    "film": parse_film,
    "member-films": parse_member_films,
    "watchlist": parse_watchlist,
    "error": parse_error,
}


def main(arguments: list[str] | None = None) -> None:
    options = _options(arguments)
    try:
        record = PARSERS[options.kind](_read(options.file))
    except OSError as error:
        sys.exit(f"{options.file}: {error.strerror}")
    except PageError as error:
        sys.exit(f"{options.file}: {error}")
    text = json.dumps(asdict(record), ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(f"{text}\n".encode())  # UTF-8, whatever the terminal's encoding is


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scrapers")
    commands = parser.add_subparsers(required=True)
    parse = commands.add_parser("parse", help="print what a saved page says, as JSON")
    parse.add_argument("kind", choices=PARSERS)
    parse.add_argument("file", help="the saved page; - reads standard input")
    return parser.parse_args(arguments)


def _read(file: str) -> str:
    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    return raw.decode("utf-8", errors="replace")


if __name__ == "__main__":
    main()
