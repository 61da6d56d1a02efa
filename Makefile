# make help lists the commands. Each works on a fresh clone with Python >= 3.11 and make only.

PYTHON ?= python3
EXTRAS ?= dev,docs
EXTENT ?= full

comma := ,
PY := .venv/bin/python
BASE := .venv/.installed
FULL := .venv/.installed-$(subst $(comma),-,$(EXTRAS))

.DEFAULT_GOAL := help
.PHONY: help demo test test-oldest test-newest release-check docs bench format clean

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 22

demo: $(BASE) ## make the report of the sample shop, in English and Chinese
	@$(PY) data/sample/demo.py

test: $(FULL) ## run every check: lint, format, types, imports, docs, tests, notebooks
	@$(PY) .ci/checks.py

test-oldest: ## run the tests with the lowest versions that are allowed; EXTENT=fast for a half
	@$(PYTHON) .ci/versions.py oldest $(EXTENT)

test-newest: ## run the tests with the newest Python found, or NEWEST=3.14, and the newest versions
	@$(PYTHON) .ci/versions.py newest $(EXTENT)

release-check: $(FULL) ## build wheel and sdist, look inside, use the wheel with the oldest and newest versions
	@$(PY) .ci/release.py full

docs: $(FULL) ## build the site into docs/_build/html
	@$(PY) -m sphinx -W --keep-going -j 2 -b html docs docs/_build/html

bench: $(FULL) ## run the benchmarks against lifetimes
	@$(PY) -m benchmarks

format: $(FULL) ## format the code and mend what lint can mend
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

clean: ## remove .venv and everything that was built
	rm -rf .venv build dist docs/_build docs/api/generated docs/notebooks
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(PY):
	@echo "[setup] making .venv with $(PYTHON)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "vocvalue needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv .venv

$(BASE): pyproject.toml | $(PY)
	@echo "[setup] installing vocvalue into .venv (a minute or two the first time)"
	@$(PY) -m pip install --editable .
	@touch $@

$(FULL): pyproject.toml | $(PY)
	@echo "[setup] installing vocvalue[$(EXTRAS)] into .venv (some minutes the first time)"
	@$(PY) -m pip install --editable ".[$(EXTRAS)]"
	@touch $(BASE) $@
