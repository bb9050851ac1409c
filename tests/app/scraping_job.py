"""A job that reads the site, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from app.services import Services


def start(services: Services, things: str, output: Path, **settings: str) -> subprocess.Popen[str]:
    """`flask --app app scrape THINGS`; what it tells goes to `output`."""
    own = services.settings
    assert own.database_url is not None
    told = {
        "DATABASE_URL": own.database_url.get_secret_value(),
        "LETTERBOXD_URL": own.letterboxd_url,
        "LETTERBOXD_SCRAPING": "permitted",
        "LETTERBOXD_RATE": "0",
    }
    with output.open("w", encoding="utf-8") as file:
        return subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "app", "scrape", things],
            env=os.environ | told | settings,
            stdout=file,
            text=True,
        )
