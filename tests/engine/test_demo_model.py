"""The demo model that is in git: small, well-behaved, and good enough to talk to."""

import json
import random

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerFast

from predictor.demo.training import checks
from predictor.demo.training.checks import MODEL
from predictor.demo.training.dialogue import Corpus, Message, normalise
from predictor.demo.training.train import Encoder


@pytest.fixture(scope="module")
def tokenizer() -> PreTrainedTokenizerFast:
    loaded: PreTrainedTokenizerFast = AutoTokenizer.from_pretrained(MODEL)
    return loaded


def render(tokenizer: PreTrainedTokenizerFast, conversation: list[Message]) -> str:
    return str(tokenizer.apply_chat_template(conversation, tokenize=False, add_generation_prompt=True))


def test_the_folder_is_small_enough_for_git() -> None:
    assert sum(file.stat().st_size for file in MODEL.rglob("*") if file.is_file()) <= 8 * 2**20


def test_the_weights_are_safetensors_and_need_no_foreign_code() -> None:
    assert {file.suffix for file in MODEL.iterdir()} <= {".safetensors", ".json", ".jinja"}
    assert "auto_map" not in json.loads((MODEL / "config.json").read_text(encoding="utf-8"))


def test_greedy_answers_pass_the_checks() -> None:
    report = checks.run(checks.local_answer(MODEL))
    assert report.passed, str(report)


def test_sampled_answers_pass_the_checks() -> None:
    torch.manual_seed(0)
    report = checks.run(checks.local_answer(MODEL, temperature=0.7))
    assert report.passed, str(report)


def test_a_prompt_of_the_longest_input_still_runs(tokenizer: PreTrainedTokenizerFast) -> None:
    model = AutoModelForCausalLM.from_pretrained(MODEL)
    prompt = tokenizer.apply_chat_template(
        [{"role": "user", "content": "쀍" * 2048}], add_generation_prompt=True, return_tensors="pt", return_dict=True
    )
    assert 2048 < prompt["input_ids"].shape[1] < model.config.max_position_embeddings
    with torch.inference_mode():
        logits = model(**prompt, logits_to_keep=1).logits
    assert bool(torch.isfinite(logits).all())


@pytest.mark.parametrize(
    "text",
    [
        "한국어 문장입니다.",
        "뷁쀍힣ㄱㅏㆍ 옛글 ᄒᆞᆫ글",
        "한글",
        "漢字 かな Ñandú Ω ٣ ﷽",
        "👩‍👩‍👧‍👦🇰🇷\u200b\u200d\ufeff",
        " 앞뒤 공백  과\t탭\r\n줄\n\n바꿈 ",
        "\x00\x07\x7f\u2028\U0010ffff",
        "[전화번호_1][이메일_23]__[[_]]",
        "",
    ],
)
def test_any_text_survives_the_tokenizer(tokenizer: PreTrainedTokenizerFast, text: str) -> None:
    assert tokenizer.decode(tokenizer.encode(text, add_special_tokens=False)) == text


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_drawn_text_survives_the_tokenizer(tokenizer: PreTrainedTokenizerFast, text: str) -> None:
    assert tokenizer.decode(tokenizer.encode(text, add_special_tokens=False)) == text


@pytest.mark.parametrize("around", ["{}", "제 번호는 {}입니다", "번호:{}로", "{}{}"])
def test_a_placeholder_is_cut_the_same_way_whatever_surrounds_it(tokenizer: PreTrainedTokenizerFast, around: str) -> None:
    alone = tokenizer.encode("[전화번호_7]", add_special_tokens=False)
    ids = tokenizer.encode(around.replace("{}", "[전화번호_7]"), add_special_tokens=False)
    assert any(ids[at : at + len(alone)] == alone for at in range(len(ids)))


def test_common_words_are_whole_tokens(tokenizer: PreTrainedTokenizerFast) -> None:
    pieces = [tokenizer.decode([token]) for token in tokenizer.encode("배송은 언제 오나요", add_special_tokens=False)]
    assert len(pieces) <= 6
    assert "\ufffd" not in "".join(pieces)


def test_the_template_renders_every_turn_in_order(tokenizer: PreTrainedTokenizerFast) -> None:
    conversation: list[Message] = [
        {"role": "system", "content": "짧게 답하세요."},
        {"role": "user", "content": "안녕하세요"},
        {"role": "assistant", "content": "안녕하세요!"},
        {"role": "user", "content": "그럼 주말은요?"},
    ]
    assert render(tokenizer, conversation) == (
        "<|begin|><|system|>짧게 답하세요.<|end|><|user|>안녕하세요<|end|>"
        "<|assistant|>안녕하세요!<|end|><|user|>그럼 주말은요?<|end|><|assistant|>"
    )


def test_training_sees_what_the_template_renders(tokenizer: PreTrainedTokenizerFast) -> None:
    conversation: list[Message] = [
        {"role": "user", "content": "제 번호는 [전화번호_4]입니다"},
        {"role": "assistant", "content": "[전화번호_4]로 연락드리겠습니다."},
    ]
    ids, learn = Encoder(tokenizer).chat(conversation)
    assert tokenizer.decode(ids) == tokenizer.apply_chat_template(conversation, tokenize=False)
    learnt = [token for token, marked in zip(ids, learn, strict=True) if marked]
    assert learnt == tokenizer.encode("[전화번호_4]로 연락드리겠습니다.<|end|>", add_special_tokens=False)


def test_the_template_refuses_a_role_it_does_not_know(tokenizer: PreTrainedTokenizerFast) -> None:
    with pytest.raises(Exception, match="system, user and assistant, not tool"):
        render(tokenizer, [{"role": "tool", "content": "{}"}])


def test_the_end_token_ends_generation(tokenizer: PreTrainedTokenizerFast) -> None:
    generation = json.loads((MODEL / "generation_config.json").read_text(encoding="utf-8"))
    assert generation["eos_token_id"] == tokenizer.convert_tokens_to_ids("<|end|>")


def test_no_checked_question_is_drawn_for_training() -> None:
    corpus, rng = Corpus(withheld=checks.questions()), random.Random(3)
    withheld = {normalise(question) for question in checks.questions()}
    asked = {
        normalise(message["content"]) for _ in range(3000) for message in corpus.conversation(rng) if message["role"] == "user"
    }
    assert len(asked) > 1000
    assert not asked & withheld
