"""The process: port, life cycle, warm-up, watchdog, exit code."""
