"""Pieces of HTTP that every protocol shares: JSON, Server-Sent Events, disconnects."""
