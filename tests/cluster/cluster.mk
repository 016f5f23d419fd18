# Targets of the cluster test; the Makefile includes this file. Needs BIN.
CLUSTER = $(BIN)/python -m tests.cluster

# .ci/run sets CLUSTER_OPTIONAL and CLUSTER_BUILD_MINUTES. tests/cluster/__main__.py says what both do.
cluster-test: .venv/dev ## Test the chart on a real one-node cluster, which is taken away again (root and Go; minutes, cold half an hour)
	@$(CLUSTER) test $(ARGS)

cluster-test-all: .venv/dev ## Run every test of the cluster (over an hour)
	@$(CLUSTER) test --all

cluster-build: .venv/dev ## Build the cluster's parts and the predictor's image (goes on where it stopped; CLUSTER_BUILD_MINUTES=10 stops it)
	@$(CLUSTER) build

cluster-up: .venv/dev ## Start that cluster and leave it running
	@$(CLUSTER) up

cluster-down: ## Take it away
	@$(CLUSTER) down

cluster-shell: ## Open a shell in its network, with kubectl and helm
	@$(CLUSTER) shell

cluster-prune: .venv/dev ## Remove what was built for other pins or other code (what no run has used for 14 days goes by itself)
	@$(CLUSTER) prune

.PHONY: cluster-test cluster-test-all cluster-build cluster-up cluster-down cluster-shell cluster-prune
