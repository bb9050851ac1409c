"""What the log looks like."""

import logging


def configure_logging(level: str) -> None:
    """Log to standard error, a line for each message."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it greets at every start
