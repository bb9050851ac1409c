"""What gunicorn serves: the application, loaded once before the workers are forked."""

import sys

from app import create_app
from app.memory import settle, spare
from app.store.migration import NewerSchemaError

spare()
app = create_app()
try:
    app.extensions["projectionist"].warm_up()
except NewerSchemaError as newer:
    sys.exit(f"projectionist: {newer}")
settle()
