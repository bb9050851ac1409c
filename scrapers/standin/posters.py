"""Posters for films that have no picture here: type on a coloured ground, as SVG."""

import textwrap
from zlib import crc32

from markupsafe import escape

from scrapers.records import Film

WIDTH, HEIGHT = 400, 600
SHORT = 30  # letters of a title that is set large
# Ground, shape and ink of a poster.
PALETTES = (
    ("#14213d", "#fca311", "#f8f4e9"),
    ("#2b2d42", "#ef233c", "#edf2f4"),
    ("#0b3948", "#d0cdd7", "#f7f0f5"),
    ("#f2e8cf", "#bc4749", "#1f2d16"),
    ("#264653", "#e9c46a", "#fdf8ec"),
    ("#3d0e1e", "#e07a5f", "#f4f1de"),
    ("#e7e3d4", "#1d3557", "#141414"),
    ("#1b4332", "#95d5b2", "#f1faee"),
    ("#231942", "#be95c4", "#f8edff"),
    ("#f4d58d", "#8d0801", "#001427"),
    ("#10002b", "#ff6d00", "#fff3e6"),
    ("#dfe7e5", "#c1121f", "#003049"),
)
SHAPES = (
    '<circle cx="200" cy="215" r="135" fill="{0}"/>',
    '<rect x="70" y="70" width="260" height="260" fill="{0}" transform="rotate(45 200 200)"/>',
    '<path d="M0 360 L150 130 L240 260 L300 180 L400 360 Z" fill="{0}"/>',
    '<path d="M40 60h320v40H40zM40 140h260v40H40zM40 220h320v40H40zM40 300h180v40H40z" '
    'fill="{0}"/>',
    '<circle cx="150" cy="190" r="100" fill="{0}"/><circle cx="250" cy="240" r="100" fill="none" '
    'stroke="{0}" stroke-width="14"/>',
    '<path d="M200 40 L360 340 H40 Z" fill="{0}"/>',
    '<path d="M200 60a150 150 0 0 1 0 300z" fill="{0}"/><circle cx="200" cy="210" r="150" '
    'fill="none" stroke="{0}" stroke-width="10"/>',
)


def poster(film: Film) -> str:
    """A poster of 2:3, always the same for the same film."""
    number = crc32(film.slug.encode())
    ground, shape, ink = PALETTES[number % len(PALETTES)]
    picture = SHAPES[number // len(PALETTES) % len(SHAPES)].format(shape)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{ground}"/>{picture}'
        f'<g fill="{ink}" font-family="Georgia, serif">{_title(film.title)}'
        f'<text x="32" y="568" font-size="17" opacity=".85">{_credits(film)}</text></g></svg>'
    )


def _title(title: str) -> str:
    size, width = (42, 15) if len(title) <= SHORT else (30, 22)
    lines = textwrap.wrap(title, width)[:3]
    first = 530 - len(lines) * size
    return "".join(
        f'<text x="32" y="{first + row * size}" font-size="{size}" font-weight="700">'
        f"{escape(line)}</text>"
        for row, line in enumerate(lines)
    )


def _credits(film: Film) -> str:
    parts = [str(film.release_year)] if film.release_year is not None else []
    return str(escape("  ·  ".join(parts + list(film.directors[:1]))))
