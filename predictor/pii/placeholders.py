"""Placeholders: how they look, and where they stand in a text."""

import re
from collections.abc import Iterable
from typing import Final

from predictor.pii.scan.fold import fold

_LABEL: Final = "{label}"
_NUMBER: Final = "{n}"
_SIGNS: Final = "<{@$^%_⟦⟨⟪«"  # no text writes one right before a label
_BRACKETS: Final = "[(【〔「『〈《"  # texts write [사번: 20231] and (생년월일910417) too, so that a mark must stand inside
_MARKS: Final = frozenset("_#@$^&")  # no text writes one between a label and its value
_EXAMPLE: Final = "[{label}_{n}]"


def fault(form: str) -> str:
    """Why ``form`` cannot be a placeholder's form, and what to write instead; empty where it can.

    A placeholder that a text holds is left alone. A form that ordinary text writes, such as ``{label}: {n}``, would therefore let
    the caller's own values pass.
    """
    if form.count(_LABEL) != 1 or form.count(_NUMBER) != 1:
        return f"must contain {_LABEL} and {_NUMBER} once each, as in {_EXAMPLE}"
    first, second = sorted((_LABEL, _NUMBER), key=form.index)
    before, _, rest = form.partition(first)
    between, _, behind = rest.partition(second)
    if any(map(str.isspace, form)) or before[-1:].isdigit() or behind[:1].isdigit():
        return f"must hold no blank, and no digit beside {_NUMBER}, as in {_EXAMPLE}"
    if is_read_as_other_signs(form.replace(_LABEL, "이름").replace(_NUMBER, "1")):
        return f"must be written in plain signs, because full-width and such signs are read as others; write it as in {_EXAMPLE}"
    if _is_marked(before, between):
        return ""
    return (
        f"{form} is what ordinary text may look like (사번: 20231), so that a caller's value would pass as a placeholder; "
        f"write a bracket before {first} and _ between {first} and {second}, as in {_EXAMPLE}"
    )


def is_read_as_other_signs(text: str) -> bool:
    """Whether folding changes ``text``, so that it would not be found again."""
    return fold(text).text != text


def _is_marked(before: str, between: str) -> bool:
    """Whether no text writes these signs before a label and between the label and its value."""
    if not _MARKS.issuperset(between):
        return False
    if before.endswith(tuple(_SIGNS)):
        return True
    return bool(between) and any(sign in before for sign in _SIGNS + _BRACKETS)


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
