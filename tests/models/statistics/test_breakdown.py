import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from models.categories import Categories
from models.statistics.breakdown import breakdown
from models.statistics.watched import Watched
from tests.models.statistics import invented

NAN = np.nan


@given(invented.with_genres)
def test_the_figures_agree_with_a_group_by(case: tuple[Watched, Categories]) -> None:
    watched, genres = case
    figures = breakdown(watched, genres)
    rows = pd.DataFrame(
        {
            "genre": genres.codes,
            "stars": watched.stars[genres.films],
            "differential": watched.differentials[genres.films],
        }
    )
    grouped = rows.groupby("genre").agg(
        films=("stars", "size"),
        rated=("stars", "count"),
        mean=("stars", "mean"),
        differential=("differential", "mean"),
    )
    assert figures.films.tolist() == grouped["films"].tolist()
    assert figures.rated.tolist() == grouped["rated"].tolist()
    assert figures.means == pytest.approx(grouped["mean"].to_numpy(), nan_ok=True)
    assert figures.differentials == pytest.approx(grouped["differential"].to_numpy(), nan_ok=True)
    assert figures.shares == pytest.approx(grouped["films"].to_numpy() / max(len(watched), 1))


@given(invented.with_genres)
def test_a_shrunken_mean_lies_between_that_of_the_category_and_that_of_the_member(
    case: tuple[Watched, Categories],
) -> None:
    watched, genres = case
    for category in breakdown(watched, genres).most_watched(9):
        if category.mean is not None:
            assert category.shrunken_mean is not None
            own = float(np.nanmean(watched.stars))
            low, high = sorted((category.mean, own))
            assert low - 1e-9 <= category.shrunken_mean <= high + 1e-9


def test_many_good_ratings_are_better_than_two_perfect_ones() -> None:
    listed = [["Kurosawa"]] * 12 + [["One Hit"]] * 2 + [["Other"]] * 6
    watched = invented.rated([4.5] * 12 + [5.0] * 2 + [1.0] * 6, [3.5] * 20)
    best = breakdown(watched, Categories.of(listed)).best_rated(3)
    assert [category.name for category in best] == ["Kurosawa", "One Hit", "Other"]
    assert best[0].differential == pytest.approx(1.0)
    assert best[0].share == pytest.approx(0.6)


def test_a_single_film_is_never_among_the_best_rated() -> None:
    watched = invented.rated([5.0, 3.0, 3.0, NAN], [3.5] * 4)
    genres = Categories.of([["Drama"], ["Horror"], ["Horror"], ["Drama"]])
    assert [category.name for category in breakdown(watched, genres).best_rated(9)] == ["Horror"]


def test_the_most_watched_leave_out_what_was_not_watched() -> None:
    catalogue = Categories.of([["Drama"], ["Western"], ["Horror", "Drama"]])
    watched = invented.rated([NAN, NAN], [NAN, NAN])
    most = breakdown(watched, catalogue.take(np.array([0, 2]))).most_watched(9)
    assert [(category.name, category.films) for category in most] == [("Drama", 2), ("Horror", 1)]
    assert most[0].mean is most[0].shrunken_mean is most[0].differential is None


def test_categories_of_other_films_are_refused() -> None:
    with pytest.raises(ValueError, match="not those"):
        breakdown(invented.rated([3.0], [3.0]), Categories.of([["Drama"], ["Drama"]]))
