"""Token details of a streamed text (`logprobs`, `token_ids`), which may go out only with the text that they belong to."""

from typing import Any


class TokenDetails:
    """Details of one text that wait for it, because a masker may hold the text back.

    From the first piece on that masking or restoring changed there are none, because they would spell out the masked value.
    """

    def __init__(self) -> None:
        self.altered = False
        self._raw = ""  # written by the model, not yet passed on
        self._waiting: list[tuple[int, dict[str, Any]]] = []  # (characters of raw up to its end, details)

    def follow(self, text: str, emitted: str) -> None:
        """The model wrote `text`, and `emitted` was passed on meanwhile."""
        if self.altered:
            return
        self._raw += text
        if self._raw.startswith(emitted):
            self._raw = self._raw[len(emitted) :]
            self._waiting = [(end - len(emitted), details) for end, details in self._waiting]
        else:
            self.altered = True
            self._waiting.clear()

    def add(self, details: dict[str, Any]) -> None:
        """Keep the details of the text that `follow` got last."""
        if details and not self.altered:
            self._waiting.append((len(self._raw), details))

    def take(self, ending: bool = False) -> dict[str, Any]:
        """The details, joined, of all text that was passed on; with `ending` of all text."""
        ready = [details for end, details in self._waiting if end <= 0 or ending]
        self._waiting = self._waiting[len(ready) :]
        return _joined(ready)


def _joined(parts: list[dict[str, Any]]) -> dict[str, Any]:
    joined: dict[str, Any] = {}
    for part in parts:
        for name, value in part.items():
            known = joined.get(name)
            if known is None:
                joined[name] = value
            elif isinstance(value, list):
                joined[name] = known + value
            else:
                joined[name] = {field: (known.get(field) or []) + (value.get(field) or []) for field in {**known, **value}}
    return joined
