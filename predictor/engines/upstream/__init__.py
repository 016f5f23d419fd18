"""Any OpenAI-compatible servers as the engine (LLM_ENGINE=upstream): balanced, checked, ejected and taken back."""
