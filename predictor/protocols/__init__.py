"""One adapter for each wire format. An adapter parses the request and writes the response; the inference pipeline does the rest."""
