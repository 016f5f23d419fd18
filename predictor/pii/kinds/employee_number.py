"""사번: what an employer calls an employee by."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds._brackets import behind_name
from predictor.pii.kinds._first_column import in_first_column
from predictor.pii.kinds._labels import behind_label, grouped_behind_label, spoken_behind_label
from predictor.pii.kinds._paper_numbers import behind_paper
from predictor.pii.names import holder
from predictor.pii.names.form import FULL
from predictor.pii.scan.context import Context
from predictor.pii.scan.forms import ANY_DAY
from predictor.pii.scan.span import Span

_WORDS: Final = (
    "사번",
    "사원 번호",
    "직원 번호",
    "교직원 번호",
    "사원 코드",
    "직원 코드",
    "설계사 코드",
    "설계사 등록 번호",
    "모집인 코드",
    "모집인 등록 번호",
    "사원증 번호",
    "직원증 번호",
    "사원 ID",
    "사원 No",
    "직원 ID",
    "직원 No",
    "공무원 번호",
    "공무원증 번호",
    "employee no",
    "employee id",
    "employee number",
    "emp no",
    "emp id",
    "staff no",
    "staff id",
    "직번",
    "행번",
    "교번",
    "empno",
    "emp num",
    "emp number",
    "^sabun",
)

# 사원증 뒤 숫자 1107-31802
_ON_A_CARD: Final = tuple(
    f"{card} {side} {what}"
    for card in ("사원증", "직원증", "공무원증", "출입증")
    for side in ("뒤", "뒷면", "앞", "앞면", "뒤쪽", "아래", "밑")
    for what in ("숫자", "번호")
)

# 인사발령 … 20110527 탁준규 물류2팀장 → 경영지원실장: a row of a personnel order
_ROW: Final = re.compile(
    r"[\n|]\s{0,3}(?:[-·*]\s)?(?P<value>[A-Z]{0,2}-?[0-9]{5,8})[\s|,]{1,3}[가-힣A-Z][가-힣A-Za-z .]{1,24}[\s|,(]"
    r"[^\n]{0,60}?(?:→|[-=]>|⇒)"
)
_ORDER: Final = re.compile(r"인사\s?(?:발령|이동|명령)|발령\s?(?:사항|내역|명단|공고)|승진|전보|보직\s?(?:변경|임명)|전출입?|보임")
_ORDER_REACH: Final = 400
# H-210734 채송이 : 3/4~3/6 3일 사용: a line of a list of leave
_ABSENT: Final = re.compile(
    r"\n\s{0,3}(?:[-·*]\s)?(?P<value>[A-Z]{1,2}-?[0-9]{5,8}|[1-9][0-9]{4,7})[\s|,]{1,3}(?P<name>[가-힣]{2,4})\s?[:|,(\t ]"
)
_LEAVE: Final = re.compile(r"연차|휴가|근태|반차|병가|휴직|출퇴근|야근|초과\s?근무|연장\s?근로|재택\s?근무|결근|지각")
_DAY_HEADS: Final = re.compile(r"(?:발령|시행|적용|효력)\s?일|(?:^|[\n|])\s?(?:일자|날짜)")
# action=VIEW target=E20180427 targetName=… by=E20091102 byName=…: who did it, and to whom, with the name in the next field
_ACTOR: Final = (
    r"(?i:target|by|actor|operator|oper|approver|appr|requester"
    r"|request(?:ed)?_?by"
    r"|req|user|usr|owner|manager|mgr|admin|worker|assignee|reviewer|writer|wrtr"
    r"|author|creator|cret|modifier|handler|agent|drafter|checker|viewer|sender|receiver"
    r"|reg(?:istrant)?"
    r"|mod|upd|chg|subject|staff|employee|emp)"
)
_IDENTITY: Final = r"(?i:_?(?:id|no|num|code))?[\"']?\s?[=:]\s?[\"']?"
_NAME_NEXT: Final = r"[\"']?[\s,&;|]{1,3}[\"']?"
_ACTING: Final = re.compile(
    rf"(?<![A-Za-z])(?P<who>{_ACTOR}){_IDENTITY}"
    rf"(?P<value>[A-Z]{{0,3}}-?[0-9]{{4,12}}){_NAME_NEXT}"
    r"(?i:(?P=who)_?(?:name|nm))[\"']?\s?[=:]"
)
# 승인자: E20180427(노아진), by=E20180427/노아진
# 담당 김민준(K2207413): a number with letters behind the name of who is in charge
_IN_BRACKETS: Final = r"\([A-Z]{1,2}-?[0-9]{5,8}\)"
_BRACKETED: Final = re.compile(r"\((?P<value>[A-Z]{1,2}-?[0-9]{5,8})\)")
_IN_CHARGE: Final = re.compile(
    r"(?:담당|작성|결재|승인|점검|조치|인수|인계|요청|검토|확인|처리|접수|책임|관리|운영|기안|상신)"
    r"(?:자|인)?\s?[:：]?\s?(?P<name>[가-힣]{2,4})\s?(?:[가-힣]{2,4}\s?)?$"
)
_CHARGE_REACH: Final = 20
_WHO: Final = rf"(?:{_ACTOR}|(?:승인|결재|처리|담당|요청|등록|수정|조회|작성|접근|사용|대상|신청|검토|변경|접속|실행|수행)자)"
_WITH_NAME: Final = re.compile(
    rf"(?<![A-Za-z가-힣]){_WHO}{_IDENTITY}(?P<value>[A-Z]{{1,3}}-?[0-9]{{4,12}})\s?[(/]\s?(?P<name>{FULL})(?=[)\s,;\"']|$)"
)


def with_name(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The same with a name behind the number."""
    found = _WITH_NAME.match(text, hit)
    if found is None or found.start("value") < floor:
        return
    if holder.likely(found["name"]):
        yield Span(*found.span("value"), "employee_number", found["value"].replace("-", ""), 0.75, "a name behind")


def in_charge(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A number with letters in brackets behind the name of who is in charge."""
    found = _BRACKETED.match(text, hit)
    if found is None or found.start("value") < floor:
        return
    person = _IN_CHARGE.search(text, max(0, hit - _CHARGE_REACH), hit)
    if person and holder.likely(person["name"]):
        yield Span(*found.span("value"), "employee_number", found["value"].replace("-", ""), 0.75, "who is in charge before")


def acting(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The number in a log's field for a person, such as ``by``, before the field for that person's name, such as ``byName``."""
    found = _ACTING.match(text, hit)
    if found and found.start("value") >= floor:
        yield Span(*found.span("value"), "employee_number", found["value"].replace("-", ""), 0.75, "a name in the next field")


def _on_leave(text: str, hit: int, floor: int) -> Iterator[Span]:
    """The number before a name in one of two lines or more, where the text speaks of leave or attendance."""
    found = _ABSENT.match(text, hit)
    if found is None or found.start("value") < floor:
        return
    low, high = max(0, hit - _ORDER_REACH), found.end() + _ORDER_REACH
    another = _ABSENT.search(text, found.end(), high) or _ABSENT.search(text, low, hit)
    if another is None or ANY_DAY.fullmatch(found["value"]) or not _LEAVE.search(text, low, high):
        return
    if holder.likely(found["name"]) or holder.likely(another["name"]):
        yield Span(*found.span("value"), "employee_number", found["value"].replace("-", ""), 0.75, "a list of leave")


def ordered(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The number before a name in a row of a personnel order that leads from one post to another."""
    found = _ROW.match(text, hit)
    if found is None:
        yield from _on_leave(text, hit, floor)
        return
    if found.start("value") < floor:
        return
    low = max(0, hit - _ORDER_REACH)
    if _ORDER.search(text, low, hit) and not _DAY_HEADS.search(text, low, hit):
        yield Span(*found.span("value"), "employee_number", found["value"].replace("-", ""), 0.75, "a personnel order")


KIND: Final = Kind(
    name="employee_number",
    label="사번",
    needs="a label",
    source="each employer's own numbering",
    order=220,
    remembered="code",
    beside="number",
    gates=(
        grouped_behind_label("employee_number", _WORDS),
        behind_label("employee_number", _WORDS, r"[A-Za-z]{0,4}-?[0-9][0-9\-]{2,12}[0-9]", 0.9),
        behind_label("employee_number", _ON_A_CARD, r"[A-Za-z]{0,4}-?[0-9][0-9\-]{3,12}[0-9]", 0.85),
        Gate(_IN_BRACKETS, in_charge),
        behind_paper("employee_number", r"사원증|직원증|사번", r"[A-Z]{0,3}-?[1-9][0-9]{4,7}"),
        spoken_behind_label("employee_number", _WORDS),
        behind_name(
            "employee_number",
            r"[A-Z]{1,2}-?[0-9]{4,8}|[0-9]{2}[A-Z]{1,2}-?[0-9]{3,5}|[0-9]{5,8}",
            r"사번|직번|행번|(?:사원|직원)\s?번호|인사\s?발령|[Ee](?:mp(?:loyee)?|MP)[_ ]?(?:[Nn]o|NO|[Ii]d|ID)",
        ),
        in_first_column(
            "employee_number",
            r"사번|직번|행번|교번|(?:사원|직원)\s?번호|(?i:emp_?(?:no|id)|staff_?(?:no|id))",
            r"[A-Z]{0,3}-?[0-9]{4,9}",
        ),
        Gate(r"[\n|]\s{0,3}(?:[-·*]\s)?[A-Z]{0,2}-?[0-9]{5,8}[\s|,]{1,3}[가-힣A-Z]", ordered),
        Gate(rf"{_ACTOR}{_IDENTITY}[A-Z]{{0,3}}-?[0-9]{{4,12}}{_NAME_NEXT}[A-Za-z_]{{2,20}}(?i:name|nm)", acting),
        Gate(rf"{_WHO}{_IDENTITY}[A-Z]{{1,3}}-?[0-9]{{4,12}}\s?[(/]\s?[가-힣]", with_name),
    ),
    words=_WORDS,
    words_touch=True,
    parents=r"(?:employees?|emps?|staff|personnel|직원|사원|임직원)(?:_?list|_?info|목록|명단|정보)?",
    cell=r"[A-Za-z]{0,4}-?[0-9][0-9\-]{2,12}[0-9]",
    examples=(
        "사원ID {{employee_number:1204887}}, 사원No {{employee_number:1204887}}",
        "임직원 ID: {{employee_number:E2018-0447}}, 직원No: {{employee_number:1204888}}",
        "공무원번호 {{employee_number:20190482}}",
        "공무원증번호 {{employee_number:20190482}}",
        "사번: {{employee_number:007 173408}}",
        "사번: {{employee_number:0070 173408}}",
        "사번 {{employee_number:20417}} 5000원 지급",
        "사번 {{employee_number:20417}} 2026 상반기",
        "사번 {{employee_number:20417}} 20260301 입사",
        "사번 {{employee_number:20417}} {{representative_phone:1588-1234}}",
        "부서 사번\n{{employee_number:20417}} 30122",
        "올해부터 사원증 뒤 숫자 {{employee_number:1107-31802}} / 입력",
        "직원증 뒷면 번호는 {{employee_number:E0041872}}이에요",
        "허용 목록\n- 담당 {{person_name:김민준}}({{employee_number:K2207413}})",
        "상담원: 사번 확인 부탁드립니다.\n직원: 어디 뒀더라... 여기 있네요 {{employee_number:20193847}}이요.",
        '"SABUN":"{{employee_number:20417}}"',
        "담당 설계사 코드 {{employee_number:FC204417}} 변경",
        "모집인 등록번호는 {{employee_number:20441793}}입니다",
        "사원코드: {{employee_number:HR20417}}",
        '"empNum":"{{employee_number:20417}}"',
        '"emp_number":"{{employee_number:20417}}"',
        '5) "emp_no"\n6) "{{employee_number:E20417}}"',
        "EMPNO    NAME      DEPT\n{{employee_number:20110482}} {{person_name:빈재호}}    P310\n"
        "{{employee_number:20150917}} {{person_name:감나영}}    P310",
        "3월 명단\n사번 성명 부서\n{{employee_number:20417}} {{person_name:김민준}} 총무",
        "연차 규정 확인\n{{employee_number:H-210734}} {{person_name:채송이}} : 3/4 연차\n"
        "{{employee_number:H-190055}} {{person_name:왕대현}} : 3/9 반차",
        "근태 확인\n- {{employee_number:20417}} {{person_name:김민준}}, 지각\n"
        "- {{employee_number:20418}} {{person_name:이서연}}, 결근",
        "사번만 떼고 싶어\n{{person_name:탄현주}}({{employee_number:24A0317}})\n"
        "{{person_name:동우진}}({{employee_number:22B1140}})",
        "EMP NO 추출: {{person_name:탄현주}}({{employee_number:24A0317}})",
        "사번 {{employee_number:1509234}}번과 {{employee_number:2003118}}번 조회",
        "사번은 각각 {{employee_number:1509234}}, {{employee_number:2003118}}. 표로",
        "사번은 차례로 {{employee_number:A1509}}, {{employee_number:20031}}, {{employee_number:A1177}}이에요",
        "사번 {{employee_number:1509234}}과 {{employee_number:2003118}} 조회",
        "사원증을 잃어버렸는데 번호는 {{employee_number:E20417}}이에요",
        "사원증: 총무팀 / 번호: {{employee_number:20417}}",
        "target={{employee_number:E20180427}} targetName={{person_name:노아진}}",
        '{"actor":"{{employee_number:20091102}}","actorName":"{{person_name:강명수}}"}',
        "승인자: {{employee_number:E20180427}}({{person_name:노아진}})",
        "by={{employee_number:E20180427}}/{{person_name:노아진}}",
        "approver_id: {{employee_number:HR-10293}}, approver_name: {{person_name:강명수}}",
        "사번은 {{employee_number:이공사일칠}}이요",
        "교번 {{employee_number:2023-11-0338}} 교사",
        "사번 뭐였더라, {{employee_number:E20417}} 같은데",
        "사번 뭐였지, {{employee_number:E20417}} 이었을걸요",
        "사번이 어떻게 되세요? 직원: {{employee_number:20417}}이요",
        "staffNo: {{employee_number:20417}}",
        "{{person_name:김민준}}({{employee_number:A20417}})처럼 적힌 이름과 사번을 나눠 줘",
        "이름과 사원번호: {{person_name:김민준}}({{employee_number:20417}}) 확인",
        "employees:\n  - id: {{employee_number:E-20417}}\n    name: A\n  - id: {{employee_number:E-20418}}\n    name: B",
        '<employee id="{{employee_number:E-20417}}" name="A"/>',
        "인사발령 (1. 1.자)\n{{employee_number:20110527}} {{person_name:김민준}} 물류2팀장 → 경영지원실장",
        "| 승진 명단 |\n| {{employee_number:A20417}} | {{person_name:김민준}} | 대리 -> 과장 |",
        "인사발령: {{person_name:김민준}}({{employee_number:20417}}) 과장",
        "행번 {{employee_number:1048827}}",
        'emp_id,shift\n{{employee_number:240117}},"A, 1"\n{{employee_number:240122}},"B, 2"',
        "사번  부서\n{{employee_number:20417}}  재무팀\n{{employee_number:20533}}  총무팀",
        "사번,부서\n{{employee_number:E20417}},재무팀",
        "사번 {{employee_number:20231234}}",
        "직원번호는 {{employee_number:HR-10293}}입니다",
        "사  번: {{employee_number:E20417}}",
    ),
    lookalikes=(
        "사번, 2024-01-02 입사",
        "상품권 뒤 숫자 1107-31802",
        "출입증 앞 번호판 11",
        "담당 부서(K2207413)",
        "배송 김민준(K2207413)",
        "상담원: 몇 개 필요하세요?\n직원: 잠깐 생각해볼게요... 20193개요.",
        '"tempNum":"20417"',
        "근태 기록\n20240301 김민준 : 연차\n20240302 이서연 : 반차",
        "연차 규정\nH-210734 김민준빌딩",
        "ITEMNO   NAME      DEPT\n20110482 빈재호기    P310",
        "사번 확인 부탁\n20417 세트 입고",
        "EMPNO    NAME\n\n20110482 세트    P310",
        "연차 규정 확인\nH-210734 업무용 : 3/4~3/6 3일 사용",
        "재고 확인\nH-210734 노트북 : 3개\nH-190055 모니터 : 반차 없음",
        "주문 확인\nH-210734 감나무 : 3개\nH-190055 소나무 : 2개",
        "모델명만 떼고 싶어\n탄현주(24A0317)\n동우진(22B1140)",
        "사번 목록\n물류센터(24A0317)",
        "사원 수는 각각 1509234, 2003118",
        "사원증 발급, 번호 미정",
        "사원증 문의, 접수, 번호 20417",
        "target=E20180427 file=a.txt",
        "target=E20180427 byName=x",
        "승인자: E20180427(본사)",
        "품목: E20180427(노아진)",
        "item=E20180427 itemName=x",
        "standby=E20180427 byName=x",
        "사번 일이삼 조회",
        "사번을 확인",
        "재고 이동\n20110527 김민준 물류2창고 → 본사",
        "승진 명단\n발령일 성명\n20110527 김민준 대리 → 과장",
        "인사발령 공지\n20110527 김민준 과장",
        "PID  CMD\n20417  java\n20418  java",
        "사번  부서  비고\n20417  재무팀",
        "employees:\n  - id: E-20417\n    dept: 3",
        "employee id: 3\nname: A",
        "ps employees pid: 20417 name: java",
        "사번 뭐예요? 2026년 입사",
        "사번 4자리",
        "김민준(A20417) 확인",
        "회의실(20417) 사번 조회",
        "김민준(20240430) 입사, 사번 미정",
        "김민준(2041) 사번",
        "회사 번 20417",
    ),
)
