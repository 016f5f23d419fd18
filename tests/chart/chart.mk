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

# URL= and REGISTRY_IMAGE= name where the release is published, SIGN_KEY=FINGERPRINT=URL the key that signs it.
DIST ?= dist
release: dev ## Build wheel, chart package, bills of materials (SPDX) and checksums into dist/; URL=, REGISTRY_IMAGE=, SIGN_KEY=
	@rm -rf $(DIST) build && mkdir -p $(DIST)
	@$(BIN)/uv build --quiet --wheel --out-dir $(DIST)
	@HELM=$(TOOLS)/bin/helm $(BIN)/python charts/package.py $(DIST) --url "$(URL)" --image "$(REGISTRY_IMAGE)" --sign-key "$(SIGN_KEY)"
	@for kind in cpu gpu; do $(BIN)/python requirements/sbom.py $$kind $(DIST)/llm-predictor-$$kind.spdx.json || exit 1; done
	@rm -rf build; cd $(DIST) && rm -f .gitignore && sha256sum * >SHA256SUMS && cat SHA256SUMS

.PHONY: chart-tools release chart-docs manifests chart-check image
