"""Moves files to and from a bucket of Supabase Storage.

A program of its own, run by its path, because Supabase's client takes 47 MB that a small server
has not: `transfer.py put|get KEY FILE`, `remove KEY...` or `check`. Which bucket is in the
environment. It prints nothing, or as JSON what went wrong: its kind, and words for people.
"""

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import httpx
from storage3.exceptions import StorageApiError
from storage3.types import FileOptions
from supabase import Client, create_client

Kind = Literal["away", "refused", "disk"]
SECONDS = 20  # without a byte
LINK_SECONDS = 60
SHOWN = 160  # characters of what the other side says


def put(client: Client, bucket: str, key: str, file: str) -> None:
    options: FileOptions = {"content-type": "application/octet-stream", "upsert": "true"}
    client.storage.from_(bucket).upload(key, Path(file), options)


def get(client: Client, bucket: str, key: str, file: str) -> None:
    """By a link, because the client's own download holds the whole file in memory."""
    link = client.storage.from_(bucket).create_signed_url(key, LINK_SECONDS)["signedURL"]
    if link is None or urlsplit(link)[:2] != urlsplit(os.environ["SUPABASE_URL"])[:2]:
        raise ValueError("no link, or one to another host")
    with Path(file).open("wb") as target, httpx.stream("GET", link, timeout=SECONDS) as answer:
        answer.raise_for_status()
        for part in answer.iter_bytes():
            target.write(part)


def remove(client: Client, bucket: str, *keys: str) -> None:
    client.storage.from_(bucket).remove(list(keys))


def check(client: Client, bucket: str) -> None:
    client.storage.get_bucket(bucket)


COMMANDS: dict[str, Callable[..., None]] = {
    "put": put,
    "get": get,
    "remove": remove,
    "check": check,
}


def run(arguments: Sequence[str]) -> tuple[Kind, str] | None:
    """What went wrong, if anything did."""
    command, *rest = arguments
    try:
        client = create_client(os.environ["SUPABASE_URL"], os.environ["SUPABASE_KEY"])
        COMMANDS[command](client, os.environ["SUPABASE_BUCKET"], *rest)
    except StorageApiError as error:
        return _refused(str(error.status), error.message)
    except httpx.HTTPStatusError as error:
        return _refused(str(error.response.status_code), error.response.reason_phrase)
    except httpx.HTTPError as error:
        return "away", f"it does not answer ({type(error).__name__})"
    except (httpx.InvalidURL, KeyError, TypeError, ValueError):
        return "refused", "its answer is not that of Supabase Storage"
    except OSError as error:
        return "disk", error.strerror or type(error).__name__
    return None


def _refused(status: str, said: str) -> tuple[Kind, str]:
    kind: Kind = "away" if status.startswith("5") else "refused"
    return kind, f"it says {status} {' '.join(said.split())[:SHOWN]}"


def main() -> None:
    wrong = run(sys.argv[1:])
    if wrong is not None:
        sys.stdout.write(json.dumps(wrong))
        sys.exit(1)


if __name__ == "__main__":
    main()
