# make demo: see the difference.
# make test: all that needs no Keras.  make live: real Keras, in environments built from pinned versions.
# make browser: JupyterLab and Notebook in Chromium.  make conformance: Jupyter's own test suites.
# make matrix: every Keras beside what people use today (docs/matrix.md), ten minutes, and as many to build.
PYTHON ?= python3
BIN := .venv/bin
DEMO := .venv-demo/bin
SOURCES := pyproject.toml README.md LICENSE $(shell find provisioner kernelspec -type f -not -path '*/__pycache__/*')
# What the live tests run; `make matrix` builds the others.
ENVIRONMENTS := tf-2.21 browser conformance engines tf-2.19 tf-2.21-jax jax torch keras-2.3.1 keras-2.3.1-tf-2.1 keras-2.2.4

.PHONY: demo test live live-environments matrix upstream conformance browser pictures clean

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
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -m "not live and not conformance"

live-environments:
	@echo $(ENVIRONMENTS)

live: .venv/installed
	$(BIN)/python tests/harness/environments.py $(ENVIRONMENTS)
	$(BIN)/python -m pytest -m "live and not browser and not conformance"

matrix: .venv/installed
	$(BIN)/python benchmarks/matrix.py --all --write

# What a newer TensorFlow, Keras, JAX or torch says beyond a pinned one: make upstream PINNED=tf-2.21 NEWER=tf-nightly
PINNED ?= tf-2.21
NEWER ?= tf-nightly
upstream: .venv/installed
	$(BIN)/python benchmarks/upstream_messages.py $(PINNED) $(NEWER)

conformance: .venv/installed
	$(BIN)/python tests/harness/environments.py conformance
	$(BIN)/python -m pytest -m conformance

# Needs Debian's package chromium.
browser: .venv/installed
	$(BIN)/python tests/harness/environments.py browser tf-2.21
	$(BIN)/python -m pytest -m browser

pictures: .venv/installed
	$(BIN)/python tests/harness/environments.py browser tf-2.21
	$(BIN)/python docs/screenshots.py

clean:
	rm -rf .venv .venv-demo dist
