"""Cards as images."""

from app.statistics.cards.canvas import (
    EDGE,
    HEIGHT,
    INK,
    MASK,
    MUTED,
    TRACK,
    VELVET,
    WIDTH,
    Canvas,
    fitted,
    width,
)
from app.statistics.cards.cards import Card, Row

INSIDE = WIDTH - 2 * EDGE
TITLE_SIZE, NAME_SIZE, TEXT_SIZE = 84, 32, 28
TITLE_BASE = MASK + 100
TOP, BOTTOM = 236, HEIGHT - MASK - 96  # of the rows
LABEL = 330  # width of the labels of lying bars
FIGURE = 240  # and of their figures
NOTHING = "Too little is known for this yet."


def draw(card: Card, who: str) -> bytes:
    """A PNG of 1200 x 630 pixels."""
    canvas = Canvas()
    title = fitted(card.title, INSIDE - 60, "display", TITLE_SIZE)
    canvas.text((EDGE, TITLE_BASE), title, "display", TITLE_SIZE)
    name = fitted(who, INSIDE, "bold", NAME_SIZE)
    canvas.text((EDGE, TITLE_BASE + 54), name, "bold", NAME_SIZE, VELVET)
    if card.rows:
        LAYOUTS[card.layout](canvas, card.rows)
    else:
        canvas.text((EDGE, TOP + 60), NOTHING, "body", TEXT_SIZE, MUTED)
    return canvas.png()


def _figures(canvas: Canvas, rows: list[Row]) -> None:
    step = INSIDE / len(rows)
    for place, row in enumerate(rows):
        left = EDGE + place * step
        canvas.bar((left, TOP + 40, left + step - 24, TOP + 46), VELVET)
        canvas.text((left, TOP + 180), row.figure, "display", 116)
        canvas.text((left, TOP + 226), row.label, "body", TEXT_SIZE, MUTED)


def _lying(canvas: Canvas, rows: list[Row]) -> None:
    step = (BOTTOM - TOP) / max(len(rows), 5)
    left, right = EDGE + LABEL, WIDTH - EDGE - FIGURE
    for place, row in enumerate(rows):
        base = TOP + place * step + step * 0.66
        label = fitted(row.label, LABEL - 20, "bold", TEXT_SIZE)
        canvas.text((EDGE, base), label, "bold", TEXT_SIZE)
        canvas.bar((left, base - 21, right, base + 1), TRACK)
        canvas.bar((left, base - 21, left + row.length * (right - left), base + 1), VELVET)
        canvas.text((right + 20, base), row.figure, "body", TEXT_SIZE, MUTED)


def _standing(canvas: Canvas, rows: list[Row]) -> None:
    step = min(INSIDE / len(rows), 160)
    size = round(min(TEXT_SIZE, step * 0.3))  # labels side by side must not touch
    floor, height = BOTTOM - 28, BOTTOM - TOP - 70
    for place, row in enumerate(rows):
        left, right = EDGE + place * step, EDGE + (place + 1) * step - 12
        top = floor - row.length * height
        middle = (left + right) / 2
        canvas.bar((left, floor - 2, right, floor), TRACK)
        canvas.bar((left, top, right, floor), VELVET)
        _centred(canvas, (middle, top - 10), row.figure, size, INK)
        _centred(canvas, (middle, floor + 34), row.label, size, MUTED)


def _centred(canvas: Canvas, at: tuple[float, float], words: str, size: int, colour: str) -> None:
    middle, base = at
    canvas.text((middle - width(words, "body", size) / 2, base), words, "body", size, colour)


LAYOUTS = {"figures": _figures, "lying": _lying, "standing": _standing}
