"""A cinema screen to draw on: 1200 x 630 pixels, as links to pages are shown with."""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Literal, NamedTuple

from PIL import Image, ImageDraw, ImageFont

SIZE = WIDTH, HEIGHT = 1200, 630
MASK = 22  # the black above and below the picture
EDGE = 72
COLOURS = 64  # of the PNG's palette: flat areas and smooth letters take no more

PAPER, BLACK, INK, MUTED = "#f6ebd6", "#000000", "#1a1412", "#574a40"
VELVET, TRACK = "#b3261e", "#dfd0b6"

FONTS = Path(__file__).parents[2] / "web" / "static" / "fonts"
LATIN = re.compile(r"[\u0000-\u00ff\u2000-\u206f\u2122\u2212ıŒœ€]")
Face = Literal["display", "body", "bold"]


class Style(NamedTuple):
    """`weight` is the value of the font's one axis, width or weight."""

    family: str
    weight: int


FACES: dict[Face, Style] = {
    "display": Style("league-gothic-{}-wdth-normal.woff2", 100),
    "body": Style("instrument-sans-{}-wght-normal.woff2", 400),
    "bold": Style("instrument-sans-{}-wght-normal.woff2", 600),
}


@cache
def _font(face: Face, subset: str, size: int) -> ImageFont.FreeTypeFont:
    family, weight = FACES[face]
    file = FONTS / family.format(subset)
    # The other engine refuses some characters, and Latin letters do not need it.
    font = ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight])
    return font


def _subset(character: str) -> str:
    """Which of a face's two files has a character, as in the style sheet.

    >>> [_subset(character) for character in "eéś’−"]
    ['latin', 'latin', 'latin-ext', 'latin', 'latin']
    """
    return "latin" if LATIN.match(character) else "latin-ext"


def _runs(words: str) -> Iterator[tuple[str, str]]:
    """Words as runs of one subset; a name of an upload may have lines and controls, too."""
    for subset, run in groupby(filter(str.isprintable, words), _subset):
        yield subset, "".join(run)


class Canvas:
    """An empty screen with the name of the product on it."""

    def __init__(self) -> None:
        self._image = Image.new("RGB", SIZE, PAPER)
        self._draw = ImageDraw.Draw(self._image)
        self.bar((0, 0, WIDTH, MASK), BLACK)
        self.bar((0, HEIGHT - MASK, WIDTH, HEIGHT), BLACK)
        self._dot(WIDTH - EDGE - 12, MASK + 50, 15)  # the cue mark
        self._brand()

    def bar(self, box: tuple[float, float, float, float], colour: str) -> None:
        """A filled box: left, top, right, bottom."""
        left, top, right, bottom = box
        if right - left >= 1 and bottom - top >= 1:
            self._draw.rectangle((left, top, right - 1, bottom - 1), colour)

    def text(
        self, at: tuple[float, float], words: str, face: Face, size: int, colour: str = INK
    ) -> float:
        """Words on the line that begins at `at`; returns where they end."""
        left, base = at
        for subset, part in _runs(words):
            font = _font(face, subset, size)
            self._draw.text((left, base), part, colour, font, anchor="ls")
            left += font.getlength(part)
        return left

    def png(self) -> bytes:
        file = BytesIO()
        self._image.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(file, "PNG")
        return file.getvalue()

    def _dot(self, left: int, top: int, radius: int) -> None:
        self._draw.ellipse((left - radius, top - radius, left + radius, top + radius), VELVET)

    def _brand(self) -> None:
        base = HEIGHT - MASK - 34
        self.bar((EDGE, base - 26, EDGE + 44, base + 3), INK)
        self._dot(EDGE + 35, base - 17, 4)
        self.text((EDGE + 58, base), "PROJECTIONIST", "display", 34)


def width(words: str, face: Face, size: int) -> float:
    """Of words, in pixels."""
    return sum(_font(face, subset, size).getlength(part) for subset, part in _runs(words))


def fitted(words: str, most: float, face: Face, size: int) -> str:
    """As much of the words as fits into `most` pixels.

    >>> fitted("Krzysztof Kieślowski", 120, "body", 30)
    'Krzysz…'
    """
    if width(words, face, size) <= most:
        return words
    while words and width(words + "…", face, size) > most:
        words = words[:-1]
    return words.rstrip() + "…"
