# The web app and its commands, without compilers, for a user without rights.
FROM python:3.13-slim AS wheels
COPY requirements.txt .
RUN pip wheel --no-cache-dir --wheel-dir /wheels -r requirements.txt

FROM python:3.13-slim
# LightGBM computes with OpenMP.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/*
RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --no-compile /wheels/*.whl
RUN useradd --uid 10001 --create-home projectionist \
    && install --directory --owner=projectionist /data
WORKDIR /projectionist
COPY CHANGELOG.md .
COPY docs docs
COPY models models
COPY scrapers scrapers
COPY app app
USER projectionist
ENV HOST=0.0.0.0 PORT=8000 DATA_DIR=/data LOG_FORMAT=json PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz')"]
CMD ["gunicorn", "--config", "python:app.gunicorn", "app.wsgi:app"]
