# Targets of the cluster test; the Makefile includes this file. Needs BIN.
CLUSTER = $(BIN)/python -m tests.cluster

cluster-test: .venv/dev ## Test the chart on a real one-node cluster, which is taken away again (root and Go; cold 30 minutes)
	@$(CLUSTER) test $(ARGS)

cluster-up: .venv/dev ## Start that cluster and leave it running
	@$(CLUSTER) up

cluster-down: ## Take it away
	@$(CLUSTER) down

cluster-shell: ## Open a shell in its network, with kubectl and helm
	@$(CLUSTER) shell

.PHONY: cluster-test cluster-up cluster-down cluster-shell
