import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.ranking import best, unseen

entries = st.integers(1, 40).flatmap(
    lambda n: st.tuples(
        arrays(np.int64, n, elements=st.integers(0, 15)),
        arrays(np.intp, st.integers(0, 10), elements=st.integers(-1, n - 1)),
        arrays(np.float64, n, elements=st.floats(0.5, 5)),
    )
)


@given(entries, st.integers(0, 50))
def test_no_seen_film_and_no_film_twice_is_ever_returned(
    films: tuple[np.ndarray, np.ndarray, np.ndarray], limit: int
) -> None:
    identities, logged, stars = films
    candidates = unseen(identities, logged)
    chosen = candidates[best([stars[candidates]], identities[candidates], limit)]
    shown = identities[chosen].tolist()
    seen = set(identities[logged[logged >= 0]].tolist())
    assert not seen & set(shown)
    assert len(shown) == len(set(shown)) == min(limit, len(set(identities.tolist()) - seen))
    assert stars[chosen].tolist() == sorted(stars[chosen].tolist(), reverse=True)


def test_equal_stars_are_decided_by_the_next_key() -> None:
    stars = np.array([4.0, 4.0, 4.0])
    rating = np.array([3.1, np.nan, 3.9])
    assert best([stars, rating], np.arange(3), limit=3).tolist() == [2, 0, 1]


few = st.sampled_from([1.0, 2.0, np.nan])
tied = st.integers(1, 30).flatmap(
    lambda n: st.tuples(
        arrays(np.float64, n, elements=few),
        arrays(np.float64, n, elements=few),
        arrays(np.int64, n, elements=st.integers(0, 5)),
    )
)


@given(tied, st.integers(0, 8))
def test_a_page_is_the_beginning_of_all_films_sorted(
    films: tuple[np.ndarray, np.ndarray, np.ndarray], limit: int
) -> None:
    first, second, identities = films
    order = sorted(
        range(len(first)),
        key=lambda row: (*(-np.nan_to_num(key[row], nan=-1) for key in (first, second)), row),
    )
    entries_once = {int(identities[row]): row for row in reversed(order)}
    expected = sorted(entries_once.values(), key=order.index)[:limit]
    assert best([first, second], identities, limit).tolist() == expected
