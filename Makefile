# make demo | test | check | bench | docs | format
SHELL := /bin/bash
PY := .venv/bin/python
BIN := .venv/bin
DEMO_NODE ?= demo-node
DEMO_OUT ?= demo-out
WORKERS ?= 2

.PHONY: demo test check bench docs format wheel

demo:
	@scripts/setup runtime
	@$(BIN)/contrared demo --node $(DEMO_NODE) --out $(DEMO_OUT)

test:
	@scripts/setup dev
	@$(PY) -m pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder --max-worker-restart=0 --durations=25

check:
	@scripts/setup dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(PY) -m contrared.cli.reference docs/reference --check
	@$(PY) -m pytest tests/test_docs.py

bench:
	@scripts/setup bench
	@$(PY) bench/run.py

docs:
	@scripts/setup dev
	@$(PY) -m contrared.cli.reference docs/reference

format:
	@scripts/setup dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

wheel:
	@scripts/setup dev
	@$(PY) -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
