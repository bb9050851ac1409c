"""A fresh forest for one member: what the collaborative prediction misses, by film features."""

from typing import TYPE_CHECKING, Self
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.features import Matrix
from models.interface import Stars

if TYPE_CHECKING:
    from sklearn.ensemble import RandomForestRegressor
    from sklearn.tree._tree import Tree

TREES, SMALLEST_LEAF = 16, 10


class ResidualForest:
    """Learns residuals in stars from the features of the rated films."""

    def __init__(self, forest: "RandomForestRegressor") -> None:
        self._forest = forest

    @classmethod
    def fit(
        cls, features: Matrix, residuals: Stars, weights: NDArray[np.float64] | None = None
    ) -> Self:
        """`features` (rated films, columns), NaN where unknown; at least one film. `weights`
        (rated films,) say how much each counts.

        Seeded by the residuals, so that the same history gives the same forest.
        """
        from sklearn.ensemble import RandomForestRegressor  # 140 MB: not before it is needed

        forest = RandomForestRegressor(
            n_estimators=TREES,
            min_samples_leaf=SMALLEST_LEAF,
            max_features=1 / 3,  # Breiman's default for regression forests (2001)
            random_state=crc32(residuals.tobytes()),
        )
        return cls(forest.fit(features, residuals, sample_weight(weights)))

    def predict(self, features: Matrix) -> Stars:
        """The residual expected of each film, shape (films,)."""
        predicted: Stars = self._forest.predict(features)
        return predicted

    def contributions(self, features: Matrix) -> NDArray[np.float64]:
        """What each feature adds to predict(), shape (films, columns).

        Every split on a film's way moves its prediction from the mean of one node to that of the
        next; the move belongs to the feature of the split (Saabas, "Interpreting random forests",
        2014). With what the roots predict, the contributions sum up to the prediction.
        """
        total = np.zeros(features.shape)
        for tree in self._forest.estimators_:
            path = sparse.csr_array(tree.decision_path(features))
            total += (path @ _moves(tree.tree_, features.shape[1])).toarray()
        return total / len(self._forest.estimators_)

    @property
    def root(self) -> float:
        """What the forest predicts before it looks at any feature."""
        return float(np.mean([tree.tree_.value[0, 0, 0] for tree in self._forest.estimators_]))


def sample_weight(weights: NDArray[np.float64] | None) -> NDArray[np.float64] | None:
    """The weights for scikit-learn, None if all are 1: a forest draws its films by weight, and
    given equal ones it would draw others."""
    return None if weights is None or (weights == 1).all() else weights


def _moves(tree: "Tree", columns: int) -> sparse.csr_array:
    """How each node's mean differs from its parent's, at the parent's feature, (nodes, columns)."""
    left, right, values = tree.children_left, tree.children_right, tree.value[:, 0, 0]
    parents = np.flatnonzero(left >= 0)
    children = np.concatenate([left[parents], right[parents]])
    parents = np.tile(parents, 2)
    moves = values[children] - values[parents]
    return sparse.csr_array(
        (moves, (children, tree.feature[parents])), shape=(len(values), columns)
    )
