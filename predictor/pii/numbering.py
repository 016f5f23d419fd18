"""Which placeholder stands for which value in one conversation."""

from predictor.pii.placeholders import Format


class Numbering:
    """The placeholder of each value. A number that a text holds already is never given out.

    A caller who writes a placeholder into a text therefore gets no other value back for it.
    """

    __slots__ = ("_form", "_given", "_halves", "_last", "_prefix", "_taken", "values")

    def __init__(self, form: Format) -> None:
        self._form = form
        self._prefix: str = form.prefix
        self._halves: dict[str, tuple[str, str]] = form.halves
        self._given: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}
        self.values: dict[str, str] = {}

    def reserve(self, text: str) -> None:
        """Take the placeholders that ``text`` holds already out of circulation."""
        if self._prefix in text:
            self._taken.update(self._form.held_by(text))

    def give(self, label: str, key: str, raw: str, restorable: bool) -> str:
        """The placeholder of a value: the same for the same ``key``, and a new number otherwise.

        A value that an answer wrote first becomes ``restorable`` where the caller writes it too.
        """
        value = label, key
        known = self._given.get(value)
        if known is None:
            known = self._given[value] = self._free(label)
        if restorable and known not in self.values:
            self.values[known] = raw
        return known

    def _free(self, label: str) -> str:
        before, behind = self._halves[label]
        number = self._last.get(label, 0) + 1
        while (placeholder := f"{before}{number}{behind}") in self._taken:
            number += 1
        self._last[label] = number
        return placeholder
