"""Masking of one call: its texts share their numbering; its answer is masked and restored by the settings."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, Protocol

from predictor.config import Action, Settings
from predictor.errors import PersonalDataRejected
from predictor.inference.keys.rules import PiiAction, PiiActions, PiiKindAction
from predictor.pii import Masker, Masking, PiiRejected, Policy
from predictor.pii.kinds import KINDS
from predictor.pii.policy import ALL

_DEFAULTS: Final = {kind.name: kind.action for kind in KINDS}


def policy_of(settings: Settings) -> Policy:
    """The policy of the LLM_PII_* settings; raises ValueError."""
    return Policy(
        actions=settings.pii_actions,
        labels=settings.pii_labels,
        placeholder=settings.pii_placeholder,
        allow=settings.pii_allow,
        patterns_file=settings.pii_patterns,
        minimum_scores=settings.pii_minimum_scores,
    )


class KeyMaskers:
    """One masker for each policy that a key's rules name. It is made at the first request that needs it, which takes 0.2 ms."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._maskers: dict[PiiAction | PiiActions, Masker] = {}

    def get(self, stated: PiiAction | PiiActions) -> Masker:
        """The deployment's policy with what a key states, for all kinds or by kind; what the deployment refuses stays refused."""
        masker = self._maskers.get(stated)
        if masker is None:
            policy = policy_of(self._settings)
            masker = self._maskers[stated] = Masker(replace(policy, actions=_actions_of_key(policy, stated)))
        return masker


def _actions_of_key(policy: Policy, stated: PiiAction | PiiActions) -> dict[str, Action]:
    """The actions by kind of a key that states one action for all kinds, or some by kind."""
    by_kind: dict[str, PiiKindAction] = {ALL: stated} if isinstance(stated, str) else dict(stated)
    actions: dict[str, Action] = {**policy.actions}
    everything = by_kind.pop(ALL, None)
    for kind, own in policy.actions.items():
        replaced = own != "reject" and (own != "off" or kind == ALL)
        if everything and replaced:
            actions[kind] = everything
    for kind, action in by_kind.items():
        if policy.action(kind, _DEFAULTS[kind]) != "reject":
            actions[kind] = action
    if everything:
        actions.setdefault(ALL, everything)
    return actions


class TextStream(Protocol):
    """Text piece by piece: what `feed` and `flush` return, joined, is the whole text."""

    def feed(self, delta: str) -> str:
        """Take a piece; return the decided part."""

    def flush(self) -> str:
        """Return the rest."""


class PlainTextStream:
    """Passes every piece on as it is."""

    def feed(self, delta: str) -> str:
        """Return the piece."""
        return delta

    def flush(self) -> str:
        """Return nothing, because nothing is held back."""
        return ""


class CallMasking:
    """The masking of one call; without a masker every text passes as it is.

    `mask_output` masks what the model itself wrote (LLM_PII_OUTPUT), `restore` puts the caller's own values back (LLM_PII_RESTORE).
    """

    def __init__(self, masker: Masker | None, mask_output: bool = True, restore: bool = False) -> None:
        self._masker = masker
        self._masking: Masking | None = masker.begin() if masker else None
        self._mask_output = mask_output
        self._restore = restore

    @property
    def enabled(self) -> bool:
        """True where texts are masked on the way in."""
        return self._masking is not None

    @property
    def rewrites_output(self) -> bool:
        """True where an answer may differ from the engine's text."""
        return self._masking is not None and (self._mask_output or self._restore)

    @property
    def restored(self) -> bool:
        """True where the caller's own values return wherever the answer names their placeholders."""
        return self._restore and self.placeholders is not None

    @property
    def placeholders(self) -> re.Pattern[str] | None:
        """Matches the placeholders issued so far; None where there are none."""
        return self._masking.placeholders if self._masking else None

    @property
    def counts(self) -> dict[str, int]:
        """Values masked in the request, by label."""
        return self._masking.counts if self._masking else {}

    @property
    def monitored(self) -> dict[str, int]:
        """Values of monitored kinds in the request, counted and left as they are, by label."""
        return self._masking.monitored if self._masking else {}

    @property
    def total(self) -> int:
        """Values masked in the request so far."""
        return sum(self.counts.values())

    def count(self, text: str) -> int:
        """Values that `text` holds by itself; raises PersonalDataRejected."""
        return CallMasking(self._masker).counted(text)

    def counted(self, text: str) -> int:
        """Values masked once `text` is; raises PersonalDataRejected."""
        self.mask(text)
        return self.total

    @property
    def most_held(self) -> int:
        """The most characters that a stream of the answer held back after a piece."""
        return self._masking.most_held if self._masking else 0

    @property
    def output_counts(self) -> dict[str, int]:
        """Values masked in the answer, by label."""
        return self._masking.output_counts if self._masking else {}

    def reserve(self, texts: Iterable[str]) -> None:
        """Take the placeholders that any of these texts holds out of circulation; to be called before the first `mask`.

        A placeholder that a later text forges is then never that of an earlier text's value, which restoring would hand out.
        """
        if self._masking is not None:
            self._masking.reserve(texts)

    def mask(self, text: str) -> str:
        """`text` with placeholders for its values; raises PersonalDataRejected for a kind that the deployment refuses."""
        if self._masking is None or not text:
            return text
        try:
            return self._masking.mask(text)
        except PiiRejected as error:
            raise PersonalDataRejected(
                str(error),
                message=f"The request holds personal data of the kind {error.entity}, which is refused here; leave it out",
            ) from None

    def output(self, text: str) -> str:
        """A whole text of the answer, for the caller."""
        if self._masking is None or not text:
            return text
        return self._masking.mask_output(text, restore=self._restore, mask=self._mask_output)

    def output_stream(self) -> TextStream:
        """The stream for a text of the answer that arrives in pieces."""
        if self._masking is None or not self.rewrites_output:
            return PlainTextStream()
        return self._masking.output_stream(restore=self._restore, mask=self._mask_output)
