# make demo: see the difference.  make test: everything that needs no environment of old Keras.
# make live: with real Keras in environments built from pinned versions.  make conformance: Jupyter's own suites.
# make matrix: every Keras beside what people use today (docs/matrix.md), one environment after another; half an hour and 30 GB.
PYTHON ?= python3
BIN := .venv/bin
DEMO := .venv-demo/bin
# The environments of the live tests; `make matrix` builds the others.
LIVE := tf-2.21 tf-2.19 tf-2.21-jax jax torch keras-2.3.1 keras-2.2.4
SOURCES := pyproject.toml README.md LICENSE $(shell find provisioner kernelspec -type f -not -path '*/__pycache__/*')

.PHONY: demo test live matrix conformance clean

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
	$(BIN)/python tests/live/environments.py $(or $(ENVIRONMENTS),$(LIVE))
	$(BIN)/python -m pytest -m live

matrix: .venv/installed
	$(BIN)/python benchmarks/matrix.py --all --write

conformance: .venv/installed
	$(BIN)/python -m pytest -m conformance

clean:
	rm -rf .venv .venv-demo dist
