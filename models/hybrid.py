"""The default: everybody's ratings, how far to trust them, and a fresh forest for the member.

Stars: the factors' stars, plus what the blend says they miss, plus a share of a forest fitted in
the request on what is still missed of the member's own ratings. Ranking: the films that the
item-item weights put first, in the order of the blend. Films that nobody has rated yet get what
films with their features get.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from models.blend import Candidates, standardised
from models.collaborative import CollaborativeModel
from models.content import Content
from models.features import Matrix
from models.forest import ResidualForest
from models.interface import HIGHEST, LOWEST, History, Scores, Stars
from models.reasons import Because, strongest, traits
from models.signals import FilmFacts, Signals

# Of what the forest predicts; all of it would be worse than nothing. Less is missed by a blend.
SHARE_WITH_BLEND, SHARE_WITHOUT = 0.25, 0.5
FEWEST_RATED = 5  # for a forest
LEANING = 0.85  # how much of the order follows the popularity setting at -1 and 1
TINY = 1e-9


class HybridModel:
    """Knows the catalogue's films by their features, and most of them by everybody's ratings."""

    def __init__(
        self, collaborative: CollaborativeModel, features: Matrix, rows: NDArray[np.intp]
    ) -> None:
        """`features` (films, columns) of the catalogue; `rows` (films,) are the films' rows in
        the collaborative model, -1 where it does not know the film."""
        self.collaborative = collaborative
        self.features = features
        self.rows = rows
        counts, inside = collaborative.items.counts, rows >= 0
        seen = np.where(inside, counts[rows], 0.0)
        # Stars of well-known films are the surest; whom a film is for shows in rare ones as well.
        self.content_stars = Content(features, seen)
        self.content_scores = Content(features, np.sign(seen))
        own = np.full((len(counts), features.shape[1]), np.nan, np.float32)
        own[rows[inside]] = features[inside]
        self.facts = FilmFacts.of(collaborative.factors, collaborative.items, own)

    @property
    def forest_share(self) -> float:
        """How much of a forest's prediction counts."""
        return SHARE_WITH_BLEND if self.collaborative.blend else SHARE_WITHOUT

    @property
    def nbytes(self) -> int:
        """All that must be in memory to answer, the catalogue's features included."""
        own = (
            self.features.nbytes
            + self.rows.nbytes
            + self.content_stars.nbytes
            + self.content_scores.nbytes
            + self.facts.nbytes
        )
        return self.collaborative.nbytes + own

    def read(self, history: History) -> "Opinion":
        """What the model thinks of every film, given the member's history."""
        return Opinion(self, history)

    def predict(self, history: History) -> Stars:
        """Stars for every film, shape (films,), within 0.5..5."""
        return self.read(history).stars

    def score(self, history: History, popularity: float = 0.0) -> Scores:
        """How strongly to recommend every film, shape (films,)."""
        return self.read(history).scores(popularity)


class Opinion:
    """What the hybrid model thinks of every film of the catalogue, for one member."""

    def __init__(self, model: HybridModel, history: History) -> None:
        self._model = model
        rows = model.rows[history.films]
        inside = rows >= 0
        self._known = replace(history.take(inside), films=rows[inside])
        self._named = history.films[inside]  # the same films, as rows of the catalogue
        parts = model.collaborative
        self._signals, self._own = Signals.of(parts.factors, parts.items, model.facts, self._known)

    def learned(self) -> Self:
        """With the forest fitted, which otherwise is when stars are first asked for."""
        _ = self._forest
        return self

    def compact(self) -> None:
        """Forget what only a ranking and learning need, to be kept for the stars of more films."""
        self.learned()
        self._signals = self._own = self._signals.rounded(self._model.facts)

    @property
    def nbytes(self) -> int:
        """What it takes besides the model."""
        own = self._signals.films.keys() - self._model.facts.columns.keys()
        return sum(self._signals.films[name].nbytes for name in own) + len(self._model.rows) * 8

    @property
    def stars(self) -> Stars:
        """Stars for every film, shape (films,), within 0.5..5."""
        return self.stars_of(np.arange(len(self._model.rows)))

    def stars_of(self, films: NDArray[np.intp]) -> Stars:
        """Stars for these rows of the catalogue alone; a page of films costs little."""
        if not len(films):
            return np.empty(0)
        if self._model.content_stars.known[films].all():
            stars = self._blended(self._signals, self._model.rows[films])
        else:
            stars = self._stars_with_content[films]
        if self._forest:
            features = self._model.features[films]
            stars = stars + self._model.forest_share * self._forest.predict(features)
        return stars.clip(LOWEST, HIGHEST)

    @cached_property
    def _stars_with_content(self) -> Stars:
        """What the blend says of every film; what it does not know, it learns from the others."""
        every_film = np.arange(len(self._model.collaborative.items.counts))
        blended = self._blended(self._signals, every_film)
        return self._model.content_stars.filled(blended[self._model.rows])

    def scores(self, popularity: float = 0.0) -> Scores:
        """How strongly to recommend every film, shape (films,), higher is better.

        The candidates of the blend are above 0, all other films at 0 or below.
        """
        tempered = self._model.collaborative.items.score(self._known, popularity)
        if not len(self._known.films):
            return self._in_catalogue(tempered)
        candidates = Candidates.of(tempered, self._known)
        leaning = LEANING * abs(popularity)
        order = (1 - leaning) * standardised(self._order(candidates))
        order += leaning * standardised(np.log(np.maximum(candidates.tempered, TINY)))
        scores: Scores = tempered - tempered.max(initial=0.0)
        scores[candidates.films] = 1 / (1 + np.exp(-order))
        return self._ranked_in_catalogue(tempered, scores)

    def _order(self, candidates: Candidates) -> Scores:
        """Without a blend, the predicted stars count as much as the item-item weights."""
        blend = self._model.collaborative.blend
        if blend:
            return blend.order(self._signals, candidates)
        stars = self._signals.films["stars"][candidates.films]
        return standardised(candidates.tempered) + standardised(stars)

    def because(self, films: Sequence[int]) -> list[Because]:
        """For each of these rows of the catalogue, what speaks for it."""
        wanted = np.array(films, np.intp)
        rows = self._model.rows[wanted]
        spoken = self._model.collaborative.items.contributions(self._known, rows)
        spoken[:, rows < 0] = 0
        moved = self._moved(self._model.features[wanted])
        return [
            Because(strongest(self._named, column), traits(moves, features))
            for column, moves, features in zip(
                spoken.T, moved, self._model.features[wanted], strict=True
            )
        ]

    @cached_property
    def _forest(self) -> ResidualForest | None:
        """Learned from what the blend would have missed of each rated film, had it been hidden."""
        rated = self._known.rated
        if rated.sum() < FEWEST_RATED:
            return None
        missed = self._known.stars[rated] - self._blended(self._own, self._known.films[rated])
        features = self._model.features[self._named[rated]]
        return ResidualForest.fit(features, missed, self._known.weights[rated])

    def _blended(self, signals: Signals, films: NDArray[np.intp]) -> Stars:
        blend = self._model.collaborative.blend
        return blend.predict(signals, films) if blend else signals.films["stars"][films]

    def _moved(self, features: Matrix) -> NDArray[np.float64]:
        """How many stars each feature adds to the prediction, shape (films, columns)."""
        if self._forest is None or not len(features):
            return np.zeros(features.shape)
        return self._model.forest_share * self._forest.contributions(features)

    def _in_catalogue(self, scores: Scores) -> Scores:
        """Scores of the collaborative model's films for the catalogue's."""
        return self._model.content_scores.filled(scores[self._model.rows])

    def _ranked_in_catalogue(self, tempered: Scores, scores: Scores) -> Scores:
        """`scores` for the catalogue's films; one that nobody rated gets that of the films of
        the `tempered` score that its content suggests."""
        expected, ranked = self._in_catalogue(tempered), scores[self._model.rows]
        known = self._model.content_scores.known
        if known.all():
            return ranked
        order = np.argsort(expected[known], kind="stable")
        placed = np.interp(expected[~known], expected[known][order], ranked[known][order])
        ranked[~known] = placed
        return ranked
