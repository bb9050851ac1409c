"""Files to and from a bucket, over HTTP."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.bucket import bucket as bucket_module
from app.bucket.bucket import TRIES, AwayError, Bucket, BucketError
from tests.app.bucket.storage_site import Fault, StorageSite

PARTS = "general/000001-00.npz"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "file"
    file.write_bytes(b"0123456789" * 20_000)
    return file


def test_a_file_comes_back_as_it_was_put(bucket: Bucket, file: Path, tmp_path: Path) -> None:
    bucket.check()
    bucket.put(PARTS, file)
    bucket.put(PARTS, file)  # after a training that was killed
    bucket.get(PARTS, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == file.read_bytes()
    bucket.remove(PARTS)
    with pytest.raises(BucketError, match="404 Object not found"):
        bucket.get(PARTS, tmp_path / "back")


def test_what_the_bucket_refuses_is_told(bucket: Bucket, storage: StorageSite, file: Path) -> None:
    storage.limit = 1000
    with pytest.raises(BucketError, match="413 The object exceeded the maximum allowed size"):
        bucket.put(PARTS, file)
    with pytest.raises(BucketError, match="posters cannot be used: it says 404 Bucket not found"):
        replace(bucket, name="posters").check()
    assert storage.objects == {}


def test_a_wrong_key_is_refused_and_never_shown(bucket: Bucket) -> None:
    with pytest.raises(BucketError, match="403 Invalid") as refused:
        replace(bucket, key=SecretStr("hunter2")).check()
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("status 503", "it says 503 Try again later"),
        ("no storage", "its answer is not that of Supabase Storage"),
        ("cut short", r"it does not answer \(RemoteProtocolError\)"),
    ],
)
def test_a_bucket_that_fails_is_told(
    bucket: Bucket, storage: StorageSite, file: Path, fault: Fault, told: str
) -> None:
    bucket.put(PARTS, file)
    storage.fault = fault
    with pytest.raises(BucketError, match=told):
        bucket.get(PARTS, file)


def test_an_upload_is_tried_again_while_the_bucket_is_away(
    bucket: Bucket, storage: StorageSite, file: Path
) -> None:
    storage.fault = "status 503"
    with pytest.raises(AwayError, match="503"):
        bucket.put(PARTS, file)
    assert len(storage.requests) == TRIES


def test_a_bucket_that_is_down_is_told(bucket: Bucket, storage: StorageSite) -> None:
    storage.stop()
    with pytest.raises(AwayError, match="does not answer"):
        bucket.check()


def test_a_download_without_end_is_given_up(
    bucket: Bucket, storage: StorageSite, file: Path
) -> None:
    bucket.put(PARTS, file)
    storage.fault = "slow"
    with pytest.raises(AwayError, match="took longer than 1 s"):
        bucket._transfer("get", PARTS, str(file), seconds=1)


def test_a_server_never_loads_the_client_of_the_bucket() -> None:
    program = "import app, sys; print('supabase' in sys.modules, 'httpx' in sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ended.stdout == "False False\n"


def test_the_program_that_moves_files_loads_nothing_of_the_app() -> None:
    program = f"import sys; sys.argv = []; exec(open({str(bucket_module.TRANSFER)!r}).read()"
    program += ", {'__name__': 'transfer'}); print('app' in sys.modules, 'flask' in sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-P", "-c", program], capture_output=True, text=True, check=True
    )
    assert ended.stdout == "False False\n"
