"""Stop words: an answer ends before the first one, also where the word arrives in pieces."""


class StopWords:
    """Cuts one sequence. `reached` turns true at the first stop word; `feed` must not be called after it."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words
        self.longest = max(map(len, words), default=0)
        self.held = ""
        self.reached = False

    def feed(self, delta: str) -> str:
        """Take a piece; return the text that no stop word can reach any more."""
        if not self.words:
            return delta
        text = self.held + delta
        found = [place for word in self.words if (place := text.find(word)) >= 0]
        if found:
            self.reached, self.held = True, ""
            return text[: min(found)]
        keep = next(
            (size for size in range(min(self.longest - 1, len(text)), 0, -1) if self._begins(text[-size:])),
            0,
        )
        self.held = text[len(text) - keep :]
        return text[: len(text) - keep]

    def flush(self) -> str:
        """Return the held text once the sequence has ended."""
        held, self.held = self.held, ""
        return held

    def _begins(self, tail: str) -> bool:
        return any(word.startswith(tail) for word in self.words)
