"""`make bench-growth`: how the cost grows with films, ratings and members; draws docs/growth.svg.

Films and ratings are invented, as in `make bench`. A few minutes, and 1.3 GB of memory.
"""

from pathlib import Path

from tests.benchmarks.growth.curves import Curve, by_films, by_members, by_ratings, small
from tests.benchmarks.growth.plot import draw

PICTURE = Path("docs/growth.svg")
RATED, FILMS = 1_000, 100_000
SIZES_OF_CATALOGUES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
LENGTHS = (100, 300, 1_000, 3_000, 10_000)
NUMBERS_OF_MEMBERS = (1_000, 3_000, 10_000, 50_000)


def main() -> None:
    learned = small()
    panels = {
        f"An answer, by films ({RATED:,} ratings)": by_films(learned, SIZES_OF_CATALOGUES, RATED),
        f"An answer, by ratings ({FILMS:,} films)": by_ratings(learned, LENGTHS, FILMS),
        "Training collaborative, by members": by_members(NUMBERS_OF_MEMBERS),
    }
    for title, curves in panels.items():
        for curve in curves:
            _tell(title, curve)
    draw(panels, PICTURE)


def _tell(title: str, curve: Curve) -> None:
    print(f"{title}: {curve.name}")
    for size, seconds in zip(curve.sizes, curve.seconds, strict=True):
        print(f"{size:12,} {seconds:8.3f} s")


if __name__ == "__main__":
    main()
