import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from app.artifacts import Artifacts, Trained
from app.bucket import following
from app.bucket.artifacts import SharedArtifacts
from app.bucket.bucket import Bucket
from app.bucket.shared import Shared
from app.catalogue.ids import FilmIds
from app.config import Settings
from app.store.engine import connect
from models.artifacts import Manifest
from models.general import GeneralModel, Report
from tests.app.bucket.storage_site import KEY, StorageSite

Open = Callable[[str], SharedArtifacts[GeneralModel]]


@pytest.fixture
def storage() -> Iterator[StorageSite]:
    site = StorageSite()
    site.start()
    yield site
    site.stop()


@pytest.fixture
def bucket(storage: StorageSite) -> Bucket:
    return Bucket(storage.url, SecretStr(KEY), "models")


@pytest.fixture
def engine(create_database: Callable[[str], str], empty_database: str) -> Iterator[Engine]:
    engine = connect(Settings(database_url=SecretStr(create_database(empty_database))))
    yield engine
    let_followers_end()
    engine.dispose()


def let_followers_end() -> None:
    """They look beside the requests, and must not lose their database meanwhile."""
    for thread in threading.enumerate():
        if thread.name.startswith(following.NAME):
            thread.join()


@pytest.fixture
def machine(tmp_path: Path, engine: Engine, bucket: Bucket) -> Open:
    """The general model on the machine of this name, which has a disk of its own."""
    shared = Shared(lambda: engine, bucket, "general")
    return lambda name: SharedArtifacts(
        tmp_path / name, "general", GeneralModel.from_arrays, shared
    )


def publish(artifacts: Artifacts[GeneralModel], *stars: float) -> None:
    """A version for each of `stars`, which it predicts for every film."""
    for each in stars:
        model = GeneralModel(np.full(300, each), np.random.default_rng(0).random(300), Report())
        manifest = Manifest("general", "2026-01-01", 20, 300, 60)
        artifacts.publish(Trained(manifest, model, FilmIds(range(300))))


def serves(artifacts: Artifacts[GeneralModel]) -> float | None:
    """What the model predicts that serves now; None without any."""
    trained = artifacts.current()
    return None if trained is None else float(trained.model.stars[0])
