# Every chore of this project; `make help` lists them. All but `help` set up what they need.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PORT ?= 8000
DATA_DIR ?= .data
STANDIN_DATA ?=
SECONDS ?= 60
EXAMPLES ?= 200
# More than the two processors of a small machine: the tests often wait for other processes.
TESTERS ?= 4
# For a product of matrices: those of several testers would wait for each other.
ONE_THREAD = OMP_NUM_THREADS=1

export PORT DATA_DIR
.PHONY: help demo run test test-browser lint format bench fuzz bench-growth lock audit clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 15

demo: $(VENV)/runtime ## the whole product without internet, on http://127.0.0.1:$PORT
	@exec $(BIN)/python -m app.demo $(if $(STANDIN_DATA),--data $(STANDIN_DATA))

run: $(VENV)/runtime ## the web app alone, configured by the environment
	@exec $(BIN)/gunicorn --config python:app.gunicorn app.wsgi:app

test: $(VENV)/development ## the whole test suite, but for the browser
	$(ONE_THREAD) $(BIN)/pytest -n $(TESTERS) --dist worksteal

test-browser: $(VENV)/development ## the pages in a real Chromium (CHROMIUM says where it is)
	$(ONE_THREAD) $(BIN)/pytest -n $(TESTERS) --dist worksteal -m browser tests/browser

lint: $(VENV)/development ## style and types
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

format: $(VENV)/development ## put the code into the project's style
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: $(VENV)/development ## how fast it is: a table, and bench.json
	$(ONE_THREAD) $(BIN)/python -m tests.benchmarks

bench-growth: $(VENV)/development ## how its cost grows with films, ratings and members: docs/growth.svg
	$(ONE_THREAD) $(BIN)/python -m tests.benchmarks.growth

fuzz: $(VENV)/development ## every parser fed for SECONDS=60, every route asked EXAMPLES=200 times
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS)
	$(BIN)/pytest -n $(TESTERS) --timeout 3600 --api-examples $(EXAMPLES) tests/fuzz/test_routes.py tests/app/test_api_properties.py

lock: ## pin requirements*.in into requirements*.txt (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url requirements.in -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url requirements-dev.in -c requirements.txt -o requirements-dev.txt

audit: $(VENV)/development ## whether a pinned package has a known weakness (asks pypi.org)
	$(BIN)/pip-audit --strict --disable-pip --no-deps --requirement requirements-dev.txt --format json \
		| $(BIN)/python -m tests.audit_summary

clean: ## remove what the other commands made, except the data
	rm -rf $(VENV) bench.json .mypy_cache .ruff_cache .pytest_cache .hypothesis .fuzz

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/runtime: $(VENV)/bin/python requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/development: $(VENV)/runtime requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
