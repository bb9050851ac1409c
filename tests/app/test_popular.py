import numpy as np
import pytest

from app.catalogue.catalogue import Catalogue
from app.catalogue.facets import Facets
from app.catalogue.table import FilmTable
from app.recommendations.popular import popular_model
from models.features import feature_matrix
from models.interface import History
from tests.app.film_columns import films_of

NOBODY = History(np.empty(0, np.intp), np.empty(0), np.empty(0, np.bool_))


def catalogue(*films: tuple[float | None, int | None]) -> Catalogue:
    """Films with these average ratings and numbers of ratings."""
    columns = films_of(
        {"letterboxd_rating": average, "letterboxd_rating_count": count} for average, count in films
    )
    table = FilmTable.of(columns)
    return Catalogue(
        table,
        feature_matrix(columns),
        np.arange(len(films)),
        None,
        "https://letterboxd.com",
        Facets(table, lambda column: []),
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
