"""여권번호: a type letter and eight characters; other countries' numbers behind a label."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii import lexicon
from predictor.pii.kind import Gate, Kind, NumberForm
from predictor.pii.kinds import _rules
from predictor.pii.kinds._paper_numbers import behind_paper
from predictor.pii.scan import spoken
from predictor.pii.scan.context import OTHER, Context
from predictor.pii.scan.forms import LONG_DAY
from predictor.pii.scan.presence import anywhere
from predictor.pii.scan.rule import Table, accept, reject
from predictor.pii.scan.sighting import Sighting, labelled, labelled_behind
from predictor.pii.scan.span import Span
from predictor.pii.scan.spoken import NUMERALS

_TYPE_LETTERS: Final = re.compile(r"(?<![A-Za-z0-9_\-/.#])(?!(?:is|no|No|of|to|in|on|at|by|or|as|my)[-\s])([A-Za-z]{1,2})[-\s]?$")
_LETTERS_REACH: Final = 4
# M12345678 is an instance type's neighbour as often as a passport.
_MACHINES: Final = "EC2|S3|AWS|SKU|CPU|GPU|SSD|RAM|MCU|IC"
_MACHINE: Final = re.compile(rf"(?<![A-Za-z])(?:{_MACHINES})(?![A-Za-z])", re.IGNORECASE)
_PART: Final = re.compile(r"\s?(?:부품|품번|모델|제품|자재|나사|볼트|베어링|모터|시리얼|(?i:part|model|serial|sku))")
_MAY_BE_MACHINE: Final = anywhere(f"(?i:{_MACHINES})")
_MACHINE_REACH: Final = 30
_LABELLED: Final = re.compile(
    r"(?:여권|(?<![가-힣])여 {1,4}권|(?i:passport)|PPT?(?=\s(?i:no)|\s?#)|PPT(?=[\s:/]{1,2}[A-Z]{1,2}[0-9]{6})"
    r"|护照|護照|旅券|パスポ[ー\-]ト|(?i:hộ\schiếu))"
    r"(?:[\s_\-]?"
    r"(?:(?P<numbered>번\s?호|넘버|(?i:no\.?|number|num|số)|号码|號碼|番号|番號|号)"
    r"|사본"
    r"|(?i:id)))?"
    r"(?:\s?\([^()0-9\n]{2,14}\))?"
    r"(?:은요|는요|가요|은|는|이|가|の番号は|は|是|为|為|\s(?:(?i:is|was|là)(?:\s(?i:no\.?))?))?[\s:：#=\"'(\[]{0,4}"
    r"(?:[가-힣]{2,6}\s?여권\s)?"
    r"(?P<value>[A-Za-z](?:\s?[0-9]){3}\s?[A-Za-z](?:\s?[0-9]){4}"
    r"|[A-Za-z]\s[0-9]{2,3}\s[0-9]{2,3}\s[0-9]{2,3}"
    r"|[A-Za-z](?:\s[0-9]){8}"
    r"|[A-Za-z]\s(?=(?:[0-9]\s?){8}(?![0-9]))[0-9]{2,6}\s[0-9]{2,6}"
    r"|(?:[A-Za-z]-?[0-9]{4}-[0-9]{4}|[A-Za-z]-[0-9]{8}|[A-Za-z]-?[0-9]{3}-?[A-Za-z]-?[0-9]{4})(?!-)"
    r"|[A-Za-z]{1,2}[0-9]{6,8}"
    r"|[0-9]{9}"
    r"|[A-Za-z][0-9]{3}[A-Za-z][0-9]{4}"
    # other countries' letters and digits in any order: 19FV40288, C01X00T47; digits alone where 번호 stands before
    # M482O7lS3: a scanner reads l for 1
    r"|(?=[0-9]{0,8}[A-Z])(?=(?:[A-Zl]{0,5}[0-9]){4})[A-Z0-9l]{6,9}|(?(numbered)[0-9]{7,8}|\b\B))(?![0-9A-Za-z])"
)
# P/KOR/M482K1093/KOR/02AUG86/F/17SEP31/OH/BADA, in an airline's reservation
_DOCUMENT: Final = re.compile(r"P/[A-Z]{3}/(?P<value>[A-Z]{0,2}[0-9][A-Z0-9]{5,9})/[A-Z]{3}/[0-9]{2}[A-Z]")
# 엠 사칠이팔 일공구육, 엠 일이삼 에이 사오육칠: its letter and its digits are spoken
_SPOKEN_LETTER: Final = "(?:피\\s?)?(?:엠|에스|알|아르|지|디|제이|[MSRGDmsrgd])"
_INNER: Final = "(?:에이|비|씨|시|디|이|에프|지|에이치|제이|케이|엘|엠|엔|피|큐|알|에스|티|유|브이|더블유|엑스|와이|제트)"
_SPOKEN: Final = re.compile(
    rf"(?<![가-힣A-Za-z0-9])(?P<value>{_SPOKEN_LETTER}[\s,]{{0,2}}[{NUMERALS}](?:\s?[{NUMERALS}]){{2}}"
    rf"(?:(?:\s?[{NUMERALS}]){{5}}|\s?{_INNER}\s?[{NUMERALS}](?:\s?[{NUMERALS}]){{3}}))"
    r"(?=이?(?:요|고|에요|예요|라|며|인데|던)|입니다|으로|로|[\s,.?!)]|$)"
)
_SPOKEN_GATE: Final = (
    rf"(?:엠|에스|알|지|디|제이|[MSRGDmsrgd])[\s,]{{0,2}}[{NUMERALS}](?:\s?[{NUMERALS}]){{2}}\s?(?:[{NUMERALS}]|{_INNER})"
)
_SPOKEN_REACH: Final = 48  # characters before in which the passport is named
_ZONE: Final = re.compile(r"P[A-Z<][A-Z]{3}[A-Z<]{5,45}(?:\s{1,3}[A-Z0-9<]{20,44})?")
# 선원 명부 … 1. Dwi Prasetyo / C7719045: behind a foreigner's name in a list of those who cross a border
_NO_NAME: Final = (
    r"(?!(?:Vessel|Ship|Flight|Voyage|Cargo|Container|Seat|Gate|Room|Visa|Booking|Invoice|Order|Model|Lot|Serial|Item|Part)\b)"
)
_LATIN_NAME: Final = rf"{_NO_NAME}[A-Z][A-Za-z'\-]{{1,20}}(?:[ ,/]{{1,2}}[A-Z][A-Za-z'\-]{{0,20}}){{1,4}}"
_AFTER_NAME: Final = r"(?:[/|,(\t]\s?| {2,4})"
_BEHIND_NAME: Final = re.compile(rf"{_AFTER_NAME}(?P<value>[A-Z]{{1,2}}[0-9]{{6,8}}|[A-Z][0-9]{{7}}[A-Z])(?![0-9A-Za-z\-])")
_NAME_ENDS: Final = re.compile(rf"(?:^|[\n.)\-:,;|/·•]\s?|\t)(?:{_LATIN_NAME}|[가-힣]{{2,8}}(?:[ ·][가-힣]{{1,8}}){{1,4}}) ?$")
_NAME_REACH: Final = 64
# 라메시 구룽 - 네팔 - PA0620418: behind a name and its nation
_NATION: Final = lexicon.either(sorted(lexicon.words("nations"), key=lambda word: (-len(word), word)))
_OF_A_NATION: Final = rf"(?:{_NATION})(?:\s?국적)?\s?[-/|,.:(]\s?"
_BEHIND_NATION: Final = re.compile(rf"{_OF_A_NATION}(?P<value>[A-Z]{{1,2}}[0-9]{{6,8}}|[A-Z][0-9]{{7}}[A-Z])(?![0-9A-Za-z\-])")
_NAME_THEN: Final = re.compile(r"[가-힣A-Za-z'.]{2,20}[\])]?\s?[-/|,.:(]\s?$")
_NAME_THEN_REACH: Final = 24
_CROSSING: Final = anywhere(
    r"선원|승선|승무원|승객|탑승|명단|근로자|고용\s?허가"
    r"|\b[EH]-?[2679]\b"
    r"|출입국|출국|입국|여권|비자|사증|체류|외국인|이주\s?노동|연수생|유학생|초청|방한|항공권|명부"
    r"|(?i:passport|crew|passenger|seafarer|visa|manifest|immigration|boarding|travell?er)"
)
_CROSSING_REACH: Final = 240


def _letters(sighting: Sighting) -> re.Match[str] | None:
    return _TYPE_LETTERS.search(sighting.text[max(0, sighting.start - _LETTERS_REACH) : sighting.start])


def _proper(sighting: Sighting) -> bool:
    """One of M and S, directly before eight characters with a capital as their letter."""
    before = sighting.char(-2)
    if sighting.char(-1) not in ("M", "S") or (before.isascii() and before.isalpha()) or len(sighting.raw) != 8:
        return False
    return not sighting.raw[3].islower() and sighting.char(0) not in ("-", "_")


def _part(sighting: Sighting) -> bool:
    return _PART.match(sighting.text, sighting.end) is not None


def _machine(sighting: Sighting) -> bool:
    low, high = max(0, sighting.start - _MACHINE_REACH), sighting.end + _MACHINE_REACH
    return _MAY_BE_MACHINE(sighting.text, low, high) and _MACHINE.search(sighting.text, low, high) is not None


def labelled_number(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A passport number behind its label, with spaces inside or of another country."""
    found = _LABELLED.match(text, hit)
    inside = text[hit] == "P" and hit > 0 and text[hit - 1].isalnum()
    if found and found.start("value") >= floor and not inside and not LONG_DAY.fullmatch(found["value"]):
        key = re.sub(r"[\s\-]", "", found["value"]).replace("l", "1").upper()
        yield Span(*found.span("value"), "passport", key, 0.95, "label and form")


def machine_readable(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The two machine-readable lines of a passport (ICAO Doc 9303, TD3)."""
    found = _ZONE.match(text, hit)
    if found and (hit == 0 or not text[hit - 1].isalnum()):
        yield Span(*found.span(), "passport", re.sub(r"\s", "", found.group()), 0.95, "machine-readable zone")


def in_words(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A letter by its name and spoken digits near behind 여권."""
    if text.find("여권", max(0, hit - _SPOKEN_REACH), hit) < 0:
        return
    found = _SPOKEN.match(text, hit - (text[hit - 1 : hit] == "피")) or _SPOKEN.match(text, hit)
    if found and found.start() >= floor:
        key = "".join(spoken.digits(char) if char in NUMERALS else char for char in found["value"] if char.isalnum())
        yield Span(*found.span("value"), "passport", key, 0.8, "label before, spoken")


def behind_a_name(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A passport right behind a foreigner's name in a list of travellers, seamen or foreigners."""
    before = text[hit - 1 : hit]
    if text[hit] == " " and not (before.isascii() and before.isalpha()):  # blanks part columns of Latin names alone
        return
    found = _BEHIND_NAME.match(text, hit)
    if found is None or found.start("value") < floor or not _NAME_ENDS.search(text, max(0, hit - _NAME_REACH), hit):
        return
    if _CROSSING(text, max(0, hit - _CROSSING_REACH), hit):
        yield Span(*found.span("value"), "passport", found["value"], 0.8, "a foreigner's name before")


def behind_a_nation(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A passport behind a name and its nation, in a list of foreigners."""
    found = _BEHIND_NATION.match(text, hit)
    if found is None or found.start("value") < floor or not _NAME_THEN.search(text, max(0, hit - _NAME_THEN_REACH), hit):
        return
    if _CROSSING(text, max(0, hit - _CROSSING_REACH), hit):
        yield Span(*found.span("value"), "passport", found["value"], 0.8, "a nation before")


def reserved(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The passport of a traveller in an airline's reservation (SSR DOCS)."""
    found = _DOCUMENT.match(text, hit)
    if found and hit >= floor:
        yield Span(*found.span("value"), "passport", found["value"], 0.95, "SSR DOCS")


TABLE: Final = Table(
    reject("no type letter", lambda s: _letters(s) is None, "the letter belongs to the number"),
    _rules.named("passport", 0.97, "여권 …"),
    accept("label behind", labelled_behind("passport"), 0.9, "… 여권"),
    reject("named otherwise", labelled(OTHER, "member_number", "employee_number", "policy_number"), "모델 M12345678"),
    reject("a part behind", _part, "M12345678 부품"),
    reject("beside machines", _machine, "an instance type or a part's number"),
    accept("type letter and length", _proper, 0.85, "M or S and eight characters"),
)

KIND: Final = Kind(
    name="passport",
    label="여권번호",
    needs="a type letter and length, or a label",
    source="여권법 시행규칙; ICAO Doc 9303; M123A4567 since 2021-12-21",
    held=92,  # two lines of 44 characters that a machine reads
    covers="개인정보 보호법 시행령 제19조 제2호",
    order=100,
    remembered="code",
    numbers=(NumberForm(r"[0-9]{7,8}(?![0-9A-Za-z])|[0-9]{3}[A-Za-z][0-9]{4}(?![0-9A-Za-z])", TABLE, prefixed=True),),
    gates=(
        Gate(
            r"여 {0,4}권|(?i:passport)|PPT?(?:\s(?i:no)|\s?#)|PPT[\s:/]{1,2}[A-Z]{1,2}[0-9]{6}"
            r"|护照|護照|旅券|パスポ[ー\-]ト|(?i:hộ\schiếu)",
            labelled_number,
        ),
        behind_paper(
            "passport", r"여권|(?i:passport)", r"[A-Z]{1,2}[0-9]{6,8}|[A-Z][0-9]{3}[A-Z][0-9]{4}|[0-9]{2}[A-Z]{2}[0-9]{5}"
        ),
        Gate(_SPOKEN_GATE, in_words, reaches_back=True),
        Gate(rf"{_AFTER_NAME}[A-Z]{{1,2}}[0-9]{{6}}", behind_a_name),
        Gate(rf"{_OF_A_NATION}[A-Z]{{1,2}}[0-9]{{6}}", behind_a_nation),
        Gate(r"P/[A-Z]{3}/[A-Z0-9]{6,10}/[A-Z]{3}/[0-9]{2}[A-Z]", reserved),
        Gate(r"P[A-Z<][A-Z]{3}[A-Z<]{3,34}<<", machine_readable),
    ),
    words=("여권", "passport", "^pspt"),
    behind_at_once="여권",
    cell=r"[A-Za-z]{1,2}[0-9]{6,8}|[0-9]{2}[A-Z]{2}[0-9]{5}|[A-Za-z][0-9]{3}[A-Za-z][0-9]{4}",
    examples=(
        "여권번호 {{passport:M4821-3907}}",
        "여권 {{passport:M-48213907}}이에요",
        "여권번호: {{passport:M123-A4567}}",
        "옛날 여권번호가 {{passport:M 칠공사 이팔 공 일삼}} 였던 것 같고",
        "구여권번호 {{passport:M O7264 l18}}\n연락처",
        "E-9 근로자\n1) {{person_name:라메시 구룽}} – 네팔 – {{passport:PA0620418}}\n",
        "체류자 명단: {{person_name:Tran Thi Hoa}} / 베트남 / {{passport:C7204418}}",
        "여권번호 {{passport:M281O7lS4}}\n성명",
        "PASSPORT NO. {{passport:M5O2B7l84}}",
        "여 권 번 호 / Passport No.\n{{passport:M 7 0 2 8 3 1 5 6}}\n성명",
        "여 권 번 호  {{passport:M4l8O2973}}",
        "출국 명단\n- {{person_name:SANTOSO RIZAL}}  {{passport:C8834512}}",
        "체류연장 대상: {{person_name:응우옌 반 남}} / {{passport:C8834512}}",
        "선원 명부\n1. {{person_name:Dwi Prasetyo}} / {{passport:C7719045}}\n"
        "2. {{person_name:Arjay Villanueva}} / {{passport:P6620813B}}\n출항 허가",
        "출국자: {{person_name:Nguyen Van Nam}} ({{passport:B8471203}})",
        "CREW LIST\n{{person_name:Dwi Prasetyo}}\t{{passport:C7719045}}",
        '"PSPT_NO":"{{passport:C7719045}}"',
        "psptNo={{passport:C7719045}}&seq=1",
        "여권번호는 {{passport:엠 사칠이팔 일공구육}}으로 들었는데 맞나요?",
        "여권번호 불러 주세요. 네 {{passport:에스 일이삼 에이 사오육칠}}이요",
        "여권은 {{passport:피엠일이삼사오육칠팔}}입니다",
        "My passport number is {{passport:561203948}}.",
        "passport no is: {{passport:561203948}}",
        "Passport Num {{passport:10384756}}",
        "her passport was {{passport:561203948}}",
        "passport_no: {{passport:561203948}}",
        '"passportId": "{{passport:19FV40288}}"',
        "护照号码：{{passport:EA1234567}}",
        "護照號碼是{{passport:300384756}}",
        "旅券番号 {{passport:TK4172298}}",
        "パスポートの番号は{{passport:TK4172298}}です",
        "Hộ chiếu số {{passport:B8471203}}",
        "số hộ chiếu là {{passport:B8471203}}",
        "여권번호가요 {{passport:561203948}}이에요",
        "제 여권에는 {{person_name:BATBAYAR MUNKHZUL}}, 번호 {{passport:E2874163}}, 이렇게",
        "여권 이름은 그대로 두고\n번호: {{passport:C04172298}}",
        "여권은 몽골에서 받은 것이고 번호는 {{passport:E2874163}}이에요",
        "My passport is Mongolian, number {{passport:E2874163}}",
        "여권 {{passport:M 882 130 74}}",
        "여권번호 {{passport:M123 A4567}}",
        "여권 {{passport:M123A4567}}이에요",
        "{{passport:M12345678}}",
        "여권번호 {{passport:M 12345678}}",
        "{{passport:D12345678}} 여권",
        "여권번호 {{passport:m 394 81 726}} 이렇게",
        "여권번호 (미국): {{passport:487291637}}",
        "PP NO {{passport:K04417298}} EXP",
        "PPT No. {{passport:548291037}}",
        "2. {{person_name:SANTOSO RIZAL}} IDN PP# {{passport:C8834512}}",
        "PAX HONG  PPT {{passport:P6620813B}} PHL",
        "PPT# {{passport:MD118204}} / OILER",
        "SSR DOCS KE HK1 P/KOR/{{passport:M482K1093}}/KOR/02AUG",
        "여권은 미국 여권 {{passport:548291037}}",
        "{{passport:PMKORRYU<<HAEUN<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\\nM482K10935KOR9602213F3108124<<<<<<<<<<<<<<06}}",
        "여권 {{passport:19FV40288}}",
        "여권번호: {{passport:C01X00T47}}",
        "여 권 {{passport:19FV40288}}",
        "여권번호 {{passport:10384756}}",
        "이름,여권\n{{person_name:김민준}},{{passport:19FV40288}}",
    ),
    lookalikes=(
        "M12345678 부품",
        "여권번호 M4821-390",
        "여권 M4821-3907-1",
        "여권은 됐고 SM 칠공사 이팔 공 일삼",
        "부품 재고 - 베트남 - PA0620418",
        "여권번호 M 072 11",
        "수출 송장 / 중국 / AB620418",
        "여권 사진 l매 35x45",
        "Passport l2 size",
        "선원 명부\nVessel Hanjin Blue / V1234567",
        "부품 명세\n1. Hydro Pump / C7719045\n2. Valve Seat / P6620813B",
        "승객 안내\n항공편 / C7719045",
        "선원 명부\nDwi Prasetyo / C7719045-1",
        '"partNo":"C7719045"',
        "제품 번호는 엠 사칠이팔 일공구육으로 들었는데",
        "여권 사진은 엠 사칠이팔 매장에서",
        "passport issue 10384756",
        "passport number isolated 561203948",
        "passport was 10384756 years",
        "护照 10384756",
        "パスポート申請 2026110423",
        "passport is 20271104",
        "passport is 10384756",
        "여권은 두고 오세요. 번호 19FV40288",
        "여권 확인 후 발급, 대기표 번호 19FV40288",
        "여권 지참, 예약 확인서, 번호 19FV40288",
        "신분증은 그대로, 번호 19FV40288",
        "모델 M12345678",
        "M12345678 EC2 인스턴스",
        "X12345678",
        "M12345678-01",
        "M123a4567",
        "여권 (관용): 1234567890",
        "12345678 여권",
        "APP NO 548291037",
        "APP# 548291037, APPT P6620813B",
        "발표 자료 PPT 12345678",
        "19FV40288",
        "여권 10384756",
        "여권번호 20271104까지",
        "여권사본 10384756",
        "passport js2015es6",
        "여권 A4 2매",
        "참여 권 19FV40288",
        "여권 ABCDEF123",
    ),
)
