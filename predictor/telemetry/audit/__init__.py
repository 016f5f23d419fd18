"""The audit record: one line for each request of an inference path, chained by hashes, apart from the log."""
