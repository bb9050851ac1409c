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


@given(st.lists(st.text(max_size=8), min_size=1), st.data())
def test_rows_are_taken_in_the_order_that_is_asked_for(
    texts: list[str], data: st.DataObject
) -> None:
    rows = data.draw(st.lists(st.integers(0, len(texts) - 1)))
    taken = Texts.of(texts).taken(np.array(rows, np.intp))
    assert list(taken) == [texts[row] for row in rows]
