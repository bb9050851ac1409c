from collections.abc import Callable
from pathlib import Path

import pytest

from app.doctor.finding import Finding
from app.doctor.service import examine
from app.services import Services

Find = Callable[[Services, str], Finding]


@pytest.fixture
def find() -> Find:
    """What the check of this name says of a server."""

    def find(services: Services, check: str) -> Finding:
        return next(it for it in examine(services) if it.check == check)

    return find


@pytest.fixture
def services(make_services: Callable[..., Services], tmp_path: Path) -> Services:
    return make_services(data_dir=tmp_path)
