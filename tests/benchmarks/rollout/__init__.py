"""Simulated rollouts: the judge beside fixed thresholds per minute and Mann-Whitney, on the same traffic."""
