# `make demo` and `make test` are the only two commands a newcomer needs; both set up what they use.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SETUP := $(VENV)/.ready

.PHONY: demo test lint screenshot eval soak clean
.DEFAULT_GOAL := help

.PHONY: help
help:  ## show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

$(SETUP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("auditor needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	$(BIN)/python -m compileall -q auditor  # a fifth of a second less a run where Python is told to keep no bytecode
	touch $(SETUP)

demo: $(SETUP)  ## audit a recorded article offline and open the report
	$(BIN)/python -m auditor demo -o demo-report.html --open

test: $(SETUP)  ## run every test
	$(BIN)/python -m pytest -m 'not soak'

lint: $(SETUP)  ## ruff and mypy strict
	$(BIN)/ruff check auditor tests
	$(BIN)/mypy

screenshot: $(SETUP)  ## take the README's picture of the report anew
	$(BIN)/python -m tests.report.screenshot

eval: $(SETUP)  ## run every benchmark there is data for and hold the floors
	$(BIN)/python -m tests.eval

soak: $(SETUP)  ## the long runs
	$(BIN)/python -m pytest -m soak --timeout 3600

clean:  ## remove what was built
	rm -rf $(VENV) build dist demo-report.html .pytest_cache .mypy_cache .ruff_cache .hypothesis
