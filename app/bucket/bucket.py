"""A bucket of Supabase Storage, reached through a program that ends when a file is moved."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_exponential

from app.config import Settings
from app.model_versions import NotWrittenError

TRANSFER = Path(__file__).with_name("transfer.py")
SECONDS, UPLOAD_SECONDS = 180, 900
TRIES = 3


class BucketError(Exception):
    """The bucket does not do what it is asked for; the message holds no secret."""


class AwayError(BucketError):
    """It may do so later."""


@dataclass(frozen=True)
class Bucket:
    """`url` is the project's address, `key` one of its secret keys."""

    url: str
    key: SecretStr
    name: str

    @retry(
        retry=retry_if_exception_type(AwayError),
        stop=stop_after_attempt(TRIES),
        wait=wait_exponential(),
        reraise=True,
    )
    def put(self, key: str, file: Path) -> None:
        """Upload a file, also in place of another. A training is not lost for one time-out."""
        self._transfer("put", key, str(file), seconds=UPLOAD_SECONDS)

    def get(self, key: str, file: Path) -> None:
        """Download to `file`, which is left unfinished by an error. Raises NotWrittenError too."""
        self._transfer("get", key, str(file))

    def remove(self, *keys: str) -> None:
        self._transfer("remove", *keys)

    def check(self) -> None:
        """Whether it is there and may be used."""
        self._transfer("check")

    def _transfer(self, *arguments: str, seconds: int = SECONDS) -> None:
        # -P, and the program's path: this package is not imported there, nor all that it needs
        command = [sys.executable, "-P", str(TRANSFER), *arguments]
        environment = {
            "SUPABASE_URL": self.url,
            "SUPABASE_KEY": self.key.get_secret_value(),
            "SUPABASE_BUCKET": self.name,
        }
        try:
            ended = subprocess.run(
                command,
                env=os.environ | environment,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise AwayError(f"the bucket {self.name} took longer than {seconds} s") from error
        if ended.returncode != 0:
            raise self._wrong(ended.stdout)

    def _wrong(self, output: bytes) -> Exception:
        try:
            kind, says = json.loads(output)
        except ValueError:
            return BucketError(f"the bucket {self.name} cannot be reached: the transfer broke off")
        if kind == "disk":
            return NotWrittenError(f"the model cannot be written: {says}")
        error = AwayError if kind == "away" else BucketError
        return error(f"the bucket {self.name} cannot be used: {says}")


def open_bucket(settings: Settings) -> Bucket | None:
    """The bucket that the settings name, if they name one."""
    if settings.supabase_url is None or settings.supabase_key is None:
        return None
    return Bucket(settings.supabase_url, settings.supabase_key, settings.supabase_bucket)
