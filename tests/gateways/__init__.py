"""The predictor behind nginx, HAProxy and Envoy, with the configurations of docs/gateways.md."""
