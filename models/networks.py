"""A few small neural networks and their mean: for smooth functions of a few dozen signals.

Fitted by scikit-learn and kept as arrays, so that they can be stored without code and asked
without scikit-learn's checks.
"""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from models.features import Matrix

if TYPE_CHECKING:
    from sklearn.neural_network import MLPRegressor

HIDDEN = (64, 32)
NETWORKS, EPOCHS = 4, 12  # more epochs make each network worse and their mean no better
SETTINGS = {"alpha": 1e-3, "batch_size": 1000, "learning_rate_init": 2e-3}
FARTHEST = 5.0  # standard deviations; what is farther out is drawn in
# Of a whole catalogue the hidden layers would take 200 MB, and twice the time: no cache holds them.
ROWS_AT_ONCE = 1000

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Networks:
    """`usual` (signals,) stands for unknown values; `center` and `scale` (signals,) standardise.

    `first` (signals, networks * 64), `second` (networks, 64, 32) and `last` (networks, 32, 1) are
    weights, the `..._bias` what is added to their products.
    """

    usual: Vector
    center: Vector
    scale: Vector
    first: Matrix
    first_bias: Vector
    second: Vector
    second_bias: Vector
    last: Vector
    last_bias: Vector

    @classmethod
    def fit(cls, rows: Matrix, target: NDArray[np.float64], *, seed: int = 0) -> Self:
        """Learn `target` (rows,) from `rows` (rows, signals), where NaN is unknown."""
        usual = _medians(rows)
        filled = np.where(np.isnan(rows), usual, rows)
        center, spread = filled.mean(axis=0), filled.std(axis=0)
        scale = np.where(spread > 0, spread, 1).astype(np.float32)
        inputs = ((filled - center) / scale).clip(-FARTHEST, FARTHEST)
        networks = [_fitted(inputs, target, seed + number) for number in range(NETWORKS)]
        return cls(usual, center, scale, *_layers(networks))

    def arrays(self) -> dict[str, Vector]:
        """All that makes the same networks again: Networks(**arrays)."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def predict(self, rows: Matrix) -> NDArray[np.float64]:
        """The mean of the networks' answers, shape (rows,)."""
        answers = np.empty(len(rows))
        for first in range(0, len(rows), ROWS_AT_ONCE):
            some = slice(first, first + ROWS_AT_ONCE)
            answers[some] = self._answers(rows[some])
        return answers

    def _answers(self, rows: Matrix) -> Vector:
        filled = np.where(np.isnan(rows), self.usual, rows)
        inputs = ((filled - self.center) / self.scale).clip(-FARTHEST, FARTHEST)
        hidden = np.maximum(inputs @ self.first + self.first_bias, 0)
        hidden = hidden.reshape(len(rows), len(self.second), -1).transpose(1, 0, 2)
        hidden = np.maximum(hidden @ self.second + self.second_bias, 0)
        answers = hidden @ self.last + self.last_bias
        mean: Vector = answers[..., 0].mean(axis=0)
        return mean


def _medians(rows: Matrix) -> Vector:
    """The median of each column's known values; 0 where none is known."""
    known = ~np.isnan(rows)
    columns = [column[here] for column, here in zip(rows.T, known.T, strict=True)]
    return np.array([np.median(column) if len(column) else 0 for column in columns], np.float32)


def _fitted(inputs: Matrix, target: NDArray[np.float64], seed: int) -> "MLPRegressor":
    from sklearn.neural_network import MLPRegressor  # 140 MB: for training alone

    network = MLPRegressor(hidden_layer_sizes=HIDDEN, random_state=seed, **SETTINGS)
    for _ in range(EPOCHS):
        network.partial_fit(inputs, target)
    return network


def _layers(networks: "list[MLPRegressor]") -> tuple[Vector, ...]:
    first, second, last = zip(*(network.coefs_ for network in networks), strict=True)
    biases = zip(*(network.intercepts_ for network in networks), strict=True)
    first_bias, second_bias, last_bias = biases
    layers = (
        *(np.hstack(first), np.hstack(first_bias)),
        *(np.stack(second), np.stack(second_bias)[:, None]),
        *(np.stack(last), np.stack(last_bias)[:, None]),
    )
    return tuple(layer.astype(np.float32) for layer in layers)
