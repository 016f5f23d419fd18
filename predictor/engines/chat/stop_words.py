"""Stop words: an answer ends before the first one, also where it comes in pieces."""


class StopWords:
    """Cuts one sequence. `reached` turns true at the first stop word; nothing is to be fed after it."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words
        self.longest = max(map(len, words), default=0)
        self.held = ""
        self.reached = False

    def feed(self, delta: str) -> str:
        """Take a piece; return what is sure to stand before any stop word."""
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
        """What was held back, once no stop word can follow."""
        held, self.held = self.held, ""
        return held

    def _begins(self, tail: str) -> bool:
        return any(word.startswith(tail) for word in self.words)
