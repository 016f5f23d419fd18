"""A real one-node Kubernetes cluster with KServe, and the chart's tests on it."""
