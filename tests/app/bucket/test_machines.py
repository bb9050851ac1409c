"""Commands, a server and the doctor, each on a machine of its own, with one database."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from click.testing import Result
from pydantic import SecretStr

from app import create_app
from app.bucket import following
from app.doctor.finding import Finding
from app.doctor.service import examine
from app.services import Services
from scrapers.standin.builtin import BuiltinWorld
from tests.app.bucket.conftest import let_followers_end
from tests.app.bucket.storage_site import KEY, StorageSite
from tests.app.test_training_quality import add_members, turn_round_what_is_learned_from
from tests.conftest import running

Machine = Callable[[str], Services]


@pytest.fixture
def machine(
    make_services: Callable[..., Services],
    world: BuiltinWorld,
    storage: StorageSite,
    tmp_path: Path,
) -> Iterator[Machine]:
    """Makes services on the disk of this name; all share a database with members, and a bucket."""
    first = make_services(members=True, supabase_url=storage.url, supabase_key=SecretStr(KEY))
    made: list[Services] = []

    def make(name: str) -> Services:
        made.append(Services(first.settings.model_copy(update={"data_dir": tmp_path / name})))
        return made[-1]

    yield make
    let_followers_end()
    for services in made:
        services.engine.dispose()
        services.letterboxd.close()


def run(services: Services, *arguments: str) -> Result:
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    return app.test_cli_runner().invoke(args=arguments)


def test_a_training_on_a_fresh_runner_first_takes_what_serves(
    machine: Machine, storage: StorageSite
) -> None:
    assert run(machine("first runner"), "train", "general").exit_code == 0
    runner = machine("second runner")
    assert run(runner, "train", "general").exit_code == 0
    assert runner.general.versions.kept() == ["000001", "000002"]
    assert storage.downloads == 1
    listed = run(machine("laptop"), "models", "list").output.splitlines()
    assert listed[0] == "collaborative nothing is trained yet"
    assert [line.split(":")[0] for line in listed[1:]] == ["general 000001", "general 000002"]
    assert listed[2].endswith(", serves")
    back = run(machine("laptop"), "models", "rollback", "general")
    assert back.output == "general 000001 serves now\n"


def test_a_worse_model_from_a_fresh_runner_is_not_published(machine: Machine) -> None:
    with machine("laptop").engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE projectionist.members CASCADE")
    add_members(machine("laptop"))
    assert run(machine("first runner"), "train", "general").exit_code == 0
    turn_round_what_is_learned_from(machine("laptop"))
    refused = run(machine("second runner"), "train", "general")
    assert refused.exit_code == 1
    assert "the new model is worse than the one that serves" in refused.output
    assert [it.version for it in machine("laptop").general.kept()] == ["000001"]


def test_a_training_that_cannot_reach_the_bucket_ends_before_it_begins(
    machine: Machine, storage: StorageSite
) -> None:
    run(machine("runner"), "train", "general")
    storage.stop()
    refused = run(machine("fresh runner"), "train", "general")
    assert refused.exit_code == 1
    assert "the model that serves cannot be had" in refused.output
    assert "the bucket models cannot be used: it does not answer" in refused.output
    forced = run(machine("fresh runner"), "train", "general", "--force")
    assert forced.exit_code == 1
    assert "The old model goes on serving" in forced.output
    assert [it.version for it in machine("laptop").general.kept()] == ["000001"]


def test_a_full_disk_is_told_and_nothing_half_is_left(machine: Machine, tmp_path: Path) -> None:
    run(machine("runner"), "train", "general")
    settings = machine("server").settings
    assert settings.database_url is not None
    environment = os.environ | {
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "DATA_DIR": str(settings.data_dir),
        "SUPABASE_URL": str(settings.supabase_url),
        "SUPABASE_KEY": KEY,
    }
    flask = f"{sys.executable} -m flask --app app models rollback general 000001"
    ended = subprocess.run(
        ["bash", "-c", f"ulimit -f 1 && exec {flask}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1, ended.stderr
    assert ended.stderr.endswith("Error: the model cannot be written: File too large\n")
    assert machine("server").general.versions.kept() == []
    assert not list((settings.data_dir / "models" / "general").glob("*.new"))
    machine("server").general.catch_up()


def ask(url: str, member: str) -> int:
    address = f"{url}/api/v1/recommendations"
    return requests.get(
        address, params={"username": member, "model": "general", "limit": 1}, timeout=60
    ).status_code


def test_a_running_server_takes_over_what_is_published_without_a_restart(
    machine: Machine, world: BuiltinWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "EVERY_SECONDS", 0.0)
    member = world.suggestions()[0]
    with running(machine("server")) as server:
        assert ask(server.url, member) == 503
        run(machine("runner"), "train", "general")
        deadline = time.monotonic() + 30
        while ask(server.url, member) == 503 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert ask(server.url, member) == 200


def test_a_server_that_starts_has_the_model_before_the_first_request(machine: Machine) -> None:
    run(machine("runner"), "train", "general")
    server = machine("server")
    server.warm_up()
    assert server.general.versions.serving() == "000001"


@pytest.mark.parametrize(
    "arguments", [("list",), ("rollback", "general")], ids=["list", "rollback"]
)
def test_without_the_database_models_are_told_in_a_line_to_be_unknown(
    machine: Machine, arguments: tuple[str, ...]
) -> None:
    away = {"database_url": SecretStr("postgresql://nobody:hunter2@127.0.0.1:9/none")}
    ended = run(Services(machine("laptop").settings.model_copy(update=away)), "models", *arguments)
    assert ended.exit_code == 1
    assert ended.output.startswith("Error: the database failed: ")
    assert len(ended.output.splitlines()) == 1
    assert "hunter2" not in ended.output


def findings(services: Services) -> dict[str, Finding]:
    return {finding.check: finding for finding in examine(services)}


def test_the_doctor_examines_what_is_in_the_bucket(machine: Machine, storage: StorageSite) -> None:
    run(machine("runner"), "train", "general")
    laptop = machine("laptop")
    found = findings(laptop)
    assert (found["bucket"].level, found["model general"].level) == ("ok", "ok")
    assert "0 days old" in found["model general"].says
    assert laptop.general.versions.kept() == []  # it changes nothing
    storage.fault = "damaged"
    assert findings(laptop)["model general"].level == "fail"
    storage.stop()
    found = findings(laptop)
    assert (found["bucket"].level, found["model general"].level) == ("fail", "fail")
    assert "does not answer" in found["bucket"].says
    assert KEY not in str(found)


def test_the_doctor_asks_no_database_that_would_be_migrated(machine: Machine) -> None:
    laptop = machine("laptop")
    with laptop.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE projectionist.alembic_version SET version_num = '0006'")
    found = findings(laptop)
    assert found["schema"].level == "warn"
    assert "model general" not in found
    assert found["bucket"].level == "ok"
