import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event

import psutil
import pytest

from app.cold import ColdWork
from app.pressure import Pressure
from app.problems import Problem


def ignore(before: int) -> None:
    pass


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


class Hall:
    """Visitors who compute until they are told to leave."""

    def __init__(self, cold: ColdWork) -> None:
        self._cold, self._pool = cold, ThreadPoolExecutor(16)
        self.leave, self.began, self.told = Event(), list[str](), list[tuple[str, int]]()

    def enter(self, name: str) -> None:
        inside = len(self.began) + len({one for one, _ in self.told} - set(self.began))
        self._pool.submit(self._compute, name)
        wait_until(
            lambda: len(self.began) + len({one for one, _ in self.told} - set(self.began)) > inside
        )

    def _compute(self, name: str) -> None:
        with self._cold.turn(lambda before: self.told.append((name, before))):
            self.began.append(name)
            self.leave.wait(10)

    def close(self) -> None:
        self.leave.set()
        self._pool.shutdown()


@pytest.fixture
def hall() -> Iterator[Hall]:
    hall = Hall(ColdWork(at_once=1, waiting=10, seconds=10))
    yield hall
    hall.close()


def test_who_waits_hears_how_many_are_before_them_and_goes_in_turn(hall: Hall) -> None:
    for name in ("ada", "bob", "eve"):
        hall.enter(name)
    assert hall.began == ["ada"]
    assert set(hall.told) == {("bob", 1), ("eve", 2)}
    hall.close()
    assert hall.began == ["ada", "bob", "eve"]


def test_two_compute_at_once_where_that_is_allowed() -> None:
    hall = Hall(ColdWork(at_once=2, waiting=10, seconds=10))
    for name in ("ada", "bob", "eve"):
        hall.enter(name)
    assert hall.began == ["ada", "bob"]
    assert set(hall.told) == {("eve", 1)}
    hall.close()


def test_who_left_is_no_longer_in_line(hall: Hall) -> None:
    class LeftError(Exception):
        pass

    def leave(before: int) -> None:
        raise LeftError

    hall.enter("ada")
    with pytest.raises(LeftError), hall._cold.turn(leave):
        pass
    hall.enter("bob")
    assert hall.told[0] == ("bob", 1)


def test_a_full_room_refuses_the_next_and_says_when_to_come_again() -> None:
    cold = ColdWork(at_once=1, waiting=2, seconds=10)
    with ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(cold.admitted())
        with pytest.raises(Problem) as refused, cold.admitted():
            pass
    assert (refused.value.code, refused.value.status) == ("busy", 503)
    assert refused.value.retry_after == 6  # three of some two seconds
    with cold.admitted():
        pass


def test_the_time_to_come_again_is_learned_from_the_latest() -> None:
    cold = ColdWork(at_once=1, waiting=2, seconds=10)
    for _ in range(30):
        with cold.turn(ignore):
            pass
    with ExitStack() as stack, pytest.raises(Problem) as refused:
        for _ in range(4):
            stack.enter_context(cold.admitted())
    assert refused.value.retry_after == 1


def test_nobody_waits_longer_than_the_budget() -> None:
    cold, leave, inside = ColdWork(at_once=1, waiting=5, seconds=0.2), Event(), Event()

    def compute() -> None:
        with cold.turn(ignore):
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=compute)
    thread.start()
    inside.wait(10)
    began = time.monotonic()
    with pytest.raises(Problem) as refused, cold.turn(ignore):
        pass
    leave.set()
    thread.join()
    assert refused.value.code == "busy"
    assert refused.value.retry_after
    assert time.monotonic() - began < 5
    with cold.turn(ignore):
        pass


def test_without_memory_nobody_is_let_in() -> None:
    tight = ColdWork(1, 5, 10, Pressure(limit_mb=1))
    with pytest.raises(Problem) as refused, tight.admitted():
        pass
    assert refused.value.code == "busy"
    with ColdWork(1, 5, 10, Pressure(limit_mb=100_000)).admitted():
        pass


def test_who_came_in_while_there_was_memory_does_not_compute_without() -> None:
    with pytest.raises(Problem) as refused, ColdWork(1, 5, 10, Pressure(limit_mb=1)).turn(ignore):
        pytest.fail("computed")
    assert (refused.value.code, refused.value.status) == ("busy", 503)
    assert refused.value.retry_after


def test_who_is_in_line_counts_for_the_time_to_come_again(hall: Hall) -> None:
    for name in ("ada", "bob", "eve"):
        hall.enter(name)
    assert hall._cold._retry_after() == 6  # three of some two seconds


def test_memory_is_measured_of_this_process_and_those_forked_from_it() -> None:
    own = psutil.Process().memory_full_info().pss / 2**20
    assert not Pressure(limit_mb=round(own * 2)).high
    assert Pressure(limit_mb=round(own / 1.1)).high
    assert not Pressure(limit_mb=round(own * 1.1)).extreme
