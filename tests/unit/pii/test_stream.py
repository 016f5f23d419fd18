import random
import re
from itertools import pairwise

import pytest

from predictor.pii import Masker, Policy, lexicon
from predictor.pii.kind import Kind
from predictor.pii.kinds import KINDS
from predictor.pii.names.form import FOREIGN_WORDS
from predictor.pii.scan.fold import fold
from predictor.pii.stream import CHAIN_LIMIT, KEY_LIMIT, QUIET, UNBROKEN, WORD_LIMIT
from tests.pii.score import CORPUS, every_text, load
from tests.pii.scoring import parse


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker()


def test_plain_words_pass_as_soon_as_they_are_finished(masker: Masker) -> None:
    stream = masker.begin().output_stream()
    released = [stream.feed(delta) for delta in ("안녕하세요 날씨가 ", "좋습", "니다. ", "그래서 ")]
    assert released == ["안녕하세요 날씨가 ", "", "좋습니다. ", "그래서 "]


def without_regions(masked: str) -> str:
    """A stream that may hold twelve characters has let a region pass when the road behind it turns out to be an address."""
    return re.sub(r"(?:[가-힣]+(?:시|도|구|군|읍|면|동|[가-힣])\s+)+(?=\[주소_)", "", masked)


def test_word_by_word_as_much_is_found_as_in_the_whole(masker: Masker) -> None:
    texts = [labelled.text for labelled in load(CORPUS)]
    different = [
        text for text in texts if without_regions(masker.begin().mask(text)) != without_regions(masker.begin().mask_output(text))
    ]
    assert len(texts) > 600
    assert len(different) / len(texts) < 0.003, different


@pytest.mark.parametrize(
    "text",
    [
        "배송은 보통 2~3일 걸리며 제주도는 하루 더 걸릴 수 있습니다. 주문 번호를 알려 주시면 바로 확인해 드리겠습니다. ",
        "Please contact support for more details about your order, and keep the receipt. ",
        "[전화번호_1]로 연락드리겠습니다. 잠시만 기다려 주세요. 감사합니다. ",
        "def add(first, second):\n    return first + second\n\nprint(add(1, 2))\n",
    ],
)
def test_prose_and_code_are_written_word_by_word(text: str, masker: Masker) -> None:
    stream = masker.begin().output_stream()
    given, late = 0, []
    for fed, char in enumerate(text, 1):
        given += len(stream.feed(char))
        late.append(fed - given)
    assert sum(late) / len(late) < 10, "characters behind, in the mean"


def test_a_number_is_held_until_it_is_known_to_be_complete(masker: Masker) -> None:
    stream = masker.begin().output_stream()
    assert [stream.feed(delta) for delta in ("번호는 ", "010-", "1234-5678")] == ["번호는 ", "", ""]
    assert stream.feed("입니다. 감사합니다. 안녕히 가세요. 또 뵙겠습니다. ").startswith("[전화번호_1]입니다.")


def test_a_number_split_over_many_deltas_never_passes(masker: Masker) -> None:
    stream = masker.begin().output_stream()
    out = "".join(stream.feed(char) for char in "제 번호는 010-1234-5678입니다") + stream.flush()
    assert out == "제 번호는 [전화번호_1]입니다"


def test_a_split_placeholder_is_restored(masker: Masker) -> None:
    masking = masker.begin()
    masking.mask("010-1234-5678")
    stream = masking.output_stream(restore=True, mask=False)
    assert [stream.feed("네, [전화"), stream.feed("번호_"), stream.feed("1]로 "), stream.flush()] == [
        "네, ",
        "",
        "010-1234-5678로 ",
        "",
    ]


def test_without_masking_and_restoring_nothing_is_held(masker: Masker) -> None:
    stream = masker.begin().output_stream(mask=False)
    assert stream.feed("010-12") == "010-12"


@pytest.mark.parametrize("unit", ["1 ", "12-", "가", "a", "서울시 ", "漢"])
def test_what_is_held_is_bounded_whatever_comes(masker: Masker, unit: str) -> None:
    stream = masker.begin().output_stream()
    longest = fed = given = 0
    for _ in range(3 * KEY_LIMIT // len(unit)):
        given += len(stream.feed(unit))
        fed += len(unit)
        longest = max(longest, fed - given)
    limit = WORD_LIMIT if unit in ("a", "12-") else CHAIN_LIMIT
    assert longest <= limit + 128


def test_a_private_key_streams_as_one_secret(masker: Masker) -> None:
    key = "-----BEGIN PRIVATE KEY-----\n" + "MIIBVAIBADANBgkqhkiG9w0BAQEFAASCAT4w\n" * 20 + "-----END PRIVATE KEY-----"
    stream = masker.begin().output_stream()
    text = f"키는 {key} 입니다"
    out = "".join(stream.feed(text[place : place + 5]) for place in range(0, len(text), 5)) + stream.flush()
    assert out == "키는 [비밀정보_1] 입니다"


def test_an_address_and_a_name_before_its_title_are_masked_across_words(masker: Masker) -> None:
    text = "서울 강남구 테헤란로 152 강남빌딩 10층으로 김철수 고객님께 보냈습니다"
    stream = masker.begin().output_stream()
    out = "".join(stream.feed(char) for char in text) + stream.flush()
    assert out == "[주소_1]으로 [이름_1] 고객님께 보냈습니다"


def silences(masker: Masker, text: str, size: int) -> int:
    """The most characters that the stream holds while ``text`` arrives in deltas of ``size``."""
    stream = masker.begin().output_stream()
    longest = 0
    for place in range(0, len(text), size):
        stream.feed(text[place : place + size])
        longest = max(longest, stream.held)
    return longest


@pytest.mark.parametrize("size", [1, 3])
def test_korean_without_digits_is_never_more_than_twelve_characters_behind(masker: Masker, size: int) -> None:
    places = "저희 매장은 서울 강남구 서초구 송파구 강동구 부산 해운대구 남구 동래구 경기도 성남시 분당구 "
    places += "용인시 수지구 등 여러 곳에 있습니다. "
    people = "오늘은 김철수 고객님과 이영희 팀장님이 남궁민수책임연구원과함께회의를했습니다. 홍 길동님도 오셨습니다. "
    assert silences(masker, (places + people) * 3, size) <= QUIET + size


# What the bound of quiet text is not for: digits in any script or words, mailboxes, escapes, Latin words. Two syllables that are
# digits tell nothing, because 이사, 공사 and 구이 are words.
NUMERAL = "공영일이둘삼사오육륙칠팔구"
LOUD = re.compile(
    r"[\d@%\\A-Za-z\u2460-\u2473\u24ea]|골뱅이|앳|[^\x00-\u2fff\uac00-\ud7a3]"
    rf"|[{NUMERAL}십백천]{{3}}|[{NUMERAL}][-.][{NUMERAL}]|[{NUMERAL}][십백천]|[십백천][{NUMERAL}]|[{NUMERAL}]{{2}}년"
    rf"|(?<![가-힣])[{NUMERAL}]{{1,4}}[,.]?\s[{NUMERAL}]{{1,4}}(?![가-힣])"
)


def quiet_silence(masker: Masker, text: str) -> int:
    """The most characters that the stream holds, character by character, while they are quiet ones."""
    stream = masker.begin().output_stream()
    longest = 0
    for fed, char in enumerate(text, 1):
        stream.feed(char)
        if stream.held > longest and not LOUD.search(text[fed - stream.held : fed]):
            longest = stream.held
    return longest


def bound(masker: Masker, text: str) -> int:
    """What a stream may hold of ``text``: a long name, or two words of foreign names, may go on in the next word."""
    names = [span.end - span.start for span in masker.find(fold(text)) if span.kind == "person_name"]
    foreign = [word.strip("(),.") in FOREIGN_WORDS for word in text.split()]
    return 2 * QUIET if max(names, default=0) > 5 or (True, True) in pairwise(foreign) else QUIET


@pytest.mark.parametrize(
    "text",
    [
        "이사할 지역은 서울 강남구 서초구 송파구 마포구 용산구 은평구 등입니다",
        "대표이사 김민수 박서연 이도현 최지훈 정다은 강하늘 윤서진",
        "휴일이 서울 강남구 서초구 송파구 강동구 마포구에 내린 비로",
        "회의일이 다음주이므로/강남구/서초구/송파구/마포구",
        "공사 안내는 사이트에서 오이와 구이를 고르신 뒤 서울 강남구 서초구 매장에",
    ],
)
def test_words_of_syllables_that_are_digits_too_hold_nothing_longer(masker: Masker, text: str) -> None:
    assert silences(masker, text, 1) <= QUIET


def streamed(masker: Masker, text: str, size: int) -> str:
    """What a stream gives out for ``text`` in deltas of ``size``."""
    stream = masker.begin().output_stream()
    return "".join(stream.feed(text[place : place + size]) for place in range(0, len(text), size)) + stream.flush()


@pytest.mark.parametrize(
    "text",
    [
        "010 1234 5678, 010 2345 6789, 010 3456 7890, 010 4567 8901, 010 5678 9012, 010 6789 0123, 010 7890 1234, 010 8901 2345",
        "계좌 " + ", ".join(f"302 {number}123 4567 81" for number in range(12)),
        " ".join(f"{number}) 카드 4111 1111 1111 1111" for number in range(1, 9)),
        "사번 목록: " + ", ".join(f"20{number}417" for number in range(10, 40)),
        "DOB: 21 FEB 1996",
        "Born on February 21, 1996",
        "DOB: Feb. 21, 1996",
        "공 일 공 이 삼 사 오 육 칠 팔 구",
        "주민번호는 팔 팔 공 육 공 삼 일 이 삼 사 오 육 칠",
        "생년월일은 천구백팔십팔년 유월 삼일입니다",
        "차 번호는 십이가 삼사오육이에요",
        "전화는 055 ㅡ 336 ㅡ 7720 이에요",
        "Ship to 27 Seongsui-ro 7-gil, Seongdong-gu, Seoul, 04780, Korea",
        "신청인 압둘라 카림",
        "성명: Nguyễn Thị Hương",
        "이름은 Lê Minh Đức입니다",
        "고객님 성함이 어떻게 되세요? 생년월일도 알려 주세요",
        (
            '{"zip":"16977","addr":"경기도 용인시 기흥구 구성로 357, 606동 1201호",'
            '"memo":"경비실에 맡겨 주세요","cnt":1,"ok":true,"no":"D25031700"}'
        ),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_stream_finds_what_the_whole_text_holds(masker: Masker, text: str, size: int) -> None:
    assert streamed(masker, text, size) == masker.begin().mask(text)


def test_over_the_texts_a_stream_does_not_depend_on_its_deltas(masker: Masker) -> None:
    some = every_text()[1::6]
    assert [text for text in some if len({streamed(masker, text, size) for size in (1, 9, len(text) or 1)}) > 1] == []


def digits_outside(masked: str) -> int:
    """How many digits stand outside of placeholders."""
    return len(re.findall("[0-9]", re.sub(r"\[[^\[\]]*_[0-9]+\]", "", masked)))


def test_over_the_texts_no_digit_passes_that_the_whole_text_masks(masker: Masker) -> None:
    """But in a text of five hundred: there what stands more than its bound behind a value tells what it is."""
    some = every_text()[::4]
    passed = [text for text in some if digits_outside(streamed(masker, text, 4)) > digits_outside(masker.begin().mask(text))]
    assert len(passed) <= len(some) / 500, passed


def test_over_all_texts_korean_without_digits_is_never_more_than_twelve_characters_behind(masker: Masker) -> None:
    held = {text: quiet_silence(masker, text) for text in every_text()}
    assert {text: most for text, most in held.items() if most > QUIET and most > bound(masker, text)} == {}


def places(seed: int) -> str:
    """A sentence full of place names."""
    chosen = random.Random(seed)
    listed = lexicon.words("districts") + lexicon.words("cities") + lexicon.words("counties") + lexicon.words("provinces")
    named = [f"{chosen.choice(listed)}{chosen.choice(['', '', '구', '시', '동', '읍'])}" for _ in range(chosen.randint(4, 16))]
    return f"{chosen.choice(['저희 매장은 ', '', '우리 지점은 '])}{chosen.choice([' ', ', ', '과 ']).join(named)} 등에 있습니다."


def test_a_thousand_sentences_full_of_place_names_are_never_more_than_twelve_characters_behind(masker: Masker) -> None:
    sentences = [places(seed) for seed in range(1000)]
    assert max(quiet_silence(masker, sentence) for sentence in sentences) <= QUIET
    changed = [text for text in sentences if masker.begin().mask(text) != masker.begin().mask_output(text)]
    assert changed == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_stream_holds_no_more_for_one_value_than_its_kind_says(kind: Kind) -> None:
    finder = Masker(Policy(actions={one.name: "mask" for one in KINDS}))
    for line in kind.examples:
        masking = finder.begin()
        stream = masking.output_stream()
        for char in parse(line).text:
            stream.feed(char)
        assert masking.most_held <= kind.held, line


def test_an_address_may_lose_its_region_and_no_digit_passes(masker: Masker) -> None:
    text = "보내실 곳은 서울특별시 강남구 테헤란로 152, 101동 1203호입니다"
    stream = masker.begin().output_stream()
    out = "".join(map(stream.feed, text)) + stream.flush()
    assert "[주소_1]" in out
    assert not re.search("[0-9]", out.replace("[주소_1]", ""))


@pytest.mark.parametrize(
    "text",
    [
        "학번은 2021148203입니다. 제출할 때 2021148203을 꼭 적어 주세요.",
        "계좌는 국민은행 482901-04-118273입니다. 다시 말씀드리면 482901-04-118273 이고 하이픈 없이 48290104118273입니다.",
        "생년월일은 1991년 4월 17일입니다. 신분증의 1991.04.17과 같습니다.",
        "주소: 서울 마포구 월드컵로 212, 3동 405호입니다. 오실 때는 지하철을 타고 월드컵로 212로 오시면 됩니다.",
        "인스타그램 아이디는 @haru.day_92 이고 나중에 사진을 보내실 때도 haru.day_92 로 찾으세요.",
        "담당은 남궁민수 책임이고 오늘은 자리에 없습니다. 내일 다시 남궁민수가 전화드립니다.",
    ],
)
def test_a_value_that_an_answer_names_with_its_context_is_masked_again_in_the_same_answer(masker: Masker, text: str) -> None:
    whole = masker.begin().mask(text)
    assert whole.count("_1]") > 1
    assert {streamed(masker, text, size) for size in (1, 5, 1000)} == {whole} == {masker.begin().mask_output(text)}


def test_what_one_answer_names_another_of_the_same_request_does_not_know(masker: Masker) -> None:
    masking = masker.begin()
    masking.mask_output("학번은 2021148203입니다.")
    assert masking.mask_output("총 2021148203 바이트") == "총 2021148203 바이트"


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("올가 세르게예브나 본다렌코", "네, 올가 세르게예브나 본다렌코의 것입니다."),
        ("올가 세르게예브나 본다렌코", "안녕하세요 올가 세르게예브나 본다렌코 고객님"),
    ],
)
def test_a_long_foreign_name_of_the_caller_is_masked_whole_in_a_stream(masker: Masker, name: str, answer: str) -> None:
    masking = masker.begin()
    masking.mask(f"고객명: {name}")
    stream = masking.output_stream()
    assert "".join(map(stream.feed, answer)) + stream.flush() == answer.replace(name, "[이름_1]")


@pytest.mark.parametrize(
    "text",
    [
        "안녕하세요, 올가 세르게예브나 본다렌코 고객님!",
        "어제 알렉산드르 이바노비치 페트로프 씨가 왔다",
        "이름은 알렉산드르 이바노비치 페트로프입니다.",
    ],
)
def test_a_foreign_name_of_three_words_is_masked_whole_in_a_stream(masker: Masker, text: str) -> None:
    assert streamed(masker, text, 1) == masker.begin().mask(text)


@pytest.mark.parametrize(
    "text",
    [
        ",".join(f'{{"id":{n},"title":"상품{n}","desc":"가볍고튼튼한여행용가방","tel":"010-{n + 1000}-5678"}}' for n in range(60)),
        "您好，您的订单预计3天内送达，请注意查收。" * 60,
        "ご注文の商品は3日以内にお届けします。" * 60,
        ",".join(f"010-{n + 1000}-{9999 - n}" for n in range(200)),
        "가볍고튼튼한여행용가방3개입니다정말좋은상품이라고생각합니다" * 40,
        "담당자는김민수이고연락처는010-1234-5678이며주민번호는900101-1234567입니다" * 20,
    ],
)
def test_text_without_blanks_is_read_in_parts_and_masked_like_the_whole(masker: Masker, text: str) -> None:
    assert silences(masker, text, 1) <= CHAIN_LIMIT + UNBROKEN
    assert {streamed(masker, text, size) for size in (1, 7, 10_000)} == {masker.begin().mask(text)}
