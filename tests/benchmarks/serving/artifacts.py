"""Trained models of full size: what is learned of a few films, repeated for all of them."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from app.artifacts import Trained
from app.services import Services
from models.artifacts import Manifest
from models.collaborative import CollaborativeModel
from models.factors import FactorModel
from models.features import Matrix
from models.general import GeneralModel, Report
from models.interface import Stars
from models.item_item import KEPT_PER_FILM, LEVELS, ItemItemModel

SMALL, MEMBERS, RATED = 500, 3_000, 40  # films, members, ratings of each: enough for a blend
MOST_RATED = 10_000  # films that have item-item weights
OF_A_FILM = ("means", "loadings", "noise", "choices")


def publish(services: Services) -> None:
    """Let a collaborative and a general model of the whole catalogue serve."""
    catalogue = services.catalogue.current()
    rng = np.random.default_rng(0)
    told = {"trained_at": "2026-01-01T00:00:00+00:00", "members": MEMBERS, "ratings": 2_000_000}
    size = len(catalogue.features)
    collaborative = Manifest("collaborative", films=size, **told)
    services.collaborative.publish(
        Trained(collaborative, _collaborative(catalogue.features, rng), catalogue.films.ids)
    )
    stars, counts = rng.uniform(2, 4, size), rng.integers(0, 500, size).astype(np.float64)
    general = GeneralModel(stars, counts, Report())
    services.general.publish(
        Trained(Manifest("general", films=size, **told), general, catalogue.films.ids)
    )


def _collaborative(features: Matrix, rng: np.random.Generator) -> CollaborativeModel:
    return enlarged(small_model(features, rng), len(features), rng)


def small_model(features: Matrix, rng: np.random.Generator) -> CollaborativeModel:
    """Of the first SMALL films."""
    return CollaborativeModel.fit(*_ratings(rng), features[:SMALL])


def enlarged(small: CollaborativeModel, size: int, rng: np.random.Generator) -> CollaborativeModel:
    """The same for so many films, of which MOST_RATED have item-item weights."""
    return replace(small, factors=_repeated(small.factors, size), items=_items(size, rng))


def _ratings(
    rng: np.random.Generator,
) -> tuple[NDArray[np.int32], NDArray[np.int32], Stars]:
    chosen = [rng.choice(SMALL, RATED, replace=False) for _ in range(MEMBERS)]
    stars = rng.integers(1, 11, MEMBERS * RATED) / 2
    members = np.repeat(np.arange(MEMBERS, dtype=np.int32), RATED)
    return members, np.concatenate(chosen).astype(np.int32), stars


def _repeated(factors: FactorModel, size: int) -> FactorModel:
    rows = np.arange(size) % len(factors.means)
    return replace(factors, **{name: getattr(factors, name)[rows] for name in OF_A_FILM})


def _items(size: int, rng: np.random.Generator) -> ItemItemModel:
    rated = min(size, MOST_RATED)
    kept = min(rated, KEPT_PER_FILM)
    starts = np.minimum(np.arange(size + 1), rated).astype(np.int32) * np.int32(kept)
    columns = [np.sort(rng.choice(rated, kept, replace=False)) for _ in range(rated)]
    entries = rng.integers(-LEVELS, LEVELS, rated * kept, np.int8)
    weights = (entries, np.concatenate(columns).astype(np.int32), starts)
    return ItemItemModel(
        sparse.csr_array(weights, (size, size)),
        np.full(size, 0.01, np.float32),
        rng.integers(1, 500, size),
        np.ones(size, np.float32),
    )
