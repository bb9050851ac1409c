from pathlib import Path

from tests.benchmarks.growth.curves import Curve, by_members
from tests.benchmarks.growth.plot import draw


def test_training_is_measured_for_each_number_of_members() -> None:
    (curve,) = by_members((5, 10))
    assert curve.sizes == (5, 10)
    assert all(seconds > 0 for seconds in curve.seconds)


def test_the_same_curves_make_the_same_picture(tmp_path: Path) -> None:
    panels = {
        "By films": [Curve("personal", (10, 100), (0.1, 1.0))],
        "By members": [Curve("60 ratings each", (1, 2), (3.0, 4.0))],
    }
    pictures = [tmp_path / "one.svg", tmp_path / "other.svg"]
    for picture in pictures:
        draw(panels, picture)
    one, other = (picture.read_text() for picture in pictures)
    assert one == other
    assert all(title in one for title in panels)
