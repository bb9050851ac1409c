"""Machines that share a model by a bucket and Postgres; each has a disk of its own."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, InternalError

from app.bucket import following
from app.bucket.bucket import Bucket, BucketError
from app.bucket.shared import Shared
from app.model_versions import KEPT_VERSIONS, NotWrittenError
from app.store import model_versions
from models.artifacts import ARRAYS, FORMAT, MANIFEST, ArtifactError
from tests.app.bucket.conftest import Open, publish, serves
from tests.app.bucket.storage_site import Fault, StorageSite

Change = Callable[[str], None]


@pytest.fixture
def change_manifest(engine: Engine) -> Change:
    """Changes the manifests in Postgres by an expression of SQL."""

    def change(expression: str) -> None:
        with engine.begin() as connection:
            connection.execute(
                text(f"UPDATE projectionist.model_versions SET manifest = {expression}")
            )

    return change


def test_what_one_machine_publishes_serves_on_the_others(machine: Open) -> None:
    runner, first, second = map(machine, ("runner", "first", "second"))
    publish(runner, 1)
    for server in (first, second):
        assert serves(server) is None or serves(server) == 1
        server.catch_up()
        assert serves(server) == 1
    publish(runner, 2)
    second.catch_up()
    assert (serves(first), serves(second)) == (1, 2)


def test_a_version_that_was_removed_meanwhile_does_not_take_the_place_of_the_one_that_serves(
    machine: Open, engine: Engine, bucket: Bucket
) -> None:
    publish(machine("runner"), 1)
    with pytest.raises(ArtifactError, match="version 000099 was removed"):
        Shared(lambda: engine, bucket, "general").serve("000099")
    assert [it.serves for it in machine("runner").kept()] == [True]


def test_versions_are_numbered_over_all_machines(machine: Open) -> None:
    publish(machine("one"), 1)
    publish(machine("other"), 2, 3)
    publish(machine("one"), 4)
    kept = machine("new").kept()
    assert [it.version for it in kept] == ["000002", "000003", "000004"]
    assert [it.serves for it in kept] == [False, False, True]


def test_old_versions_leave_the_bucket_but_not_the_one_that_serves(
    machine: Open, engine: Engine, storage: StorageSite
) -> None:
    runner = machine("runner")
    publish(runner, *range(KEPT_VERSIONS))
    runner.roll_back("000001")
    with engine.begin() as connection:
        for version in ("000004", "000005"):
            model_versions.add(connection, "general", version, {})
    runner.remove_old()
    assert [it.version for it in runner.kept()] == ["000001", "000003", "000004", "000005"]
    assert sorted(key[:14] for key in storage.objects) == ["general/000001", "general/000003"]


def test_a_rollback_from_any_machine_is_followed_without_a_second_download(
    machine: Open, storage: StorageSite
) -> None:
    runner, server = machine("runner"), machine("server")
    for stars in (1, 2):
        publish(runner, stars)
        server.catch_up()
    assert storage.downloads == 2
    assert machine("laptop").roll_back() == "000001"
    assert storage.downloads == 3
    server.catch_up()
    assert (serves(server), storage.downloads) == (1, 3)
    machine("laptop").roll_back("000002")
    server.catch_up()
    assert serves(server) == 2


def test_a_server_that_starts_anew_needs_no_bucket_for_what_it_has(
    machine: Open, storage: StorageSite, caplog: pytest.LogCaptureFixture
) -> None:
    publish(machine("runner"), 1)
    machine("server").prepare()
    storage.stop()
    server = machine("server")
    server.prepare()
    assert serves(server) == 1
    assert "not taken over" not in caplog.text


def test_with_the_bucket_down_a_start_takes_what_is_here_and_tells(
    machine: Open, storage: StorageSite, caplog: pytest.LogCaptureFixture
) -> None:
    publish(machine("runner"), 1)
    machine("server").prepare()
    publish(machine("runner"), 2)
    storage.stop()
    server, empty = machine("server"), machine("empty")
    server.prepare()
    empty.prepare()
    assert (serves(server), serves(empty)) == (1, None)
    assert caplog.text.count("general is not taken over: the bucket models cannot be used") == 2
    storage.start()
    for late in (server, empty):
        late.catch_up()
        assert serves(late) == 2


@pytest.mark.parametrize("fault", ["cut short", "status 503"])
def test_a_download_that_fails_leaves_nothing_and_is_tried_again(
    machine: Open, storage: StorageSite, fault: Fault
) -> None:
    server = machine("server")
    publish(machine("runner"), 1)
    server.catch_up()
    publish(machine("runner"), 2)
    storage.fault = fault
    with pytest.raises(BucketError):
        server.catch_up()
    assert server.versions.kept() == ["000001"]
    assert not list(server.versions.directory.glob("*.new"))
    storage.fault = None
    server.catch_up()
    assert serves(server) == 2


def test_damaged_bytes_are_refused_and_asked_for_once(machine: Open, storage: StorageSite) -> None:
    server = machine("server")
    publish(machine("runner"), 1)
    server.catch_up()
    publish(machine("runner"), 2)
    storage.fault = "damaged"
    with pytest.raises(ArtifactError, match="does not hold what its manifest promises"):
        server.catch_up()
    server.catch_up()
    assert (serves(server), storage.downloads) == (1, 2)
    assert server.versions.kept() == ["000001"]
    storage.fault = None
    publish(machine("runner"), 3)
    server.catch_up()
    assert serves(server) == 3


def test_a_wrong_checksum_in_postgres_is_refused(
    machine: Open, engine: Engine, change_manifest: Change
) -> None:
    publish(machine("runner"), 1)
    with engine.connect() as connection:
        [told] = model_versions.load(connection, "general")
    change_manifest(f"""manifest || '{{"sha256": "{told.sha256[:16] + 48 * "0"}"}}'""")
    with pytest.raises(ArtifactError, match="promises"):
        machine("server").catch_up()


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        (f"""manifest || '{{"format": {FORMAT + 1}, "new": 1}}'""", "made by a newer release"),
        ("'{}'", "no readable artifact"),
    ],
    ids=["newer", "nothing"],
)
def test_a_manifest_that_is_not_understood_is_refused_and_the_old_model_serves(
    machine: Open, storage: StorageSite, change_manifest: Change, expression: str, told: str
) -> None:
    server = machine("server")
    publish(machine("runner"), 1)
    server.catch_up()
    publish(machine("runner"), 2)
    change_manifest(f"CASE WHEN serves THEN {expression} ELSE manifest END")
    with pytest.raises(ArtifactError, match=told):
        server.catch_up()
    server.catch_up()
    assert serves(server) == 1


def test_a_local_copy_that_rotted_is_downloaded_again(machine: Open, storage: StorageSite) -> None:
    publish(machine("runner"), 1)
    machine("server").catch_up()
    server = machine("server")
    arrays = server.versions.path("000001") / ARRAYS
    arrays.write_bytes(arrays.read_bytes()[:100])
    server.prepare()
    assert (serves(server), storage.downloads) == (1, 2)


def test_a_folder_of_a_time_without_a_bucket_is_no_hindrance(machine: Open, tmp_path: Path) -> None:
    publish(machine("runner"), 1)
    server = machine("server")
    publish(machine("elsewhere"), 2)
    folder = server.versions.path("000001")
    folder.mkdir(parents=True)
    (folder / MANIFEST).write_text(json.dumps({"model": "general"}), encoding="utf-8")
    server.roll_back("000001")
    assert serves(server) == 1


def test_a_bucket_that_is_down_publishes_nothing(machine: Open, storage: StorageSite) -> None:
    runner = machine("runner")
    publish(runner, 1)
    storage.stop()
    with pytest.raises(BucketError, match="does not answer"):
        publish(runner, 2)
    assert [it.version for it in runner.kept()] == ["000001"]
    assert runner.versions.kept() == ["000001"]
    assert serves(runner) == 1


def test_what_postgres_does_not_take_leaves_the_bucket_again(
    machine: Open, engine: Engine, storage: StorageSite
) -> None:
    runner = machine("runner")
    publish(runner, 1)
    before = set(storage.objects)
    read_only = f'ALTER DATABASE "{engine.url.database}" SET default_transaction_read_only = on'
    with engine.begin() as connection:
        connection.execute(text(read_only))
    engine.dispose()
    with pytest.raises(InternalError):
        publish(runner, 2)
    assert set(storage.objects) == before
    assert runner.versions.kept() == ["000001"]
    assert [it.version for it in runner.kept()] == ["000001"]


def test_what_another_process_has_published_stays_in_the_bucket(
    machine: Open, engine: Engine, bucket: Bucket, storage: StorageSite
) -> None:
    runner = machine("runner")
    publish(runner, 1)
    manifest = runner.kept()[0].manifest
    assert manifest is not None
    arrays = runner.versions.path("000001") / ARRAYS
    with pytest.raises(IntegrityError):
        Shared(lambda: engine, bucket, "general").publish("000001", manifest, arrays)
    machine("server").catch_up()
    assert storage.downloads == 1


def test_a_rollback_to_what_cannot_be_had_changes_nothing(
    machine: Open, storage: StorageSite
) -> None:
    publish(machine("runner"), 1, 2)
    storage.fault = "damaged"
    with pytest.raises(ArtifactError):
        machine("laptop").roll_back()
    storage.stop()
    with pytest.raises(BucketError):
        machine("laptop").roll_back()
    assert [it.serves for it in machine("server").kept()] == [False, True]


def test_a_directory_that_cannot_be_written_is_told(machine: Open, tmp_path: Path) -> None:
    publish(machine("runner"), 1)
    server = machine("server")
    server.versions.directory.mkdir(parents=True)
    (server.versions.directory / "000001.new").write_text("no folder", encoding="utf-8")
    with pytest.raises(NotWrittenError, match="cannot be written"):
        server.catch_up()


def test_a_place_where_nothing_can_be_made_is_told(machine: Open, tmp_path: Path) -> None:
    publish(machine("runner"), 1)
    (tmp_path / "server").write_text("no folder", encoding="utf-8")
    with pytest.raises(NotWrittenError, match="cannot be written: Not a directory"):
        machine("server").catch_up()


def test_two_workers_of_a_server_download_once(machine: Open, storage: StorageSite) -> None:
    publish(machine("runner"), 1)
    storage.fault = "slow"
    workers = [machine("server"), machine("server")]
    threads = [Thread(target=worker.catch_up) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [serves(worker) for worker in workers] == [1, 1]
    assert storage.downloads == 1


def test_requests_never_wait_for_a_download(
    machine: Open, storage: StorageSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "EVERY_SECONDS", 0.0)
    server = machine("server")
    publish(machine("runner"), 1)
    server.prepare()
    publish(machine("runner"), 2)
    storage.fault = "slow"
    answers, deadline = 0, time.monotonic() + 60
    while serves(server) == 1 and time.monotonic() < deadline:
        answers += storage.downloads == 2
        time.sleep(0.01)
    assert (serves(server), storage.downloads) == (2, 2)
    assert answers > 10


def test_a_database_that_is_away_is_told_without_its_address(
    machine: Open, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    server = machine("server")
    publish(server, 1)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE projectionist.model_versions"))
    machine("server").prepare()
    assert serves(machine("server")) == 1
    assert "no news of the model general: the database failed (ProgrammingError)" in caplog.text
    assert "projectionist" not in caplog.text


def test_after_failures_the_bucket_is_asked_less_and_less_often(
    machine: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise BucketError("away")

    failing = following.Following(fail, "general")
    waits = []
    for _ in range(9):
        before = time.monotonic()
        failing.now()
        waits.append(round((failing._due - before) / 60))
    assert waits == [2, 4, 8, 16, 32, 64, 64, 64, 64]
