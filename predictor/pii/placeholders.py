"""Placeholders: how they look, which are taken, and which value each stands for."""

import re
from collections.abc import Iterable


class Format:
    """A placeholder's form, such as ``[{label}_{n}]``, for a fixed set of labels."""

    def __init__(self, form: str, labels: Iterable[str]) -> None:
        self._form = form
        self._halves: dict[str, tuple[str, str]] = {}
        self.prefix, _, _ = form.partition("{")
        names = "|".join(re.escape(label) for label in sorted(set(labels), key=len, reverse=True))
        shape = re.escape(form).replace(r"\{label\}", f"(?:{names})").replace(r"\{n\}", "[0-9]{1,6}")
        self.pattern = re.compile(shape + ("(?![0-9])" if form.endswith("{n}") else ""))

    def write(self, label: str, number: int) -> str:
        """The placeholder itself."""
        halves = self._halves.get(label)
        if halves is None:
            before, _, behind = self._form.replace("{label}", label).partition("{n}")
            halves = self._halves[label] = (before, behind)
        return f"{halves[0]}{number}{halves[1]}"

    def issued(self, placeholders: Iterable[str]) -> re.Pattern[str]:
        """A pattern for just these placeholders."""
        shape = "|".join(re.escape(text) for text in sorted(placeholders, key=len, reverse=True))
        return re.compile(f"(?:{shape})" + ("(?![0-9])" if self._form.endswith("{n}") else ""))


class Ledger:
    """The placeholder of each value. A number that a text holds already is never given out.

    A caller who writes a placeholder into a text therefore gets no other value back for it.
    """

    def __init__(self, form: Format) -> None:
        self._form = form
        self._given: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}
        self.values: dict[str, str] = {}

    def reserve(self, text: str) -> None:
        """Take the placeholders that ``text`` holds already out of circulation."""
        if self._form.prefix in text:
            self._taken.update(match.group() for match in self._form.pattern.finditer(text))

    def give(self, label: str, key: str, raw: str, restorable: bool) -> str:
        """The placeholder of a value: the same for the same ``key``, and a new number otherwise."""
        value = label, key
        known = self._given.get(value)
        if known is None:
            known = self._given[value] = self._free(label)
            if restorable:
                self.values[known] = raw
        return known

    def _free(self, label: str) -> str:
        number = self._last.get(label, 0) + 1
        while (placeholder := self._form.write(label, number)) in self._taken:
            number += 1
        self._last[label] = number
        return placeholder
