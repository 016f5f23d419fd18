"""What must hold for every text: built from real values, look-alikes, particles and noise."""

import re
from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from predictor.pii import Masker, Masking, Policy
from predictor.pii.kinds import KINDS
from tests.pii.score import CORPUS, load
from tests.pii.scoring import parse

MASKER = Masker()


@cache
def corpus() -> list[str]:
    return [item.text for item in load(CORPUS)]


TEXTS = st.lists(
    st.one_of(
        st.sampled_from(corpus()), st.text(alphabet="010-1234 5678@.,:공일이삼사가나다님씨김로길동[]_abcM\n\u200b％０", max_size=25)
    ),
    max_size=5,
).flatmap(lambda parts: st.sampled_from([" ", "\n", ". ", "", ", "]).map(lambda joint: joint.join(parts)))


@settings(max_examples=120, deadline=None)
@given(TEXTS)
def test_masking_twice_changes_nothing_more(text: str) -> None:
    masking = MASKER.begin()
    once = masking.mask(text)
    assert masking.mask(once) == once
    assert MASKER.begin().mask(once) == once


@settings(max_examples=120, deadline=None)
@given(TEXTS, st.lists(st.integers(1, 12), min_size=1, max_size=20), st.booleans())
def test_a_stream_gives_the_same_as_the_whole_for_every_chunking(text: str, sizes: list[int], restore: bool) -> None:
    masking = MASKER.begin()
    masking.mask("김철수 010-1234-5678, a@b.com")
    answer = text + " [전화번호_1] [이메일_1][이름_1"
    whole = _fresh().mask_output(answer, restore=restore)
    stream = _fresh().output_stream(restore=restore)
    pieces, place, turn = [], 0, 0
    while place < len(answer):
        size = sizes[turn % len(sizes)]
        pieces.append(stream.feed(answer[place : place + size]))
        place, turn = place + size, turn + 1
    assert "".join(pieces) + stream.flush() == whole


def _fresh() -> Masking:
    masking = MASKER.begin()
    masking.mask("김철수 010-1234-5678, a@b.com")
    return masking


@settings(max_examples=120, deadline=None)
@given(TEXTS)
def test_restoring_gives_the_text_back_with_each_value_in_its_first_spelling(text: str) -> None:
    masking = MASKER.begin()
    masked = masking.mask(text)
    restored = masking.mask_output(masked, restore=True, mask=False)
    again = MASKER.begin()
    assert again.mask(restored) == masked
    if len(set(re.findall(masking.placeholders, masked) if masking.placeholders else [])) == sum(masking.counts.values()):
        assert restored == text


@settings(max_examples=120, deadline=None)
@given(TEXTS)
def test_every_character_comes_from_the_text_or_from_a_placeholder(text: str) -> None:
    masking = MASKER.begin()
    masked = masking.mask(text)
    kept = re.split(masking.placeholders, masked) if masking.placeholders else [masked]
    place = 0
    for piece in kept:
        place = text.index(piece, place) + len(piece)


PHONES = st.tuples(st.integers(2000, 9999), st.integers(0, 9999)).map(lambda pair: f"010{pair[0]:04}{pair[1]:04}")
SPELLINGS = st.sampled_from(
    [
        lambda d: f"{d[:3]}-{d[3:7]}-{d[7:]}",
        lambda d: d,
        lambda d: f"{d[:3]} {d[3:7]} {d[7:]}",
        lambda d: f"+82 {d[1:3]}-{d[3:7]}-{d[7:]}",
        lambda d: " ".join(d),
        lambda d: f"{d[:3]}.{d[3:7]}.{d[7:]}",
        lambda d: "".join(chr(ord(c) + 0xFEE0) for c in d),
        lambda d: "".join("공일이삼사오육칠팔구"[int(c)] for c in d),
    ]
)


@settings(max_examples=120, deadline=None)
@given(
    PHONES,
    st.lists(SPELLINGS, min_size=1, max_size=4),
    st.sampled_from(["입니다", "이에요", "으로 전화", " 주세요", "\n", "요", ""]),
)
def test_a_number_survives_in_none_of_its_spellings(digits: str, spellings: list, particle: str) -> None:  # type: ignore[type-arg]
    masking = MASKER.begin()
    masked = masking.mask(" / ".join(f"번호 {spell(digits)}{particle}" for spell in spellings))
    assert masked == " / ".join(f"번호 [전화번호_1]{particle}" for _ in spellings)


def wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def luhn(digits: str) -> str:
    total = sum(int(digit) if place % 2 else sum(divmod(2 * int(digit), 10)) for place, digit in enumerate(reversed(digits)))
    return digits + str(-total % 10)


BORN = st.dates(date(1925, 1, 1), date(1999, 12, 31)).map(lambda day: day.strftime("%y%m%d"))
RESIDENTS = st.tuples(BORN, st.integers(1_000_000, 2_999_999)).map(lambda parts: f"주민번호 {parts[0]}-{parts[1]}")
CARDS = (
    st.integers(10**11, 10**12 - 1).map(lambda tail: luhn(f"941{tail}")).map(lambda d: f"카드 {d[:4]}-{d[4:8]}-{d[8:12]}-{d[12:]}")
)
MAILS = st.from_regex(r"[a-z]{2,8}[0-9]{0,3}@[a-z]{3,9}\.(com|co\.kr|net)", fullmatch=True)
DASHED = [lambda v: v, wide, lambda v: v.replace("-", " - "), lambda v: v.replace("-", "–"), lambda v: v.replace("-", "\u2060-")]
MAILED = [lambda v: v, wide, str.upper, lambda v: v.replace("@", "(at)"), lambda v: v.replace("@", " 골뱅이 "),
          lambda v: v.replace("@", "%40"), lambda v: v.replace("@", "&#64;")]  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(
    st.one_of(
        st.tuples(RESIDENTS, st.sampled_from(DASHED), st.just("주민번호 [주민등록번호_1]")),
        st.tuples(CARDS, st.sampled_from(DASHED), st.just("카드 [카드번호_1]")),
        st.tuples(MAILS, st.sampled_from(MAILED), st.just("[이메일_1]")),
    ),
    st.sampled_from(["입니다", "이에요", "으로 보내 주세요", "\n", "요.", ""]),
)
def test_no_resident_number_card_or_mailbox_survives_either(case: tuple, particle: str) -> None:  # type: ignore[type-arg]
    value, spell, expected = case
    masking = MASKER.begin()
    for spelled in (value, spell(value)):
        assert masking.mask(f"{spelled}{particle}").translate(NARROW) == f"{expected}{particle}"


NARROW = {code + 0xFEE0: code for code in range(0x21, 0x7F)}


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=200))
def test_no_text_at_all_makes_it_fail(text: str) -> None:
    masking = MASKER.begin()
    masking.mask_output(masking.mask(text), restore=True)


def test_no_example_that_ends_anywhere_makes_it_fail() -> None:
    masker = Masker(Policy(actions={kind.name: "mask" for kind in KINDS}))
    lines = (parse(line).text for kind in KINDS for line in (*kind.examples, *kind.lookalikes))
    cut = {line[:length] for line in lines for length in range(1, len(line))}
    assert len(cut) > 20_000
    for text in cut:
        masker.begin().mask(text)
