"""Trains and checks the demo model; not in the image."""
