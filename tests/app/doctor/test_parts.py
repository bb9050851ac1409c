"""Cache, models, disk and settings, each broken in reality."""

import shutil
from pathlib import Path

import pytest
import redis
from pydantic import SecretStr

from app.config import Settings
from app.doctor.cache import cache
from app.doctor.disk import disk
from app.doctor.settings import configuration, letterboxd, memory_limit, workers
from app.services import Services
from models.artifacts import ARRAYS, MANIFEST
from tests.app.doctor.conftest import Find
from tests.redis_server import RedisServer

MODEL = "model general"


def test_a_redis_that_is_stopped_is_told_without_its_password(redis_server: RedisServer) -> None:
    url = redis_server.url.replace("//", "//:hunter2@")
    settings = Settings(redis_url=SecretStr(redis_server.url))
    assert cache(settings).level != "fail"  # on a busy machine it may answer late
    redis_server.stop()
    found = cache(settings.model_copy(update={"redis_url": SecretStr(url)}))
    assert (found.level, "REDIS_URL" in str(found.remedy)) == ("fail", True)
    assert "hunter2" not in str(found)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [("requirepass", "hunter2", "password"), ("maxmemory", "1", "takes no values")],
)
def test_a_redis_that_refuses_is_told(
    redis_server: RedisServer, name: str, value: str, told: str
) -> None:
    with redis.Redis.from_url(redis_server.url) as client:
        client.config_set(name, value)
    found = cache(Settings(redis_url=SecretStr(redis_server.url)))
    assert (found.level, told in found.says) == ("fail", True)


def test_no_redis_is_fine_for_one_process() -> None:
    assert cache(Settings()).level == "ok"


@pytest.fixture
def trained(services: Services, trained_models: Path) -> Path:
    """A server with a published general model; the folder of its version."""
    models = services.settings.data_dir / "models"
    shutil.copytree(trained_models / "general", models / "general")
    return next(models.glob(f"general/*/{ARRAYS}")).parent


@pytest.mark.usefixtures("trained")
def test_a_sound_model_is_told_with_what_it_learned_from(services: Services, find: Find) -> None:
    found = find(services, MODEL)
    assert (found.level, "0 days old" in found.says) == ("ok", True)


@pytest.mark.parametrize("file", [ARRAYS, MANIFEST])
def test_a_model_without_one_of_its_files_is_told(
    services: Services, trained: Path, find: Find, file: str
) -> None:
    (trained / file).unlink()
    found = find(services, MODEL)
    assert (found.level, "train general" in str(found.remedy)) == ("fail", True)


def test_a_damaged_model_is_told(services: Services, trained: Path, find: Find) -> None:
    arrays = trained / ARRAYS
    arrays.write_bytes(arrays.read_bytes()[:-1])
    assert find(services, MODEL).level == "fail"


def test_a_model_that_was_never_trained_is_told(services: Services, find: Find) -> None:
    found = find(services, MODEL)
    assert (found.level, found.says) == ("warn", "not trained")


def test_an_old_model_is_told(services: Services, trained: Path, find: Find) -> None:
    manifest = trained / MANIFEST
    year = '"trained_at": "2'
    manifest.write_text(manifest.read_text("utf-8").replace(year, '"trained_at": "1'), "utf-8")
    assert find(services, MODEL).level == "warn"


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = disk(Settings(data_dir=tmp_path / "file" / "data"))
    assert (found.level, "DATA_DIR" in str(found.remedy)) == ("fail", True)


def test_a_disk_without_room_is_told() -> None:
    assert disk(Settings(data_dir=Path("/proc/data"))).level == "fail"


def test_a_disk_with_room_is_fine(tmp_path: Path) -> None:
    assert disk(Settings(data_dir=tmp_path / "to" / "be" / "made")).level == "ok"


def test_workers_beyond_the_memory_are_told() -> None:
    found = workers(Settings(web_concurrency=1_000_000))
    assert (found.level, "WEB_CONCURRENCY" in str(found.remedy)) == ("warn", True)


def test_workers_without_a_shared_cache_are_told() -> None:
    assert "REDIS_URL" in str(workers(Settings(web_concurrency=2)).remedy)
    assert workers(Settings(web_concurrency=1)).level == "ok"
    assert memory_limit() > 0


def test_a_mistyped_setting_is_told() -> None:
    found = configuration(Settings(), {"LETTERBOXD_SCRAPPING": "permitted"})
    assert (found.level, "LETTERBOXD_SCRAPPING" in found.says) == ("warn", True)


def test_settings_are_named_without_their_values(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    settings = Settings(database_url=SecretStr("postgresql://films:hunter2@db.example/films"))
    assert configuration(settings, {}).says == "set: DATABASE_URL"


def test_reading_letterboxd_fast_is_told() -> None:
    assert letterboxd(Settings()).level == "ok"
    fast = Settings(
        letterboxd_scraping="permitted", letterboxd_contact="films@films.example", letterboxd_rate=5
    )
    assert (letterboxd(fast).level, "LETTERBOXD_RATE" in str(letterboxd(fast).remedy)) == (
        "warn",
        True,
    )
