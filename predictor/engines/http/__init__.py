"""Pieces of HTTP that engines and protocols share: Server-Sent Events, and the watch on a caller's disconnect."""
