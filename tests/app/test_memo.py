import gc
import weakref

import numpy as np
from numpy.typing import NDArray

from app.memo import Memo

Array = NDArray[np.float64]


def test_a_result_is_found_on_the_same_ground_alone() -> None:
    memo, ground, result = Memo[Array](1000), (np.zeros(3), None), np.ones(10)
    memo.keep(ground, "ada", result)
    assert memo.find(ground, "ada") is result
    assert memo.find(ground, "bob") is None
    assert memo.find((np.zeros(3), None), "ada") is None


def test_another_ground_forgets_all_so_that_the_old_one_can_go() -> None:
    class Catalogue:
        pass

    old, new, memo = Catalogue(), Catalogue(), Memo[Array](1000)
    memo.keep((old,), "ada", np.ones(10))
    memo.keep((new,), "bob", np.ones(10))
    gone = weakref.ref(old)
    del old
    gc.collect()
    assert gone() is None
    assert memo.find((new,), "bob") is not None


def test_the_least_recently_used_results_go_first_and_too_large_ones_never_come() -> None:
    memo, ground = Memo[Array](200), (object(),)
    for name in ("ada", "bob"):
        memo.keep(ground, name, np.ones(10))
    memo.find(ground, "ada")
    memo.keep(ground, "eve", np.ones(10))
    memo.keep(ground, "whale", np.ones(100))
    kept = [memo.find(ground, name) is not None for name in ("ada", "bob", "eve", "whale")]
    assert kept == [True, False, True, False]
