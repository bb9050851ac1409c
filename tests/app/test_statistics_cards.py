"""Cards as images: what is drawn fits, whatever a member is like."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from app.statistics.cards.canvas import SIZE, fitted, width
from app.statistics.cards.cards import Card, Row
from app.statistics.cards.draw import draw

LAYOUTS = ("figures", "lying", "standing")
ROWS = [Row("David Cronenberg", "4.25 · 5 films", 0.85), Row("Krzysztof Kieślowski", "4.00", 0.8)]


def opened(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    assert image.format == "PNG"
    return image.convert("RGB")


def difference(one: bytes, other: bytes) -> tuple[int, int, int, int] | None:
    """The box in which two images differ by more than their palettes."""
    difference = ImageChops.difference(opened(one), opened(other)).convert("L")
    return difference.point(lambda light: 255 if light > 40 else 0).getbbox()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_card_is_a_png_as_large_as_previews_of_links_are(layout: str) -> None:
    image = draw(Card("Directors", layout, ROWS), "night_owl")
    assert opened(image).size == SIZE == (1200, 630)
    assert len(image) < 60_000


def test_a_longer_bar_is_drawn_longer_and_a_full_one_to_its_end() -> None:
    def card(length: float) -> bytes:
        return draw(Card("Genres", "lying", [Row("Drama", "9 films", length)]), "night_owl")

    half, full = difference(card(0), card(0.5)), difference(card(0), card(1))
    assert half and full
    assert half[0] == full[0]
    assert (half[2] - half[0]) * 2 == pytest.approx(full[2] - full[0], abs=2)


def test_who_it_is_of_stands_on_the_card() -> None:
    card = Card("Genres", "lying", ROWS)
    box = difference(draw(card, "night_owl"), draw(card, "daylight_robin"))
    assert box and box[3] < 200


def test_a_card_without_figures_says_so() -> None:
    empty, full = (draw(Card("Genres", "lying", rows), "night_owl") for rows in ([], ROWS))
    assert difference(empty, full)


@given(st.text(max_size=60), st.integers(40, 400))
def test_words_are_cut_to_the_space_they_have(words: str, most: int) -> None:
    assert width(fitted(words, most, "body", 28), "body", 28) <= most


@given(
    st.sampled_from(LAYOUTS),
    st.text(max_size=80),
    st.lists(
        st.builds(Row, st.text(max_size=80), st.text(max_size=20), st.floats(0, 1)), max_size=20
    ),
)
def test_any_names_can_be_drawn(layout: str, who: str, rows: list[Row]) -> None:
    assert opened(draw(Card(who, layout, rows), who)).size == SIZE
