"""학번: what a school calls a student by."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds._brackets import behind_name
from predictor.pii.kinds._labels import behind_label, grouped_behind_label, spoken_behind_label
from predictor.pii.kinds._paper_numbers import behind_paper
from predictor.pii.names import holder
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_WORDS: Final = (
    "학번",
    "학생 번호",
    "학적 번호",
    "학생증 번호",
    "학생 ID",
    "학생 No",
    "학생 아이디",
    "^std no",
    "^stu no",
    "^stdnt no",
    "hakbun",
    "student no",
    "student id",
    "student number",
)

_NEAR: Final = "학번|수강|학과|강의|학생|교수님|장학|재학|휴학|학기|학년"
_HEAD: Final = re.compile(r"학번\s?[./,]\s?(?:성명|이름)(?:\s?\)|\s?:)[^\n]*$|학번\s?/\s?(?:성명|이름)[^:]*$")
_LISTED: Final = re.compile(r"[:/,;)]\s?(?P<value>[A-Z]?[0-9]{5,10})(?=\s?[\s/]\s?[가-힣A-Z])")
# Some words may stand before a number that begins with the year of entry: 학번으로 로그인하래 20231184.
_YEAR: Final = re.compile(
    r"(?:학번|출석부|학적부)(?:으로|은|이|가)?\s?[가-힣 ]{1,12}\s(?P<value>(?:19[89]|20[0-4])[0-9]{5,7})(?![0-9A-Za-z\-])"
)
# 학생증 주웠어요 (20190882 …): the brackets hold the number of the card's owner.
_ON_A_CARD: Final = re.compile(r"학생증[가-힣 ,.!~]{0,16}[(:]\s?(?P<value>(?:19[89]|20[0-4])[0-9]{5,7})(?=[\s,/)])")
# 학생증 뒤 숫자 2021148203
_ON_THE_CARD: Final = tuple(
    f"학생증 {side} {what}" for side in ("뒤", "뒷면", "앞", "앞면", "아래", "밑") for what in ("숫자", "번호")
)
# C2317045 학생 휴학원
_CALLED: Final = re.compile(
    r"(?<![A-Za-z0-9\-])"
    r"(?P<value>[A-Z][0-9]{6,9}|(?:19[89]|20[0-4])[0-9]{5,7})\s"
    r"(?:학생|학우)"
    r"(?=[이은는의께을를도,.:)]"
    r"|에게|분|님"
    r"|\s(?!모집|할인|요금|정원|전원|대상)"
    r"|$)"
)
# 2019-20417 한지오 올림: how a student signs a letter
_SIGN: Final = r"[\n ](?:19[89]|20[0-4])[0-9]-[0-9]{5} [가-힣]{2,5} (?:올림|드림|배상|씀)"
_SIGNED: Final = re.compile(
    r"(?:^|\n|[\n ][가-힣]{2,12}(?:학과|학부|전공|과|대학원) )(?P<value>(?:19[89]|20[0-4])[0-9]-[0-9]{5})"
    r" [가-힣]{2,5} (?:올림|드림|배상|씀)(?=[\s.,]|$)"
)
_SIGNED_REACH: Final = 24
# 산업공학과(20191347), 경영학부 3학년 20191347, Dept. of Physics (20191347): behind a department of a university
_FACULTY: Final = r"(?:학과|학부|전공|대학원|교육과|공과|의예과|간호과)(?:\s?[1-6]\s?학년)?"
_DEPARTMENT: Final = (
    rf"(?:{_FACULTY}"
    r"|(?:Dept\.?|Department|School|Faculty|College|Major)\s(?:of|in)\s[A-Za-z&,\- ]{2,40}[a-z])[\s(/,·:]{1,3}"
)
# [재학증명] 2021-14078 / …: behind a certificate of a student
_CERTIFIED: Final = r"(?:재학|휴학|복학|졸업|성적|수료|재적|학적)\s?증명(?:서)?(?:\s?발급)?[\])]?\s?[:/]?\s?"
_ON_CERTIFICATE: Final = re.compile(
    rf"{_CERTIFIED}(?P<value>(?:19[89]|20[0-4])[0-9](?:-[0-9]{{5}}|[0-9]{{4,6}}))(?![0-9A-Za-z\-년월])"
)
_ENTERED: Final = r"(?P<value>(?:19[89]|20[0-4])[0-9]{5,7})(?![0-9A-Za-z\-]|[.,][0-9]|\s?(?:원|명|건|년|월|일|호|부터|까지))"
_OF_A_DEPARTMENT: Final = re.compile(rf"{_DEPARTMENT}{_ENTERED}")
_NAME_BETWEEN: Final = re.compile(rf"{_FACULTY}[\s/,]{{1,2}}[가-힣]{{2,4}}$")
_BEHIND_A_NAME: Final = re.compile(rf"[\s/,]{_ENTERED}")
_NAME_REACH: Final = 20
# 장학금 지급 대상자(공학계열) … 2023170582 박한음 전액: a line of a list of students, of which each has such a number
_LINE: Final = re.compile(
    r"\n\s{0,3}(?:[-·*]\s|[0-9]{1,2}[.)]\s)?(?P<value>(?:19[89]|20[0-4])[0-9]{5,7})[ \t]{0,2}[ \t,|/]"
    r"[ \t]{0,2}(?:(?P<name>[가-힣]{2,4})(?![가-힣])|[가-힣A-Z][가-힣A-Za-z ])"
)
_OF_STUDENTS: Final = re.compile(
    r"학생|장학|학과|학부|전공|수강|신입생|편입|재학|휴학|복학|졸업|학년|학위|조교|기숙사|분반|학기|강의|단과대"
    r"|공과대"
    r"|[가-힣]대학교?(?![가-힣])"
    r"|조모임|팀플|출석|학적"
    r"|합격자|(?<![가-힣])[가-힣]{1,4}(?:계열|학번)"
)
_OF_ELSE: Final = re.compile(
    r"주문|접수|송장|배송|거래|결제|계약|증권|관리\s?번호|사원|사번|직원|임직원|인사|승진|일련|문서|입찰|공고\s?번호|회원|고객"
)
_ITEMS: Final = (".", ")", "-", "*", "·")
_ITEM: Final = 6  # characters from a line's beginning to its number
_LINES: Final = 3
_LINE_REACH: Final = 80  # characters of the line above it
_HEAD_REACH: Final = 1200  # characters from a list's first line to its last
_DATE: Final = 8  # digits
_REACH: Final = 160  # characters from a list's head to its last number


def listed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A number before a name in a line that (학번·성명): heads."""
    found = _LISTED.match(text, hit)
    if found and found.start("value") >= floor and _HEAD.search(text, max(0, hit - _REACH), hit + 1):
        yield Span(*found.span("value"), "student_number", found["value"], 0.85, "a list's head")


def of_a_year(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A number that begins with a year and is no date, some words behind 학번, in brackets behind 학생증 or behind a department."""
    found = _YEAR.match(text, hit) or _ON_A_CARD.match(text, hit) or _OF_A_DEPARTMENT.match(text, hit)
    if found and found.start("value") >= floor:
        yield from _entered(found)


def called_a_student(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A number with a letter, or one that begins with a year and is no date, directly before 학생."""
    found = _CALLED.match(text, hit) or _CALLED.match(text, hit + 1)
    if found is None or found.start("value") < floor:
        return
    if found["value"][0].isalpha():
        yield Span(*found.span("value"), "student_number", found["value"], 0.8, "학생 behind")
    else:
        yield from _entered(found)


def certified(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The number behind a certificate for a student."""
    found = _ON_CERTIFICATE.match(text, hit)
    if found and found.start("value") >= floor:
        yield from _entered(found)


def signed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The number before a name that ends a letter, at a line's beginning or behind a department."""
    start = hit + (not text[hit].isdigit())
    found = next(
        (one for one in _SIGNED.finditer(text, max(0, start - _SIGNED_REACH), start + 32) if one.start("value") == start), None
    )
    if found and start >= floor:
        yield Span(*found.span("value"), "student_number", found["value"].replace("-", ""), 0.75, "a letter's end")


def of_a_student(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Such a number behind a department and a name, or at the beginning of a line in a list of students."""
    if (line := _line(text, hit)) >= 0:
        yield from _in_a_line(text, line, hit, floor)
        return
    found = _BEHIND_A_NAME.match(text, hit)
    if found and found.start("value") >= floor and _NAME_BETWEEN.search(text, max(0, hit - _NAME_REACH), hit):
        yield from _entered(found)


def _line(text: str, hit: int) -> int:
    """Where the line break before the number stands, with an item's sign between them, or -1."""
    if text[hit] == "\n":
        return hit
    return text.rfind("\n", max(0, hit - _ITEM), hit) if text[hit - 1 : hit] in _ITEMS else -1


def _in_a_line(text: str, line: int, hit: int, floor: int) -> Iterator[Span]:
    """The number at the beginning of a line, in a list of students."""
    found = _LINE.match(text, line)
    if found and hit < found.start("value") >= floor and (spans := list(_entered(found))) and _in_a_list(text, line, found):
        yield from spans


def _in_a_list(text: str, hit: int, line: re.Match[str]) -> bool:
    """Whether three lines or more have such a number of the same length, one of the first three a likely name too, and the line
    above the first speaks of students.
    """
    first, lines = _lines_up(text, hit, line)
    lines += _lines_down(text, line, _LINES - len(lines))
    head = text[max(0, first - _LINE_REACH) : first]
    if len(lines) < _LINES or _OF_STUDENTS.search(head) is None or _OF_ELSE.search(head):
        return False
    return any(found["name"] and holder.likely(found["name"]) for found in lines[-_LINES:])


def _lines_up(text: str, hit: int, line: re.Match[str]) -> tuple[int, list[re.Match[str]]]:
    """(where the list's first line begins, the lines from ``line`` up to it)."""
    low, size, lines = max(0, hit - _HEAD_REACH), len(line["value"]), [line]
    while (above := text.rfind("\n", low, hit)) >= 0 and (found := _like(text, above, size)):
        hit = above
        lines.append(found)
    return hit, lines


def _lines_down(text: str, line: re.Match[str], most: int) -> list[re.Match[str]]:
    """The lines of the list behind ``line``, ``most`` at the most."""
    lines: list[re.Match[str]] = []
    size, place = len(line["value"]), line.end()
    while len(lines) < most and (place := text.find("\n", place, place + _HEAD_REACH)) >= 0:
        if (found := _like(text, place, size)) is None:
            break
        lines.append(found)
        place = found.end()
    return lines


def _like(text: str, place: int, size: int) -> re.Match[str] | None:
    """The line behind ``place``, where it begins with a number of ``size`` digits before a word."""
    found = _LINE.match(text, place)
    return found if found and len(found["value"]) == size else None


def _entered(found: re.Match[str]) -> Iterator[Span]:
    """The number, unless it may be a date."""
    value = found["value"]
    if len(value) > _DATE or not (1 <= int(value[4:6]) <= 12 and 1 <= int(value[6:8]) <= 31):
        yield Span(*found.span("value"), "student_number", value, 0.8, "a year of entry")


KIND: Final = Kind(
    name="student_number",
    label="학번",
    needs="a label",
    source="each school's own numbering, mostly the year of entry and four to six digits",
    order=215,
    remembered="code",
    beside="number",
    gates=(
        Gate(rf"{_CERTIFIED}(?:19|20)[0-9]{{2}}", certified),
        grouped_behind_label("student_number", _WORDS),
        behind_label(
            "student_number",
            _WORDS,
            r"(?:19|20)[0-9]{2}(?:-[0-9]{2,4}-[0-9]{2,6}|-?[0-9]{3,8})"
            r"|[A-Z][0-9]-[0-9]{4,6}"
            r"|[0-9]{2,4}-[A-Z][A-Z0-9]{0,3}-[0-9]{2,6}"
            r"|[A-Za-z]?[0-9]{2,4}-?[0-9]{2,8}"
            r"|[0-9](?:\s[0-9]){6,9}",
        ),
        behind_paper("student_number", r"학생증", r"[A-Z]?[1-9][0-9]{6,9}"),
        spoken_behind_label("student_number", _WORDS),
        behind_name("student_number", "(?:19|20)[0-9]{6,8}|[0-9]{8,10}", _NEAR),
        # 설보름(학번 30217), 도예슬(30209): grade, class and number at a school
        behind_name(
            "student_number", r"[1-6](?:0[1-9]|1[0-9])(?:0[1-9]|[1-4][0-9])", r"학번|학생부|생활기록부|[1-6]학년\s?[0-9]{1,2}반"
        ),
        Gate(r"[:/,;)]\s?[A-Z]?[0-9]{5,10}\s?[\s/]\s?[가-힣A-Z]", listed),
        behind_label("student_number", _ON_THE_CARD, r"[A-Za-z]?[0-9]{2,4}-?[0-9]{2,8}"),
        Gate(r"(?:^|[^A-Za-z0-9\-])(?:[A-Z][0-9]{6,9}|(?:19[89]|20[0-4])[0-9]{5,7})\s(?:학생|학우)", called_a_student),
        Gate(r"(?:학번|출석부|학적부)(?:으로|은|이|가)?\s?[가-힣 ]{1,12}\s(?:19[89]|20[0-4])[0-9]{5}", of_a_year),
        Gate(_SIGN, signed),
        Gate(r"학생증[가-힣 ,.!~]{0,16}[(:]\s?(?:19[89]|20[0-4])[0-9]{5}", of_a_year),
        Gate(rf"{_DEPARTMENT}(?:19[89]|20[0-4])[0-9]{{5}}", of_a_year),
        Gate(r"[\s/,](?:19[89]|20[0-4])[0-9]{5}", of_a_student),
    ),
    words=_WORDS,
    words_touch=True,
    parents=r"(?:students?|pupils?|학생|원생|수강생)(?:_?list|_?info|목록|명단|정보)?",
    cell=r"[A-Za-z]?[0-9]{2,4}-?[0-9]{2,8}",
    examples=(
        "학생ID {{student_number:2019482917}}, 학생No: {{student_number:20214837}}",
        "학생 아이디 {{student_number:C211048}}",
        "학번 {{student_number:007 173408}}",
        "학번 {{student_number:2023 12345}}",
        "학번은 {{student_number:2023 104 045}}이에요",
        "학사팀입니다. {{student_number:C2317045}} 학생 휴학원에 서명 누락",
        "{{student_number:2021148203}} 학생이 제출",
        "출석부에는 {{student_number:2023830142}}로 나옵니다",
        "학생증 뒤 숫자 {{student_number:2021148203}} 맞나요",
        "Subject: [재학증명] {{student_number:2021-14078}} / 발급 부탁드립니다",
        "학 번 : {{student_number:2 0 1 9 8 0 4 1 7}}\n학 과",
        "교수님 안녕하세요\n{{student_number:2019-20417}} {{person_name:한지오}} 드림",
        "감사합니다.\n컴퓨터공학부 {{student_number:2019-20417}} {{person_name:한지오}} 올림",
        "학번요? {{student_number:20194417}}이에요",
        "학번은 {{student_number:이공이일삼사오육칠팔}}이요",
        "제 학번은 어 {{student_number:이공이사일칠공팔}}이고요",
        "학번이 어떻게 되나요? 학생: 잠시만요, {{student_number:이공이삼일공사칠}}이요.",
        '"STDNT_NO":"{{student_number:20240917}}"',
        '"hakbun":"{{student_number:20240917}}"',
        "졸업예정증명서\n학번 : {{student_number:2020-31-0472}}\n성명",
        "3학년 2반, 학생번호 {{student_number:H3-20214}}, 정정",
        'students = [{"nm": "{{person_name:이서연}}", "sid": "{{student_number:2019145023}}"}]',
        "{{person_name:설보름}}(학번 {{student_number:30217}})은 발표를, "
        "짝 {{person_name:도예슬}}({{student_number:30209}})은 조사를",
        "장학금 지급 대상자(공학계열)\n{{student_number:2023170582}} {{person_name:박한음}}\n"
        "{{student_number:2022170119}} {{person_name:이서연}}\n"
        "{{student_number:2024170736}} {{person_name:김민준}}",
        "기숙사 배정 명단\n\n1. {{student_number:20231184}} {{person_name:김민준}}\n"
        "2. {{student_number:20221407}} {{person_name:이서연}}\n"
        "3. {{student_number:20249930}} {{person_name:박다솜}}",
        "재학생 명단\n{{student_number:20231184}}, {{person_name:김민준}}\n"
        "{{student_number:20221407}}, {{person_name:이서연}}\n"
        "{{student_number:20249930}}, {{person_name:박다솜}}",
        "장학 대상\n{{person_name:김민준}}({{student_number:60231184}})\n{{person_name:이서연}}({{student_number:60221184}})",
        "학생증에는 영문 이름으로 되어 있고 번호는 {{student_number:2021148203}}이에요",
        "○○대학교 산업공학과({{student_number:20191347}}) 졸업을 앞두고",
        "경영학부 3학년 {{student_number:20211402}}입니다",
        "Dept. of Physics ({{student_number:20191347}})",
        "산업공학과 {{person_name:박다솜}} {{student_number:20191347}}",
        "컴공과 {{student_number:20191347}} 수강 신청",
        "법학전공/{{student_number:2019134722}}",
        "학번이 {{student_number:이공이삼일일팔사}}인데, 학번 {{student_number:이공이일일일팔삼}}예요",
        "도서관 앞에 학생증이 떨어져 있어요 ({{student_number:20219035}})",
        '"stdNo":"{{student_number:202310448}}"',
        "INSERT INTO s (student_no, grade) VALUES ('{{student_number:2023104488}}', 3)",
        "학번 {{student_number:2025-B4-0417}} 이에요",
        "교수님, 3교시 수강하는 {{person_name:김민준}}({{student_number:60231184}})입니다",
        "students:\n  - name: A\n    id: {{student_number:2021148203}}",
        "제 학번은 {{student_number:2021148203}}이고",
        "학 번 : {{student_number:2003-14O72}}\n위 사람은",
        "학번 {{student_number:20211482O3}}",
        "학번 {{student_number:2O21148203}} 휴학",
        "전출: {{person_name:임민준}}(학번 {{student_number:30217}}), {{person_name:석로아}}(학번 {{student_number:30222}})",
        "학번 {{student_number:2023-31847}} 휴학",
        "조장 학번으로 로그인하래 {{student_number:20231184}}",
        "순번 / 학번 / 성명\n1 / {{student_number:20217102}} / {{person_name:강민준}}",
        "학번/성명: {{student_number:20231184}}/{{person_name:강민준}}",
        "(학번·성명): {{student_number:B987214}} {{person_name:강민준}} / {{student_number:C011093}} {{person_name:이서연}}",
        "성 명(한글) {{person_name:황금별}}\n학 번 {{student_number:20191233}}",
        "학생 번 호 {{student_number:2019-1233}}",
        "NAME 학 번 {{student_number:20191233}}",
    ),
    lookalikes=(
        "학번, 2026.09.14 입학",
        "20261104 학생 모집",
        "C2317045 학생용 책상",
        "출석부에는 20261104까지",
        "AC2317045 학생",
        "재학증명 20210302 발급",
        "학 번 : 2 0 1",
        "문의\n2019-20417 문서 보냄",
        "접수번호 2019-20417 한지오 드림 카드",
        "학년은 어 이공이사일칠공팔이고요",
        'sessions = [{"sid": "2019145023", "host": "a"}]',
        "배송지 도예슬(30209) 확인",
        "학번 조회 도예슬(39909)",
        "장학금 주문 목록\n2023170582 박한음 전액\n2022170119 김민준 반액\n2024170736 이서연 반액",
        "지급 대상 목록\n2023170582 박한음 전액\n2022170119 김민준 반액\n2024170736 이서연 반액",
        "장학금 지급 대상자\n2023170582 박한음 전액\n2022170119 김민준 반액",
        "장학금 지급 대상자\n2023170582 박한음 전액\n20221701 김민준 반액\n2024170736 이서연 반액",
        "강의 목록\n2023170582 자료구조 3학점\n2022170119 운영체제 3학점\n2024170736 컴파일러 3학점",
        "학과 서버 로그\n20231799 INFO start\n20231799 INFO stop\n20231799 INFO start",
        "학과 일정\n20231104 개강 총회\n20231205 종강 총회\n20240302 입학식",
        "학생증 챙기고. 번호는 2021148203",
        "학생증 지참, 좌석표 확인, 번호 2021148203",
        "산업공학과 (20190315) 개강",
        "통계학과 20191347원 지원",
        "산업공학과 예산 2019134722원",
        "산업공학과 박다솜 20190315",
        "Dept. of Physics (20190315)",
        "총무과(20191347)",
        "박다솜 20191347 접수",
        "학번 일이삼 조회",
        "순번 / 상품 / 금액\n1 / 20211104 / 강민준",
        "학생증 발급 (20271104)",
        "대상자(주문·성명): B987214 강민준",
        "학번·성명: 3 강민준 / 12 이서연",
        "학번 조회 마감 20271104",
        "학번 조회 서버 80231184",
        "학번이 어떻게 되세요",
        "20학번 선배",
        "김민준(60231184) 확인",
        "수강 김민준(20240430)",
        "수강생 화면(60231184)",
        "입학 번 20191233",
        "학\n번 20191233",
    ),
)
