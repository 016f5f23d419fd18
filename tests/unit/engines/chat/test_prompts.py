from predictor.engines.chat.prompts import ChatPrompt, CompletionPrompt
from predictor.engines.types import Prompt, Sampling


def test_both_are_prompts_that_an_engine_without_a_chat_template_generates_from() -> None:
    chat = ChatPrompt(
        "짧게\n안녕", Sampling(), messages=({"role": "system", "content": "짧게"}, {"role": "user", "content": "안녕"})
    )
    for prompt in (chat, CompletionPrompt("안녕")):
        assert isinstance(prompt, Prompt)
        assert prompt.sampling == Sampling()


def test_a_completion_is_no_conversation() -> None:
    assert not hasattr(CompletionPrompt("안녕"), "messages")
    assert ChatPrompt("안녕").messages == ()
