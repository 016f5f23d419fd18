"""Masks texts: ``Masker`` is compiled once and shared, ``Masking`` keeps one request's numbering and values."""

import re
from collections.abc import Iterable

from predictor.pii import patterns
from predictor.pii.detector import Detector
from predictor.pii.engine import encode
from predictor.pii.entities import ENTITIES
from predictor.pii.fold import Folded, fold
from predictor.pii.placeholders import Format, Ledger
from predictor.pii.policy import PiiRejected, Policy
from predictor.pii.remembered import Remembered
from predictor.pii.spans import Span
from predictor.pii.stream import MaskingStream, Restorer, Stages, Words


class Masker:
    """A policy made ready. Thread-safe: it holds nothing of any text.

    Raises PatternError for a pattern file that cannot be used.
    """

    def __init__(self, policy: Policy | None = None) -> None:
        self.policy = policy = policy or Policy()
        built_in = frozenset(entity.name for entity in ENTITIES)
        self._own = patterns.load(policy.patterns_file, built_in) if policy.patterns_file else ()
        policy.check_names(built_in | {own.name for own in self._own})
        labels = {entity.name: entity.label for entity in ENTITIES} | {own.name: own.label for own in self._own}
        self.labels = labels | dict(policy.labels)
        self.actions = {entity.name: entity.action for entity in ENTITIES} | dict(policy.actions)
        self._off = frozenset(name for name, action in self.actions.items() if action == "off")
        self.rejected = frozenset(name for name, action in self.actions.items() if action == "reject")
        self.form = Format(policy.placeholder, self.labels.values())
        self._detector = Detector(self.form.pattern, self.form.prefix, self._own)
        self._allowed = frozenset(plain(value) for value in policy.allow)

    def begin(self) -> "Masking":
        """State for one request or one conversation."""
        return Masking(self)

    def redact(self, text: str) -> str:
        """``text`` masked for a log: values of rejected kinds are masked too, nothing is raised."""
        return Masking(self, refuse=False).mask(text)

    def finds_nothing(self, encoded: bytes) -> bool:
        """Whether a text (in UTF-8) certainly holds no value."""
        return self._detector.finds_nothing(encoded)

    def hits(self, encoded: bytes, most: int) -> int:
        """At how many places a value may begin, counted up to ``most``: what masking costs, as each is looked at closely."""
        return self._detector.hits(encoded, most)

    def find(self, folded: Folded) -> list[Span]:
        """Every value that the policy does not leave alone, at its place in the folded text."""
        spans = [span for span in self._detector.spans(folded) if span.entity not in self._off]
        if not self._allowed:
            return spans
        return [span for span in spans if not {plain(span.key), plain(folded.text[span.start : span.end])} & self._allowed]


class Masking:
    """One request or conversation: the same value, in any spelling, gets the same placeholder in every text."""

    def __init__(self, masker: Masker, refuse: bool = True) -> None:
        self._masker = masker
        self._refuse = refuse
        self._ledger = Ledger(masker.form)
        self._remembered = Remembered()
        self.counts: dict[str, int] = {}
        self.output_counts: dict[str, int] = {}

    @property
    def placeholders(self) -> re.Pattern[str] | None:
        """Matches the placeholders issued for the caller's values so far; None when there are none."""
        return self._masker.form.issued(self._ledger.values) if self._ledger.values else None

    def reserve(self, texts: Iterable[str]) -> None:
        """Takes the placeholders that any of ``texts`` holds out of circulation. Call it with all texts of a call before the first
        ``mask``: a placeholder that a later text forges is then never given to a value of an earlier one."""
        for text in texts:
            self._ledger.reserve(fold(text).text)

    def mask(self, text: str) -> str:
        """``text`` with placeholders for its values. Raises PiiRejected for a kind whose action is ``reject``."""
        encoded = encode(text)
        if self._remembered.empty and self._masker.finds_nothing(encoded):
            self._ledger.reserve(text)
            return text
        folded = fold(text, encoded)
        spans = self._remembered.complete(folded, self._masker.find(folded))
        if self._refuse and self._masker.rejected:
            for span in spans:
                if span.entity in self._masker.rejected:
                    raise PiiRejected(span.entity, self._masker.labels[span.entity])
        self._ledger.reserve(folded.text)
        return self._replace(text, folded, spans, self.counts, 0)[0] if spans else text

    def mask_output(self, text: str, restore: bool = False, mask: bool = True) -> str:
        """A whole answer on its way back: what the model wrote is masked, then the caller's own values return if ``restore``."""
        if mask and not self._masker.find(fold(text)):
            mask = False
        stream = self.output_stream(restore, mask)
        return stream.feed(text) + stream.flush()

    def output_stream(self, restore: bool = False, mask: bool = True) -> MaskingStream:
        """The same for an answer that arrives in pieces; holds back only what could still become a value or a placeholder."""
        stages: list[MaskingStream] = [Words(self._mask_answer, self._masker.form.pattern)] if mask else []
        issued = self.placeholders
        if restore and issued:
            stages.append(Restorer(dict(self._ledger.values), issued))
        return stages[0] if len(stages) == 1 else Stages(*stages)

    def _mask_answer(self, text: str, begin: int) -> tuple[str, int]:
        encoded = encode(text)
        if self._masker.finds_nothing(encoded):
            return text[begin:], 0
        folded = fold(text, encoded)
        spans = self._masker.find(folded)
        if not spans:
            return text[begin:], 0
        self._ledger.reserve(folded.text)
        return self._replace(text, folded, spans, self.output_counts, begin)

    def _replace(self, text: str, folded: Folded, spans: list[Span], counts: dict[str, int], begin: int) -> tuple[str, int]:
        """(``text`` from ``begin`` on with placeholders, where its last value ended)."""
        pieces: list[str] = []
        done, last = begin, 0
        labels, give, restorable = self._masker.labels, self._ledger.give, counts is self.counts
        plain_places = folded.starts is None
        for span in spans:
            start, end = (span.start, span.end) if plain_places else folded.origin(span.start, span.end)
            last = end
            if end <= begin:
                continue
            label = labels[span.entity]
            pieces += (text[done : max(start, begin)], give(label, span.key, text[start:end], restorable))
            counts[label] = counts.get(label, 0) + 1
            done = end
        pieces.append(text[done:])
        return "".join(pieces), last


def plain(value: str) -> str:
    """A value without separators, for comparing spellings."""
    return re.sub(r"[\s\-.()_/·,]", "", fold(value).text).lower()
