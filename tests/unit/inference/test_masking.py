import pytest

from predictor.config import Action, Settings
from predictor.errors import PersonalDataRejected
from predictor.inference.keys.rules import PiiAction, PiiActions
from predictor.inference.masking import CallMasking, KeyMaskers
from predictor.pii import Masker, Policy
from tests.personal import EMAIL, PHONE


def masking(mask_output: bool = True, restore: bool = False, policy: Policy | None = None) -> CallMasking:
    return CallMasking(Masker(policy), mask_output, restore)


def test_texts_of_one_call_share_their_numbers_and_calls_do_not() -> None:
    first = masking()
    assert [first.mask(text) for text in (PHONE, "010-9876-5432", PHONE)] == ["[전화번호_1]", "[전화번호_2]", "[전화번호_1]"]
    assert first.counts == {"전화번호": 3}
    assert masking().mask("010-9876-5432") == "[전화번호_1]"


def test_the_models_own_values_are_masked_and_counted_apart() -> None:
    call = masking()
    call.mask(PHONE)
    assert EMAIL not in call.output(f"메일은 {EMAIL}입니다")
    assert (call.counts, call.output_counts) == ({"전화번호": 1}, {"이메일": 1})


def test_restoring_gives_back_only_values_that_the_caller_sent() -> None:
    call = masking(restore=True)
    call.mask(PHONE)
    assert call.output(f"[전화번호_1]로 {EMAIL}을 [전화번호_7]에").startswith(f"{PHONE}로 [이메일_1]을 [전화번호_7]")


def test_without_a_masker_every_text_passes_as_it_is() -> None:
    call = CallMasking(None)
    assert (call.mask(PHONE), call.output(PHONE)) == (PHONE, PHONE)
    assert (call.enabled, call.rewrites_output, call.placeholders, call.counts, call.output_counts) == (False, False, None, {}, {})


def test_a_rejected_kind_is_an_error_that_names_the_kind_and_not_the_value() -> None:
    with pytest.raises(PersonalDataRejected) as refused:
        masking(policy=Policy(actions={"phone": "reject"})).mask(f"제 번호는 {PHONE}")
    assert "전화번호" in refused.value.detail
    assert "1234" not in refused.value.detail


@pytest.mark.parametrize(("mask_output", "restore"), [(True, False), (True, True), (False, True), (False, False)])
def test_a_text_in_pieces_comes_out_as_the_whole_text_does(mask_output: bool, restore: bool) -> None:
    text = f"[전화번호_1]님께 {EMAIL} 주소로 보냈습니다"
    whole, streamed = masking(mask_output, restore), masking(mask_output, restore)
    whole.mask(PHONE)
    streamed.mask(PHONE)
    stream = streamed.output_stream()
    assert "".join(stream.feed(character) for character in text) + stream.flush() == whole.output(text)


def test_where_nothing_is_rewritten_nothing_is_held_back() -> None:
    stream = masking(mask_output=False).output_stream()
    assert (stream.feed("010-"), stream.feed("1234"), stream.flush()) == ("010-", "1234", "")


MASKED = {"phone": "mask", "email": "mask"}


@pytest.mark.parametrize(
    ("deployment", "key", "actions"),
    [
        ({}, "mask", {**MASKED, "postcode": "off"}),
        ({}, "reject", {"phone": "reject", "email": "reject", "postcode": "off"}),
        # What the deployment switched on stays on.
        ({"postcode": "mask"}, "mask", {**MASKED, "postcode": "mask"}),
        ({"postcode": "mask"}, "reject", {"phone": "reject", "postcode": "reject"}),
        ({"postcode": "monitor"}, "mask", {"postcode": "mask"}),
        # What it rejects stays rejected.
        ({"phone": "reject"}, "monitor", {"phone": "reject", "email": "monitor"}),
        ({"*": "reject"}, "monitor", {"phone": "reject", "email": "reject", "postcode": "off"}),
        ({"*": "reject", "email": "mask"}, "monitor", {"phone": "reject", "email": "monitor"}),
        ({"*": "reject"}, (("phone", "off"), ("postcode", "mask")), {"phone": "reject", "postcode": "mask"}),
        # What it switches off stays off, unless the key names the kind.
        ({"phone": "off"}, "mask", {"phone": "off", "email": "mask"}),
        ({"phone": "off"}, (("phone", "mask"),), MASKED),
        ({"*": "off"}, "mask", MASKED),
        # By kind, all others are as the deployment has them.
        ({}, (("email", "monitor"), ("phone", "off")), {"phone": "off", "email": "monitor", "rrn": "mask"}),
        ({"rrn": "reject"}, (("*", "monitor"), ("email", "mask")), {"phone": "monitor", "email": "mask", "rrn": "reject"}),
    ],
)
def test_a_keys_actions_never_undo_what_the_deployment_rejects_or_switches_on(
    deployment: dict[str, Action], key: PiiAction | PiiActions, actions: dict[str, str]
) -> None:
    masker = KeyMaskers(Settings(_env_file=None, pii_actions=deployment)).get(key)
    assert {kind: masker.actions[kind] for kind in actions} == actions


def test_keys_that_state_the_same_share_a_masker() -> None:
    maskers = KeyMaskers(Settings(_env_file=None))
    assert maskers.get((("email", "off"),)) is maskers.get((("email", "off"),))
    assert maskers.get("mask") is not maskers.get("reject")
