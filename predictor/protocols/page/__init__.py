"""The pages for a person: the status at `/` for browsers, and the playground (LLM_PLAYGROUND)."""
