"""Posters for films without a picture: shapes and type in the colours of a genre, as SVG."""

import random
import textwrap

from markupsafe import escape

from scrapers.records import Film
from scrapers.standin import motifs
from scrapers.standin.motifs import HEIGHT, HORIZON, WIDTH, Motif, Palette

SIZES = range(62, 25, -4)  # of a title's type
LETTER = 0.6  # its mean width, in font sizes
LINES = 5
TALLEST = 140  # a title's lines together
MARGIN = 30
LOWEST = 540  # the last line of the title
BOTTOM = 572

DARK = (
    Palette("#120f14", "#8f1420", "#e9e1d3", "#f4efe6"),
    Palette("#0d1512", "#2f5d46", "#d7ff7b", "#eef5ec"),
    Palette("#1b0f1f", "#5b2a6e", "#ff5b3a", "#f7eef4"),
)
COOL = (
    Palette("#0c1a33", "#2b5f9e", "#ffb703", "#f2f6fb"),
    Palette("#07090f", "#26436b", "#7be0ff", "#eaf4ff"),
    Palette("#10002b", "#5a189a", "#ff9e00", "#fff3e6"),
)
WARM = (
    Palette("#fbe3d6", "#e26d5c", "#723d46", "#3b1c25"),
    Palette("#f6d8de", "#c9485b", "#f4a259", "#42142a"),
    Palette("#fff1dc", "#f2a65a", "#772f1a", "#3a1a10"),
)
BRIGHT = (
    Palette("#ffd23f", "#ee4266", "#2b2d7c", "#1d1b3a"),
    Palette("#bfe3dc", "#1b998b", "#ff6b4a", "#12303a"),
    Palette("#f7f4ea", "#3a86ff", "#ffbe0b", "#16203a"),
)
EARTH = (
    Palette("#ead7b0", "#a4501f", "#5b2a17", "#2d1a10"),
    Palette("#cfd3b5", "#5a6b3b", "#b5482a", "#232818"),
    Palette("#20251f", "#6b705c", "#d9a441", "#f2ead6"),
)
QUIET = (
    Palette("#e7e3d8", "#1d3557", "#c1121f", "#141a24"),
    Palette("#22303c", "#6d8496", "#e8c07d", "#f1efe8"),
    Palette("#d8dfe0", "#52796f", "#e07a5f", "#1c2b2a"),
    Palette("#2d232e", "#8a6f75", "#f0c6a0", "#f6ede6"),
)
Style = tuple[tuple[Palette, ...], tuple[Motif, ...]]
PLAIN: Style = (QUIET, (motifs.arches, motifs.rings, motifs.hills, motifs.waves, motifs.halftone))
GRIM: Style = (DARK, (motifs.blinds, motifs.eye, motifs.skyline, motifs.shards))
LOUD: Style = (BRIGHT, (motifs.sunburst, motifs.shards, motifs.skyline, motifs.halftone))
MERRY: Style = (BRIGHT, (motifs.confetti, motifs.sunburst, motifs.arches, motifs.rings))
RUGGED: Style = (EARTH, (motifs.hills, motifs.sunburst, motifs.shards))
TENDER: Style = (WARM, (motifs.waves, motifs.arches, motifs.halftone, motifs.rings))
# A film is drawn in the style of the first of these that it is.
STYLES: dict[str, Style] = {
    "Horror": (DARK, (motifs.eye, motifs.shards, motifs.hills, motifs.rings)),
    "Science Fiction": (COOL, (motifs.orbit, motifs.rings, motifs.halftone)),
    "Western": RUGGED,
    "War": RUGGED,
    "Animation": MERRY,
    "Music": MERRY,
    "Family": MERRY,
    "Fantasy": (COOL, (motifs.hills, motifs.orbit, motifs.arches)),
    "Mystery": GRIM,
    "Crime": GRIM,
    "Thriller": GRIM,
    "Romance": TENDER,
    "Comedy": MERRY,
    "Action": LOUD,
    "Adventure": LOUD,
}


def poster(film: Film) -> str:
    """A poster of 2:3, always the same for the same film."""
    rng = random.Random(film.slug)
    palettes, pictures = next((STYLES[g] for g in STYLES if g in film.genres), PLAIN)
    colours = rng.choice(palettes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours.ground}"/>'
        f"{rng.choice(pictures)(rng, colours)}"
        f'<rect y="{HORIZON}" width="{WIDTH}" height="{HEIGHT - HORIZON}" fill="{colours.ground}"/>'
        f'<g fill="{colours.ink}" font-family="\'Helvetica Neue\', Arial, sans-serif">'
        f"{_title(film.title)}{_credits(film)}</g></svg>"
    )


def _title(title: str) -> str:
    """The title, as large as it fits."""
    size = next((size for size in SIZES if _fits(title, size)), SIZES[-1])
    lines = textwrap.wrap(title, _letters(size), max_lines=LINES, placeholder="…")
    first = LOWEST - (len(lines) - 1) * size
    return "".join(
        f'<text x="{MARGIN}" y="{first + row * size}" font-size="{size}" font-weight="800" '
        f'letter-spacing="-1">{escape(line)}</text>'
        for row, line in enumerate(lines)
    )


def _letters(size: int) -> int:
    """How many letters of that size stand on a line."""
    return int((WIDTH - 2 * MARGIN) / (LETTER * size))


def _fits(title: str, size: int) -> bool:
    lines = textwrap.wrap(title, _letters(size), break_long_words=False)
    return len(lines) * size <= TALLEST and all(len(line) <= _letters(size) for line in lines)


def _credits(film: Film) -> str:
    """The director on the left, the year on the right."""
    small = 'font-size="15" font-weight="600" letter-spacing=".6" opacity=".85"'
    year = "" if film.release_year is None else film.release_year
    return (
        f'<text x="{MARGIN}" y="{BOTTOM}" {small}>{escape(", ".join(film.directors[:1]))}</text>'
        f'<text x="{WIDTH - MARGIN}" y="{BOTTOM}" text-anchor="end" {small}>{year}</text>'
    )
