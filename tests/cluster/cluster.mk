# Targets of the cluster test; the Makefile includes this file. Needs BIN.
CLUSTER = $(BIN)/python -m tests.cluster

cluster-test: .venv/dev ## Test the chart on a real one-node cluster, which is taken away again (root and Go; cold 30 minutes)
	@$(CLUSTER) test $(ARGS)

# The walk in both modes and two verdicts of the judge: what a change of the chart or the judge breaks first.
CLUSTER_CI = -k "test_walk or (test_rollout and Standard and (quiet or five_percent))" tests/cluster/test_walk.py tests/cluster/test_rollout.py
CLUSTER_CI_MINUTES = 15

# It builds the predictor's image only: the other parts take an hour, and `make cluster-build` makes them once. At the end of its time it is
# interrupted as by Ctrl-C, and takes the cluster away.
cluster-ci: .venv/dev ## Run the part of the cluster test that CI runs; a machine that cannot, or has not built the parts, says so and passes
	@CLUSTER_OPTIONAL=1 CLUSTER_BUILT_ONLY=1 timeout --signal=INT --kill-after=5m $(CLUSTER_CI_MINUTES)m $(CLUSTER) test $(CLUSTER_CI) || { \
	  code=$$?; [ $$code != 124 ] || echo "cluster-ci: not done after $(CLUSTER_CI_MINUTES) minutes; CLUSTER_CI_MINUTES=30 gives it more" >&2; exit $$code; }

cluster-build: .venv/dev ## Build the cluster's parts and the predictor's image (cold an hour or more; goes on where it stopped)
	@$(CLUSTER) build

cluster-up: .venv/dev ## Start that cluster and leave it running
	@$(CLUSTER) up

cluster-down: ## Take it away
	@$(CLUSTER) down

cluster-shell: ## Open a shell in its network, with kubectl and helm
	@$(CLUSTER) shell

.PHONY: cluster-test cluster-ci cluster-build cluster-up cluster-down cluster-shell
