"""The real server of the tests of the log."""

from tests.app.observability.conftest import start

__all__ = ["start"]
