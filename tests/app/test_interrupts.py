"""A program that is asked to end does, whatever it is at; each case is a process of its own."""

import subprocess
import sys

import pytest

BEGIN = """
import os, signal, time, weakref
if {usual}: signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whatever who began the tests ignores
from app.interrupts import Interrupts
interrupts = Interrupts()
class Thing: pass
def ask(*_): os.kill(os.getpid(), signal.{name})
"""
LOST = """
thing = Thing()
reference = weakref.ref(thing, ask)
del thing  # Python ignores what its callback raises
try: time.sleep(60)
except KeyboardInterrupt: print("ended")
"""
LATER = """
try:
    with interrupts.later():
        ask()
        print("whole")
    print("on")
except KeyboardInterrupt: print("ended")
"""
HELD = """
interrupts.hold()
ask()
print("whole")
"""
ONCE = """
try: ask()
except KeyboardInterrupt: interrupts.hold()
assert signal.getitimer(signal.ITIMER_REAL)[0] == 0  # it would kill who has no handlers any more
print("whole")
"""


def told(program: str, name: str = "SIGINT", prefix: tuple[str, ...] = ()) -> str:
    ended = subprocess.run(
        [*prefix, sys.executable, "-c", BEGIN.format(name=name, usual=not prefix) + program],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    return ended.stdout


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_it_ends_though_the_interrupt_came_where_python_ignores_it(name: str) -> None:
    assert told(LOST, name) == "ended\n"


def test_what_is_begun_is_ended_first() -> None:
    assert told(LATER) == "whole\nended\n"


def test_who_ends_is_not_interrupted() -> None:
    assert told(HELD) == told(ONCE) == "whole\n"


@pytest.mark.parametrize(("name", "ending"), [("SIGHUP", "on\n"), ("SIGTERM", "ended\n")])
def test_under_nohup_a_closed_terminal_is_ignored(name: str, ending: str) -> None:
    assert told(LATER, name, ("nohup",)) == f"whole\n{ending}"
