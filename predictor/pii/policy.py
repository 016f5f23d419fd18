"""What is done with each kind of personal data, and how a placeholder looks."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from predictor import __version__
from predictor.pii import placeholders
from predictor.pii.kind import ACTIONS, Action
from predictor.pii.kinds import KINDS

ALL: Final = "*"  # in ``actions`` and ``minimum_scores``: every kind that is not named itself


class PiiRejected(ValueError):
    """The text holds a kind of personal data that the policy refuses. Its message names the kind, never the value."""

    def __init__(self, entity: str, label: str) -> None:
        self.entity = entity
        self.label = label
        super().__init__(f"개인정보({label})가 포함되어 있어 처리할 수 없습니다. 해당 정보를 지우고 다시 보내 주세요.")


@dataclass(frozen=True)
class Policy:
    """Settings of a masker; a server may hold several, one for each group of callers.

    ``actions`` says by kind what is done: ``mask``, ``off`` (left alone), ``reject`` (PiiRejected) or ``monitor`` (counted and
    left alone); ``"*"`` stands for every kind that is not named and is not off by default. ``minimum_scores`` gives the least
    score, 0 to 1, of a value by kind. ``labels`` overrides the kinds' own labels. ``placeholder`` needs ``{label}`` and
    ``{n}``. ``allow`` lists values that are never masked, in any spelling. ``patterns_file`` adds patterns of one's own (see
    ``patterns``). Raises ValueError with the field's name when a setting cannot work.
    """

    actions: Mapping[str, Action] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    placeholder: str = "[{label}_{n}]"
    allow: frozenset[str] | Sequence[str] = ()
    patterns_file: Path | None = None
    minimum_scores: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._check_actions()
        self._check_scores()
        self._check_placeholders()
        self._check_allowed()
        if self.patterns_file is None:
            self.check_names(kind.name for kind in KINDS)

    def _check_actions(self) -> None:
        for kind, action in self.actions.items():
            if action not in ACTIONS:
                raise ValueError(f"actions: {kind}={action!r} must be one of {', '.join(ACTIONS)}")

    def _check_scores(self) -> None:
        for kind, score in self.minimum_scores.items():
            is_number = isinstance(score, int | float) and not isinstance(score, bool)
            if not is_number or not 0 <= score <= 1:
                raise ValueError(f"minimum_scores: {kind}={score!r} must be a number from 0 to 1")

    def _check_placeholders(self) -> None:
        for label in self.labels.values():
            if not label.strip() or any(char in label for char in "\n{}"):
                raise ValueError(f"labels: {label!r} must be a short text without braces or line breaks")
            if placeholders.is_read_as_other_signs(label):
                raise ValueError(f"labels: {label!r} must be in plain signs, because full-width and such are read as others")
        if fault := placeholders.fault(self.placeholder):
            raise ValueError(f"placeholder: {fault}")

    def _check_allowed(self) -> None:
        if isinstance(self.allow, str) or not all(isinstance(value, str) for value in self.allow):
            raise ValueError('allow: must be a list of texts, one for each value, such as ["02-345-6789", "help@example.com"]')

    def check_names(self, kinds: Iterable[str]) -> None:
        """Raises ValueError when a setting names a kind that is not one of ``kinds``."""
        known = set(kinds)
        for name, named, wild in (
            ("actions", self.actions, {ALL}),
            ("labels", self.labels, set()),
            ("minimum_scores", self.minimum_scores, {ALL}),
        ):
            if unknown := sorted(set(named) - known - wild):
                raise ValueError(f"{name}: unknown entity {unknown[0]!r}; known: {', '.join(sorted(known))}")

    def action(self, kind: str, default: Action) -> Action:
        """What is done with a kind: its own setting, the one for all kinds, or its default."""
        if kind in self.actions:
            return self.actions[kind]
        return default if default == "off" else self.actions.get(ALL, default)

    def minimum(self, kind: str) -> float:
        """The least score of a value of a kind."""
        return self.minimum_scores.get(kind, self.minimum_scores.get(ALL, 0.0))


def version_of(policy: Policy) -> str:
    """Twelve hexadecimal digits that differ where the policy, its pattern file or the release of the rules does."""
    parts = {
        "release": __version__,
        "actions": dict(policy.actions),
        "labels": dict(policy.labels),
        "placeholder": policy.placeholder,
        "allow": sorted(policy.allow),
        "patterns": policy.patterns_file.read_text(encoding="utf-8") if policy.patterns_file else "",
        "minimum_scores": dict(policy.minimum_scores),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]
