"""Short links: `https://boxd.it/297o` names a film by its number, so no request is needed."""

import re
from typing import Literal

Kind = Literal["film", "viewing", "list"]

ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
KINDS: tuple[Kind, ...] = ("film", "viewing", "list")  # by the last decimal digit
# Eleven characters always fit a signed 64-bit number once the digit of the kind is off.
LINK = re.compile(r"(?:https?://)?(?:www\.)?boxd\.it/([1-9a-zA-Z][0-9a-zA-Z]{0,10})/?")


def linked(link: str, kind: Kind = "film") -> int | None:
    """The number of the film, diary entry or list that a short link names; None for all else."""
    match = LINK.fullmatch(link)
    number, digit = divmod(_decode(match[1]), 10) if match else (0, 0)
    return number if number and digit == KINDS.index(kind) else None


def short_link(number: int, kind: Kind = "film") -> str:
    """The short link of a film, a diary entry or a list."""
    return f"https://boxd.it/{_encode(number * 10 + KINDS.index(kind))}"


def _decode(text: str) -> int:
    number = 0
    for character in text:
        number = number * len(ALPHABET) + ALPHABET.index(character)
    return number


def _encode(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, len(ALPHABET))
        text = ALPHABET[digit] + text
    return text
