# The commands of this project; `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# uv looks for interpreters on the PATH, and pyenv's are not there by themselves.
export PATH := $(PATH):$(subst $(eval ) ,:,$(wildcard $(HOME)/.pyenv/versions/3.10*/bin))
export RASA_TELEMETRY_ENABLED := false

VENV := .venv
BIN := $(VENV)/bin
UV := $(or $(shell command -v uv),.uv/bin/uv)
UV_VERSION := 0.13.9
WIDGET := scr/web/widget
NLPJS := bench/understanding/nlpjs
TRAINED_FROM := config.yml domain.yml $(shell find data models/encoder scr/understanding scr/rasa/nlu -name '*.yml' -o -name '*.py' -o -name '*.onnx' 2>/dev/null)

.PHONY: help
help:  ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

.PHONY: serve
serve: train  ## set up, train if needed, and run the assistant with its web page
	@$(BIN)/scr serve

.PHONY: ask
ask: train  ## answer one question in the terminal: make ask Q="will I be interviewed"
	@$(BIN)/scr ask "$(Q)"

.PHONY: try
try: train  ## show what is understood of a message, how surely, and the reply: make try Q="…"
	@$(BIN)/scr try "$(Q)"

.PHONY: train
train: install models/.trained  ## train the model if data/, config.yml or domain.yml changed

models/.trained: $(TRAINED_FROM) $(VENV)/.runtime
	@echo "Training (a minute and a half) …"
	@$(BIN)/scr rasa train --force --quiet --skip-validation
	@ls -t models/*.tar.gz | tail -n +2 | xargs -r rm -f
	@touch $@

.PHONY: widget
widget: $(WIDGET)/.npm  ## build scr/web/static/widget.js from its sources (needs Node.js)
	@npm --prefix $(WIDGET) run --silent build

.PHONY: test
test: install-dev train $(WIDGET)/.npm  ## run every test
	@$(BIN)/pytest -q -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.PHONY: check
check: install-dev $(WIDGET)/.npm  ## style, types, import rule, content, widget
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@npm --prefix $(WIDGET) run --silent check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/scr check

.PHONY: format
format: install-dev  ## put the code into its one form
	@$(BIN)/ruff check --fix-only -q . ; $(BIN)/ruff format -q .

.PHONY: evaluate
evaluate: train  ## measure on tests/evaluation and, by cross-validation, on our own phrases
	@$(BIN)/scr evaluate --questions tests/evaluation/questions.yml --conversations tests/evaluation/conversations.yml \
	  --register tests/evaluation/register.yml --json reports/evaluation.json --page reports/evaluation.html
	@echo; echo "Our own phrases, whole voices held out:"; $(BIN)/scr crossvalidate

.PHONY: bench
bench: install-dev train  ## measure speed and memory
	@$(BIN)/python -m bench

.PHONY: bench-register
bench-register: install-dev train  ## measure the register: import, status, an action's cost, sign-in
	@$(BIN)/python -m bench.register

.PHONY: bench-web
bench-web: install-dev train  ## measure the web: size, first paint, replies, 200 conversations at once
	@$(BIN)/python -m bench.web

.PHONY: bench-desk
bench-desk: install-dev train  ## measure the helpline's desk: typing, 20 at work, a whole note
	@$(BIN)/python -m bench.desk

.PHONY: teams-package
teams-package: install  ## the app for Microsoft Teams: make teams-package ADDRESS=https://… ORGANISATION="…"
	@$(BIN)/scr teams-package var/teams.zip --address "$(ADDRESS)" --organisation "$(ORGANISATION)"

.PHONY: teams-try
teams-try: install-dev train  ## talk to it in Microsoft's emulator of Teams (npm; its licence allows evaluation alone)
	@$(BIN)/python -m tools.teams_try

.PHONY: teams-test
teams-test: install-dev train  ## the tests that drive that emulator
	@$(BIN)/pytest -q -m playground

.PHONY: bench-teams
bench-teams: install-dev train  ## measure Teams: 50 conversations, with and without a connector that hangs
	@$(BIN)/python -m bench.teams

.PHONY: bench-handovers
bench-handovers: install-dev train  ## measure conversations that are handed to a person, while the assistant is killed
	@$(BIN)/python -m bench.handovers

.PHONY: bench-unseen
bench-unseen: install-dev train  ## measure on voices that nothing was trained on
	@$(BIN)/python -m bench.unseen

.PHONY: doubts
doubts: install-dev train  ## show phrases that may stand under the wrong label: reports/doubts.md
	@$(BIN)/scr doubts reports/doubts.md

# Needs .venv-stock and var/encoders/published besides, which are large: it says so, and which command makes them.
.PHONY: bench-understanding
bench-understanding: install-dev $(NLPJS)/.npm  ## measure beside Rasa's stock pipeline, nlp.js and plain baselines: SETS=FOLDER ALL_FOR=rasa
	@$(BIN)/python -m bench.understanding $(if $(SETS),--sets "$(SETS)") $(if $(ENCODERS),--encoders "$(ENCODERS)") \
	  $(if $(ALL_FOR),--all-phrases-for $(ALL_FOR)) $(if $(ONLY),--only $(ONLY))

.PHONY: stock
stock: $(UV)  ## show that plain rasa train and rasa run work in a full stock install (2.7 GB)
	@$(UV) venv -q --allow-existing --python 3.10 .venv-stock
	@$(UV) pip sync -q --python .venv-stock --require-hashes requirements/stock.txt
	@$(UV) pip install -q --python .venv-stock --no-deps --no-build-isolation -e .
	@.venv-stock/bin/python -m bench.stock

.PHONY: encoder
encoder: .venv-encoder/.tools  ## fine-tune and export the sentence encoder again (needs PyTorch; half an hour)
	@PYTHONPATH=. .venv-encoder/bin/python tools/encoder/finetune.py var/encoder
	@.venv-encoder/bin/python tools/encoder/export.py models/encoder --source var/encoder

.PHONY: encoder-published
encoder-published: .venv-encoder/.tools  ## export the encoder as it was published, for make bench-understanding (needs PyTorch)
	@.venv-encoder/bin/python tools/encoder/export.py var/encoders/published

.venv-encoder/.tools: requirements/encoder.txt | $(UV)
	@$(UV) venv -q --allow-existing --python 3.11 .venv-encoder
	@$(UV) pip sync -q --python .venv-encoder requirements/encoder.txt
	@touch $@

.PHONY: install
install: $(VENV)/.runtime

.PHONY: install-dev
install-dev: $(VENV)/.dev

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml | $(UV)
	@echo "Setting up Python 3.10 and what the assistant runs on …"
	@$(UV) venv -q --allow-existing --python 3.10 $(VENV)
	@$(UV) pip install -q --python $(VENV) --require-hashes --no-deps -r requirements/runtime.txt
	@$(UV) pip install -q --python $(VENV) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	@$(UV) pip install -q --python $(VENV) --require-hashes --no-deps -r requirements/dev.txt
	@touch $@

# Only its checks and tests need Node.js: what runs is the built file, which is committed.
$(WIDGET)/.npm: $(WIDGET)/package-lock.json $(WIDGET)/package.json
	@command -v npm >/dev/null || { echo "The widget is checked with Node.js 20 or newer. Install it: apt-get install nodejs npm"; exit 1; }
	@npm --prefix $(WIDGET) ci --silent --no-audit --no-fund
	@touch $@

$(NLPJS)/.npm: $(NLPJS)/package-lock.json $(NLPJS)/package.json
	@command -v npm >/dev/null || { echo "nlp.js needs Node.js 20 or newer. Install it: apt-get install nodejs npm"; exit 1; }
	@npm --prefix $(NLPJS) ci --silent --no-audit --no-fund
	@touch $@

.uv/bin/uv:
	@python3 -m venv .uv && .uv/bin/pip install -q uv==$(UV_VERSION)

ifneq ($(UV),.uv/bin/uv)
$(UV): ;
endif

.PHONY: lock
lock: $(UV)  ## renew the lock files from requirements/*.in
	@for name in runtime dev; do $(UV) pip compile -q --python-version 3.10 --generate-hashes --no-header \
	  --override requirements/without-tensorflow.txt requirements/$$name.in -o requirements/$$name.txt; done
	@$(UV) pip compile -q --python-version 3.10 --generate-hashes --no-header requirements/runtime.in -o requirements/stock.txt
	@$(UV) pip compile -q --python-version 3.11 --generate-hashes --no-header requirements/encoder.in -o requirements/encoder.txt
