# Every target installs what it needs, in this folder only: uv in .local, Python packages in .venv, npm's in node_modules.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/.local/uv/bin:$(PATH)
# A command line that compiles its packages anew takes three times as long to start, and tests start hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE

STAGE ?= $(or $(PORTAVOCE_STAGE),dev)

.PHONY: help tools demo test check test-real test-browser pictures search lint bench synth deploy destroy

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

tools: .local/tools/python .local/tools/node ## install what the other targets need

.local/tools/python: uv.lock pyproject.toml .python-version infra/tools
	@infra/tools python

.local/tools/node: package-lock.json infra/tools | .local/tools/python
	@infra/tools node

.local/tools/calc: infra/tools | .local/tools/python
	@infra/tools calc

.local/tools/browser: infra/tools | .local/tools/python
	@infra/tools browser

.local/tools/database: infra/tools | .local/tools/python
	@infra/tools database

demo: export PORTAVOCE_DEMO_STARTED := $(shell date +%s)
demo: tools ## the whole product on this machine; ONCE=1 ends by itself, CRISIS=1 tells of a storm, PORT= moves every port
	@python -m infra.local $(if $(ONCE),--once) $(if $(CRISIS),--crisis) $(if $(PORT),--port '$(PORT)')

test: tools ## every promise, without an AWS account; of the largest enumerations a sample
	pytest tests --ignore=tests/demo --ignore=tests/twin --ignore=tests/bench --ignore=tests/real --ignore=tests/browser -q -n auto --dist loadfile --no-loadscope-reorder --every-grant-used
	pytest tests/twin -q -n 2

check: lint test-real test-browser ## what `make test` samples or leaves out: enumerations whole, real servers, a real browser, the demo, style, types
	pytest tests -m "enumerated or whole" --whole --ignore=tests/demo --ignore=tests/twin --ignore=tests/bench --ignore=tests/real --ignore=tests/browser -q -n auto --dist loadfile --no-loadscope-reorder
	pytest tests/twin -m "enumerated or whole" --whole -q -n 2
	pytest tests/demo -q

test-real: tools .local/tools/calc .local/tools/database ## against a real Bluesky network, a Mastodon of other authors, the makers' own clients and LibreOffice Calc
	pytest tests/real -q

test-browser: tools .local/tools/browser ## the console in a real Chromium: people at work on the deployed twin, every page for axe-core, hostile words
	pytest tests/browser -q -n 2 --dist loadfile

pictures: tools .local/tools/browser ## a picture of every page of the console into .local/pictures, and of some into docs/pictures/console
	pytest tests/browser/pictures.py -q

search: tools ## look for counterexamples that no test names yet: another 5,000 cases of each property, new ones each time
	pytest tests/properties -q -n auto --hypothesis-profile search

lint: tools ## style, types, import contracts, and the templates
	ruff check .
	ruff format --check .
	mypy .
	lint-imports
	for stage in dev prod; do cfn-lint "$$(python -m infra.assembly --stage $$stage)"/*.template.json; done

bench: tools ## what each act costs and how fast it is; FAULTS=1: what becomes of a post; TRIAGE=file, SENTIMENT=folder: how well words are read; CRISIS=1: how soon storms are found
ifdef FAULTS
	python -m tests.faults.matrix
else ifdef TRIAGE
	@python -m tests.triage.table '$(TRIAGE)'
else ifdef SENTIMENT
	@PYTHONPATH=layers/core/python python -m tests.bench.sentiment '$(SENTIMENT)' $(if $(WEIGHTS),'$(WEIGHTS)')
else ifdef CRISIS
	@PYTHONPATH=layers/core/python python -m tests.crisis.table
else
	pytest tests/bench -q -s
endif

synth: tools ## the CloudFormation of STAGE, with no AWS account
	@python -m infra.assembly --stage '$(STAGE)' $(if $(MAIL_FROM),--mail-from '$(MAIL_FROM)') $(if $(MEDIA_SOURCES),--media-sources '$(MEDIA_SOURCES)') $(if $(DRAFT_MODELS),--draft-models '$(DRAFT_MODELS)')

deploy: tools ## bring STAGE to the AWS account of your credentials; MAIL_FROM= sends e-mails, MEDIA_SOURCES= are buckets to import from, DRAFT_MODELS= may draft answers
	@python -m infra.deployment --stage '$(STAGE)' $(if $(MAIL_FROM),--mail-from '$(MAIL_FROM)') $(if $(MEDIA_SOURCES),--media-sources '$(MEDIA_SOURCES)') $(if $(DRAFT_MODELS),--draft-models '$(DRAFT_MODELS)') $(if $(RESERVED),--reserved '$(RESERVED)') $(if $(YES),--yes)

destroy: tools ## remove STAGE from AWS: says what goes and what stays, and asks; YES=1 does not ask
	@python -m infra.removal --stage '$(STAGE)' $(if $(YES),--yes)
