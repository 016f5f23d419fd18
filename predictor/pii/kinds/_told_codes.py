"""Codes that people tell: of safes and lockers, behind a question for the code that was sent, and spoken digit by digit."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kinds._one_time_codes import of_a_certificate
from predictor.pii.scan import spoken
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span
from predictor.pii.scan.spoken import NUMERALS

_PARTICLE: Final = r"(?:은요|는요|은|는|이|가)?\s?[:=]?\s?[\"'(\[]?"
_NO_UNIT: Final = r"(?![0-9A-Za-z\-]|[.,][0-9]|\s?(?:년|월|일|원|건|회|자리|개|번|분|초|호|층|대))"
# 금고 임시번호 5082, 캐리어 자물쇠 번호 417#; a locker's or a room's number alone is no secret
_TEMPORARY: Final = r"(?:의\s)?\s?(?:임시|마스터(?:\s?키)?|초기|개폐|해제|열림)\s?(?:번호|코드)"
_BOX: Final = (
    rf"(?:(?:금고|자물쇠|도어락|다이얼\s?락|번호\s?키)(?:\s?(?:번호|코드)|{_TEMPORARY})"
    rf"|(?:사물함|라커|락커|로커|보관함|택배함|캐비닛|우편함|무인함|현관|출입문|객실|숙소|키박스){_TEMPORARY}"
    r"|(?:키박스|key\s?box|lock\s?box)\s?(?:번호|코드|code))"
)
# 오픈채팅 참여 코드는 moss97: what opens a room of a chat
_ROOM: Final = (
    r"(?:참여|입장|부방|단톡방?|오픈\s?채팅방?|오픈\s?톡방?|오픈\s?카톡)\s?(?:참여\s?|입장\s?)?(?:코드|비번|암호)"
    r"(?:는|은|가)?\s?[:=]?\s?"
)
_OF_A_ROOM: Final = re.compile(
    rf"(?<![가-힣]){_ROOM}(?P<value>(?=[A-Za-z]{{0,11}}[0-9])[A-Za-z0-9]{{4,12}})(?![0-9A-Za-z\-]|\s?[년월일원명개])"
)
ROOM_GATE: Final = rf"{_ROOM}[A-Za-z0-9]{{4}}"
# 문 여는 번호 4471#, 셀프 체크인 코드는 0928
_OPENING: Final = (
    r"(?:문|현관|대문|출입문|방문|객실|방|숙소|사무실|창고|차고|금고|게이트|셔터|자물쇠|사물함|라커|택배함|키박스"
    r"|열쇠함|보관함)"
    r"(?:을|를)?\s?"
    r"(?:여는|여시는|열리는|열\s수\s있는|따는|푸는|해제하는|잠그는|잠금\s?해제)\s?(?:번호|비번|코드|숫자|암호)"
    r"|(?:입실|퇴실|셀프\s?체크인|무인\s?체크인|도어|출입|개문|개폐)\s?(?:번호|코드|비번)"
    r"|(?i:(?:door|gate|garage|entry|check-?in|padlock|lock\s?box|safe|locker)\s(?:code|combination|combo)(?:\sis)?"
    r"|(?:padlock|lock\s?box)(?:\sis|\s?:))"
)
_OF_AN_OPENING: Final = re.compile(
    rf"(?<![가-힣A-Za-z])(?:{_OPENING}){_PARTICLE}(?P<value>[*#]?[0-9]{{3,8}}[*#]?){_NO_UNIT}(?!\s?(?:grams?|kg|mm|cm|won|USD|%))"
)
OPENING_GATE: Final = rf"(?:{_OPENING}){_PARTICLE}[*#]?[0-9]{{3}}"
# 창고 자물쇠는 0928, 가져가신 뒤: behind a lock alone the digits end the sentence, or a verb opens the lock with them.
_LOCK: Final = (
    r"(?:자물쇠|번호\s?키|다이얼\s?락|도어락|도어록|디지털\s?키|키패드|키\s?박스|열쇠함|금고)(?:은요|는요|은|는)\s[\"'(\[]?"
)
_OF_A_LOCK: Final = re.compile(
    rf"{_LOCK}(?P<value>[*#]?[0-9]{{4,8}}[*#]?|[0-9]{{3}}(?=이에요|이요|입니다|으?로\s))(?![0-9A-Za-z\-])"
    r"(?=[\"')\]]{0,2}"
    r"(?:[.!~]?\s?(?:$|\n)"
    r"|[.,!~]\s"
    r"|[*#]"
    r"|이에요|예요|이요"
    r"|요(?![가-힣])"
    r"|입니다|이고|인데|이야"
    r"|야(?![가-힣])"
    r"|임(?![가-힣])"
    r"|이라고"
    r"|\s?(?:으?로\s)?(?:열|풀|맞추|맞춰|누르|눌러|돌리|돌려)))"
)
LOCK_GATE: Final = rf"{_LOCK}[*#]?[0-9]{{3}}"
_OF_A_BOX: Final = re.compile(rf"{_BOX}{_PARTICLE}(?P<value>[*#]?[0-9]{{3,8}}[*#]?){_NO_UNIT}")
BOX_GATE: Final = rf"{_BOX}{_PARTICLE}[*#]?[0-9]{{3}}"
# 봇: 인증번호 6자리를 입력해 주세요. 나: 930517
_SENT: Final = (
    r"(?:인증|확인|보안)\s?(?:번호|코드)"
    r"|(?:문자|카톡|알림톡|메일)(?:로|으로)\s(?:간|갔|온|보내\s?드린|전송된|발송된|받으신)\s[46네여섯]{1,2}\s?자리"
    r"|(?:일회용|임시)\s?(?:비밀\s?번호|비번|번호)|(?i:otp|verification\scode)"
)
_ASKS: Final = (
    r"[^0-9\n]{0,10}(?:[0-9]\s?자리[^0-9\n]{0,10})?"
    r"(?:입력|말씀|알려|불러|읽어|적어|보내|어떻게|뭐|뭔|몇|눌러|enter)[^0-9\n]{0,16}[\n.?!요]\s?"
)
_ANSWERS: Final = r"(?:\[[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\]\s?)?(?:[^0-9\n:>\]]{0,12}[:>\]→]\s?)?" + f"{spoken.HESITATION}{{0,3}}"
_APART: Final = rf"[{NUMERALS}](?:[ ,.]{{0,2}}[{NUMERALS}]){{3,7}}"
_TELLS: Final = rf"(?:[0-9]{{4,8}}|[0-9]{{3}}[- ][0-9]{{3}}|{_APART})"
_TOLD: Final = re.compile(
    rf"(?:{_SENT}){_ASKS}{_ANSWERS}"
    rf"(?P<value>[0-9]{{3}}[- ][0-9]{{3}}{_NO_UNIT}|[0-9]{{4,8}}{_NO_UNIT}"
    rf"|{_APART}(?=이?[고요에예]|입니다|[.,]?\s?$|[.,]?\n|[.,]\s))"
)
TOLD_GATE: Final = rf"(?:{_SENT}){_ASKS}{_ANSWERS}{_TELLS}"
# 비밀번호 네 자리는 육일구사요
_NAME: Final = (
    r"(?:비밀\s?번호|비번|패스워드|암호"
    r"|핀\s?(?:번호|코드)"
    r"|(?:인증|확인)\s?(?:번호|코드)"
    r"|보안\s?코드"
    r"|(?i:otp)(?:\s?(?:번호|코드))?"
    r"|공동\s?현관(?:\s?번호)?"
    r"|도어락(?:\s?번호)?)"
    r"(?:\s?(?:네|넷|여섯|[46사육])\s?자리)?(?:\s?숫자)?"
)
# 인증번호 왔는데 육구공이일삼 불러 드릴게요
_CAME: Final = (
    r"(?:\s(?:방금\s|지금\s)?(?:(?:문자|카톡|메일|알림톡)(?:로|으로)?\s)?(?:왔|온|떴|뜬|받았|나왔|날아왔|도착했)"
    r"(?:는데요?|어요|고요?|네요|거든요|습니다)[,.]?)?"
)
_SAID: Final = rf"(?:은요|는요|은|는|이|가)?{_CAME}\s?[:=]?\s?{spoken.HESITATION}{{0,2}}"
_SPOKEN: Final = re.compile(
    rf"(?<![가-힣]){_NAME}{_SAID}(?P<value>{_APART})"
    r"(?=(?<!이)이(?:에요|예요|요|고|구요|라|라고|며|래요|야|거든요)"
    r"|(?:에요|예요|요|구요|고요|인데|래요|이고|이요|이에요)|입니다"
    r"|입니당"
    r"|\s?[별샵](?=[\s,.이입]|$)|[,.]?\s?$|[,.]\s|(?:을|를|번)?\s(?:누르|눌러|입력|치[면고시])"
    # 인증번호가 사구공이칠삼 이거 불러드리면 되나요: a blank stands before the rest of the sentence
    r"|\s"
    r"(?:이거|이게|이걸|요거|요게|그거|이렇게|요렇게"
    r"|이라(?:고|는|던|네)"
    r"|라고"
    r"|맞[나아죠는으습]"
    r"|인데|이?던데|이고|하고\s|왔|나왔|떴|뜨|뜹"
    r"|찍[혀혔히]"
    r"|불러\s?드[리려릴]"
    r"|읽어\s?드[리려릴]"
    r"|말씀\s?드[리려릴]))"
)
# 팔 삼 공 일 오 사, 이거 인증번호 맞죠?
_CALLED_CODE: Final = r"[,.]?\s(?:이거|이게|요거|그거)(?:요|가|는)?\s?(?:문자로\s온\s)?(?:인증|확인)\s?(?:번호|코드)"
_CODE_FIRST: Final = re.compile(rf"(?<![가-힣])(?P<value>{_APART})(?=이?(?:요|고요)?{_CALLED_CODE})")
CODE_FIRST_GATE: Final = rf"{_APART}(?:이?요|이?고요)?{_CALLED_CODE}"
# 공동현관은 샵 이오공구 누르시면: a door's sign is spoken before its digits
_SIGN: Final = r"(?:샵|별표?|우물\s?정(?:\s?자)?)"
_SIGNED_NAME: Final = (
    r"(?:(?:공동\s?)?현관문?|출입[문구]|대문|정문|도어락|도어록|자물쇠|문)"
    r"(?:\s?(?:비번|비밀\s?번호|번호|코드|암호))?(?:은요|는요|은|는|이|가)?\s?[:=]?\s?"
)
_SIGNED: Final = re.compile(
    rf"(?<![가-힣]){_SIGNED_NAME}(?P<value>{_SIGN}\s?(?:누르고\s|누르시고\s|하고\s)?"
    rf"(?:[0-9]{{4,8}}(?![0-9])|[{NUMERALS}](?:\s?[{NUMERALS}]){{3,7}})(?:\s?{_SIGN}(?=이[에고요]|입니|[\s,.)]|$))?)"
)
SIGNED_GATE: Final = rf"{_SIGNED_NAME}{_SIGN}\s?(?:누르고\s|누르시고\s|하고\s)?[0-9{NUMERALS}]"
# 공동현관 비밀번호가 안 적혀 있어서요 / 아 네 샵 이칠공구 누르시면: the sign and the digits alone, which somebody presses
# 공동현관 비번이 안 맞아요 이칠공구샵 눌렀는데: the sign behind its digits
PRESSED_GATE: Final = rf"{_SIGN}\s?(?:[{NUMERALS}][ ]?){{4}}|(?:[{NUMERALS}][ ]?){{4}}{_SIGN}"
_PRESSED: Final = re.compile(
    r"(?<![가-힣])"
    rf"(?P<value>{_SIGN}\s?[{NUMERALS}](?:\s?[{NUMERALS}]){{3,7}}(?:\s?{_SIGN})?"
    rf"|[{NUMERALS}](?:\s?[{NUMERALS}]){{3,7}}\s?{_SIGN})"
    r"(?=(?:을|를|이?라고|하고)?\s?(?:누르|눌러|눌렀|입력|치[면고시]|쳐)|이?(?:에요|예요|요|고요)(?![가-힣])|입니다)"
)
_DOOR: Final = re.compile(r"현관|도어[락록]|출입[문구]|(?:대|정|후|쪽|자동)문|비번|비밀\s?번호|들어[가오]|문\s?(?:앞|여|열)")
_DOOR_REACH: Final = 64
# 카드 비번 앞두자리 37: what a swindler asks for of a card's four digits
_HEAD: Final = (
    r"(?:비번|비밀\s?번호)(?:의)?\s?(?:앞|뒤|끝)에?\s?(?:의\s)?(?:두|2|둘)\s?(?:자리|개)(?:\s?숫자)?만?"
    r"(?:은요|는요|은|는|이|가)?\s?[:=]?\s?"
)
_HEAD_OF_PIN: Final = re.compile(
    rf"{_HEAD}(?P<value>[0-9]{{2}}(?![0-9A-Za-z\-]|[.,][0-9]|\s?(?:년|월|일|원|건|회|자리|개|번|분|초|호|층|대))"
    rf"|[{NUMERALS}]{{2}}(?=(?<!이)이?(?:에요|예요|요|고요)(?![가-힣])|입니다))"
)
HEAD_GATE: Final = rf"{_HEAD}(?:[0-9]{{2}}|[{NUMERALS}]{{2}})"
SPOKEN_GATE: Final = rf"{_NAME}{_SAID}{_APART}"


def of_a_box(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The digits that open a safe, a lock or a box."""
    found = _OF_A_BOX.match(text, hit) or _OF_AN_OPENING.match(text, hit) or _OF_A_LOCK.match(text, hit)
    if found and found.start("value") >= floor:
        yield Span(*found.span("value"), "secret", found["value"], 0.8, "opens a box")


def of_a_room(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The code of a chat's room, which holds a digit."""
    found = _OF_A_ROOM.match(text, hit)
    if found and found.start("value") >= floor:
        yield Span(*found.span("value"), "secret", found["value"], 0.75, "opens a room of a chat")


def asked_for(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A code of one use that answers a question for it."""
    found = _TOLD.match(text, hit)
    if found and found.start("value") >= floor and not of_a_certificate(text, hit, found.end()):
        yield _even(found, "code asked for")


def in_words(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A password or a code that is spoken digit by digit."""
    found = _SPOKEN.match(text, hit)
    if found and found.start("value") >= floor:
        yield _even(found, "password, spoken")


def before_its_word(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A code that is spoken digit by digit before somebody calls it one."""
    found = _CODE_FIRST.match(text, hit)
    if found and hit >= floor:
        yield _even(found, "code, spoken")


def signed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A door's code behind the word for one of its signs, with the signs."""
    found = _SIGNED.match(text, hit)
    if found and found.start("value") >= floor:
        key = "".join(spoken.digits(char) for char in found["value"] if char.isdigit() or char in NUMERALS)
        yield Span(*found.span("value"), "secret", key, 0.8, "a door's keys, spoken")


def pressed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Such a code behind its sign alone, which somebody presses, near behind a word about a door."""
    found = _PRESSED.match(text, hit)
    if found and hit >= floor and _DOOR.search(text, max(0, hit - _DOOR_REACH), hit):
        key = "".join(spoken.digits(char) for char in found["value"] if char in NUMERALS)
        yield Span(*found.span("value"), "secret", key, 0.8, "a door's keys, spoken")


def head_of_pin(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Two digits of a card's secret number. So short a value is not looked for elsewhere."""
    found = _HEAD_OF_PIN.match(text, hit)
    if found and found.start("value") >= floor:
        key = "".join(map(spoken.digits, found["value"]))
        yield Span(*found.span("value"), "secret", key, 0.65, "two digits of a secret number")


def _even(found: re.Match[str], rule: str) -> Span:
    """The code. Codes have four, six or eight digits, so that 이 behind an even number of them belongs to 이에요."""
    digits = "".join(spoken.digits(char) for char in found["value"] if char.isalnum())
    start, end = found.span("value")
    if len(digits) % 2 and found["value"].endswith("이"):
        end, digits = end - 1, digits[:-1]
    return Span(start, len(found.string[:end].rstrip()), "secret", digits, 0.75, rule)
