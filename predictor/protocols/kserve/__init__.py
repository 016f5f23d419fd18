"""KServe's protocols: V1 and Open Inference V2 over REST, and gRPC."""
