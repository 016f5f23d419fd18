"""The prompts of OpenAI's routes, for engines that serve them by ChatApp."""

from dataclasses import dataclass

from predictor.engines.types import Prompt


@dataclass(frozen=True, slots=True)
class ChatPrompt(Prompt):
    """A conversation for the model's chat template: (role, content) of each message. `text` joins the contents."""

    messages: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CompletionPrompt(Prompt):
    """A text that the model continues as it is, without a chat template."""
