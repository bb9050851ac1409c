"""Texts in one buffer."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.texts import Texts

SOME = st.lists(st.text(max_size=8), max_size=12)


@given(SOME)
def test_texts_come_out_as_they_went_in(texts: list[str]) -> None:
    kept = Texts.of(texts)
    assert list(kept) == texts == [kept[row] for row in range(len(kept))]


@given(st.lists(SOME, min_size=1, max_size=4))
def test_joined_texts_are_those_of_all_parts(parts: list[list[str]]) -> None:
    joined = Texts.joined([Texts.of(part) for part in parts])
    assert list(joined) == [text for part in parts for text in part]


@given(st.lists(st.tuples(st.text(max_size=8), st.booleans())))
def test_only_the_rows_that_are_named_are_kept(rows: list[tuple[str, bool]]) -> None:
    named = np.array([name for _, name in rows], np.bool_)
    kept = Texts.of(text for text, _ in rows).kept(named)
    assert list(kept) == [text for text, name in rows if name]
