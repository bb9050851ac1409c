"""Texts that share groups of three letters, so that a wrong letter spoils only a few of them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LETTERS = 3


class Grams:
    """For each group of letters the texts that have it: 13 MB for 100,000 titles."""

    def __init__(self, texts: Sequence[str]) -> None:
        """`texts` must not be empty."""
        from sklearn.feature_extraction.text import TfidfVectorizer  # 140 MB: only if searched

        self._vectorizer = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(LETTERS, LETTERS), lowercase=False, dtype=np.float32
        )
        self._postings = self._vectorizer.fit_transform(texts).T.tocsr()

    def sharing(self, text: str) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """The places of the texts that share some group with this one, and how much, 0..1."""
        shared = self._vectorizer.transform([text]) @ self._postings
        return shared.indices.astype(np.intp), shared.data
