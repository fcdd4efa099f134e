# make run     set up the environment and open Dossier on its starter library
# make test    set up the environment and run the tests
# make check   format, lint, types, import contracts, tests, and the core's tests without Qt

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: run test check core screenshots bench clean

run: $(READY)
	@sh tests/setup/shared_libraries.sh $(BIN)/python window
	@sh tests/setup/run.sh $(BIN)/dossier

test: $(READY)
	@sh tests/setup/shared_libraries.sh $(BIN)/python widgets
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n auto

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test
	$(MAKE) core

# The core has to work where Qt is not installed at all.
core: $(READY)
	$(BIN)/python -m pytest -c tests/without_qt.ini --rootdir . -n auto -p no:pytest-qt -p tests.without_qt

# The README's pictures.
screenshots: $(READY)
	sh tests/setup/pictures.sh $(BIN)/dossier

bench: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks

$(READY): pyproject.toml
	@sh tests/setup/environment.sh "$(PYTHON)" "$(VENV)"
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
