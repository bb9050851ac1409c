from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from app.jobs.alone import Alone, BusyError
from app.services import Services


@pytest.fixture
def engine(make_services: Callable[..., Services]) -> Engine:
    return make_services(empty=True).engine


def expire(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE projectionist.job_leases SET until = now()")


def test_a_job_is_done_once_at_a_time_and_again_afterwards(engine: Engine) -> None:
    with Alone(engine, "train"), pytest.raises(BusyError, match="train"), Alone(engine, "train"):
        pass
    with Alone(engine, "train") as alone:
        alone.confirm()


def test_different_jobs_do_not_wait_for_each_other(engine: Engine) -> None:
    with Alone(engine, "train"), Alone(engine, "another"):
        pass


def test_what_a_killed_process_held_ends_and_it_may_not_go_on(engine: Engine) -> None:
    with Alone(engine, "train") as killed:
        expire(engine)
        with Alone(engine, "train") as successor:
            with pytest.raises(BusyError, match="took over"):
                killed.confirm()
            successor.confirm()


def test_a_job_that_took_long_goes_on_if_nobody_else_began(engine: Engine) -> None:
    with Alone(engine, "train") as alone:
        expire(engine)
        alone.confirm()
