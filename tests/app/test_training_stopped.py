"""What may end a training; the model that served serves on."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import create_engine, make_url

from app import create_app
from app.jobs.alone import Alone
from app.jobs.stored import TrainingError
from app.jobs.training import train_general
from app.services import Services
from models.artifacts import Manifest


@pytest.fixture
def services(make_services: Callable[..., Services], tmp_path: Path) -> Services:
    return make_services(members=True, data_dir=tmp_path)


@pytest.fixture
def first(services: Services) -> Manifest:
    return train_general(services).manifest


def test_two_trainings_at_once_are_one_too_many(services: Services, first: Manifest) -> None:
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    with Alone(services.engine, "train general"):
        second = app.test_cli_runner().invoke(args=["train", "general"])
    assert second.exit_code == 1
    assert "another process does this already" in second.output
    assert services.general.verify() == first


@contextmanager
def vanishing(services: Services) -> Iterator[None]:
    """The database lets nobody in once a training has begun."""
    assert services.settings.database_url is not None
    url = make_url(services.settings.database_url.get_secret_value())
    url = url.set(drivername="postgresql+psycopg")
    thread = Thread(target=_shut_when_begun, args=[url.render_as_string(hide_password=False)])
    thread.start()
    yield
    thread.join()


def _shut_when_begun(address: str) -> None:
    url = make_url(address)
    watching = create_engine(url)
    with watching.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        begun = "SELECT 1 FROM projectionist.job_leases"
        while not connection.exec_driver_sql(begun).first():
            time.sleep(0.01)
    watching.dispose()
    admin = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS false')
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{url.database}'"
        )
    admin.dispose()


def test_without_its_database_a_training_publishes_nothing(
    services: Services, first: Manifest
) -> None:
    with (
        vanishing(services),
        pytest.raises(TrainingError, match=r"the database failed: .*; nothing is published"),
    ):
        train_general(services)
    assert services.general.verify() == first
    assert services.general.versions.kept() == ["000001"]


def test_on_a_full_disk_a_training_says_so_and_leaves_nothing_behind(
    services: Services, first: Manifest
) -> None:
    settings = services.settings
    assert settings.database_url is not None
    services.engine.dispose()
    environment = os.environ | {
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "DATA_DIR": str(settings.data_dir),
    }
    command = f"ulimit -f 4 && exec {sys.executable} -m flask --app app train general"
    ended = subprocess.run(
        ["bash", "-c", command], env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1, ended.stderr
    assert "the model cannot be written: File too large" in ended.stderr
    assert "The old model goes on serving" in ended.stderr
    assert services.general.verify() == first
    assert sorted(path.name for path in services.general.versions.directory.iterdir()) == [
        "000001",
        "current",
    ]
