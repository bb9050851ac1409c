"""The first films of a list as an image to share; no posters, which are Letterboxd's."""

from collections.abc import Sequence

from app.recommendations.answer import Recommendation
from app.statistics.cards.canvas import (
    EDGE,
    HEIGHT,
    MASK,
    MUTED,
    VELVET,
    WIDTH,
    Canvas,
    fitted,
    width,
)

FILMS = 5
INSIDE = WIDTH - 2 * EDGE
TITLE_BASE, NAME_BASE = MASK + 90, MASK + 136
TITLE_SIZE, NAME_SIZE, FILM_SIZE, CREDIT_SIZE = 76, 30, 44, 25
TOP, BOTTOM = 176, HEIGHT - MASK - 84
NUMBER, STARS = 56, 84  # widths of the columns at the left and at the right
MOST_OF_TITLE = 0.7
NOTHING = "No film fits."


def draw(films: Sequence[Recommendation], who: str) -> bytes:
    """A PNG of 1200 x 630 pixels."""
    canvas = Canvas()
    canvas.text((EDGE, TITLE_BASE), "Tonight’s film", "display", TITLE_SIZE)
    name = fitted(f"picked for {who}", INSIDE, "bold", NAME_SIZE)
    canvas.text((EDGE, NAME_BASE), name, "bold", NAME_SIZE, VELVET)
    step = (BOTTOM - TOP) / FILMS
    for place, item in enumerate(films[:FILMS]):
        _film(canvas, TOP + (place + 0.75) * step, place + 1, item)
    if not films:
        canvas.text((EDGE, TOP + 60), NOTHING, "body", NAME_SIZE, MUTED)
    return canvas.png()


def _film(canvas: Canvas, base: float, number: int, item: Recommendation) -> None:
    left, right = EDGE + NUMBER, WIDTH - EDGE
    stars = f"{item.predicted_rating:.1f}"
    title = fitted(item.film.title, (right - left - STARS) * MOST_OF_TITLE, "display", FILM_SIZE)
    canvas.text((EDGE, base), str(number), "display", FILM_SIZE, VELVET)
    end = canvas.text((left, base), title, "display", FILM_SIZE) + 18
    credit = fitted(_credit(item), right - STARS - end, "body", CREDIT_SIZE)
    canvas.text((end, base), credit, "body", CREDIT_SIZE, MUTED)
    canvas.text((right - width(stars, "bold", NAME_SIZE), base), stars, "bold", NAME_SIZE)


def _credit(item: Recommendation) -> str:
    year = str(item.film.release_year) if item.film.release_year else ""
    return "  ".join(part for part in (year, ", ".join(item.film.directors[:2])) if part)
