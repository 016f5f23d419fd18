"""Masks texts: ``Masker`` is compiled once and shared, ``Masking`` keeps one request's numbering and values."""

import re
from collections.abc import Iterable

from predictor.pii import patterns
from predictor.pii.allowed import Allowed
from predictor.pii.catalogue import CATALOGUE, Catalogue
from predictor.pii.detector import Detector
from predictor.pii.gates import Openings
from predictor.pii.kinds.person_name import NAME
from predictor.pii.memory import Memory
from predictor.pii.numbering import Numbering
from predictor.pii.placeholders import Format
from predictor.pii.policy import PiiRejected, Policy, version_of
from predictor.pii.scan.fold import Folded, fold, fold_from
from predictor.pii.scan.span import BEGIN, Begin, Span
from predictor.pii.scan.unfinished import Unfinished
from predictor.pii.stream import Answer, Found, Held, MaskingStream, Released, Restorer, Stages, Value, Words


class Masker:
    """A policy made ready. Thread-safe: it holds nothing of any text. Several maskers share what is compiled.

    Raises PatternError for a pattern file that cannot be used.
    """

    def __init__(self, policy: Policy | None = None, catalogue: Catalogue = CATALOGUE) -> None:
        self.policy = policy = policy or Policy()
        kinds = catalogue.by_name
        self._own = patterns.load(policy.patterns_file, frozenset(kinds)) if policy.patterns_file else ()
        policy.check_names((*kinds, *(own.name for own in self._own)))
        self.labels = self._labels(catalogue)
        self.actions = {name: policy.action(name, kinds[name].action if name in kinds else "mask") for name in self.labels}
        self.minimums = {name: least for name in self.labels if (least := policy.minimum(name))}
        self.rejected = self._with("reject")
        self.monitored = self._with("monitor")
        self._off = self._with("off")
        self.unanswered = self.monitored | catalogue.unanswered
        self.form = Format(policy.placeholder, self.labels.values())
        self.catalogue = catalogue
        self._detector = Detector(self.form.pattern, self.form.prefix, self._own, catalogue)
        self._unfinished = Unfinished(own.source for own in self._own)
        self._allowed = Allowed(policy.allow, lambda text: self._detector.spans(Folded(text), None, BEGIN))

    def _labels(self, catalogue: Catalogue) -> dict[str, str]:
        """The label of each kind and own pattern."""
        of_kinds = {kind.name: kind.label for kind in catalogue.kinds}
        return of_kinds | {own.name: own.label for own in self._own} | dict(self.policy.labels)

    @property
    def version(self) -> str:
        """A digest of the policy, the own patterns and the release. Two maskers of one digest mask alike."""
        return version_of(self.policy)

    def begin(self) -> "Masking":
        """State for one request or one conversation."""
        return Masking(self)

    def redact(self, text: str) -> str:
        """``text`` masked for a log: values of rejected and monitored kinds are masked too, nothing is raised."""
        return Masking(self, for_log=True).mask(text)

    def read(self, text: str) -> Openings:
        """Where ``text`` may hold a value."""
        return self.catalogue.gates.read(text)

    def finds_nothing(self, openings: Openings) -> bool:
        """Whether a text with these openings certainly holds no value."""
        return self._detector.finds_nothing(openings)

    def hits(self, encoded: bytes, most: int, most_names: int) -> tuple[int, int]:
        """At how many places of a text in UTF-8 (another value, a name) may begin: each is looked at closely, which costs.

        Counting ends where one of the two comes to its bound.
        """
        return self.catalogue.gates.count(encoded, most, most_names)

    def find(self, folded: Folded, openings: Openings | None = None, begin: Begin = BEGIN) -> list[Span]:
        """Every value from ``begin`` on that the policy does not leave alone, at its place in the folded text.

        ``openings`` are those of the folded text from ``begin.seen`` on.
        """
        spans = self._detector.spans(folded, openings, begin)
        if not spans:
            return spans
        if self.minimums:
            spans = [span for span in spans if span.score >= self.minimums.get(span.kind, 0.0)]
        off = self._off
        spans = [span for span in spans if span.kind not in off]
        if not self._allowed:
            return spans
        return [span for span in spans if not self._allowed.holds(span, folded.text[span.start : span.end])]

    def begins_an_own_value(self, text: str) -> bool:
        """Whether ``text`` ends inside of what an own pattern may match."""
        return self._unfinished.ends(text)

    def _with(self, action: str) -> frozenset[str]:
        """The kinds with that action."""
        return frozenset(name for name, own in self.actions.items() if own == action)


class Masking:
    """One request or conversation: the same value, in any spelling, gets the same placeholder in every text.

    ``counts`` and ``output_counts`` are the values masked by label, in the caller's texts and in the answer; ``monitored``
    those of the caller's texts that were only counted.
    """

    def __init__(self, masker: Masker, for_log: bool = False) -> None:
        self._masker = masker
        self._for_log = for_log
        self._numbering = Numbering(masker.form)
        self._memory = Memory(masker.catalogue.remembered)
        # Not the streams themselves, because these hold the masking: a cycle lives until the collector runs.
        self._held = Held()
        self._openings: dict[str, Openings] = {}  # of reserved texts, until they are masked
        self.counts: dict[str, int] = {}
        self.output_counts: dict[str, int] = {}
        self.monitored: dict[str, int] = {}

    @property
    def most_held(self) -> int:
        """The most characters that a stream of the answer held back after a delta."""
        return self._held.most

    @property
    def placeholders(self) -> re.Pattern[str] | None:
        """Matches the placeholders issued for the caller's values so far; None when there are none."""
        return self._masker.form.issued(self._numbering.values) if self._numbering.values else None

    def reserve(self, texts: Iterable[str]) -> None:
        """Takes the placeholders that any of ``texts`` holds out of circulation. Call it with all texts of a call before the first
        ``mask``: a placeholder that a later text forges is then never given to a value of an earlier one."""
        for text in texts:
            openings = self._openings[text] = self._masker.read(text)
            self._numbering.reserve(fold(text).text if openings.folds() else text)

    def mask(self, text: str) -> str:
        """``text`` with placeholders for its values. Raises PiiRejected for a kind whose action is ``reject``."""
        if (openings := self._openings.pop(text, None)) is None:
            openings = self._masker.read(text)
        if self._memory.empty and self._masker.finds_nothing(openings):
            self._numbering.reserve(text)
            return text
        folded, spans = self._found(text, openings)
        spans = self._memory.complete(folded, spans)
        if spans and not self._for_log:
            spans = self._permitted(spans)
        self._numbering.reserve(folded.text)
        return self._replace(text, folded, spans, self.counts, 0) if spans else text

    def find(self, text: str) -> list[Span]:
        """The values of ``text`` at their places in it, those known from earlier texts included. They are remembered, and stay."""
        folded, spans = self._found(text, self._masker.read(text))
        spans = self._memory.complete(folded, spans)
        self._numbering.reserve(folded.text)
        if folded.starts is None:
            return spans
        places = (folded.origin(span.start, span.end) for span in spans)
        return [Span(low, high, one.kind, one.key, one.score, one.rule) for (low, high), one in zip(places, spans, strict=True)]

    def mask_spans(self, text: str, spans: list[Span]) -> str:
        """``text`` with placeholders for ``spans`` at their places in it, in order. Raises PiiRejected as ``mask`` does."""
        permitted = spans if self._for_log else self._permitted(spans)
        return self._replace(text, Folded(text), permitted, self.counts, 0)

    def mask_output(self, text: str, restore: bool = False, mask: bool = True) -> str:
        """A whole answer on its way back: what the model wrote is masked, then the caller's own values return if ``restore``."""
        if mask and self._memory.empty and not self._masker.find(fold(text)):
            mask = False
        stream = self.output_stream(restore, mask)
        return stream.feed(text) + stream.flush()

    def output_stream(self, restore: bool = False, mask: bool = True) -> MaskingStream:
        """The same for an answer that arrives in pieces; holds back only what could still become a value or a placeholder."""
        stages: list[MaskingStream] = [self._words()] if mask else []
        issued = self.placeholders
        if restore and issued:
            stages.append(Restorer(dict(self._numbering.values), issued))
        return stages[0] if len(stages) == 1 else Stages(*stages)

    def _words(self) -> Words:
        return Words(_MaskedAnswer(self, self._masker, self._memory.copy()), self._masker.form.pattern, self._held)

    def _found(self, text: str, openings: Openings) -> tuple[Folded, list[Span]]:
        """(the folded text, its values)."""
        if openings.folds():
            folded = fold(text)
            return folded, self._masker.find(folded)
        folded = Folded(text)
        return folded, [] if self._masker.finds_nothing(openings) else self._masker.find(folded, openings)

    def _permitted(self, spans: list[Span]) -> list[Span]:
        """The spans to mask: raises for a rejected kind, counts those of monitored ones."""
        rejected, monitored, labels = self._masker.rejected, self._masker.monitored, self._masker.labels
        if rejected:
            for span in spans:
                if span.kind in rejected:
                    raise PiiRejected(span.kind, labels[span.kind])
        if not monitored:
            return spans
        for span in spans:
            if span.kind in monitored:
                label = labels[span.kind]
                self.monitored[label] = self.monitored.get(label, 0) + 1
        return [span for span in spans if span.kind not in monitored]

    def write(self, folded: Folded, spans: list[Span], text: str, begin: int) -> str:
        """``text`` of an answer from ``begin`` on with placeholders for ``spans``."""
        self._numbering.reserve(folded.text)
        return self._replace(text, folded, spans, self.output_counts, begin)

    def _replace(self, text: str, folded: Folded, spans: list[Span], counts: dict[str, int], begin: int) -> str:
        """``text`` from ``begin`` on with placeholders for ``spans``, none of which ends before ``begin``."""
        pieces: list[str] = []
        done = begin
        labels, give, restorable = self._masker.labels, self._numbering.give, counts is self.counts
        plain_places = folded.starts is None
        for span in spans:
            start, end = (span.start, span.end) if plain_places else folded.origin(span.start, span.end)
            label = labels[span.kind]
            pieces += (text[done : max(start, begin)], give(label, span.key, text[start:end], restorable))
            counts[label] = counts.get(label, 0) + 1
            done = end
        pieces.append(text[done:])
        return "".join(pieces)


class _MaskedAnswer(Answer):
    """Finds the values of one answer, and those again that the caller or the answer named before."""

    __slots__ = ("_masker", "_masking", "memory")

    def __init__(self, masking: Masking, masker: Masker, memory: Memory) -> None:
        self._masking = masking
        self._masker = masker
        self.memory = memory

    def begins(self, text: str) -> bool:
        """See ``Answer.begins``."""
        return text.endswith(self.memory.beginnings) or self._masker.begins_an_own_value(text)

    def clear(self, text: str) -> bool:
        """See ``Answer.clear``."""
        return self._masker.finds_nothing(self._masker.read(text)) and self.memory.knows_nothing_of(text)

    def find(self, released: Released, follows: str) -> Found:
        """See ``Answer.find``."""
        near = released.near + follows
        openings = self._masker.read(near)
        if self._masker.finds_nothing(openings) and self.memory.knows_nothing_of(near):
            return Found(follows)
        before, begin = released.text(), released.begin()
        text = before + follows
        folded, known = (fold_from(text, begin.seen), None) if openings.folds() else (Folded(text), openings)
        spans = self._masker.find(folded, known, begin)
        if spans := self.memory.knowing(folded, spans, begin.seen).known(folded, spans, begin.seen):
            unanswered = self._masker.unanswered
            spans = [span for span in spans if span.kind not in unanswered]
        return _FoundValues(self, before, follows, folded, spans) if spans else Found(follows)

    def write(self, folded: Folded, spans: list[Span], text: str, begin: int) -> str:
        """``text`` of the answer from ``begin`` on with placeholders for ``spans``, which are remembered."""
        self.memory.learn(folded, spans)
        return self._masking.write(folded, spans, text, begin)


class _FoundValues(Found):
    """What follows on the text ``before`` that a stream has released, with the values of both."""

    __slots__ = ("_answer", "_before", "_folded", "_spans")

    def __init__(self, answer: _MaskedAnswer, before: str, follows: str, folded: Folded, spans: list[Span]) -> None:
        base = len(before)
        places = [folded.origin(span.start, span.end) for span in spans]
        named = [span.kind == NAME for span in spans]
        super().__init__(follows, [Value(start - base, end - base, name) for (start, end), name in zip(places, named, strict=True)])
        self._answer = answer
        self._folded = folded
        self._spans = spans
        self._before = before

    def mask(self, low: int, high: int) -> str:
        """See ``Found.mask``."""
        ending = [span for span, value in zip(self._spans, self.values, strict=True) if low < value.end <= high]
        if not ending:
            return self.text[low:high]
        return self._answer.write(self._folded, ending, self._before + self.text[:high], len(self._before) + low)
