"""Korean names, only where the text says that a name stands there: 성명: …, 저는 …입니다, …님, …씨, or behind an account number.

A checked surname and length are always needed; where the evidence is weak, the given name's syllables must be ones that names use.
"""

import re
from collections.abc import Iterator
from typing import Final

from predictor.text.pii.everyday import WORDS
from predictor.text.pii.spans import Span

SURNAMES: Final = (
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민나진지엄채원천방공현함변염"
    "여추도소석선설마길연위표명기반왕금옥"
    "육인맹제모탁국어은편용예경봉사부가복태목형두감호라"
)
COMPOUND: Final = "남궁|황보|제갈|사공|선우|독고|서문|동방"
GIVEN: Final = (
    "가강건겸경계관광교구국권규균근금기길나남다단달대덕도동두라란람래련렬령례루류륜률름리린림만매명모무문미민백"
    "범별병보복봄봉비빈빛산상새샘서석선설"
    "섭성세소솔송수숙순슬승시식신실아안애양언여연열영예오옥온완용우욱운웅원유윤율은을의이익인일임자장재정제조종"
    "주준중지진찬창채천철초춘충치태택하"
    "학한해향헌혁현형혜호홍화환회효후훈휘흠희누늘름결든솜티표요늬"
)
_NAME: Final = rf"(?:(?:{COMPOUND})[가-힣]{{1,2}}|[{SURNAMES}][가-힣]{{2}}|[{SURNAMES}][가-힣])"
_STRICT: Final = rf"(?:(?:{COMPOUND})[{GIVEN}]{{1,2}}|[{SURNAMES}][{GIVEN}]{{2}}|[{SURNAMES}][{GIVEN}])"
_LATIN: Final = r"[A-Z][a-z]{1,15}(?:[ \-][A-Z][a-z]{1,15}){1,2}|[A-Z]{2,12} [A-Z]{2,12}(?:[ \-][A-Z]{2,12})?"
TITLES: Final = (
    r"님|씨|군|양|고객|회원|환자|어르신|선생|과장|차장|부장|대리|팀장|사원|주임|실장|이사|상무|"
    r"전무|대표|사장|원장|교수|기사|간호사|의사|변호사|작가|기자|매니저|점장|조합원|할머니|할아버지"
)
OPENERS: Final = (
    r"저는|전|나는|제가|저|본인은|난|본인|여기는|담당|대표|상담원|상담사|매니저|팀장|과장|기사|고객|안녕하세요|안녕하십니까|"
    r"(?:상담|문의|주문|신청|예약|가입|통화|방문|접수)\s?(?:한|받은|드린|했던|드렸던)"
)
LABELS: Final = (
    r"성\s?명|이름|성함|예금주\s?명?|수취인\s?명?|수령인\s?명?|수령자|받(?:는|으실|으시는)\s?(?:분|"
    r"사람|이)|보내(?:는|신|시는)\s?(?:분|사람|이)|주문자\s?명?|신청인|신청자\s?명?|고객명|"
    r"환자\s?명?|담당자\s?명?|대표자\s?명?|대표이사|계약자\s?명?|피보험자|보호자|입금자\s?명?|"
    r"입금인|작성자|신고인|신고자|민원인|의뢰인|예약자\s?명?|구매자\s?명?|회원명|가입자\s?명?|"
    r"명의자|명의인|명의|송금인|소유자|임대인|임차인|매도인|매수인|청구인|피고|원고|피고인|참석자|"
    r"지원자|직원명|사원명|학생명|학부모|세대주|채무자|채권자"
)
_COPULA: Final = (
    r"입니다|이에요|예요|에요|이예요|이고|이며|이라고|라고|인데|이야|야|임|이요|요|이라|라는|"
    r"이라는|이구요|구요|이고요|고요|이랑|랑|이시고|이십니다|이세요|으로|로|이었|였"
)
_PARTICLE: Final = r"은|는|이|가|을|를|과|와|의|께|에게|한테|도|만|께서|앞|및"
_BEHIND: Final = rf"(?=(?:{_COPULA}|{_PARTICLE}|{TITLES})(?![가-힣]{{4}})|(?![가-힣]))"
_LABELLED: Final = re.compile(
    rf"(?:{LABELS}|(?i:\bname|customer|recipient|sender))(?P<sign>[\"'*`)\]]{{0,3}}\s{{0,2}}(?:[:：=|>\-/]|"
    rf"은|는|이|가|란에)?[\"'*`(\s]{{0,3}})"
    rf"(?P<name>{_NAME}{_BEHIND}|{_LATIN})"
)
_AFTER_TITLE: Final = (
    r"(?=(?:은|는|이|가|을|를|과|와|의|께서?|께|에게|한테|도|만|으?로|이?랑|입니다|이에요|예요|"
    r"이신|이시|이라|인데|께는|하고|이고|이며|앞)?(?![가-힣])|입니다|이에요|예요|께|에게|한테|"
    r"이신|이시|이라)"
)
_TITLED: Final = re.compile(
    rf"(?P<name>{_STRICT})(?P<gap> ?)(?P<title>(?:고객|회원|환자|어르신|"
    rf"선생|과장|차장|부장|대리|팀장|주임|실장|상무|전무|대표|사장|원장|교수|기사|간호사|변호사|"
    rf"작가|기자|매니저|점장|조합원|강사|코치|셰프|디자이너|사원|이사|의사|수석|책임)님?|님|씨)"
    rf"{_AFTER_TITLE}|(?P<name2>%s)(?P<gap2> ?)(?P<title2>고객님|회원님|"
    rf"환자분|고객|선생님|과장님|팀장님|부장님|대리님|사장님|대표님|원장님|교수님|기사님|이사님|"
    rf"실장님|차장님|님|씨)" % _STRICT
)
_SELF: Final = re.compile(
    rf"(?<![가-힣])(?:{OPENERS})[,.!~]{{0,2}}\s(?P<name>{_STRICT})(?=입니다|이라고|라고|이에요|예요|인데|이구|구요|이라|이고|이며|임)"
)
_ADDRESSED: Final = re.compile(rf"(?:From|To|Cc):\s?[\"']?(?P<name>{_STRICT}(?![가-힣])|{_LATIN})(?=[\"'\s]{{0,3}}[<(])")
_BEFORE_VALUE: Final = re.compile(
    rf"(?<![가-힣A-Za-z0-9])(?P<name>(?:{COMPOUND})[{GIVEN}]{{1,2}}|[{SURNAMES}][{GIVEN}]{{2}})[\s,;/|:()\t]{{1,3}}$"
)
_AFTER_VALUE: Final = re.compile(
    rf"[\s,;/|(]{{1,3}}(?:예금주\s?:?\s?)?(?P<name>[{SURNAMES}][{GIVEN}]{{2}})(?=\s?\)|\s*$|[\s,./)]|"
    rf"입니다|이에요|예요|으로|씨|님|앞)"
)
_REVERSED: Final = re.compile(rf"(?<![가-힣])(?P<name>{_STRICT})\s?\(\s?(?:{LABELS})\s?\)")


# Where a value ended, a name may begin: the placeholder that comes there would let it begin too.
_JOINED: Final = re.compile(r"[가-힣A-Za-z0-9]")
_NOT_NAMES: Final = ("연락", "이메일", "전화", "주소", "생년", "주민", "계좌", "서명", "이름", "성명")
_STRICT_NAME: Final = re.compile(_STRICT)
_COPULAS: Final = re.compile(_COPULA)
_SAID: Final = re.compile(r"입니다|이에요|예요|이?라고")
_FOLLOWS: Final = re.compile(rf"{_COPULA}|\s?(?:{TITLES})|[.,!)\n]|$")
_COMPOUNDS: Final = tuple(COMPOUND.split("|"))


def labelled(text: str, hit: int, floor: int) -> Iterator[Span]:
    """A name behind 성명:, 예금주, 받는 분 … With only a particle between, a copula or the end must follow the name."""
    found = _LABELLED.match(text, hit)
    if found is None or found.start("name") < floor:
        return
    start, end = found.span("name")
    name, sign = text[start:end], found["sign"].strip("\"'*`() ")
    if not name[0].isascii():
        end = start + len(name)
        name = _settle(name, text, end)
        end = start + len(name)
        strong = sign in (":", "=", "|", ">", "-", "/")
        behind = text[end : end + 1]
        if name in WORDS or name.startswith(_NOT_NAMES):
            return
        said = len(name) > 2 and _SAID.match(text, end)
        if not strong and not said and not _STRICT_NAME.fullmatch(name):
            return
        if not strong and len(name) == 2 and ("가" <= behind <= "힣" and not _COPULAS.match(text, end)):
            return
        if sign in ("은", "는", "이", "가", "란에") and not _FOLLOWS.match(text, end):
            return
    yield Span(start, end, "person_name", _key(name), 0.9, "label before")


def titled(text: str, hit: int, floor: int) -> Iterator[Span]:
    """A name with 님, 씨 or a title behind it."""
    if hit > floor and _JOINED.match(text, hit - 1):
        return
    found = _TITLED.match(text, hit)
    if found is None:
        return
    name = found["name"] or found["name2"]
    if not _plausible(name) or (len(name) == 2 and name + "님" in WORDS):
        return
    yield Span(found.start(), found.start() + len(name), "person_name", _key(name), 0.8, "title behind")


def introduced(text: str, hit: int, floor: int) -> Iterator[Span]:
    """저는 …입니다, 상담원 …입니다."""
    found = _SELF.match(text, hit)
    if found and found.start("name") >= floor and len(found["name"]) > 2 and _plausible(found["name"]):
        yield Span(*found.span("name"), "person_name", _key(found["name"]), 0.85, "self-introduction")


def bracketed(text: str, hit: int, floor: int) -> Iterator[Span]:
    """김철수(예금주)."""
    found = _REVERSED.match(text, hit)
    if found and found.start("name") >= floor and found["name"] not in WORDS:
        yield Span(*found.span("name"), "person_name", _key(found["name"]), 0.85, "label in brackets behind")


def addressed(text: str, hit: int, floor: int) -> Iterator[Span]:
    """The name in a mail's From, To or Cc."""
    found = _ADDRESSED.match(text, hit)
    if found and found.start("name") >= floor:
        yield Span(*found.span("name"), "person_name", _key(found["name"]), 0.85, "mail header")


def with_neighbours(text: str, spans: list[Span], floor: int) -> list[Span]:
    """``spans`` of personal numbers with the names directly before and behind them: 김철수 010-…, 110-… 김철수."""
    start, end = spans[0].start, spans[-1].end
    low = max(floor, start - 8)
    before = _BEFORE_VALUE.search(text[low:start])
    if before and _plausible(before["name"]):
        place = low + before.start("name")
        spans = [
            Span(place, place + len(before["name"]), "person_name", _key(before["name"]), 0.75, "before a personal number"),
            *spans,
        ]
    behind = _AFTER_VALUE.match(text, end)
    if behind and _plausible(behind["name"]):
        spans = [*spans, Span(*behind.span("name"), "person_name", _key(behind["name"]), 0.75, "behind a personal number")]
    return spans


def _plausible(name: str) -> bool:
    """Whether a word with the form of a name is not an everyday word, alone or with a particle."""
    return name not in WORDS and name[-1] not in "로만도의가요실" and not (name[:2] in WORDS and name[-1] in "한할은는이을인된하란")


def _settle(name: str, text: str, end: int) -> str:
    """Drop a last syllable that begins the copula: 박솔이|에요 is 박솔."""
    if (
        len(name) == 4
        and name.startswith(_COMPOUNDS)
        and name[-1] in "은는이가을를의과와도만"
        and not "가" <= text[end : end + 1] <= "힣"
    ):
        return name[:-1]
    if len(name) > 2 and name[-1] == "이" and text.startswith("에요", end):
        return name[:-1]
    return name


def _key(name: str) -> str:
    return "".join(name.split()).lower()
