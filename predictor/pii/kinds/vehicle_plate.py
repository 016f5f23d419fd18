"""차량번호: 12가3456, 123가4567, 서울 12가 3456, the older 서울 1나 1234, and motorcycles' 서울 강남 가 1234."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from predictor.pii import lexicon
from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds._labels import behind_label
from predictor.pii.scan import spoken
from predictor.pii.scan.context import OTHER, Context
from predictor.pii.scan.forms import REGION
from predictor.pii.scan.span import Span

USES: Final = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자배하허호국합육공해"
# Syllables that also count or follow numbers (12주 3000원, 15조 2000억): these need a word about a vehicle when written apart.
_COUNTERS: Final = "보두모마조주구부호도로고서수국나다자사공배"
_COUNTED: Final = "억만원개명건년월일시분초주회석매권"
_NOT_BEHIND: Final = (
    rf"(?![0-9]|[.,][0-9]|(?!주차)[{_COUNTED}]|\s[{_COUNTED}][은는이가을를에도의로]?(?![가-힣])|-[0-9]|\s?번지|대(?=[\s,.)]|$))"
)


def _form_not_behind(refused: str) -> re.Pattern[str]:
    """The form of a plate; it stands behind none of the ``refused`` characters."""
    return re.compile(
        rf"(?<![{refused}])(?:(?:{REGION})\s?)?(?<![0-9])[0-9]{{2,3}}([-.\s]?)([{USES}])([-.\s]?)[0-9]{{4}}{_NOT_BEHIND}"
    )


_ALONE: Final = _form_not_behind("0-9가-힣.,")
_BEHIND_A_WORD: Final = _form_not_behind("0-9.,")
_FORM_BEFORE: Final = 3  # characters of a region before a plate's digits
_FORM_REACH: Final = 14  # characters of a plate from its digits on
_REGIONAL: Final = re.compile(
    rf"(?<![가-힣])(?:{REGION})\s?(?:[0-9]{{1,2}}\s?|(?:[가-힣]{{1,3}}\s))[{USES}]\s?[0-9]{{4}}{_NOT_BEHIND}"
)
# 삼십이 더 육천백사십칠: its last digits may be one number
_ONE: Final = f"[{spoken.NONZERO}]"
_WHOLE: Final = rf"[이삼사오육칠팔구]?천\s?(?:{_ONE}?백\s?)?(?:{_ONE}?십\s?)?{_ONE}?"
_HEAD: Final = rf"(?:[{spoken.NONZERO}십백]{{2,5}}|[0-9]{{2,3}})"
_SPOKEN: Final = re.compile(
    rf"(?<![가-힣0-9])(?P<head>{_HEAD})\s?(?P<use>[{USES}])(?:에)?\s"
    rf"(?:(?P<tail>[{spoken.COMMON}]{{4}})|(?P<whole>{_WHOLE})(?<! )(?!\s?[{_COUNTED}]))"
    r"(?!(?!입니다|이에요|이고요|인데요)[가-힣]{3})"
)
_JOINTS: Final = re.compile(r"[-.\s]")
_CASE: Final = re.compile(
    r"(?=[대고지헌판선사결법0-9])"
    r"(?:대법원|고등법원|지방법원|지법|고법|헌재|판결|선고|사건|결정|판례|법원"
    r"|[0-9]{4}\.\s?[0-9]{1,2}\.\s?[0-9]{1,2}\.?\s?(?:자|"
    r"선고))"
)
_CASE_REACH: Final = 24
_CASE_BEHIND_REACH: Final = 8
_HANGUL_MODELS: Final = (
    "레이|모닝|스파크|캐스퍼|아반떼|쏘나타|소나타|그랜저|제네시스|카니발|쏘렌토|스포티지|싼타페|산타페|투싼|코나"
    "|티볼리|렉스턴|셀토스|니로"
    "|아이오닉|스타리아|스타렉스|포터|봉고|말리부|벤츠|아우디|테슬라|볼보|렉서스"
)
_SHORT_MODELS: Final = "[Kk][3589]"
_LATIN_MODELS: Final = "BMW|SM[3567]|EV[369]"
_MODELS: Final = f"{_HANGUL_MODELS}|{_SHORT_MODELS}(?![0-9A-Za-z])|{_LATIN_MODELS}"
_GATE_MODELS: Final = f"{_HANGUL_MODELS}|{_SHORT_MODELS}|{_LATIN_MODELS}"  # RE2 has no look-around
# 172로 3395 흰색 타면 돼: a colour or a verb of driving behind the plate.
_COLOUR: Final = (
    r"(?:흰|하얀|하양|흰색|백색|검정|검은|까만|블랙|화이트|은색|실버"
    r"|회색|쥐색|그레이|빨간|빨강|파란|파랑|남색|네이비|노란|초록|갈색|베이지|진주색)(?:색|이)?"
)
_TAKEN: Final = (
    r"(?:타면|타고|타시|타세|타요|타자|타라|타줘|타\s?주|탑승"
    r"|빼\s?주|빼줘|주차|세워|세웠|대\s?놨|대\s?놓|출차|입차|몰고)"
)
_SAID_OF_A_CAR: Final = re.compile(rf"\s?\(?{_COLOUR}|\s{_TAKEN}|(?:을|를)\s?{_TAKEN}")
# 매도인 함석준은 54로 2276 (차대번호 …): papers of a car, which are about no sums of this form
_TOLD_OF_A_CAR: Final = re.compile(
    r"차대\s?번호|중고차"
    r"|자동차\s?(?:매매|양도|등록|이전|검사|보험)"
    r"|차량\s?(?:매매|양도|등록|이전|인수|인도|점검|정비)"
    r"|명의\s?이전|폐차|연식|주행\s?거리"
    r"|당사자|(?:종합|책임|대인|대물)\s?보험|운전\s?면허|교통\s?사고|사고\s?(?:경위|접수|조사|현장)"
    r"|견인|[가-힣]년식|[0-9]년식|접촉\s?사고|(?<![A-Za-z])(?:VIN|K[35789]|SUV)(?![A-Za-z0-9])"
)
_CAR_REACH: Final = 40
_MONEY: Final = "조주구배보국부호"
_OF_A_COLOUR: Final = re.compile(
    rf"(?<![0-9가-힣A-Za-z.,\-])(?P<value>[0-9]{{2,3}}\s?(?![{_COUNTED}대번위층회초종호차색장]|시간)[가-힣]\s?[0-9]{{4}})"
    rf"\s?[(,]?\s?{_COLOUR}(?=[\s,.)]|$|[가-힣])"
)
_COLOUR_GATE: Final = rf"[0-9]{{2,3}}\s?[가-힣]\s?[0-9]{{4}}\s?[(,]?\s?{_COLOUR}"
_VEHICLE: Final = re.compile(rf"차량|주차|[가-힣 ]차|번호판|견인|택시|트럭|오토바이|승용|운전|과속|{_MODELS}")
_VEHICLE_REACH: Final = 10  # behind a plate
# 상대 차 41조 8027, 앞차는 12쟈 3456: behind a word for somebody's car a plate may have any syllable, because people misread it.
_CAR: Final = (
    r"(?:상대(?:방|편)?"
    r"|앞|뒤|뒷|옆|저희|우리|제|내|본인|가해|피해|사고|도주|뺑소니|렌트|렌터|대차|문제의|친구|아빠|엄마|남편"
    r"|와이프|아내|고객님?|손님|방문|회사|그|본|해당|신고)"
    r"\s?(?:차량?|트럭|택시|버스|오토바이)"
)
# 사고 낸 차 41조 8027
_THAT_CAR: Final = r"[던낸친온]\s차량?"
# 주차하실 차 41구 7720: behind what somebody does with it; a car needs a plate's own syllable here
_DONE_CAR: Final = r"(?:[실신할탈올갈몰]|는|[린둔논산된한])\s차(?:량|는|가)?"
_WAYS: Final = "호도보로"  # 버스 302 호, 트럭 25도: behind the word alone they count or name a way
# 데크 C7, 차 39조 1186: the word alone
_ANY_CAR: Final = r"(?:차량?|트럭|택시|버스|오토바이|승용차|렌[트터]카)"
# 차 빼주세요 82보 5174
_MOVED: Final = (
    r"차량?(?:을|를)?\s(?:좀\s|빨리\s)?(?:빼|옮겨|이동)[가-힣]{0,4}(?:\s(?:주세요|주시기|바랍니다|부탁[가-힣]{0,5}))?[,.!~]?"
)
_BEHIND_CAR: Final = r"(?:\s?번호)?(?:은요|는요|은|는|이|가)?[\s:(]{1,2}"
_OF_A_CAR: Final = re.compile(
    rf"(?:(?<![가-힣]){_CAR}"
    rf"|{_THAT_CAR}"
    rf"|{_MOVED}"
    rf"|(?P<done>{_DONE_CAR})"
    rf"|(?<![가-힣A-Za-z0-9])(?P<model>{_MODELS}|(?P<any>{_ANY_CAR})))"
    rf"{_BEHIND_CAR}"
    rf"(?P<value>(?:(?:{REGION})\s?)?[0-9]{{2,3}}\s?(?![{_COUNTED}대번위층회초]|시간)(?P<use>[가-힣])\s?[0-9]{{4}}){_NOT_BEHIND}"
)

# "car":"204로 5591": a record's field for a car
_CAR_FIELD: Final = (
    r"(?i:(?:my_?|rental_?)?(?:car|vehicle|vhcl|plate|license_?plate)|차량?|자동차)(?i:[_\-]?(?:no|num|number|plate|reg))?"
    r"[\"']?\s?[:=]\s?[\"']?"
)
_OF_A_FIELD: Final = re.compile(
    rf"{_CAR_FIELD}(?P<value>(?:(?:{REGION})\s?)?[0-9]{{2,3}}\s?(?![{_COUNTED}대번위층회초]|시간)[가-힣]\s?[0-9]{{4}}){_NOT_BEHIND}"
)
# 제주 허 1862 빌린: the region, the syllable and the last digits name a hired car
_HIRED: Final = re.compile(rf"(?<![가-힣])(?:{REGION})\s?[하허호]\s?[0-9]{{4}}{_NOT_BEHIND}")
_HIRE: Final = re.compile(r"렌트|렌터|렌탈|대여|빌[린려렸리]|반납|카셰어|차량|[내제타뒤앞옆]\s?차|차주|주차|견인|번호판|운전")
_HIRE_REACH: Final = 32
# 52수 9036 (301동), 183나 2740 (304동): a plate in a list of plates
_LISTED_BEFORE: Final = re.compile(rf"[0-9]{{2,3}}\s?[{USES}]\s?[0-9]{{4}}\s?(?:\([^()\n]{{1,20}}\))?\s?[,/·\n]\s?$")
_LISTED_REACH: Final = 40
_LIST_REACH: Final = 120
# 흰색 쏘렌토 백이십칠 다 사공삼구
_MODEL_BEFORE: Final = re.compile(rf"(?:{_MODELS}|{_COLOUR}|(?<![가-힣])차)(?:\s?번호)?(?:는|가|요)?,?\s$")
_MODEL_REACH: Final = 10


# 5 8 무 3 0 4 1: digit by digit, as a scanner reads a form's boxes
_BOXES: Final = rf"(?:(?:{REGION})\s)?[0-9]\s?[0-9](?:\s?[0-9])?\s?[{USES}]\s[0-9]\s[0-9]\s[0-9]\s?[0-9]"
_BOXED: Final = re.compile(rf"(?<![0-9가-힣A-Za-z.,\-])(?<!\b[0-9] )(?P<value>{_BOXES}){_NOT_BEHIND}(?! [0-9](?![0-9/]))")
_BOXED_REACH: Final = 160
# 차량번호가 어떻게 되세요? … 아뇨 그건 전 차고 삼백이십팔 너 일공구이요: asked for before
_ASKED: Final = re.compile(r"(?:차량?|자동차)\s?번호|번호판")
_ASKED_REACH: Final = 120
_SAID_REACH: Final = 48
# 인천남동가1234, 서울송파나 5678: a motorcycle's region and district in one piece
_MOTOR: Final = "[가나다라마바사아자차카타파하]"
_LONG_DISTRICTS: Final = lexicon.pattern(
    word for listed in ("districts", "cities", "counties") for word in lexicon.words(listed) if len(word) > 1
)
_MOTOR_REGION: Final = rf"(?:{REGION})\s?(?:{_LONG_DISTRICTS})\s?{_MOTOR}\s?[0-9]{{4}}"
_OF_A_MOTORCYCLE: Final = re.compile(rf"(?<![가-힣]){_MOTOR_REGION}{_NOT_BEHIND}")
# 외교001-001, 준영 012-034: a car of an embassy
_EMBASSY: Final = r"(?:외교|영사|준외|준영)\s?[0-9]{3}-[0-9]{3}"
_OF_AN_EMBASSY: Final = re.compile(rf"(?<![가-힣]){_EMBASSY}(?![0-9호쪽]|-[0-9])")
# 123 나 4567 alone in its line
_PARTED_ALONE: Final = re.compile(rf"(?:^|(?<=\n))[0-9]{{2,3}} [{USES}] [0-9]{{4}}(?=\s{{0,2}}(?:\n|$))")
# 임시(임 2093), 임시운행 번호판은 임-2093: a car that is not registered yet
_TEMPORARY: Final = r"임시\s?(?:운행)?\s?(?:허가)?\s?(?:번호판?|판)?(?:은|는|이|가)?\s?[:(]?\s?"
# 임 1234 임시번호판
_TEMPORARY_BEHIND: Final = r"임\s?-?\s?[0-9]{4}\s?\(?임시\s?(?:운행|번호|판)"
_BEFORE_TEMPORARY: Final = re.compile(r"(?<![가-힣])(?P<value>임\s?-?\s?[0-9]{4})(?=\s?\(?임시\s?(?:운행|번호|판))")
_OF_A_NEW_CAR: Final = re.compile(rf"{_TEMPORARY}(?P<value>(?:(?:{REGION})\s?)?임\s?-?\s?[0-9]{{4}}){_NOT_BEHIND}")


def temporary(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The plate of a car that waits for its registration."""
    found = _OF_A_NEW_CAR.match(text, hit) or _BEFORE_TEMPORARY.match(text, hit)
    if found and found.start("value") >= floor:
        yield Span(*found.span("value"), "vehicle_plate", _JOINTS.sub("", found["value"]), 0.85, "a temporary plate")


def of_a_form(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A motorcycle's plate in one piece, or that of an embassy's car."""
    found = _OF_A_MOTORCYCLE.match(text, hit) or _OF_AN_EMBASSY.match(text, hit)
    if found and hit >= floor and not _a_case(text, *found.span()):
        yield Span(*found.span(), "vehicle_plate", re.sub(r"\s", "", found.group()), 0.85, "a plate of a special form")


def boxed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A plate digit by digit, behind its region or a word about a vehicle."""
    found = _BOXED.match(text, hit)
    if found is None or hit < floor:
        return
    if not text[hit].isdigit() or _VEHICLE.search(text, max(0, hit - _BOXED_REACH), hit):
        yield Span(*found.span("value"), "vehicle_plate", _JOINTS.sub("", found["value"]), 0.8, "a plate's boxes")


def in_a_field(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A plate in a record's field for a car."""
    found = _OF_A_FIELD.match(text, hit)
    if found and found.start("value") >= floor and not text[hit - 1 : hit].isalpha():
        yield Span(*found.span("value"), "vehicle_plate", _JOINTS.sub("", found["value"]), 0.85, "a car's field")


def hired(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A region, a hired car's syllable and four digits, near words about a car."""
    found = _HIRED.match(text, hit)
    if found and hit >= floor and _HIRE.search(text, max(0, hit - _HIRE_REACH), found.end() + _HIRE_REACH):
        yield Span(*found.span(), "vehicle_plate", _JOINTS.sub("", found.group()), 0.75, "a hired car")


def of_a_car(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A plate directly behind the words for somebody's car, or behind a model's name."""
    found = _OF_A_CAR.match(text, hit)
    if found is None or found.start("value") < floor or _names_a_way(found):
        return
    if found["use"] in USES or _is_somebodys_car(found):
        yield Span(*found.span("value"), "vehicle_plate", _JOINTS.sub("", found["value"]), 0.9, "behind a car")


def _names_a_way(found: re.Match[str]) -> bool:
    """Whether the word for a vehicle stands alone before what may count or name a way: 버스 302 호, 트럭 25도."""
    return found["any"] is not None and found["use"] in _WAYS and "번호" not in found.group()


def _is_somebodys_car(found: re.Match[str]) -> bool:
    """Whether the words name somebody's car, and not a model or what is done with a car."""
    return found["model"] is None and found["done"] is None


def coloured(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A plate of any syllable before a car's colour."""
    found = _OF_A_COLOUR.match(text, hit)
    if found and hit >= floor and context.before(text, hit, floor) != OTHER:
        yield Span(*found.span("value"), "vehicle_plate", _JOINTS.sub("", found["value"]), 0.8, "before a colour")


def plate(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """The plate around ``hit``, unless the text speaks of a court case, money or time."""
    found = _ALONE.search(text, max(floor, hit - _FORM_BEFORE), hit + _FORM_REACH)
    found = found or _BEHIND_A_WORD.search(text, hit, hit + _FORM_REACH)
    if found is None:
        return []
    start, end = found.span()
    label, key = context.before(text, start, floor), _JOINTS.sub("", found.group())
    if label != "vehicle_plate" and _a_case(text, start, end):
        return []
    if label == "vehicle_plate" or not key[0].isdigit() or _VEHICLE.search(text, end, end + _VEHICLE_REACH):
        return [Span(start, end, "vehicle_plate", key, 0.95, "label")]
    if label == OTHER or _counts(found):
        return []
    return [Span(start, end, "vehicle_plate", key, 0.85, "plate form")]


def regional(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A plate that begins with a region: of one digit, or a motorcycle's without any."""
    found = _REGIONAL.match(text, hit)
    if found and not _a_case(text, *found.span()):
        yield Span(*found.span(), "vehicle_plate", _JOINTS.sub("", found.group()), 0.9, "region before")


def speech(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A plate in spoken digits, where the text speaks of a vehicle."""
    found = _SPOKEN.match(text, hit)
    if found is None:
        return
    if context.before(text, hit, floor) == "vehicle_plate" or any(tells(found) for _, tells in _SIGNS_OF_A_VEHICLE):
        yield Span(*found.span(), "vehicle_plate", _spoken_key(found), 0.8, "label, spoken")


def _before_a_vehicle(found: re.Match[str]) -> bool:
    return _VEHICLE.search(found.string, found.end(), found.end() + _VEHICLE_REACH) is not None


def _asked_for(found: re.Match[str]) -> bool:
    return _ASKED.search(found.string, max(0, found.start() - _ASKED_REACH), found.start()) is not None


def _behind_a_model(found: re.Match[str]) -> bool:
    return _MODEL_BEFORE.search(found.string, max(0, found.start() - _MODEL_REACH), found.start()) is not None


def _spoken_key(found: re.Match[str]) -> str:
    head = found["head"] if found["head"].isascii() else spoken.number(found["head"])
    tail = spoken.digits(found["tail"]) if found["tail"] else f"{spoken.number(found['whole']):04}"
    return f"{head}{found['use']}{tail}"


def _said_before(found: re.Match[str]) -> bool:
    """Whether the same plate stands shortly before: a clerk repeats it to confirm it."""
    low, start = max(0, found.start() - _SAID_REACH), found.start()
    if found["tail"] is None or found.string.find(found["tail"], low, start) < 0:
        return False
    return any(_spoken_key(one) == _spoken_key(found) for one in _SPOKEN.finditer(found.string, low, start))


# (what tells that spoken digits are a plate, whether it does)
_SIGNS_OF_A_VEHICLE: Final[tuple[tuple[str, Callable[[re.Match[str]], bool]], ...]] = (
    ("a word about a vehicle behind", _before_a_vehicle),
    ("a question for the number of a car", _asked_for),
    ("a model or a colour before", _behind_a_model),
    ("the same plate before", _said_before),
)


def _listed(text: str, start: int) -> bool:
    """Whether another plate stands before in a list, and the text speaks of cars."""
    if not _LISTED_BEFORE.search(text, max(0, start - _LISTED_REACH), start):
        return False
    return _VEHICLE.search(text, max(0, start - _LIST_REACH), start) is not None


def _a_case(text: str, start: int, end: int) -> bool:
    if _CASE.search(text, max(0, start - _CASE_REACH), start):
        return True
    return _CASE.search(text, end, end + _CASE_BEHIND_REACH) is not None


def _counts(found: re.Match[str]) -> bool:
    """Whether the syllable may count what the digits before it number, or dashes make it something else.

    It counts nothing where a car's colour or a verb of driving follows: 172로 3395 흰색 타면 돼.
    """
    text, end = found.string, found.end()
    if _SAID_OF_A_CAR.match(text, end):
        return False
    if found.group(1):
        return _PARTED_ALONE.match(text, found.start()) is None
    if not found.group(3) or found.group(2) not in _COUNTERS:
        return False
    if _listed(text, found.start()):
        return False
    return found.group(2) in _MONEY or _TOLD_OF_A_CAR.search(text, max(0, found.start() - _CAR_REACH), end + _CAR_REACH) is None


KIND: Final = Kind(
    name="vehicle_plate",
    label="차량번호",
    needs="the form of a plate",
    source="자동차 등록번호판 등의 기준에 관한 고시; 이륜자동차는 자동차관리법 시행규칙",
    covers="비식별 조치 가이드라인 (식별자: 자동차 번호)",
    order=150,
    remembered="code",
    gates=(
        Gate(rf"[0-9]{{2,3}}[-.\s]?[{USES}][-.\s]?[0-9]{{4}}", plate, early=True, reaches_back=True),
        Gate(rf"(?:{REGION})\s?(?:[0-9]{{1,2}}\s?|[가-힣]{{1,3}}\s)[{USES}]\s?[0-9]{{4}}", regional),
        Gate(
            rf"(?:{_CAR}"
            rf"|{_THAT_CAR}"
            rf"|{_MOVED}"
            rf"|{_DONE_CAR}"
            rf"|{_GATE_MODELS}"
            rf"|{_ANY_CAR})"
            rf"{_BEHIND_CAR}(?:(?:{REGION})\s?)?[0-9]{{2,3}}\s?[가-힣]\s?[0-9]{{4}}",
            of_a_car,
        ),
        Gate(rf"{_TEMPORARY}(?:(?:{REGION})\s?)?임\s?-?\s?[0-9]{{4}}|{_TEMPORARY_BEHIND}", temporary),
        Gate(rf"{_MOTOR_REGION}|{_EMBASSY}", of_a_form),
        Gate(_COLOUR_GATE, coloured, early=True),
        Gate(_BOXES, boxed, early=True),
        Gate(rf"{_CAR_FIELD}(?:(?:{REGION})\s?)?[0-9]{{2,3}}\s?[가-힣]\s?[0-9]{{4}}", in_a_field),
        Gate(rf"(?:{REGION})\s?[하허호]\s?[0-9]{{4}}", hired),
        # Behind its label any syllable stands, because it may be mistyped.
        behind_label(
            "vehicle_plate",
            ("차량 번호", "차량 등록 번호", "자동차 번호", "자동차 등록 번호", "차 번호", "번호판"),
            r"[0-9]{2,3}[가-힣](?:\s?[0-9]){4}",
        ),
        Gate(
            rf"{_HEAD}\s?[{USES}]에?\s(?:[{spoken.COMMON}]{{4}}|[이삼사오육칠팔구]?천\s?[{spoken.NONZERO}백십])",
            speech,
        ),
    ),
    words=(
        "제 차",
        "내 차",
        "우리 차",
        "그 차",
        "차는",
        "차가",
        "차량",
        "승용차",
        "화물차",
        "차 번호",
        "번호판",
        "자동차",
        "plate",
        "vehicle no$",
        "vehicle num",
        "vehicle reg",
        "^vhcl",
        "^vhr no$",
        "^car no$",
        "^car num",
        "^car reg",
    ),
    cell=rf"(?:(?:{REGION}) ?)?[0-9]{{2,3}}[가-힣] ?[0-9]{{4}}",
    examples=(
        "{{vehicle_plate:12가 3456}} 대차",
        "오토바이 번호 {{vehicle_plate:인천남동가1234}}",
        "이륜차 {{vehicle_plate:서울송파나 5678}}",
        "외교 차량 {{vehicle_plate:외교001-001}}",
        "어제 그 차는 {{vehicle_plate:준영 012-034}}였어요",
        "{{vehicle_plate:임 1234}} 임시번호판",
        "{{vehicle_plate:123 나 4567}}",
        "① 자동차등록번호 {{vehicle_plate:5 8 무 3 O 4 2}}  ② 차종 승용",
        "소속 차량 목적\n배관설비 {{vehicle_plate:8 2 도 5 O l 6}} 보일러\n",
        "택배 {{vehicle_plate:경기 9 3 바 2 2 6 5}} 납품",
        "차량번호가 어떻게 되세요?\n고객: 아뇨 죄송해요 그건 전에 탔고 {{vehicle_plate:삼백이십팔 너 일공구삼}}이요",
        "차량 번호가 {{vehicle_plate:삼십칠 라에 이칠사구}}요 | {{vehicle_plate:삼십칠 라 이칠사구}} 맞으시죠",
        "번호판은 임시({{vehicle_plate:임 2093}})예요",
        "임시운행허가 번호: {{vehicle_plate:임 2093}}",
        "아직 임시번호판 {{vehicle_plate:경기 임 2093}} 달고 다녀요",
        "사장님 차 빼주세요 {{vehicle_plate:82보 5174}}",
        "당사자 2: {{person_name:김민준}}, {{vehicle_plate:83수 2917}}, 종합보험",
        '{"car":"{{vehicle_plate:204로 5591}}","site":"B-14"}',
        "vehicle_no={{vehicle_plate:41조 8027}}",
        "어제 {{vehicle_plate:제주 허 1862}} 빌린 사람인데요",
        "{{vehicle_plate:제주하 1862}} 렌터카 반납",
        "흰색 쏘렌토 {{vehicle_plate:백이십칠 다 사공삼구}} 차주 맞으시죠",
        "흰색 카니발 번호가 {{vehicle_plate:오십삼 더 이천백사십칠}} 어 아니다",
        "제 차 번호는 {{vehicle_plate:53더 이천사십칠}}이에요",
        "데크 C7, 차 {{vehicle_plate:39조 1186}}, 2박",
        "택시 {{vehicle_plate:39조 1186}} 에서 내렸어요",
        "① 자동차등록번호  {{vehicle_plate:158 나 4O26}}   ② 차종",
        "차량번호: {{vehicle_plate:l58나4026}}",
        "차량번호 {{vehicle_plate:158나4l26}}",
        "차량번호 {{vehicle_plate:158나O126}}",
        "차량번호 {{vehicle_plate:158나 40I6}}",
        "차량번호 {{vehicle_plate:158나 401o}}",
        "은색이요, {{vehicle_plate:백이십칠 다 사공삼구}}",
        "차량 안내\n{{vehicle_plate:52수 9036}} (301동), {{vehicle_plate:183나 2740}} (304동)",
        "매도인 {{person_name:함석준}}은 {{vehicle_plate:54로 2276}} (차대번호 {{vin:KNAFK412BF5620983}})의",
        "중고차 매매계약\n{{vehicle_plate:38수 1174}} 인도일",
        "{{vehicle_plate:54로 2276}}, 2019년식 흰색",
        "폐차 예정 {{vehicle_plate:54나 2276}}",
        "나. {{vehicle_plate:172로 3395}} 흰색 타면 돼",
        "{{vehicle_plate:38보 1174}} 타고 가세요",
        "{{vehicle_plate:38보 1174}}를 빼 주세요",
        "{{vehicle_plate:12쟈 3456}} (검정색) 주차",
        "주차하실 차 {{vehicle_plate:41구 7720}} 등록",
        "우리가 사는 차 {{vehicle_plate:41구 7720}}",
        "타고 오신 차는 {{vehicle_plate:41구 7720}}이죠",
        "상대 차 {{vehicle_plate:41조 8027}} 접촉",
        "사고 낸 차 {{vehicle_plate:41조 8027}} 찾아요",
        "흰색 쏘나타 {{vehicle_plate:41조 8027}}",
        "앞차는 {{vehicle_plate:12쟈 3456}}이었어요",
        "뺑소니 차량 번호는 {{vehicle_plate:부산 41쟈 8027}}",
        "car,plateNo\nK5,{{vehicle_plate:154누 2087}}",
        '"vhclNo":"{{vehicle_plate:48구 1207}}"',
        "<carNo>{{vehicle_plate:48구 1207}}</carNo>",
        "vehicleNumber={{vehicle_plate:48구 1207}}",
        "VEHICLE_REG_NO='{{vehicle_plate:48구 1207}}'",
        "carRegNo: {{vehicle_plate:48구 1207}}",
        '{"car_num": "{{vehicle_plate:48구 1207}}"}',
        "vhrno={{vehicle_plate:48구 1207}}",
        "vehicle_no;gate\n{{vehicle_plate:48구 1207}};2",
        "{{vehicle_plate:12가3456}}이",
        "차량번호: {{vehicle_plate:92차 4470}}",
        "차량번호 {{vehicle_plate:158다 7 4 0 2}}",
        "사건 당시 차량 번호는 {{vehicle_plate:12가 3456}}입니다",
        "검은색 승용차({{vehicle_plate:48주 1207}})와",
        "{{vehicle_plate:서울 34바 5678}} 택시",
        "옛날 번호판 {{vehicle_plate:서울 4 나 3391}}이에요",
        "오토바이 {{vehicle_plate:서울 강남 가 1234}}",
        "{{vehicle_plate:경기 79 자 2214}}",
        "{{vehicle_plate:12거1234}} 주차요",
        "{{vehicle_plate:12가3456}} 시동이 안 걸려",
        "당근 {{vehicle_plate:38보 1174}} 레이 직거래",
        "차량번호가 {{vehicle_plate:육십팔 두 팔팔일이}}입니다",
        "그 차 번호가요 {{vehicle_plate:삼십칠 라에 이칠사구}} 그 차",
    ),
    lookalikes=(
        "차량 등록대수 12가 3456대",
        "서울 12가 3456번지",
        "서울송파구 5678",
        "인천남동가1234원",
        "외교 100-200호",
        "대외교001-001",
        "책임 1234 임시번호판",
        "100 나 2000 중에",
        "둘 중 하나\n100 나 2000 중",
        "점수 5 8 무 3 0 4 1 승",
        "차량 1 2 바 3 4 5 6 7 8 표",
        "전에 탔고 삼백이십팔 너 일공구삼이요",
        "당구대 83수 2917, 종합",
        "임시 임원 2093명",
        "임시 임 2093원",
        '{"cart":"204로 5591"}',
        "카니발이요 삼십오 조 이천백억",
        "차 값이 삼십오 조 이천백십원",
        "녹차 39조 1186",
        "트럭 25호 3000 노선",
        "차 12로 2000",
        "2차 39조 1186",
        "차 12대 3000",
        "차량번호 158 나 40",
        "번호판 158 나 OOOOO",
        '{"car":"12대 3000","fee":1}',
        "scar=204로 5591",
        "제주 허 1862 문서",
        "소독 안내\n52조 9036억 (301), 183나 2740",
        "쏘렌토 말고 백이십칠 다 사공삼구",
        "중고차 시장 15조 2000",
        "명의 이전 12주 3000",
        "번지수 54로 2276 안내",
        "15종 3000 흰색 봉투",
        "모델 12쟈 3456 흰색",
        "제품 번호 12가 3456 흰색",
        "보이는 차가 12대 3000원",
        "하루 38보 1174 타석",
        "주차하실 차 12쟈 3456",
        "비상구 12쟈 3456 하나",
        "우리 차 12대 3000원",
        "상대 차 41조 8027억",
        "저희 차 12번 3000",
        "카니발 11인 3000",
        "삼촌 차 12대 3000",
        "세차 12쟈 3456",
        "주차 41쟈 8027",
        "15조 2000억",
        "98도1234 판결",
        "2019다12345",
        "20보 1000",
        "하루 38보 1174걸음",
        "모델명: 12가3456",
        "cardNo: 48구 1207",
        "car note 48구 1207",
        "scarno 48구 1207",
        '"vehicleType":"48구 1207"',
        "서울 남부 구 1234명",
        "12가3456 원",
    ),
)
