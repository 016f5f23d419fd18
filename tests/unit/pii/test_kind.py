"""What a kind's file may say: a fault ends the import with the kind's name and the reason, before any text is masked."""

from typing import Any

import pytest

from predictor.pii import Masker
from predictor.pii.catalogue import Catalogue
from predictor.pii.kind import Kind
from predictor.pii.kinds import KINDS
from predictor.pii.kinds._labels import behind_label, spoken_behind_label
from predictor.pii.kinds._paper_numbers import behind_paper

WORDS = ("꽃밭 번호",)
FORM = "[0-9]{4,10}|[0-9]{2,4}-[0-9]{4,6}"  # the shorter form stands first


def kind(**fields: Any) -> Kind:
    made: dict[str, Any] = {
        "name": "flower_bed", "label": "꽃밭번호", "needs": "a label", "source": "–", "order": 300,
        "gates": (behind_label("flower_bed", WORDS, FORM),), "words": WORDS, "words_touch": True,
    }  # fmt: skip
    return Kind(**{**made, **fields})


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker(catalogue=Catalogue((*KINDS, kind())))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": "flower bed"}, "kind 'flower bed': name must be lower case"),
        ({"name": "Flower"}, "name must be lower case"),
        ({"name": "card_"}, "name must be lower case"),
        ({"name": "other"}, "name must not be other"),
        ({"label": "꽃]밭"}, "label must be a short text without brackets"),
        ({"label": " "}, "label must be a short text"),
        ({"action": "drop"}, "action must be one of mask, off, reject, monitor, not drop"),
        ({"gates": (behind_label("library", WORDS, FORM),)}, "a gate is made for the kind 'library'"),
        ({"gates": (spoken_behind_label("library", WORDS),)}, "a gate is made for the kind 'library'"),
        ({"gates": (behind_paper("library", "꽃밭", "[0-9]{8}"),)}, "a gate is made for the kind 'library'"),
    ],
)
def test_a_faulty_kind_is_refused_with_its_name_and_the_reason(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=f"^kind '.*{says}" if not says.startswith("kind") else says):
        kind(**fields)


def test_two_kinds_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="kind 'phone': two kinds have this name"):
        Catalogue((*KINDS, kind(name="phone", gates=())))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("꽃밭 번호: 2038-114729", "꽃밭 번호: [꽃밭번호_1]"),
        ("꽃밭 번호 20381147-3", "꽃밭 번호 [꽃밭번호_1]"),
        ("꽃밭 번호 20381147-A 분실", "꽃밭 번호 [꽃밭번호_1] 분실"),
        ("꽃밭 번호 2038 1147", "꽃밭 번호 [꽃밭번호_1]"),
        ("꽃밭 번호 2038_1147", "꽃밭 번호 [꽃밭번호_1]"),
        ("꽃밭 번호 20381147-휴면", "꽃밭 번호 [꽃밭번호_1]-휴면"),
        ("꽃밭 번호 2038 3명", "꽃밭 번호 [꽃밭번호_1] 3명"),
        ("꽃밭 번호\n2038 1147", "꽃밭 번호\n[꽃밭번호_1] 1147"),
        ("꽃밭 번호 20381147, 20381148", "꽃밭 번호 [꽃밭번호_1], [꽃밭번호_2]"),
    ],
)
def test_a_value_behind_its_label_is_never_cut_at_a_dash_or_a_group(masker: Masker, text: str, masked: str) -> None:
    assert masker.begin().mask(text) == masked
    stream = masker.begin().output_stream()
    assert "".join(map(stream.feed, text)) + stream.flush() == masked


@pytest.mark.parametrize("count", ["1000명", "1000명이", "1000 명", "300개", "5000원", "1200건", "2000회", "5000%"])
def test_a_count_behind_a_label_is_no_value(masker: Masker, count: str) -> None:
    text = f"꽃밭 번호 {count}"
    assert masker.begin().mask(text) == text


@pytest.mark.parametrize("behind", [" 건으로", " 명의자", " 회원", "번", "으로"])
def test_a_word_behind_a_value_that_begins_like_a_unit_hides_nothing(masker: Masker, behind: str) -> None:
    assert masker.begin().mask(f"꽃밭 번호 123456{behind}") == f"꽃밭 번호 [꽃밭번호_1]{behind}"
