# Targets of the cluster test; the Makefile includes this file. Needs BIN.
CLUSTER = $(BIN)/python -m tests.cluster

cluster-test: .venv/dev ## Test the chart on a real one-node cluster, which is taken away again (root and Go; cold 30 minutes)
	@$(CLUSTER) test $(ARGS)

# The walk in both modes and one verdict of the judge: what a change of the chart or the judge breaks first, in under ten minutes.
# A machine that cannot build the cluster in 40 minutes, or cannot run it, says so in one line and passes.
CLUSTER_CI = -k "test_walk or (test_rollout and Standard and (quiet or five_percent))" tests/cluster/test_walk.py tests/cluster/test_rollout.py

cluster-ci: .venv/dev ## Run the part of the cluster test that CI runs; a machine that cannot says why in one line and passes
	@CLUSTER_OPTIONAL=1 timeout --signal=INT 40m $(CLUSTER) build || { [ $$? = 124 ] && \
	  echo "cluster-test skipped: the build takes more than 40 minutes here; the next run goes on from what is built"; }
	@CLUSTER_OPTIONAL=1 CLUSTER_BUILT_ONLY=1 $(CLUSTER) test $(CLUSTER_CI)

cluster-up: .venv/dev ## Start that cluster and leave it running
	@$(CLUSTER) up

cluster-down: ## Take it away
	@$(CLUSTER) down

cluster-shell: ## Open a shell in its network, with kubectl and helm
	@$(CLUSTER) shell

.PHONY: cluster-test cluster-ci cluster-up cluster-down cluster-shell
