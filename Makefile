# make demo: see the difference.  make test: everything that needs no environment of old Keras.
# make live: with real Keras in environments built from pinned versions.  make conformance: Jupyter's own suites.
PYTHON ?= python3
BIN := .venv/bin
DEMO := .venv-demo/bin

.PHONY: demo test live conformance clean

demo: $(DEMO)/jupyter-keras-quiet
	$(DEMO)/python examples/demo.py

$(DEMO)/jupyter-keras-quiet: pyproject.toml
	$(PYTHON) -m venv .venv-demo
	$(DEMO)/python -m pip install --quiet --upgrade pip
	$(DEMO)/python -m pip install --quiet ".[tensorflow]" --group demo
	touch $@

# Not editable: the tests run what pip builds and installs.
.venv/installed: $(shell find provisioner kernelspec -type f -not -path '*/__pycache__/*') pyproject.toml README.md
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
	$(BIN)/python -m pytest -m live

conformance: .venv/installed
	$(BIN)/python -m pytest -m conformance

clean:
	rm -rf .venv .venv-demo dist
