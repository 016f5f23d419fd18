"""Thin adapters from each surface's wire format to the model; no logic."""
