PYTHON ?= python3
# More options of pytest: make live PYTEST="-k slurm"
PYTEST ?=
# Real kernels mostly wait, so twice as many tests run at once as there are processors; no module is torn apart.
BESIDE ?= --numprocesses 4 --dist loadfile
BIN := .venv/bin
DEMO := .venv-demo/bin
SOURCES := pyproject.toml hatch_build.py README.md LICENSE $(shell find provisioner kernelspec labextension rules -type f -not -path '*/__pycache__/*')
# What the live tests run; `make matrix` builds the others.
ENVIRONMENTS := tf-2.21 browser conformance engines tf-2.19 tf-2.21-jax jax torch keras-2.3.1 keras-2.3.1-tf-2.1 keras-2.2.4 \
  lab-4.0 keras-2.2.5 packages-2021 packages-2023 ipykernel-5.5 ipykernel-6.0 ipykernel-6.17 ipykernel-6.29 ipykernel-7 loggers runners kerascv

# The one line that a Python too old, or without venv, gets; and whether an environment was made by another Python.
OLD = import sys; v = sys.version_info[:3]; sys.exit("needs Python 3.10 or newer, $(PYTHON) is %d.%d.%d: make $(or $(MAKECMDGOALS),test) PYTHON=python3.12" % v if v < (3, 10) else 0)
HOME_OF = import os, sys; print("%s %d.%d.%d" % ((os.path.dirname(getattr(sys, "_base_executable", sys.executable)),) + sys.version_info[:3]))
MADE_BY = $(shell sed -n 's/^home = //p' $(1)/pyvenv.cfg 2>/dev/null) $(shell sed -n 's/^version = //p' $(1)/pyvenv.cfg 2>/dev/null)
ANEW = $(if $(filter-out $(strip $(call MADE_BY,$(1))),$(shell $(PYTHON) -c '$(HOME_OF)')),anew)

define environment
	@$(PYTHON) -c '$(OLD)'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) has no module venv: install your system's package for it (Debian: python3-venv)" >&2; exit 1; }
	$(if $(call ANEW,$(1)),rm -rf $(1) && $(PYTHON) -m venv $(1))
endef

help:
	@echo "make demo           a real Keras notebook in the plain kernel and in ours; downloads 0.6 GB, minutes"
	@echo "make test           checks, and the tests that need no Keras; minutes"
	@echo "make rules          tests the rules (rules/README.md), or one: make rules ID=onednn-notice; seconds"
	@echo "make live           real Keras, in environments of pinned versions; downloads many GB, half an hour"
	@echo "make browser        JupyterLab and Notebook in Debian's chromium; minutes"
	@echo "make conformance    Jupyter's own test suites; minutes"
	@echo "make matrix         every Keras beside what people use today (docs/matrix.md); 20 minutes"
	@echo "make statements     what TensorFlow, Keras, JAX and torch can print, and what nobody has decided; minutes"
	@echo "make upstream       PINNED=tf-2.21 NEWER=NAME: which statements a newer version adds or drops; minutes"
	@echo "make upstream-texts whether what the rules say stands in the releases that they name; half an hour"
	@echo "make fuzz           the random searches for inputs that break a promise, for longer; an hour and more"
	@echo "make pictures       the pictures of README and docs/, and the plots of docs/figures.md; ten minutes"
	@echo "make release-check  builds the package, checks it, and starts it from the wheel and from the sdist"
	@echo "make clean          removes the environments and what was built"
	@echo "PYTHON=python3.12 chooses the interpreter; a changed one makes the environment anew"

.PHONY: help anew release-check demo test rules live live-environments matrix statements upstream upstream-texts conformance browser pictures fuzz clean

demo: .venv-demo/installed
	$(DEMO)/python examples/demo.py

.venv-demo/installed: $(SOURCES) $(call ANEW,.venv-demo)
	$(call environment,.venv-demo)
	@echo "make demo: TensorFlow and Keras come into .venv-demo, 0.6 GB to download, 2.2 GB on disk; then a notebook runs twice"
	$(DEMO)/python -m pip install --quiet --upgrade pip
	$(DEMO)/python -m pip install --progress-bar on ".[tensorflow]" --group demo
	$(DEMO)/python -m pip install --quiet --force-reinstall --no-deps .
	touch $@

# Not editable: the tests run what pip builds and installs.
.venv/installed: $(SOURCES) $(call ANEW,.venv)
	$(call environment,.venv)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --group dev .
	$(BIN)/python -m pip install --quiet --force-reinstall --no-deps .
	touch $@

test: .venv/installed
	@echo "make test: linters, types and the tests that need no Keras; six minutes on two idle cores, 0.2 GB in .venv"
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@# Both, whatever the first one says; 5 is pytest's word for none selected, as where the other part has what failed last.
	status=0; \
	$(BIN)/python -m pytest $(PYTEST) $(BESIDE) -m "not live and not conformance and not timed" || [ $$? -eq 5 ] || status=1; \
	$(BIN)/python -m pytest $(PYTEST) -m "not live and not conformance and timed" || [ $$? -eq 5 ] || status=1; \
	exit $$status

# The code of the tree itself: nothing is built, once the environment is there.
rules: $(if $(wildcard $(BIN)/python),,.venv/installed)
	@PYTHONPATH=provisioner $(BIN)/python -m keras_quiet.command.rulebook $(ID)

live-environments:
	@echo $(ENVIRONMENTS)

live: .venv/installed
	$(BIN)/python tests/harness/environments.py $(ENVIRONMENTS)
	$(BIN)/python -m pytest $(PYTEST) $(BESIDE) -m "live and not browser and not conformance"

matrix: .venv/installed
	$(BIN)/python benchmarks/matrix.py --all --write --jobs 2

# Every log statement of pinned releases is named by a rule, or by an entry that says why it is shown: tools/pinned.py.
# Shared libraries are read on Linux on x86-64. STATEMENTS names environments, or is --all.
STATEMENTS ?=
statements: .venv/installed
	PYTHONPATH=provisioner $(BIN)/python tools/pinned.py $(STATEMENTS)

# The difference of two releases: make upstream PINNED=tf-2.21 NEWER=tf-nightly
PINNED ?= tf-2.21
NEWER ?= tf-nightly
upstream: .venv/installed
	PYTHONPATH=provisioner $(BIN)/python tools/difference.py $(PINNED) $(NEWER)

# The literal texts of all rules, in the environments that are there.
upstream-texts: .venv/installed
	PYTHONPATH=provisioner $(BIN)/python tools/upstream_texts.py

conformance: .venv/installed
	$(BIN)/python tests/harness/environments.py conformance
	$(BIN)/python -m pytest $(PYTEST) -m conformance

# Needs Debian's package chromium.
browser: .venv/installed
	$(BIN)/python tests/harness/environments.py browser tf-2.21
	$(BIN)/python -m pytest $(PYTEST) --numprocesses 2 --dist loadfile -m browser

pictures: .venv/installed
	$(BIN)/python tests/harness/environments.py browser tf-2.21
	$(BIN)/python docs/screenshots.py
	$(BIN)/python benchmarks/flood.py --sizes 1,5,20,80 --pairs 3 --plot docs/flood.svg
	$(BIN)/python benchmarks/many.py --kernels 5,10,20,40 --plot docs/many.svg

release-check: .venv/installed
	rm -rf dist && $(BIN)/python -m build --outdir dist .
	$(BIN)/twine check --strict dist/*
	$(BIN)/check-wheel-contents dist/*.whl
	for file in dist/*.whl dist/*.tar.gz; do rm -rf dist/env && $(PYTHON) -m venv dist/env && \
	  dist/env/bin/python -m pip install --quiet $$file && dist/env/bin/python tests/harness/start_once.py || exit 1; done
	rm -rf dist/env

# The searches for inputs that break a promise, 20,000 examples each instead of 100: an hour and more.
fuzz: .venv/installed
	$(BIN)/python -m pytest -m hypothesis --hypothesis-profile=long --timeout 0

clean:
	rm -rf .venv .venv-demo dist
