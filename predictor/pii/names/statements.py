"""Names that a sentence tells by what goes on behind them, and who speaks on a line of a transcript."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import agreement, evidence, nobody, things
from predictor.pii.names.candidates import CLOSINGS, RANKS, TRAVELLERS, latin, long_name, word_begins
from predictor.pii.names.endings import COPULA, PARTICLE
from predictor.pii.names.form import ANY_GIVEN_NAMES, COMPOUND, SURNAMES, WHOLE, closed, divide, key
from predictor.pii.names.plausibility import may_be_known, may_be_listed
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_BOTH_PARTICLES: Final = r"(?:은\(는\)|는\(은\)|이\(가\)|가\(이\)|을\(를\)|를\(을\))"  # a form's sentence: 금여울은(는)
NUMBERS: Final = "학번|사번|군번|주민번호|생년월일|연락처|휴대폰|핸드폰"  # what goes on behind a name and a slash
DAYS: Final = lexicon.pattern(lexicon.words("occasions"))  # 감소솔 생일
_TOLD: Final = re.compile(
    rf"(?P<name>{WHOLE})"
    rf"(?:{_BOTH_PARTICLES}"
    rf"|\s?/\s?(?:{NUMBERS})(?![가-힣])"
    rf"|\s(?:외|등)\s[0-9]{{1,3}}\s?[명인](?![가-힣])"
    rf"|\s(?:{DAYS})(?!자|\s?(?:카드|파티|선물|쿠폰|축하|할인|이벤트|케이크)))"
)
# 남편 앞으로 돼 있어요. 구본혁이고 저는 …
_AND_I: Final = re.compile(rf"(?P<name>{WHOLE})이(?:고요?|구요|며|고,)\s(?:저는|전|제가|저희|제\s)")
# 허솔이라고 합니다: who begins a text or a line so, says the own name, which may have two syllables.
I_AM: Final = r"이?라고\s(?:합니다|해요|하는데요|불러|부르시면|저장)"
_I_AM: Final = re.compile(rf"(?P<name>[{SURNAMES}][가-힣](?=이라고)|{WHOLE}|[{SURNAMES}][가-힣])(?={I_AM})")
_I_AM_LEAST: Final = 0.45
# 변말자라는 사람, "유리찬"이라고 하는 분
CALLED_SO: Final = r"[\"'”’]?(?:이?라는|이?라고\s(?:하는|불리는|하시는|부르는)|이?란)\s"
# 지가 박말분이라고 하는디; 안내대에서 표인서를 찾아 주세요
CALLS_ITSELF_GATE: Final[str] = (
    r"이?라고\s(?:하고요?|하구요?|하는디|하는데|합니|해요|하거든|불러|부르)"
    r"|[을를]\s(?:찾아\s?주|찾으[시세면]|바꿔\s?주|불러\s?주|뵈러|만나러)"
)
_CALLS_ITSELF: Final = re.compile(rf"(?P<name>{WHOLE})(?:(?P<i>이)?라고|(?P<object>[을를]))\s")
_CALLED_SURELY: Final = 0.9
PERSON: Final = (
    "사람"
    "|분(?!야|류|석|위|식|기)"
    "|학생|직원|친구|아이"
    "|애(?!칭)"
    "|남자|여자|기사|선생|환자|고객|손님|간호사|할머니|할아버지|아저씨|아주머니|아줌마"
    "|어르신|여성|남성|청년|소년|소녀|꼬마|회원|동료|후배|선배|이웃|수강생|지원자"
)
# 지호라는 친구: a given name alone
CALLED_ALONE: Final = r"이?라는\s(?:사람|학생|직원|친구|아이|남자|여자|기사|선생|환자|고객|손님|회원|동료|후배|선배|지원자)"
_CALLED_ALONE: Final = re.compile(CALLED_ALONE)
_CALLED_SO: Final = re.compile(rf"(?P<name>{WHOLE})(?={CALLED_SO}(?:{PERSON}))")
# 남기쁨 이력서, 양희도 너 어제, 지경남 앞으로 왔어요: what stands behind is a person's.
PAPERS: Final = lexicon.pattern(lexicon.words("papers_of_persons"))
SPOKEN_TO: Final = r",?\s(?:너|니가|네가|자네|당신)\s"
LEFT_FOR: Final = r"\s앞으로\s(?:온|왔|달아|달린|적어|외상|남겨|맡겨|챙겨|빼\s?[놔놓둬두]|보낸|보내|배달|도착|송금|입금|등기)"
_MEANT: Final = re.compile(rf"(?P<name>{WHOLE})(?:(?P<paper>\s(?:{PAPERS}))|{SPOKEN_TO}|{LEFT_FOR})")
_SPOKEN_LEAST: Final = 0.8
_CALLS: Final = frozenset("아야")
# 공말례가 상속한다, 구슬아는 지난달 퇴사했다: nothing but persons do so.
ACTS: Final = lexicon.pattern(lexicon.words("acts_of_persons"))
_ACTING: Final = re.compile(rf"(?P<name>{WHOLE})(?=[은는이가]\s(?:[가-힣0-9]{{1,8}}\s){{0,2}}(?:{ACTS})(?:한|했|하|할|해|중|함)?)")
# 어제 엄필남이 반납한 책: who does so to a thing may be a firm, so that the name begins its sentence or stands behind a day.
DEALINGS: Final[str] = (
    "(?:반납|대출|주문|예약|신청|접수|결제|구매|제출|작성|추천|부탁|문의|의뢰|발표|촬영|요청|입금|송금|대여|기증"
    "|계약|가입)"
    "(?:한|했|하신|하셨|하고)"
    r"|(?:맡기|빌려|두고|놓고|주고|다녀|가져)\s?[간가온왔]|맡긴|빌린|보낸|보내준|사\s?온|사\s?간|쓴|올린"
)
_DEALING: Final = re.compile(rf"(?P<name>{WHOLE})[이가]\s(?:{DEALINGS})")
_BEFORE_A_DEALING: Final = re.compile(r"(?:^|[\n.?!]\s?|(?:어제|오늘|아까|방금|그제|엊그제|지난주|지난달|아침|점심|저녁)에?\s)$")
_BEFORE_REACH: Final = 6  # characters of such a day
_SURELY: Final = 0.95
_ACTING_LEAST: Final = 0.8
# 전하림이가 못 온대: 이 before another particle stands behind names alone, where a consonant ends them.
PARTICLES: Final = "이(?:가|는|를|도|랑|네(?:[가는도로]|에서)?|한테|하고|헌티|한티|헌테)"
_CALLED: Final = re.compile(rf"(?P<name>{WHOLE})(?={PARTICLES}(?![가-힣]))")
_CALLED_LEAST: Final = 0.6
_OF_A_HOUSE: Final = re.compile("이네(?:[는가도로]|에서)")  # no exclamation, as 사실이네 may be one
# 봉하랑, 초이안, 마르코 산토스 학생: a title behind the last name speaks of all.
_ROW: Final = re.compile(
    rf"{WHOLE}(?:\s?,\s{WHOLE}){{1,5}}(?=\s?(?:님|씨|(?:{RANKS}))|,\s[가-힣]{{2,5}}\s[가-힣]{{2,5}}\s(?:학생|님|씨))"
)
# Given names of three syllables that are no words: 문빛나래.
LONG: Final = lexicon.pattern(lexicon.words("given_names_long"))
ROLE_AND_NIM: Final[str] = "(?:고객|회원|환자|선생|어머|아버|학부모)?님"
_LONG_NAME: Final = re.compile(rf"[{SURNAMES}](?:{LONG})(?=(?:{PARTICLE}|{COPULA})?(?![가-힣])|\s?(?:님|씨|{RANKS}))")
_LONG_SIGNED: Final = re.compile(rf"[{SURNAMES}][가-힣]{{3}}(?=\s?(?:{CLOSINGS})(?![가-힣])|\s(?:{ROLE_AND_NIM})(?![가-힣]{{2}}))")
# 채이든아 생일 축하해: a call begins a line or a quotation, and a wish follows
WISHES: Final = (
    r"생일|축하|사랑해|고마워|고맙|미안해|보고\s?싶|잘\s?(?:지내|했|자|가|부탁)|안녕|화이팅|파이팅|힘내|수고|고생했"
    "|결혼|졸업|입학|합격|취업|승진"
)
_WISHED: Final = re.compile(
    rf"(?:^|[\n\"'“‘(]\s?)(?P<name>{WHOLE})(?P<call>[아야])[,!~]{{0,2}}\s(?:우리\s|너\s|정말\s|진심으로\s)?(?:{WISHES})"
)
# 이서연아 뭐해, 안녕 박지훈아, 밥 먹었어?: a call begins a sentence
CALL_GATE: Final[str] = rf"(?:^|[\n\"'“‘(]\s?|[.!?~,]\s|안녕[,!~]?\s)[{SURNAMES}][가-힣]{{2,3}}(?:아|야)[,!~?.]{{0,3}}(?:\s|$)"
_CALL: Final = re.compile(
    rf"(?:^|[\n\"'“‘(]\s?|[.!?~,]\s|안녕[,!~]?\s)(?!{COMPOUND})(?P<name>[{SURNAMES}][가-힣]{{2}})(?P<call>[아야])"
    r"(?=[,!~?.]{0,3}(?:\s?\n|\s[가-힣]|\s?$))"
)
# 막내 이름을 현나린으로 지었어
RENAMED: Final = (
    r"(?:으로|로)\s(?:새로\s)?(?:지[었으을어]|바[꾸꿨꿔뀌]|변경|개명|정[했하해]|등록|저장|적[었어]|써|쓰|예약|신청|기재)"
)
_RENAMED: Final = re.compile(rf"(?:이름|성명|명의)[을를]?\s(?P<name>{WHOLE})(?={RENAMED})")
_IN_CAPITALS: Final = re.compile(r"(?:이름|성명|명의)[을를]?\s(?P<name>[A-Z]{2,15}(?: [A-Z]{2,15}){1,3})(?=으?로)")
# 반가희님이 기노을님과 하은결님을 초대했습니다: a line that a messenger writes
INVITED_GATE: Final[str] = rf"[{SURNAMES}][가-힣]{{1,3}}님이 [{SURNAMES}][가-힣]{{1,3}}님[,을과]"
_INVITED: Final = re.compile(
    rf"(?P<one>{WHOLE})님이 (?P<two>{WHOLE})님(?:(?:과|,) (?P<three>{WHOLE})님)?(?:(?:과|,) (?P<four>{WHOLE})님)?"
    r"을 (?:[가-힣]{1,6} )?(?:초대|내보)"
)
# — 경수한 드림 ^^: nothing but signs stands behind on the line
_SIGNED: Final = re.compile(
    rf"(?:^|[\n\-]\s{{0,2}})(?P<name>{WHOLE})\s?(?:{CLOSINGS})"
    rf"(?=[^가-힣A-Za-z0-9\n]{{0,8}}(?:$|\n)"
    rf"|[^가-힣A-Za-z0-9\n]{{1,4}}[ㅋㅎㅠㅜ])"
)
# 강담 / 솔라에너지 영업2팀, and what a card tells on the next line: HP: 010-…
CARD_GATE: Final[str] = rf"[{SURNAMES}][가-힣]{{1,3}} ?(?:[/|]|[가-힣]{{2,4}} ?[/|]) ?[가-힣A-Z(㈜]"
_CARD: Final = re.compile(
    rf"\n?(?P<name>(?:{COMPOUND})[가-힣]|{WHOLE}|[{SURNAMES}][가-힣]) ?(?:{RANKS})? ?[/|] ?[^\n]{{2,40}}\n\s?"
    r"(?i:hp|h\.|m\b|mobile|tel|t\b|office|phone|cell|e-?mail|e\b|fax|휴대|전화|직통|연락처|내선|이메일|\+82|0[1-9][0-9]?[-. )])"
)
_NO_SIGNER: Final = ("팀", "부", "실", "회", "측", "점", "당", "진", "원", "과", "국", "단", "사", "들", "쌤", "님", "맘", "파")
# 옥례 여사: old people are called by the given name alone.
ELDERS: Final = "여사|할머니|할아버지|할매|할배|어르신"
YOUNG: Final = "학생|어린이|아동|원아|환아|청년"  # 민율 학생은
_OLD_LEAST: Final = 0.35  # the least score of a whole name of any sound before such a word
_GIVEN: Final = re.compile(
    rf"(?P<name>[가-힣]{{2}}|{WHOLE})(?:\s?(?:{ELDERS})|\s(?P<young>{YOUNG}))(?:님|께서?|에게|[은는이가을를도의])?(?![가-힣])"
)
# 3학년 2반 14번 빈수율
_PUPIL: Final = re.compile(
    rf"[1-6]학년\s?[0-9]{{1,2}}반\s?"
    rf"(?:[0-9]{{1,2}}번\s?)?(?P<name>{WHOLE})"
    r"(?=(?:이?[은는이가을를의도와과]|학생|님|군|양)?(?![가-힣]))"
)
_IN_A_ROW: Final = re.compile(WHOLE)
# Teams and such write who speaks at the beginning of a line: 채온유: 현장소장이요
_SPEAKER_LEAST: Final = 0.8
_SPEAKER: Final = re.compile(rf"(?P<name>{WHOLE})\s?:\s(?=\S)")
_WORDS_TOO: Final = "Amber|April|Art|Bill|Christian|Crystal|Frank|Grace|Jack|Jordan|Ken|Madison|Mark|Mason|Rose|Rob|Victor|Virginia"
_LATIN_SPEAKER: Final = re.compile(
    rf"(?!(?:{_WORDS_TOO}) )"
    r"(?P<name>[A-Z][a-z]{1,15}(?: [A-Z][a-z]{1,15}){1,2}): (?=[A-Za-z가-힣])"
)
_TRAVELLER: Final = re.compile(rf"(?P<name>[A-Z]{{2,20}}/[A-Z]{{3,20}}?(?: [A-Z]{{2,20}}?)?)(?= ?(?:{TRAVELLERS})(?![A-Z]))")
# The end of SSR DOCS: …/F/17SEP31/OH/BADA
_DOCUMENTED: Final = re.compile(r"/[MFUX]I?/[0-9]{2}[A-Z]{3}[0-9]{2}/(?P<name>[A-Z]{2,24}/[A-Z]{2,24}(?: [A-Z]{2,24})?)(?![A-Z])")


# BOARDING PASS|OK/SEORAE|GMP-CJU: no title stands behind the name, and a bar or the route does
BOARDING: Final[str] = (
    r"(?:BOARDING PASS|Boarding Pass|boarding pass|NAME OF PASSENGER|PASSENGER|Passenger|PAX|탑승객|승객)(?: ?[|:,] ?| )"
)
_ABOARD: Final = re.compile(
    rf"{BOARDING}(?!(?:GATE|SEAT|NAME|FLIGHT|CLASS|DATE|ZONE|FROM)/)"
    rf"(?P<name>[A-Z]{{2,20}}/[A-Z]{{2,20}}(?: [A-Z]{{2,20}})?)(?=\s*(?:$|[|,;\n])| [A-Z]{{3}}[ \-/→>])"
)


def told(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name before both particles of a form's sentence, a slash and a person's field, a day of life, or 이고 저는."""
    start = word_begins(text, hit)
    found = _TOLD.match(text, start)
    cue = "title" if found else "introduction"
    found = found or _AND_I.match(text, start)
    if found and start >= floor and evidence.likely(score := evidence.weigh(found["name"], cue, "end")):
        yield Span(*found.span("name"), "person_name", found["name"], score, "what goes on behind")


def called(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name with the particle that only names have before another one: 전하림이가."""
    start = word_begins(text, hit)
    found = _CALLED.match(text, start)
    if found is None or start < floor:
        return
    name = found["name"]
    score = evidence.weigh(name, "person", "title")
    if _OF_A_HOUSE.match(text, found.end()) and not evidence.wordlike(name):
        score = max(score, evidence.MODERATE)
    if closed(name[-1]) and score >= _CALLED_LEAST and evidence.doubtful(name) and f"{name}이" not in evidence.COMMON:
        yield Span(*found.span("name"), "person_name", name, score, "particle of names")


def on_its_line(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who writes, is called or signs at the beginning of a line: 허솔이라고 합니다, 채이든아 생일 축하해, 경수한 드림."""
    yield from _wished(text, hit, floor) or _spoken_to(text, hit, floor)
    yield from _signed(text, hit, floor)
    yield from _on_a_card(text, hit, floor)
    yield from _i_am(text, hit, floor)


def _wished(text: str, hit: int, floor: int) -> list[Span]:
    """Who is called by the whole name at the beginning of a wish: 채이든아 생일 축하해."""
    found = _WISHED.match(text, hit)
    if found is None or found.start("name") < floor:
        return []
    name = found["name"]
    if closed(name[-1]) != (found["call"] == "아") or not may_be_listed(name) or not evidence.sounds_like_a_name(name):
        return []
    score = max(evidence.weigh(name, "person", "title"), evidence.MODERATE)
    return [Span(*found.span("name"), "person_name", name, score, "call and wish")]


def _spoken_to(text: str, hit: int, floor: int) -> list[Span]:
    """Who is called by a whole name that is no word at the beginning of a sentence: 이서연아 뭐해."""
    found = _CALL.match(text, hit)
    if found is None or found.start("name") < floor or closed(found["name"][-1]) != (found["call"] == "아"):
        return []
    name = found["name"]
    score = evidence.weigh(name, "list", "end")
    if score < _CALLED_SURELY or not may_be_known(name):
        return []
    return [Span(*found.span("name"), "person_name", name, score, "call")]


def _renamed(text: str, hit: int, floor: int) -> Iterator[Span]:
    """What somebody is named from now on, or is booked as: 막내 이름을 현나린으로 지었어."""
    found = _RENAMED.match(text, hit)
    if found is None or found.start("name") < floor or things.of_a_thing(text, hit) or not may_be_listed(found["name"]):
        return
    score = max(evidence.weigh(found["name"], "introduction", "copula"), evidence.MODERATE)
    yield Span(*found.span("name"), "person_name", found["name"], score, "named so")


def _renamed_in_capitals(text: str, hit: int, floor: int) -> Iterator[Span]:
    """The same in capitals, of which one word is known in names or beside a person's field: 이름을 SITI NURHALIMA로."""
    found = _IN_CAPITALS.match(text, hit)
    if found is None or found.start("name") < floor or things.of_a_thing(text, hit):
        return
    if things.like_a_person_s(found["name"]) or things.beside_a_person_s_field(text, found.start("name")):
        yield latin(*found.span("name"), text, 0.7, "named so")


def _signed(text: str, hit: int, floor: int) -> Iterator[Span]:
    """Who signs a line of its own, whatever the name sounds like: — 경수한 드림."""
    found = _SIGNED.match(text, hit)
    if found is None or found.start("name") < floor:
        return
    name = found["name"]
    if evidence.doubtful(name) and nobody.may_be_named(name) and not name.endswith(_NO_SIGNER) and not nobody.of_a_place(name):
        score = max(evidence.weigh(name, "closing", "title"), evidence.MODERATE)
        yield Span(*found.span("name"), "person_name", name, score, "signature")


def _on_a_card(text: str, hit: int, floor: int) -> Iterator[Span]:
    """Who signs a mail before a department, where a line of telephones or such follows: 강담 / 솔라에너지 영업2팀."""
    found = _CARD.match(text, hit)
    if found is None or found.start("name") < floor or found["name"] in evidence.COMMON:
        return
    if may_be_listed(found["name"]):
        score = max(evidence.weigh(found["name"], "closing", "title"), evidence.SLIGHT)
        yield Span(*found.span("name"), "person_name", found["name"], min(score, evidence.MODERATE), "signature")


def called_so(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name before words that call a person so: 변말자라는 사람, or behind 이름을 before what gives it."""
    yield from _renamed(text, hit, floor)
    yield from _renamed_in_capitals(text, hit, floor)
    start = word_begins(text, hit)
    yield from _calls_itself(text, start, floor)
    found = _CALLED_SO.match(text, start)
    if found and start >= floor and may_be_listed(found["name"]) and f"{found['name']}라" not in evidence.COMMON:
        score = max(evidence.weigh(found["name"], "introduction", "copula"), evidence.MODERATE)
        yield from agreement.without(text, Span(*found.span("name"), "person_name", found["name"], score, "called so"), False)
    elif start >= floor and _CALLED_ALONE.match(text, start + agreement.SHORT):
        name, score = agreement.introduced(text, start)
        if name:
            yield Span(start, start + len(name), "person_name", name, score, "called so")


def _calls_itself(text: str, start: int, floor: int) -> Iterator[Span]:
    """A sure name with a known given name before what persons say of themselves, or who is asked for."""
    found = _CALLS_ITSELF.match(text, start)
    if found is None or start < floor or divide(found["name"])[1] not in ANY_GIVEN_NAMES or not may_be_listed(found["name"]):
        return
    ends_closed = found["object"] == "을" if found["object"] else found["i"] is not None
    score = evidence.weigh(found["name"], "list", "end")
    if closed(found["name"][-1]) == ends_closed and score >= _CALLED_SURELY and found["name"][:2] not in evidence.COMMON:
        yield Span(*found.span("name"), "person_name", found["name"], evidence.MODERATE, "called so")


def _i_am(text: str, hit: int, floor: int) -> Iterator[Span]:
    """A name at the beginning of the text or a line that introduces whoever writes: 허솔이라고 합니다."""
    start = hit + (not "가" <= text[hit] <= "힣")
    found = _I_AM.match(text, start)
    if found is None or start < floor or found["name"] in evidence.COMMON or evidence.wordlike(found["name"]):
        return
    score = evidence.weigh(found["name"], "introduction", "copula")
    if score >= _I_AM_LEAST:
        yield Span(*found.span("name"), "person_name", found["name"], max(score, evidence.MODERATE), "introduces itself")


def meant(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name before a paper of a person, before 너, or before 앞으로 왔어요."""
    start = word_begins(text, hit)
    found = _MEANT.match(text, start)
    if found is None or start < floor or not may_be_listed(found["name"]):
        return
    spoken = found["name"][-1] not in _CALLS and evidence.weigh(found["name"], "list", "end") >= _SPOKEN_LEAST
    if found["paper"] or spoken:
        score = max(evidence.weigh(found["name"], "title", "title"), evidence.MODERATE)
        yield Span(*found.span("name"), "person_name", found["name"], score, "what stands behind")


def acting(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name before a verb of what only persons do: 공말례가 상속한다."""
    start = word_begins(text, hit)
    found = _ACTING.match(text, start)
    found = found or _dealing(text, start, floor)
    if found is None or start < floor or not evidence.doubtful(found["name"]):
        return
    if (score := evidence.weigh(found["name"], "list", "end")) >= _ACTING_LEAST:
        yield Span(*found.span("name"), "person_name", found["name"], min(score, evidence.MODERATE), "what persons do")


def _dealing(text: str, start: int, floor: int) -> re.Match[str] | None:
    """A name that is no word, at the beginning of a sentence or behind a day, before what somebody did with a thing."""
    found = _DEALING.match(text, start)
    if found is None or not _is_no_word(found["name"]):
        return None
    return found if _BEFORE_A_DEALING.search(text, max(0, start - _BEFORE_REACH), start) else None


def _is_no_word(name: str) -> bool:
    """Whether nothing speaks against a name, or much speaks for one that begins like a word: 엄대길."""
    return not evidence.wordlike(name) or (evidence.begins_like_a_word(name) and evidence.weigh(name, "list", "end") >= _SURELY)


def in_a_row(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """Names in a row with a title behind the last: each must be likely on a list."""
    start = word_begins(text, hit)
    row = _ROW.match(text, start) if start >= floor else None
    if row is None:
        return _invited(text, start, floor)
    names = list(_IN_A_ROW.finditer(text, start, row.end()))
    scores = [evidence.weigh(name.group(), "list", "end") for name in names]
    if not all(map(evidence.likely, scores)) or any(name.group() in evidence.COMMON for name in names):
        return []
    return [
        Span(*name.span(), "person_name", name.group(), score, "row with a title")
        for name, score in zip(names, scores, strict=True)
    ]


def _invited(text: str, start: int, floor: int) -> list[Span]:
    """Who invites whom to a messenger's room."""
    found = _INVITED.match(text, start)
    if found is None or start < floor or any(name in evidence.COMMON for name in found.groups()):
        return []
    return [
        Span(*found.span(who), "person_name", name, evidence.MODERATE, "invitation")
        for who, name in found.groupdict().items()
        if name
    ]


def long(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A surname with a known given name of three syllables, or with one that may be such before 드림."""
    start = word_begins(text, hit)
    found = _LONG_NAME.match(text, start) or _long_before_a_closing(text, start)
    if found and start >= floor:
        yield Span(*found.span(), "person_name", found.group(), 0.7, "long given name")


def _long_before_a_closing(text: str, start: int) -> re.Match[str] | None:
    """Four syllables before 드림 or 고객님 that may be such a name; 남궁 and a known given name are none."""
    found = _LONG_SIGNED.match(text, start)
    if found is None or found.group()[2:] in ANY_GIVEN_NAMES or not long_name(found.group()):
        return None
    return found


def of_a_class(text: str, hit: int, floor: int) -> Iterator[Span]:
    """A pupil behind the year and the class."""
    found = _PUPIL.match(text, hit)
    if found is None or found.start("name") < floor or found["name"] in evidence.COMMON:
        return
    if evidence.likely(score := evidence.weigh(found["name"], "list", "end")):
        yield Span(*found.span("name"), "person_name", found["name"], score, "class before")


def by_given_name(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A known given name alone, or a whole one, which is no word, before a word for an old or a young person."""
    start = word_begins(text, hit)
    found = _GIVEN.match(text, start)
    if found is None or start < floor or (found["young"] and not may_be_listed(f"김{found['name'][-2:]}")):
        return
    if found["young"] == "청년":
        known, rule = _may_be_young(found["name"]), "given name and youth"
    else:
        known, rule = _may_be_old(found["name"]), "given name and old age"
    if known:
        yield Span(*found.span("name"), "person_name", found["name"], evidence.MODERATE, rule)


def _may_be_young(name: str) -> bool:
    """Whether a whole name with a known given name may stand before 청년, which stands behind 취업 and such words too."""
    known = len(name) > 2 and divide(name)[1] in ANY_GIVEN_NAMES and evidence.doubtful(name)
    return known and evidence.weigh(name, "title", "title") >= _CALLED_SURELY


def _may_be_old(name: str) -> bool:
    """Whether two syllables are a known given name, or three a name of any sound, and no word speaks against it."""
    if len(name) == 2:
        return name in ANY_GIVEN_NAMES and name not in evidence.COMMON
    return not evidence.wordlike(name) and evidence.weigh(name, "title", "title") >= _OLD_LEAST


def speaking(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who speaks at the beginning of a line: a known given name that is no word, or a known one in Latin letters."""
    start = hit + (text[hit] == "\n")
    if start < floor:
        return
    if found := _SPEAKER.match(text, start):
        name = found["name"]
        score = evidence.weigh(name, "chat", "end")
        if _is_a_speaker(name, score):
            yield Span(*found.span("name"), "person_name", name, score, "speaker of a line")
    elif (found := _LATIN_SPEAKER.match(text, start)) and things.like_a_person_s(found["name"]):
        yield latin(*found.span("name"), text, 0.7, "speaker of a line")


def _is_a_speaker(name: str, score: float) -> bool:
    """Whether who stands before a line's colon is likely a person with a known given name, and no word."""
    if not evidence.likely(score) or divide(name)[1] not in ANY_GIVEN_NAMES:
        return False
    return not evidence.wordlike(name) or (score >= _SPEAKER_LEAST and evidence.doubtful(name) and name[:2] not in evidence.COMMON)


def travelling(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A traveller in an airline's reservation: OH/BADA MS, KIM/MINSUMR, or at the end of SSR DOCS."""
    found = next(filter(None, (form.match(text, hit) for form in (_TRAVELLER, _DOCUMENTED, _ABOARD))), None)
    if found and found.start("name") >= floor and not text[hit - 1 : hit].isalpha():
        yield Span(*found.span("name"), "person_name", key(found["name"].replace("/", " ")), 0.85, "traveller")
