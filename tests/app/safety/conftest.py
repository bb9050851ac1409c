from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.services import Services

MakeClient = Callable[..., FlaskClient]


@pytest.fixture
def make_client(services: Services) -> Iterator[MakeClient]:
    """Clients of an app with other settings, upon the same database."""
    made: list[Services] = []

    def make(**changes: Any) -> FlaskClient:
        app = create_app(services.settings.model_copy(update=changes))
        made.append(app.extensions["projectionist"])
        return app.test_client()

    yield make
    for each in made:
        each.letterboxd.close()
        each.engine.dispose()


@pytest.fixture
def client(make_client: MakeClient) -> FlaskClient:
    return make_client()
