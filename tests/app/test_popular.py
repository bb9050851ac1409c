import numpy as np
import pandas as pd
import pytest

from app.catalogue import Catalogue
from app.facets import Facets
from app.recommendations.popular import popular_model
from models.features import feature_matrix
from models.interface import History

NOBODY = History(np.empty(0, np.intp), np.empty(0), np.empty(0, np.bool_))

NO_FACETS = Facets(pd.DataFrame(), lambda column: {})


def catalogue(*films: tuple[float | None, int | None]) -> Catalogue:
    """Films with these average ratings and numbers of ratings."""
    frame = pd.DataFrame(films, columns=["letterboxd_rating", "letterboxd_rating_count"])
    frame = frame.astype({"letterboxd_rating": "float64", "letterboxd_rating_count": "Int32"})
    frame = frame.assign(
        release_year=2000, runtime=90, genres=[[]] * len(films), content_type="movie"
    ).assign(country_of_origin=None)
    identities = np.arange(len(films))
    return Catalogue(
        frame, feature_matrix(frame), identities, None, "https://letterboxd.com", NO_FACETS
    )


def test_a_film_that_is_loved_by_many_comes_before_one_that_many_have_only_seen() -> None:
    loved, seen, niche = popular_model(catalogue((4.3, 1000), (2.5, 3000), (4.6, 50))).score(NOBODY)
    assert loved > seen > niche


def test_few_ratings_leave_a_film_near_the_mean() -> None:
    stars = popular_model(catalogue((5.0, 1), (3.0, 100_000))).predict(NOBODY)
    assert stars == pytest.approx([4 + 1 / 11, 3.0], abs=1e-3)


@pytest.mark.parametrize("film", [(None, None), (None, 10), (4.0, None)])
def test_a_film_without_an_average_or_a_count_is_expected_to_be_average_and_comes_last(
    film: tuple[float | None, int | None],
) -> None:
    model = popular_model(catalogue(film, (3.0, 1000), (2.0, 1)))
    assert np.isfinite(model.predict(NOBODY)).all()
    assert np.argmin(model.score(NOBODY)) == 0


@pytest.mark.parametrize("films", [[], [(None, None)] * 3])
def test_a_catalogue_that_nobody_has_rated_is_no_trouble(films: list[tuple[None, None]]) -> None:
    model = popular_model(catalogue(*films))
    assert model.predict(NOBODY).tolist() == [3.25] * len(films)
    assert model.score(NOBODY).tolist() == [0.0] * len(films)
