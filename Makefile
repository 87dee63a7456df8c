# make demo: see the difference.  make test: everything that needs no environment of old Keras.
# make live: with real Keras in environments built from pinned versions.  make conformance: Jupyter's own suites.
PYTHON ?= python3
BIN := .venv/bin
DEMO := .venv-demo/bin
SOURCES := pyproject.toml README.md LICENSE $(shell find provisioner kernelspec -type f -not -path '*/__pycache__/*')

.PHONY: demo test live conformance browser pictures clean

demo: .venv-demo/installed
	$(DEMO)/python examples/demo.py

.venv-demo/installed: $(SOURCES)
	test -x $(DEMO)/python || $(PYTHON) -m venv .venv-demo
	$(DEMO)/python -m pip install --quiet --upgrade pip
	$(DEMO)/python -m pip install --quiet ".[tensorflow]" --group demo
	$(DEMO)/python -m pip install --quiet --force-reinstall --no-deps .
	touch $@

# Not editable: the tests run what pip builds and installs.
.venv/installed: $(SOURCES)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --group dev .
	$(BIN)/python -m pip install --quiet --force-reinstall --no-deps .
	touch $@

test: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -m "not live"

live: .venv/installed
	$(BIN)/python tests/live/environments.py $(or $(ENVIRONMENTS),--all)
	$(BIN)/python -m pytest -m "live and not browser"

conformance: .venv/installed
	$(BIN)/python tests/live/environments.py conformance
	$(BIN)/python -m pytest -m conformance

# Needs Debian's package chromium.
browser: .venv/installed
	$(BIN)/python tests/live/environments.py browser tf-2.21
	$(BIN)/python -m pytest -m browser

pictures: .venv/installed
	$(BIN)/python docs/screenshots.py

clean:
	rm -rf .venv .venv-demo dist
