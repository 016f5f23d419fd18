"""Placeholders: how they look, and where they stand in a text."""

import re
from collections.abc import Iterable


class Format:
    """A placeholder's form, such as ``[{label}_{n}]``, for a fixed set of labels.

    ``halves`` are, by label, what stands before and behind the number.
    """

    def __init__(self, form: str, labels: Iterable[str]) -> None:
        self._form = form
        self.prefix, _, _ = form.partition("{")
        ordered = sorted(set(labels), key=len, reverse=True)
        self.halves = {label: self._halves(label) for label in ordered}
        names = "|".join(map(re.escape, ordered))
        shape = re.escape(form).replace(r"\{label\}", f"(?:{names})").replace(r"\{n\}", "[0-9]{1,6}")
        self.pattern = re.compile(shape + ("(?![0-9])" if form.endswith("{n}") else ""))

    def held_by(self, text: str) -> set[str]:
        """The placeholders that ``text`` holds."""
        return {match.group() for match in self.pattern.finditer(text)}

    def issued(self, placeholders: Iterable[str]) -> re.Pattern[str]:
        """A pattern for just these placeholders."""
        shape = "|".join(re.escape(text) for text in sorted(placeholders, key=len, reverse=True))
        return re.compile(f"(?:{shape})" + ("(?![0-9])" if self._form.endswith("{n}") else ""))

    def _halves(self, label: str) -> tuple[str, str]:
        before, _, behind = self._form.replace("{label}", label).partition("{n}")
        return before, behind
