"""Korean names, only where the text says that a name stands there: 성명: …, 저는 …입니다, …님, …씨, … 드림.

A checked surname and length are always needed; where the evidence is weak, the given name's syllables must be ones that names use.
"""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.everyday import WORDS
from predictor.pii.spans import Span
from predictor.pii.surnames import ANY, APART, COMPOUND, FULL, ROMAN, STRICT, SURNAMES, certain, key, plausible

_LATIN: Final = r"[A-Z][a-z]{1,15}(?:[ \-][A-Z][a-z]{1,15}){1,2}|[A-Z]{2,12} [A-Z]{2,12}(?:[ \-][A-Z]{2,12})?"
_RANKS: Final = (
    r"고객|회원|환자|어르신|선생|과장|차장|부장|대리|팀장|주임|실장|상무|전무|대표|사장|원장|교수|기사|간호사|변호사|작가|기자|매니저|"
    r"점장|조합원|강사|코치|셰프|디자이너|사원|이사|의사|수석|책임|배우|감독|선수|의원|판사|형사|순경|경위|소장|국장|본부장|"
    r"센터장|지점장|회장|목사|약사|권사|집사|장로|전도사|병장|상병|일병|이병|하사|중사|소위|중위|대위|소령|중령|대령"
)
TITLES: Final = rf"님|씨|군|양|학생|어린이|{_RANKS}|할머니|할아버지|귀하|드림|올림|배상"
OPENERS: Final = (
    r"저는|전|나는|제가|저|본인은|난|본인|여기는|담당|대표|상담원|상담사|매니저|팀장|과장|기사|고객|안녕하세요|안녕하십니까|"
    r"(?:상담|문의|주문|신청|예약|가입|통화|방문|접수)\s?(?:한|받은|드린|했던|드렸던)"
)
# Behind these a name needs no copula, but must be certain and end there.
CALLINGS: Final = (
    r"故|신랑|신부|아들|딸|남편|아내|와이프|엄마|어머니|아빠|아버지|친구|동생|누나|언니|오빠|대표|담당|기사|사장|원장|팀장|과장|부장|"
    r"차장|대리|실장|교수|선생|변호사|고객|회원|환자|인사팀|총무팀|영업팀|개발팀|구역장|이병|일병|상병|병장|하사|중사|소위|중위|대위|소령"
)
LABELS: Final = (
    r"성\s?명|이름|성함|예금주\s?명?|수취인\s?명?|수령인\s?명?|수령자|받(?:는|으실|으시는)\s?(?:분|"
    r"사람|이)|보(?:내는|내신|내시는|낸)\s?(?:분|사람|이)|주문자\s?명?|신청인|신청자\s?명?|고객명|"
    r"환자\s?명?|담당자\s?명?|대표자\s?명?|대표이사|계약자\s?명?|피보험자|보호자|입금자\s?명?|"
    r"입금인|작성자|신고인|신고자|민원인|의뢰인|예약자\s?명?|구매자\s?명?|회원명|가입자\s?명?|"
    r"명의자|명의인|명의|송금인|소유자|임대인|임차인|매도인|매수인|청구인|피고인|피고|원고|참석자|"
    r"지원자|직원명|사원명|학생명|학부모|세대주|채무자|채권자|실명|본명|피해자|가해자|피의자|피상속인|상속인|대리인|위임인|수임인|"
    r"청원인|탄원인|피신청인|공급자|발신인|수신인|상담자|발표자|제보자|당첨자|응시자|수강생|실종자|고소인|피고소인|진정인|참고인|증인"
)
# What stands behind these is a name only when a colon or such a sign follows: they speak of other things too.
SIGNED: Final = (
    r"FN|참석|참가자|팀원|조원|명단|학생|자녀|배우자|사용자|이용자|회원|고객|확인자|검수자|결재자|승인자|요청자|등록자|책임자|"
    r"수신|참조|발신|신랑|신부|강사|저자|감독|선수|당직자|근무자|운전자|구성원|멤버|대표"
)
_COPULA: Final = (
    r"입니다|이에요|예요|에요|이예요|이고|이며|이라고|라고|인데|이야|야|임|이요|요|이라|라는|"
    r"이라는|이구요|구요|이고요|고요|이랑|랑|이시고|이십니다|이세요|으로|로|이었|였"
)
_PARTICLE: Final = r"은|는|이|가|을|를|과|와|의|께|에게|한테|도|만|께서|앞|및"
_BEHIND: Final = rf"(?=(?:{_COPULA}|{_PARTICLE}|{TITLES})(?![가-힣]{{4}})|(?![가-힣]))"
_FIELD_ENDS: Final = r"(?=\s*(?:$|[\n,.)|/\"'<])|님|씨)"
_LABELLED: Final = re.compile(
    rf"(?P<label>{LABELS}|{SIGNED}|(?i:name|customer|recipient|sender))(?:\([가-힣]{{1,4}}\))?"
    rf"(?P<sign>[\"'*`)\]]{{0,3}}\s{{0,2}}(?:[:：=|>\-/]|"
    rf"은|는|이|가|란에)?[\"'*`(\s]{{0,3}})"
    rf"(?P<name>[{SURNAMES}] {{1,2}}[가-힣] ?[가-힣]{_FIELD_ENDS}|{ANY}{_BEHIND}|{_LATIN})"
)
_NEXT: Final = re.compile(rf"(?:님|씨)?\s?[,/、]\s?(?P<name>{FULL})(?=(?:님|씨)?\s*(?:$|[\n,./、)|]|등|외))")
_SIGNED: Final = re.compile(rf"(?:{SIGNED})$")
_ROMAN: Final = re.compile(ROMAN)
_AFTER_TITLE: Final = (
    r"(?=(?:은|는|이|가|을|를|과|와|의|께서?|께|에게|한테|도|만|으?로|이?랑|입니다|이에요|예요|"
    r"이신|이시|이라|인데|께는|하고|이고|이며|앞)?(?![가-힣])|입니다|이에요|예요|께|에게|한테|"
    r"이신|이시|이라)"
)
_TITLED: Final = re.compile(
    rf"(?:(?P<name>{STRICT}) ?(?:(?:{_RANKS})님?|님|씨)|(?P<closing>{FULL})(?: ?(?:귀하|드림|올림|배상)| (?:군|양|학생|어린이))|"
    rf"(?P<apart>{APART}) ?(?:고객님|님|씨)){_AFTER_TITLE}|(?P<polite>{STRICT}) ?(?:고객님|회원님|"
    rf"환자분|고객|선생님|과장님|팀장님|부장님|대리님|사장님|대표님|원장님|교수님|기사님|이사님|"
    rf"실장님|차장님|님|씨)|(?P<elder>{FULL}) ?(?:할머니|할아버지)"
)
_SELF: Final = re.compile(
    rf"(?<![가-힣])(?:{OPENERS})[,.!~]{{0,2}}\s(?P<name>{STRICT})(?=입니다|이라고|라고|이에요|예요|에요|인데|이구|구요|이라|이고|이며|임|이야|야)"
)
_GREETED: Final = re.compile(
    rf"(?P<name>{FULL})(?=(?:입니다|이라고\s합니다|라고\s합니다)[.,!~]?\s?(?:처음|반갑|잘\s?부탁|다름\s?아니|인사))"
)
_CALLED: Final = re.compile(
    rf"(?<![가-힣])(?:{CALLINGS})\s(?P<name>{FULL})(?=(?:{_PARTICLE}|{_COPULA}|씨|님)?(?![가-힣 ])|"
    rf"(?:은|는|이|가|의|께|에게|한테|씨|님|이랑|랑)\s)"
    rf"|(?<![가-힣])(?:故|신랑|신부|이병|일병|상병|병장|하사|중사|소위|중위|대위|소령)\s(?P<late>{FULL})(?![가-힣])"
)
_AGED: Final = re.compile(
    rf"(?P<name>{FULL})(?:\s?\(\s?(?:만\s?)?(?:[0-9]{{1,3}}\s?세|[남여](?:성|자)?\s?[,/)])|,\s?[남여](?:성|자)?\s?[,/])"
)
_ADDRESSED: Final = re.compile(
    rf"(?:(?:From|To|Cc):\s?[\"']?(?P<name>{STRICT}(?![가-힣])|{_LATIN})(?=[\"'\s]{{0,3}}[<(])|"
    rf"(?:Mr|Ms|Mrs|Dr)\.?\s(?P<titled>{ROMAN}))"
)
_REVERSED: Final = re.compile(rf"(?<![가-힣])(?P<name>{STRICT})\s?\(\s?(?:{LABELS})\s?\)")

# Where a value ended, a name may begin: the placeholder that comes there would let it begin too.
_JOINED: Final = re.compile(r"[가-힣A-Za-z0-9]")
FIELDS: Final = ("연락", "이메일", "전화", "주소", "생년", "주민", "계좌", "서명", "이름", "성명")
_TAILS: Final = frozenset(("이나", "이란", "이라", "이야", "이면"))  # 이름이나 …
_STRICT_NAME: Final = re.compile(STRICT)
_COPULAS: Final = re.compile(_COPULA)
_SAID: Final = re.compile(r"입니다|이에요|예요|이?라고")
_FOLLOWS: Final = re.compile(rf"{_COPULA}|\s?(?:{TITLES})|[.,!)\n]|$")
_ROLED: Final = re.compile(rf"[인자원관사록수이]\s?[:：]\s?(?P<name>{FULL})(?=님|씨|\s*(?:$|[\n,./|()]))")
_COMPOUNDS: Final = tuple(COMPOUND.split("|"))
_STRONG: Final = frozenset((":", "：", "=", "|", ">", "-", "/"))


def labelled(text: str, hit: int, floor: int) -> Iterator[Span]:
    """Names behind 성명:, 예금주, 받는 분 … With only a particle between, a copula or the end must follow the name."""
    found = _LABELLED.match(text, hit)
    if found is None or found.start("name") < floor:
        return
    start, end = found.span("name")
    sign = found["sign"].strip("\"'*`() ")
    strong = sign in _STRONG
    if text[start].isascii():
        if "a" <= text[hit - 1 : hit] <= "z" and not _ROMAN.fullmatch(found["name"]):
            return
    else:
        name = _settle(found["name"], text, end)
        end = start + len(name)
        if not _labelled_so(name, found["label"], sign, not found["sign"], text, end):
            yield from introduced(text, hit, floor)
            return
    yield Span(start, end, "person_name", key(text[start:end]), 0.9, "label before")
    while strong and (found := _NEXT.match(text, end)) and certain(found["name"]):
        start, end = found.span("name")
        yield Span(start, end, "person_name", key(found["name"]), 0.8, "list behind a label")


def _labelled_so(name: str, label: str, sign: str, glued: bool, text: str, end: int) -> bool:
    """Whether a Korean word is a name, given the label and the sign before it and what stands behind."""
    if name in WORDS or name.startswith(FIELDS) or (name in _TAILS and sign not in _STRONG):
        return False
    strong = sign in _STRONG
    if glued and label[-1] == "이":  # 보내는 이유가
        return False
    if not strong and (" " in name or _SIGNED.match(label)):
        return False
    if _SIGNED.match(label):
        return certain(name) and _STRICT_NAME.fullmatch(name) is not None
    said = len(name) > 2 and _SAID.match(text, end)
    if not strong and not said and not _STRICT_NAME.fullmatch(name):
        return False
    if not strong and len(name) == 2 and ("가" <= text[end : end + 1] <= "힣" and not _COPULAS.match(text, end)):
        return False
    return sign not in ("은", "는", "이", "가", "란에") or _FOLLOWS.match(text, end) is not None


def titled(text: str, hit: int, floor: int) -> Iterator[Span]:
    """A name with 님, 씨 or a title behind it, or with 드림, 귀하, 군."""
    if hit > floor and _JOINED.match(text, hit - 1):
        return
    found = _TITLED.match(text, hit)
    if found is None:
        return
    name = found["name"] or found["polite"] or found["closing"] or found["apart"] or found["elder"]
    if found["apart"] and (name[2:] in WORDS or not plausible(name[0] + name[2:])):
        return
    if not plausible(name) or (found["closing"] and not certain(name)) or (len(name) == 2 and name + "님" in WORDS):
        return
    yield Span(hit, hit + len(name), "person_name", key(name), 0.8, "title behind")


def introduced(text: str, hit: int, floor: int) -> Iterator[Span]:
    """저는 …입니다, 상담원 …입니다."""
    found = _SELF.match(text, hit)
    if found and found.start("name") >= floor and len(found["name"]) > 2 and plausible(found["name"]):
        yield Span(*found.span("name"), "person_name", key(found["name"]), 0.85, "self-introduction")
    elif found := _CALLED.match(text, hit):
        group = "name" if found["name"] else "late"
        if found.start(group) >= floor and certain(found[group]):
            yield Span(*found.span(group), "person_name", key(found[group]), 0.7, "role before")


def described(text: str, hit: int, floor: int) -> Iterator[Span]:
    """김철수(예금주), 김철수(45세), 김철수, 남, …, 김철수입니다 처음 뵙겠습니다."""
    if hit > floor and _JOINED.match(text, hit - 1):
        return
    found = _REVERSED.match(text, hit)
    if found and found["name"] not in WORDS:
        yield Span(*found.span("name"), "person_name", key(found["name"]), 0.85, "label in brackets behind")
    elif (found := _AGED.match(text, hit) or _GREETED.match(text, hit)) and certain(found["name"]):
        yield Span(*found.span("name"), "person_name", key(found["name"]), 0.8, "age, sex or greeting behind")


def roled(text: str, hit: int, floor: int) -> Iterator[Span]:
    """A name behind any word that ends like a person's role, and a colon, such as 검토자."""
    found = _ROLED.match(text, hit)
    if found and found.start("name") >= floor and certain(found["name"]):
        yield Span(*found.span("name"), "person_name", key(found["name"]), 0.75, "role and colon before")


def addressed(text: str, hit: int, floor: int) -> Iterator[Span]:
    """The name in a mail's From, To or Cc, or behind Mr."""
    found = _ADDRESSED.match(text, hit)
    if found:
        group = "name" if found["name"] else "titled"
        if found.start(group) >= floor:
            yield Span(*found.span(group), "person_name", key(found[group]), 0.85, "mail header")


def romanised(text: str, hit: int, floor: int) -> Iterator[Span]:
    """A Korean surname and two Korean syllables in Latin letters: Kim Minsu, HONG/GILDONG, Seo-yeon Park."""
    if hit > floor and text[hit - 1].isascii() and text[hit - 1].isalnum():
        return
    if found := _ROMAN.match(text, hit):
        name = key(found.group().replace("/", " "))
        yield Span(hit, found.end(), "person_name", name, 0.7, "Korean name in Latin letters")


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
