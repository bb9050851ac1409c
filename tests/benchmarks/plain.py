"""The plain way to do it, as a yardstick: rebuild the frame, predict everything, merge, sort."""

import pandas as pd
from sklearn.ensemble import RandomForestRegressor

from models.features import COUNTRIES, GENRES, NUMBERS

FACTS = [*NUMBERS, "genres", "country_of_origin", "content_type"]


def plain_recommendations(
    records: list[dict[str, object]], ratings: pd.DataFrame, limit: int
) -> pd.DataFrame:
    """`limit` films from `records` for `ratings` (movie_id, stars)."""
    films = pd.DataFrame(records)
    features = films[["movie_id", *NUMBERS]].copy()
    for genre in GENRES:
        features[genre] = films["genres"].apply(lambda names, genre=genre: int(genre in names))
    features["is_movie"] = (films["content_type"] == "movie").astype(int)
    country = films["country_of_origin"]
    features["country"] = pd.Categorical(country.where(country.isin(COUNTRIES)), COUNTRIES).codes
    rated = features.merge(ratings, on="movie_id")
    forest = RandomForestRegressor(n_estimators=100, random_state=0)
    forest.fit(rated.drop(columns=["movie_id", "stars"]), rated["stars"])
    unseen = features[~features["movie_id"].isin(ratings["movie_id"])].copy()
    unseen["predicted"] = forest.predict(unseen.drop(columns="movie_id")).clip(0.5, 5)
    merged = unseen[["movie_id", "predicted"]].merge(films, on="movie_id")
    return merged.sort_values("predicted", ascending=False).head(limit)
