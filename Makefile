# What one types here. Everything is made inside the clone: .venv, node_modules, static-built, .local.

PYTHON ?= python3
PORT ?= 8000
export PYTHONUTF8 = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

IN_VENV := .venv/bin/python
PORTAL := $(IN_VENV) -m uhis_portal.embedded
TESTS := $(PORTAL) --instance test
ROOM_NEEDED := 1500

.DEFAULT_GOAL := help
.PHONY: help run stop test test-long bench chaos chaos-slice lint checks format lock reset assets translations \
	check-style check-types check-imports check-templates check-migrations check-schema check-translations

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: .venv/.installed node_modules/.package-lock.json ## the portal at http://localhost:8000 (PORT=8001 for another port)
	@exec $(PORTAL) serve --port "$(PORT)"

stop: .venv/.installed ## stop what `make run` started, when its terminal is gone
	@$(PORTAL) down

test: .venv/.with-tests assets ## all tests but the long ones (PYTEST_ARGS="-k ledger" for some)
	@sh .ci/browser
	$(TESTS) run -- $(IN_VENV) -m pytest -n 2 --dist worksteal -m "not long" $(PYTEST_ARGS)

test-long: .venv/.with-tests assets ## every door for every role, servers and workers killed in the middle
	$(TESTS) run -- $(IN_VENV) -m pytest -n 2 --dist worksteal -m long $(PYTEST_ARGS)

bench: .venv/.with-tests assets ## what is promised as a ratio or a rate, measured here and now against its baseline
	$(TESTS) run -- $(IN_VENV) -m tests.benches $(BENCHES)

chaos: .venv/.with-tests assets ## reliability in full: many at once, sent again, servers killed (CAMPAIGNS="R6 R7")
	$(TESTS) run -- $(IN_VENV) -m tests.chaos $(CAMPAIGNS)

chaos-slice: .venv/.with-tests assets ## a small part of that, for every change
	$(TESTS) run -- $(IN_VENV) -m tests.chaos --slice R1 R6 R7 R9

lint: .venv/.with-tests assets ## style, types, direction of imports, templates, migrations, schema, translations
	@$(TESTS) run -- $(MAKE) --keep-going --no-print-directory checks

format: .venv/.with-tests ## write the code as `make lint` wants it
	$(IN_VENV) -m ruff check --fix --quiet .
	$(IN_VENV) -m ruff format .

lock: .venv/.with-tests ## write requirements.txt and tests/requirements.txt anew from pyproject.toml
	$(IN_VENV) .ci/lock.py

translations: .venv/.installed ## gather the visible strings into locale/ and compile them
	@$(PORTAL) run -- $(IN_VENV) manage.py translations

reset: .venv/.installed ## forget the embedded databases: touches .local/ only
	@$(PORTAL) reset

assets: .venv/.installed node_modules/.package-lock.json
	@$(PORTAL) assets

# What `make lint` runs, with servers and their addresses in the environment.
checks: check-style check-types check-imports check-templates check-migrations check-schema check-translations

check-style:
	$(IN_VENV) -m ruff check .
	$(IN_VENV) -m ruff format --check .

check-types:
	$(IN_VENV) -m mypy

check-imports:
	.venv/bin/lint-imports

check-templates:
	$(IN_VENV) -m djlint --quiet --lint templates

check-migrations:
	$(IN_VENV) manage.py makemigrations --check --dry-run

check-schema:
	$(IN_VENV) manage.py spectacular --validate --fail-on-warn --lang en | diff docs/openapi.yaml - \
	|| { echo "docs/openapi.yaml is not what the API says: write it with \`manage.py spectacular --file docs/openapi.yaml\`."; exit 1; }

check-translations:
	$(IN_VENV) manage.py translations --check

# A virtual environment whose Python is gone, or that was made for another folder, is made anew.
$(shell test "$$(cat .venv/.made 2>/dev/null)" = "$(CURDIR)" && .venv/bin/python -c '' 2>/dev/null || rm -f .venv/.made)

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or later is needed, and \`$(PYTHON)\` is not that: install python3, or name one with \`make run PYTHON=python3.12\`."; \
		exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's venv is missing. On Debian and Ubuntu: \`apt install python3-venv\` as root; then \`make\` again."; \
		exit 1; }
	@free=$$(df -Pk . | awk 'NR == 2 { print int($$4 / 1024) }'); test "$$free" -ge $(ROOM_NEEDED) || { \
		echo "The disk is full: the portal's packages need $(ROOM_NEEDED) MB here, and $$free MB are free."; \
		exit 1; }
	@echo "Making the virtual environment .venv …"
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@printf '%s' "$(CURDIR)" > $@

.venv/.installed: requirements.txt .venv/.made
	@echo "Installing the locked Python packages; this takes a minute …"
	@$(IN_VENV) -m pip install --quiet --no-input --only-binary :all: --require-hashes -r requirements.txt
	@touch $@

.venv/.with-tests: tests/requirements.txt .venv/.installed
	@echo "Installing what tests and checks need …"
	@$(IN_VENV) -m pip install --quiet --no-input --only-binary :all: --require-hashes -r requirements.txt -r tests/requirements.txt
	@touch $@

node_modules/.package-lock.json: package-lock.json .venv/.installed
	@echo "Fetching the locked browser packages …"
	@.venv/bin/npm ci --cache .local/npm
	@touch $@
