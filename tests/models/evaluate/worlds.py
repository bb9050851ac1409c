"""Small invented data: two tastes, so that a ranking can be right or wrong."""

from pathlib import Path

import numpy as np
import pandas as pd

N_FILMS = 60


def some_films() -> pd.DataFrame:
    rows = np.arange(N_FILMS)
    known = rows % 3 == 0
    genres = [None if row == 7 else ["Drama" if row % 2 else "Comedy", "Crime"] for row in rows]
    return pd.DataFrame(
        {
            "film": rows.astype(np.int32),
            "slug": [f"film-{row}" for row in rows],
            "title": [f"Film {row}" for row in rows],
            "year": 1950 + rows,
            "content_type": "movie",
            "runtime": np.where(rows == 3, 0, 90),
            "genres": genres,
            "countries": np.where(rows % 4 == 0, "United Kingdom, France", None),
            "letterboxd_rating_2023": np.where(known, 3.5, np.nan),
            "letterboxd_rating_count_2023": np.where(known, 1000.0, np.nan),
        }
    )


def some_ratings(members: int = 40, each: int = 30, first: int = 0, seed: int = 3) -> pd.DataFrame:
    """Members with odd numbers like odd films; low rows are rated more often."""
    rng = np.random.default_rng(seed)
    weights = 1 / (5 + np.arange(N_FILMS))
    frames = []
    for user in range(first, first + members):
        films = rng.choice(N_FILMS, each, replace=False, p=weights / weights.sum())
        stars = np.where(films % 2 == user % 2, 9, 5) + rng.integers(-1, 2, each)
        frames.append(pd.DataFrame({"user": user, "film": films, "rating": stars}))
    table = pd.concat(frames, ignore_index=True)
    return table.astype({"user": np.int32, "film": np.int32, "rating": np.uint8})


def written(folder: Path, name: str, frame: pd.DataFrame) -> Path:
    path = folder / f"{name}.parquet"
    frame.to_parquet(path, index=False)
    return path
