# Every target installs what it needs, in this folder only: uv in .local, Python packages in .venv, npm's in node_modules.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/.local/uv/bin:$(PATH)

STAGE ?= dev
CDK := node_modules/.bin/cdk --no-notices
ASSEMBLY = $$(python -m infra.assembly --stage $(STAGE) $(if $(MAIL_FROM),--mail-from $(MAIL_FROM)) $(if $(MEDIA_SOURCES),--media-sources $(MEDIA_SOURCES)))

.PHONY: help tools demo test test-real lint bench synth deploy destroy

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

tools: .local/tools/python .local/tools/node ## install what the other targets need

.local/tools/python: uv.lock pyproject.toml .python-version infra/tools
	@infra/tools python

.local/tools/node: package-lock.json infra/tools | .local/tools/python
	@infra/tools node

demo: export PORTAVOCE_DEMO_STARTED := $(shell date +%s)
demo: tools ## the whole product on this machine; ONCE=1 ends by itself, PORT= moves the emulator
	@python -m infra.local.demo $(if $(ONCE),--once) $(if $(PORT),--port $(PORT))

test: tools ## every test, without an AWS account
	pytest tests --ignore=tests/twin --ignore=tests/bench --ignore=tests/real -q -n auto --dist loadfile --every-grant-used
	pytest tests/twin -q

test-real: tools ## against a real Bluesky server, a Mastodon of other authors and the makers' own clients
	pytest tests/real -q

lint: tools ## style, types, import contracts, and the templates
	ruff check .
	ruff format --check .
	mypy .
	lint-imports
	for stage in dev prod; do cfn-lint "$$(python -m infra.assembly --stage $$stage)"/*.template.json; done

bench: tools ## what each act costs and how fast it is; FAULTS=1: what becomes of a post, whatever fails
ifdef FAULTS
	python -m tests.faults.matrix
else
	pytest tests/bench -q -s
endif

synth: tools ## the CloudFormation of STAGE, with no AWS account
	@echo $(ASSEMBLY)

deploy: tools ## bring STAGE to the AWS account of your credentials; MAIL_FROM= sends e-mails, MEDIA_SOURCES= are buckets to import from
	@[ -n "$(MAIL_FROM)" ] || { echo "make deploy needs the sender of e-mails: make deploy STAGE=$(STAGE) MAIL_FROM=you@your-firm.example" >&2; exit 2; }
	$(CDK) --app "$(ASSEMBLY)" bootstrap
	$(CDK) --app "$(ASSEMBLY)" deploy --all

destroy: tools ## remove STAGE from AWS; on prod the table and the media stay
	@python -m infra.removal --stage $(STAGE)
	$(CDK) --app "$(ASSEMBLY)" destroy --all
