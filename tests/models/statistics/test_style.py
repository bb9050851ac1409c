import pytest

from models.statistics.style import obscurity_style, rating_style


@pytest.mark.parametrize(
    ("differential", "style"),
    [
        (-4.5, "harsh critic"),
        (-0.5, "harsh critic"),
        (-0.49, "strict"),
        (-0.19, "in step with the crowd"),
        (0.2, "in step with the crowd"),
        (0.21, "generous"),
        (0.51, "easy to please"),
    ],
)
def test_a_rating_style_follows_the_differential(differential: float, style: str) -> None:
    assert rating_style(differential) == style


@pytest.mark.parametrize(
    ("count", "style"),
    [
        (0, "deep digger"),
        (60_001, "off the beaten track"),
        (160_000, "a bit of everything"),
        (400_000, "mainstream"),
        (400_001, "blockbusters first"),
    ],
)
def test_an_obscurity_style_follows_the_median_film(count: float, style: str) -> None:
    assert obscurity_style(count) == style
