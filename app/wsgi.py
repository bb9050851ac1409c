"""What gunicorn serves: the application, loaded once before the workers are forked."""

import sys

from app import create_app
from app.doctor.connecting import told
from app.memory import settle, spare
from app.store.failures import DATABASE_ERRORS
from app.store.migration import NewerSchemaError

spare()
app = create_app()
try:
    app.extensions["projectionist"].warm_up()
except NewerSchemaError as newer:
    sys.exit(f"projectionist: {newer}")
except DATABASE_ERRORS as error:
    sys.exit(f"projectionist: {told(error)}")
settle()
