"""Named API keys: the key file, its rules, and the look-up of a secret."""
