# Needs make and Python 3.11 or newer, nothing else. Everything is installed into $(VENV), once, and
# again when pyproject.toml changes. pip's own settings (PIP_INDEX_URL, PIP_NO_INDEX,
# PIP_FIND_LINKS, pip.conf) hold: nothing here overrides them.

PYTHON ?= python3
VENV ?= .venv
ARGS ?=
# More of what can be installed beside the checks: EXTRAS=,fast tests the machine code too.
EXTRAS ?=

SCENARIO ?= scenarios/hengyang-2021.yaml
OUT ?= results/hengyang-2021
PLANS ?= 10000

# Only when nobody chose a Python do we look for another one.
ifeq ($(origin PYTHON),file)
OTHERS := python3.13 python3.12 python3.11
endif

PY := $(VENV)/bin/python
INSTALL := "$(PY)" -m pip install --quiet --disable-pip-version-check
CODE := $(wildcard corridor_sim tests benchmarks)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help setup run test check lint types imports docs format bench bench-compare equality
.PHONY: wheel clean

help: ## show this list
	@echo "make TARGET, where TARGET is one of"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-13s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.for-run ## simulate the Hengyang corridor of 2021 into results/hengyang-2021
	"$(PY)" -m corridor_sim run "$(SCENARIO)" --out "$(OUT)" $(ARGS)

test: $(VENV)/.for-check ## all tests (ARGS="-k word" picks some)
	"$(PY)" -m pytest $(ARGS)

check: lint types imports docs test ## everything that must hold before a change goes in

lint: $(VENV)/.for-check ## style: ruff check, ruff format
	"$(PY)" -m ruff check .
	"$(PY)" -m ruff format --check .

types: $(VENV)/.for-check ## types: mypy, strict
	"$(PY)" -m mypy $(CODE)

imports: $(VENV)/.for-check ## who may import whom: import-linter
	"$(PY)" -c "from importlinter.cli import lint_imports_command as lint; lint()" --no-logo

docs: $(VENV)/.for-check ## the examples in README and docs do what they say
	"$(PY)" -m pytest tests/docs

format: $(VENV)/.for-check ## let ruff rewrite what it can
	"$(PY)" -m ruff check --fix .
	"$(PY)" -m ruff format .

bench: $(VENV)/.for-bench ## how fast it is, beside its peers (ARGS=--quick: a few minutes)
	"$(PY)" -m benchmarks $(ARGS)

bench-compare: $(VENV)/.for-run ## what got slower or faster since the run before, beyond noise
	"$(PY)" -m benchmarks --compare $(ARGS)

equality: $(VENV)/.for-check ## both engines on PLANS=10000 random plans, equal to the second
	"$(PY)" -m tests.plans.long_run $(PLANS) $(ARGS)

wheel: $(VENV)/.for-run ## build dist/corridor_sim-*.whl
	"$(PY)" -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

clean: ## remove caches and built wheels; keeps results and the environment
	rm -rf build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find corridor_sim tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

setup: $(VENV)/.for-check ## install everything that run, test and check need

# A stamp is the last thing written, so an interrupted setup is taken up again. An environment that
# works is kept; one that was left half made is made anew.
$(VENV)/.made:
	@found=; for candidate in "$(PYTHON)" $(OTHERS); do \
	  if "$$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' \
	      >/dev/null 2>&1; then found="$$candidate"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "corridor-sim needs Python 3.11 or newer with its venv module." >&2; \
	  echo "Tried: $(PYTHON) $(OTHERS)" >&2; \
	  echo "Name another one: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; \
	  exit 1; \
	fi; \
	if "$(PY)" -c 'import sys; from importlib.metadata import files; \
	    sys.exit(sys.version_info < (3, 11) or not files("pip"))' >/dev/null 2>&1; then \
	  echo "Using $(VENV)" >&2; \
	else \
	  echo "Making $(VENV) with $$found" >&2; \
	  "$$found" -m venv --clear "$(VENV)" || exit 1; \
	fi
	@touch "$@"

$(VENV)/.for-run: pyproject.toml | $(VENV)/.made
	@echo "Installing corridor-sim into $(VENV); the first time takes a minute or two" >&2
	@$(INSTALL) -e .
	@touch "$@"

$(VENV)/.for-check: pyproject.toml | $(VENV)/.made
	@echo "Installing corridor-sim and its checks into $(VENV); the first time takes a few minutes" >&2
	@$(INSTALL) -e ".[test,check$(EXTRAS)]"
	@touch "$(VENV)/.for-run" "$@"

# Peers are there to be compared with. One that cannot be installed is named, here and in the table,
# and the others are measured; so each is asked for by itself where all together do not go in.
$(VENV)/.for-bench: pyproject.toml | $(VENV)/.for-run
	@echo "Installing the peers that are compared into $(VENV); the first time takes a few minutes" >&2
	@$(INSTALL) -e ".[bench]" || { \
	  echo "Not all peers can be installed here; trying them one by one" >&2; \
	  "$(PY)" -c 'from importlib.metadata import requires as r; \
	      print(*(x.partition(";")[0].strip() for x in r("corridor-sim") if "bench" in x), sep="\n")' \
	  | while read -r peer; do \
	    $(INSTALL) "$$peer" || echo "Left out, it cannot be installed: $$peer" >&2; \
	  done; }
	@touch "$@"
