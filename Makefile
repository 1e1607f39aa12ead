# Needs Python 3.11 or newer with pip, and make. `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FOLDER ?= seeds
SHARED ?= ../shared
PIP_INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet
PIP_TOOLS := pip-tools==7.6.2
COMPILE := build/lock/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

.DEFAULT_GOAL := help
.PHONY: help setup setup-runtime run replay test browser soak check format docs picture bench eval lock clean

help:  ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

setup: $(VENV)/.dev  ## Make .venv with all that is needed to run, test and check; again only when the requirements change.

setup-runtime: $(VENV)/.runtime

run: $(VENV)/.runtime  ## Start the daemon: it watches seeds/ and the feeds of monitor.yaml.
	$(BIN)/monitor run

replay: $(VENV)/.runtime  ## Read a folder of documents as if they came in today: make replay FOLDER=seeds
	$(BIN)/monitor replay $(FOLDER)

test: $(VENV)/.dev  ## Run the tests on all cores; ARGS go to pytest: make test ARGS="-x tests/config"
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal $(ARGS)

browser: $(VENV)/.dev  ## Open every page of the board in Chromium, light, dark, narrow, by keyboard and without scripts; as root it installs Debian's Chromium.
	@command -v chromium >/dev/null || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || \
	  { apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium >/dev/null; }
	$(BIN)/python -m pytest -m "browser or not browser" tests/browser $(ARGS)

soak: $(VENV)/.dev  ## Poll every fault of the feed lab, send through every fault of a Slack, kill the desk everywhere, live through a day; takes many minutes.
	$(BIN)/python -m pytest -m soak $(ARGS)

check: $(VENV)/.dev  ## Check format, lint, complexity, types, floors, and the generated references.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@complex=$$($(BIN)/radon cc monitor --min D --show-complexity) && \
	  { test -z "$$complex" || { echo "$$complex"; echo "Split these by what they decide: no function is above grade C"; false; }; }
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m monitor.config.reference --check docs
	$(BIN)/python -m tools.commands_page --check

format: $(VENV)/.dev  ## Put the code, the generated references, docs/reading.md and docs/commands.md in order.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python -m monitor.config.reference docs
	$(BIN)/python -m tools.reading_page --write
	$(BIN)/python -m tools.commands_page --write

docs: $(VENV)/.docs  ## Build the documents as a site with a search into build/site; read build/site/index.html.
	$(BIN)/python -m sphinx -W --keep-going -q -c docs/site -d build/site-cache . build/site

picture: $(VENV)/.dev  ## Take the pictures in docs/ anew: the seeds as Slack shows an alert of them, and as the board tells them; needs Chromium.
	$(BIN)/python -m tools.slack_picture seeds build/picture --channel desk-disasters --first 2 --last 2 --zone Europe/Berlin --answers
	cp build/picture/desk-disasters.png docs/slack-alert.png
	$(BIN)/python -m tools.board_picture seeds docs --zone Europe/Berlin /=board-new:1000x960 \
	  /w/earthquake-toll=board-story:1000x900 /=board-phone:360x760:dark

bench: $(VENV)/.dev  ## Run the benchmarks, each against its rivals; one of them: make bench ARGS=polling
	$(BIN)/python -m benchmarks $(ARGS)

eval: $(VENV)/.runtime  ## Score reader, ledger and clusters on the labelled sets below SHARED, and print the table.
	$(BIN)/python -m benchmarks evaluate $(SHARED)

lock:  ## Compile requirements/*.txt from pyproject.toml anew.
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip --disable-pip-version-check install --quiet '$(PIP_TOOLS)'
	$(COMPILE) --upgrade --output-file requirements/runtime.txt pyproject.toml
	$(COMPILE) --upgrade --extra dev --constraint requirements/runtime.txt --output-file requirements/dev.txt pyproject.toml
	$(COMPILE) --upgrade --extra apprise --extra cluster --extra postgres --constraint requirements/dev.txt --output-file requirements/image.txt pyproject.toml
	$(COMPILE) --upgrade --extra docs --constraint requirements/dev.txt --output-file requirements/docs.txt pyproject.toml
	$(COMPILE) --upgrade --output-file requirements/build.txt requirements/build.in
	for name in runtime dev image docs build; do \
	  { echo "# Compiled by 'make lock'; do not edit."; cat requirements/$$name.txt; } > build/locked && mv build/locked requirements/$$name.txt; \
	done

clean:  ## Remove what the other targets make; state/ stays.
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; name one: make PYTHON=python3.12")'
	@echo "Making $(VENV)"
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { \
	  $(PYTHON) -m venv --clear --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }

$(VENV)/.runtime: pyproject.toml requirements/build.txt requirements/runtime.txt | $(BIN)/python
	@echo "Installing what the monitor needs (once)"
	@$(PIP_INSTALL) --require-hashes -r requirements/build.txt -r requirements/runtime.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.docs: $(VENV)/.runtime requirements/docs.txt
	@echo "Installing what the documents' site needs (once)"
	@$(PIP_INSTALL) --require-hashes -r requirements/docs.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements/dev.txt
	@echo "Installing what the tests and checks need (once)"
	@$(PIP_INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@
