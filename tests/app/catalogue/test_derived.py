"""What is made from a catalogue is made once, and goes with it."""

import gc
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from weakref import ref

import pytest

from app.catalogue.catalogue import Catalogue
from app.catalogue.derived import Derived
from app.services import Services
from app.uploads import imported, listed

THREADS = 8


class Made:
    """Something that takes a while."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.films = len(catalogue.films)
        time.sleep(0.1)


@pytest.fixture
def catalogue(services: Services) -> Catalogue:
    return services.catalogue.current()


def test_threads_that_come_together_share_one(catalogue: Catalogue) -> None:
    calls: list[Catalogue] = []

    def make(of: Catalogue) -> Made:
        calls.append(of)
        return Made(of)

    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(Derived(make), [catalogue] * THREADS))
    assert calls == [catalogue]
    assert len({id(one) for one in found}) == 1


def test_another_catalogue_has_another_and_an_old_one_is_let_go(catalogue: Catalogue) -> None:
    derived = Derived(Made)
    old = replace(catalogue)
    made = ref(derived(old))
    assert derived(catalogue) is not made()
    assert made() is not None
    gone = ref(old)
    del old
    gc.collect()
    assert gone() is None
    assert made() is None


@pytest.mark.parametrize(
    "made", [listed._titles, imported._imported], ids=["titles", "imported titles"]
)
def test_titles_are_made_so(made: Callable[..., Any], catalogue: Catalogue) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(made, [replace(catalogue)] * THREADS))
    assert isinstance(made, Derived)
    assert len({id(one) for one in found}) == 1
