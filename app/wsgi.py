"""What gunicorn serves: the application, loaded once before the workers are forked."""

from app import create_app

app = create_app()
app.extensions["projectionist"].warm_up()
