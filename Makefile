# Two commands are enough on a fresh machine with Python 3.11: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
IPE_FAULTS ?= 10
DEMO ?= demo
# Three times the processors of a small machine: screens and processes are waited for half of the time.
WORKERS ?= 6
# Every process of the tests would read the program from its source again without this.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test check lint types docs compiled faults thorough bench pictures screens lock clean

demo: $(STAMP)  ## Open the sample project in the application.
	@test -e $(DEMO)/hhp2.ipe || $(BIN)/ipe-coder demo $(DEMO) --no-open
	@if [ -t 0 ] && [ -t 1 ]; then $(BIN)/ipe-coder open $(DEMO)/hhp2.ipe; \
	else echo "The sample is in $(DEMO)/hhp2.ipe; in a terminal this opens it."; fi

test: $(STAMP)  ## Everything: lint, types, architecture, documents, tests.
	$(MAKE) -j 2 check compiled
	IPE_FAULTS=$(IPE_FAULTS) $(BIN)/pytest -q -n $(WORKERS) --dist worksteal --snapshot-warn-unused

check: types lint docs  # types first: they take as long as all the others together

compiled: $(STAMP)  # the tests, once, rather than by each of their processes
	@$(BIN)/pytest -q --collect-only >/dev/null 2>&1 || true

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

types: $(STAMP)
	$(BIN)/mypy

docs: $(STAMP)
	$(BIN)/cog --check docs/*.md

faults: $(STAMP)  ## The tests that kill processes, a hundred times each.
	IPE_FAULTS=100 $(BIN)/pytest -q -n $(WORKERS) -k "killed or kill"

thorough: $(STAMP)  ## The property tests, three hundred examples each; ten thousand random keys; every picture.
	IPE_EXAMPLES=300 IPE_MONKEY=10000 IPE_PICTURES=all $(BIN)/pytest -q -n $(WORKERS) tests

bench: $(STAMP)  ## Every benchmark, as ratios.
	@for script in benchmarks/*.py; do echo "== $$script"; PYTHONPATH=. $(BIN)/python $$script; done

pictures: $(STAMP)  ## Store the pictures of every screen and state as they look now; then look at them.
	$(BIN)/pytest -q tests/tui/test_pictures_*.py tests/tui/test_foundation_snapshots.py --snapshot-update

screens: $(STAMP)  ## Draw the screenshots of the README and the documents again.
	$(BIN)/python scripts/screenshots.py

lock:  ## Pin every dependency again, within the ranges of pyproject.toml.
	uv pip compile pyproject.toml --all-extras --group dev --universal --generate-hashes --upgrade \
	  --no-header --no-annotate -o requirements.lock

# To compile all that is installed takes as long as to install it; what is used is compiled then.
$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

clean:
	rm -rf $(VENV) $(DEMO) build dist .mypy_cache .ruff_cache .pytest_cache
