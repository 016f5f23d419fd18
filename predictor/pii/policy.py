"""What is done with each kind of personal data, and how a placeholder looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from predictor.pii.entities import ENTITIES, Action


class PiiRejected(ValueError):
    """The text holds a kind of personal data that the policy refuses. Its message names the kind, never the value."""

    def __init__(self, entity: str, label: str) -> None:
        self.entity = entity
        self.label = label
        super().__init__(f"개인정보({label})가 포함되어 있어 처리할 수 없습니다. 해당 정보를 지우고 다시 보내 주세요.")


@dataclass(frozen=True)
class Policy:
    """Settings of a masker.

    ``actions`` and ``labels`` override the entities' own, by entity name. ``placeholder`` needs ``{label}`` and ``{n}``.
    ``allow`` lists values that are never masked, in any spelling. ``patterns_file`` adds patterns of one's own (see ``patterns``).
    Raises ValueError with the field's name when a setting cannot work.
    """

    actions: Mapping[str, Action] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    placeholder: str = "[{label}_{n}]"
    allow: frozenset[str] | Sequence[str] = ()
    patterns_file: Path | None = None

    def __post_init__(self) -> None:
        for entity, action in self.actions.items():
            if action not in get_args(Action):
                raise ValueError(f"actions: {entity}={action!r} must be one of {', '.join(get_args(Action))}")
        if self.patterns_file is None:
            self.check_names(frozenset(entity.name for entity in ENTITIES))
        for label in self.labels.values():
            if not label.strip() or any(char in label for char in "\n{}"):
                raise ValueError(f"labels: {label!r} must be a short text without braces or line breaks")
        if self.placeholder.count("{label}") != 1 or self.placeholder.count("{n}") != 1:
            raise ValueError("placeholder: must contain {label} and {n} once each, as in [{label}_{n}]")

    def check_names(self, known: frozenset[str]) -> None:
        """Raises ValueError when ``actions`` or ``labels`` name an entity that is not ``known``."""
        for field_name, names in (("actions", self.actions), ("labels", self.labels)):
            if unknown := sorted(set(names) - known):
                raise ValueError(f"{field_name}: unknown entity {unknown[0]!r}; known: {', '.join(sorted(known))}")
