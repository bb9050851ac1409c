"""That the targets of the fuzzer read what they should, and what it found stays mended."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, feed_target

OFTEN_REFUSED = {"error", "sheets", "imdb", "movielens-films", "movielens-ratings"}


@pytest.mark.parametrize("name", sorted(TARGETS.keys() - OFTEN_REFUSED))
def test_the_examples_that_a_fuzzer_begins_with_are_read(name: str) -> None:
    assert all(feed_target(name, seed) for seed in TARGETS[name].seeds)


@pytest.mark.parametrize("name", sorted(TARGETS))
@settings(max_examples=20)
@given(st.data())
def test_changed_examples_are_read_or_refused(name: str, data: st.DataObject) -> None:
    seed = data.draw(st.sampled_from(TARGETS[name].seeds))
    place = data.draw(st.integers(0, len(seed)))
    feed_target(name, seed[:place] + data.draw(st.binary(max_size=20)) + seed[place:])
    feed_target(name, seed[:place])
