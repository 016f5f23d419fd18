# Targets of the chart, the manifests and the image; the Makefile includes this file. Needs BIN.
CHART := charts/llm-predictor
TOOLS ?= $(or $(LLM_PREDICTOR_TOOLS),$(HOME)/.cache/llm-predictor-tools)
# docker, podman or buildah, whichever there is; BASE and IMAGE_ARGS for a mirror of python:3.11-slim or a company's certificates.
BUILDER ?= $(shell command -v docker || command -v podman || command -v buildah)
ENGINE ?= gpu
BASE ?= python:3.11-slim
VERSION ?= $(shell sed -n 's/^appVersion: "\(.*\)"/\1/p' $(CHART)/Chart.yaml)
IMAGE ?= llm-predictor:$(VERSION)$(if $(filter gpu,$(ENGINE)),,-$(ENGINE))
IMAGE_ARGS ?=
REVISION ?= $(shell git rev-parse HEAD 2>/dev/null || echo unknown)
# By option and not by LABEL alone: buildah takes a LABEL of a build argument from its cache, whatever the argument is now.
LABELS = --label org.opencontainers.image.version=$(VERSION) --label org.opencontainers.image.revision=$(REVISION)

chart-tools: .venv/dev ## Install what the chart's tests need (helm, promtool, schemas; 3 minutes once)
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python tests/chart/tools.py

chart-docs: .venv/dev ## Write the chart's schema, README table and dashboard from their sources
	@$(BIN)/python charts/document.py $(CHART) && $(BIN)/python charts/dashboard.py $(CHART)

manifests: chart-tools ## Render manifests/ from the chart
	@HELM=$(TOOLS)/bin/helm $(BIN)/python charts/manifests.py

chart-check: chart-tools ## Check that schema, table, dashboard and manifests are current
	@$(BIN)/python charts/document.py $(CHART) --check && $(BIN)/python charts/dashboard.py $(CHART) --check
	@HELM=$(TOOLS)/bin/helm $(BIN)/python charts/manifests.py --check

image: ## Build the image: ENGINE=gpu, cpu or mock; BASE=, IMAGE=, IMAGE_ARGS=
	@[ -n "$(BUILDER)" ] || { echo "docker, podman or buildah is needed to build an image"; exit 1; }
	$(BUILDER) build $(if $(findstring buildah,$(BUILDER)),--layers) --build-arg BASE=$(BASE) --build-arg ENGINE=$(ENGINE) \
	  --build-arg VERSION=$(VERSION) --build-arg REVISION=$(REVISION) $(LABELS) $(IMAGE_ARGS) -t $(IMAGE) .

.PHONY: chart-tools chart-docs manifests chart-check image
