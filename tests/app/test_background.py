import json
from concurrent.futures import Future
from threading import Event as Flag

import pytest

from app.web.background import HEARTBEAT, Background, Event, Send, VisitorLeftError


def test_events_arrive_in_order_and_then_the_outcome_is_known() -> None:
    def work(send: Send) -> str:
        send(Event("step", {"done": 1}))
        send(Event("step", {"done": 2}))
        return "done"

    with Background(work) as background:
        assert list(background) == [
            'event: step\ndata: {"done": 1}\n\n',
            'event: step\ndata: {"done": 2}\n\n',
        ]
        assert background.outcome.result() == "done"


def test_data_with_line_breaks_stays_one_event() -> None:
    message = Event("result", {"html": "<p>\n\n</p>"}).encode()
    name, data, *rest = message.split("\n")
    assert (name, rest) == ("event: result", ["", ""])
    assert json.loads(data.removeprefix("data: ")) == {"html": "<p>\n\n</p>"}


def test_silence_is_filled_with_heartbeats() -> None:
    go_on = Flag()

    def work(send: Send) -> None:
        assert go_on.wait(10)

    with Background(work, heartbeat=0.01) as background:
        messages = iter(background)
        assert next(messages) == HEARTBEAT
        go_on.set()
        assert set(messages) <= {HEARTBEAT}


def test_an_error_ends_the_events_and_is_the_outcome() -> None:
    def work(send: Send) -> None:
        raise ZeroDivisionError

    with Background(work) as background:
        assert list(background) == []
        assert isinstance(background.outcome.exception(), ZeroDivisionError)


def test_work_stops_at_its_next_event_once_the_visitor_has_left() -> None:
    left = Flag()

    def work(send: Send) -> None:
        assert left.wait(10)
        send(Event("step", {}))

    with Background(work) as background:
        outcome: Future[None] = background.outcome
    left.set()
    with pytest.raises(VisitorLeftError):
        outcome.result(10)
