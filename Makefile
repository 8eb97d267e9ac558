# 对照 Duizhao. `make help` lists the targets.
#
#   make all [RAW=folder] [OUT=folder] [PROFILE=fazhi] [SEGMENTER=pkuseg|jieba|char] [JOBS=n] [ENGINE=dask SCHEDULER=tcp://…]
#
# Make decides which stage is out of date; inside a stage the store decides, by content, which reports are.

PYTHON ?= python3
VENV ?= .venv
RAW ?= data/raw
OUT ?= data/processed
PROFILE ?=
SEGMENTER ?= pkuseg
JOBS ?= 1
ENGINE ?= local
SCHEDULER ?=

# else Python would compile the package at every start again: half a second of a run over one new report
unexport PYTHONDONTWRITEBYTECODE

PY := $(VENV)/bin/python
RUN := $(PY) -m pipeline
OPTIONS := --out '$(OUT)' --segmenter '$(SEGMENTER)' --jobs '$(JOBS)' $(if $(filter dask,$(ENGINE)),--scheduler '$(SCHEDULER)')
# Make needs its stamps on this machine, also where OUT is an address of shared storage (s3://…)
STAMPS := $(if $(findstring ://,$(OUT)),build/stamps/$(subst /,_,$(subst :,_,$(OUT))),$(OUT)/.duizhao/stamps)
SHARED := $(wildcard pipeline/*.py) $(wildcard pipeline/profiles/*.py)
PROFILES := $(shell find pipeline/profiles -type f -not -name '*.pyc')
code = $(shell find pipeline/$(1) -name '*.py') $(SHARED) $(PROFILES)

.PHONY: bench lock all setup ingest segment classify extract diff publish test lint format notebooks evaluate fetch clean help FORCE
.DELETE_ON_ERROR:

all: publish ## set-up, then every stage over RAW; the tables, charts and site go to OUT
	@$(RUN) summary --out '$(OUT)'

setup: $(VENV)/.ready build/setup-$(SEGMENTER) ## the environment, the word model and the font

$(VENV)/.ready: requirements.lock pyproject.toml
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@echo "安装依赖 / installing what requirements.lock lists …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps -r requirements.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

build/setup-$(SEGMENTER): $(VENV)/.ready $(wildcard pipeline/setup/*.py)
	@mkdir -p build
	@$(RUN) setup --segmenter '$(SEGMENTER)'
	@touch $@

# Changes only when a name, size or time below RAW does, or a setting; so an unchanged folder re-makes nothing.
$(STAMPS)/raw: FORCE | setup
	@mkdir -p $(STAMPS)
	@$(PY) pipeline/listing.py '$(RAW)' 'PROFILE=$(PROFILE)' 'SEGMENTER=$(SEGMENTER)' > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

# The first stage that is out of date runs, in one process, with all that follow it up to what was asked for; those find
# a stamp that is newer than all they depend on, and are done.
STAGES := ingest segment classify extract diff publish
ASKED := $(patsubst all,publish,$(patsubst notebooks,publish,$(or $(MAKECMDGOALS),all)))
LAST = $(or $(lastword $(foreach stage,$(STAGES),$(filter $(stage),$(ASKED)))),$(@F))
run = @for newer in $?; do [ '$@' -nt "$$newer" ] || exec \
	$(RUN) run $(@F) $(LAST) --raw '$(RAW)' --profile '$(PROFILE)' --stamps '$(STAMPS)' $(OPTIONS); done

$(STAMPS)/ingest: $(STAMPS)/raw $(call code,ingest)
	$(run)

$(STAMPS)/segment: $(STAMPS)/ingest $(call code,segment)
	$(run)

$(STAMPS)/classify: $(STAMPS)/segment $(call code,classify)
	$(run)

$(STAMPS)/extract: $(STAMPS)/classify $(call code,extract)
	$(run)

$(STAMPS)/diff: $(STAMPS)/extract $(call code,diff)
	$(run)

$(STAMPS)/publish: $(STAMPS)/diff $(call code,publish) $(shell find pipeline/publish -type f -not -name '*.pyc')
	$(run)

ingest: $(STAMPS)/ingest ## bytes -> reports
segment: $(STAMPS)/segment ## text -> sections, sentences, words
classify: $(STAMPS)/classify ## sections -> role, topic
extract: $(STAMPS)/extract ## sentences -> keywords, citations, quantities, observations
diff: $(STAMPS)/diff ## reports -> pairs, changes, links, reuse, findings
publish: $(STAMPS)/publish ## tables -> charts, site, exports

test: setup ## the tests that need no more than set-up
	@$(PY) -m pytest -q -n 2 --dist loadfile -m 'not slow and not browser and not cluster' tests

lint: setup ## ruff and mypy
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/mypy

lock: $(VENV)/.ready ## pin what pyproject.toml asks for in requirements.lock (needs uv)
	@uv pip compile pyproject.toml --extra dev --extra dask --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate -q -o requirements.lock

format: setup ## ruff format
	@$(VENV)/bin/ruff format . && $(VENV)/bin/ruff check --fix .

notebooks: all ## execute every notebook on OUT (the notebooks themselves stay as they are)
	@DUIZHAO_OUT='$(abspath $(OUT))' $(PY) -m pytest -q tests/notebooks -m ''

evaluate: setup ## accuracy of classify (cross-validated, on the outlines of tests/, on the labels in GOLD=folder); of diff beside others
	@$(RUN) evaluate --gold tests/classify/cases $(if $(GOLD),--gold '$(GOLD)')
	@$(PY) benchmarks/diff.py --quick

fetch: setup ## download the pages that MANIFEST=urls.csv lists into RAW, politely
	@$(RUN) fetch '$(MANIFEST)' --raw '$(RAW)'

bench: setup ## speed, memory and growth on generated reports, beside a plain script; SIZES="100 1000 10000"
	@$(PY) benchmarks/bench.py $(SIZES)

clean: ## remove what was made (the environment, the model and data/raw stay)
	@rm -rf '$(OUT)'

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14
