"""환자번호: what a hospital calls a patient by."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds import _ward
from predictor.pii.kinds._first_column import in_first_column
from predictor.pii.kinds._labels import NO_RESIDENT, behind_label, spoken_behind_label
from predictor.pii.kinds._paper_numbers import behind_paper
from predictor.pii.names import holder
from predictor.pii.scan import spoken
from predictor.pii.scan.context import Context
from predictor.pii.scan.forms import ANY_DAY, DAY
from predictor.pii.scan.span import Span

_WORDS: Final = (
    "환자 번호",
    "환자 ID",
    "환자 아이디",
    "환자 등록 번호",
    "병록 번호",
    "수검 번호",
    "수검자 번호",
    "수진 번호",
    "수진자 번호",
    "피검자 번호",
    "검진 번호",
    "검진 등록 번호",
    "내원 번호",
    "내원자 번호",
    "입원 번호",
    "차트 번호",
    "차트 No",
    "챠트 No",
    "챠트 번호",
    "진료 카드 번호",
    "진료 번호",
    "병원 등록 번호",
    "의무 기록 번호",
    "진료 기록 번호",
    "진찰권 번호",
    "chart no",
    "chart number",
    "^mrn$",
    "^pt. no",
    "^pt no",
    "^pt id",
    "^ptnt no",
    "^ptnt id",
    "patient no",
    "patient id",
    "medical record number",
)

_REGISTER: Final = r"등 {0,4}록\s{0,4}(?:번 {0,4}호(?:\s?(?i:no)\.)?|(?i:no)\.?)(?:은|는|이|가)?\s?:?\s?"
# 등록번호가 이공사칠일팔삼육이요
_TOLD: Final = (
    rf"(?:{spoken.LETTER}\s?)?[{spoken.DIGITS}](?:\s?[{spoken.DIGITS}]){{5,9}}"
    r"(?=이(?:요|고|에요|라)|(?<!이)(?:요|고요|예요)|입니다)"
)
_REGISTERED: Final = re.compile(
    rf"{_REGISTER}"
    rf"(?P<value>[0-9]{{6,10}}"
    rf"|[A-Z]{{1,2}}-?[0-9]{{2,4}}-?[0-9]{{4,8}}"
    rf"|[0-9]{{2,4}}-[0-9]{{4,8}}"
    rf"|{_TOLD})"
    rf"(?![0-9A-Za-z\-]){NO_RESIDENT}"
)
_PATIENT: Final = re.compile(
    r"(?:환자|수진자|피검자)[^\n]{1,68}$"
    r"|(?:외래|응급실|병동|진단서|처방전|소견서|진료|검사\s?결과|퇴원|입원|수술|의무\s?기록|내원|초진|재진"
    r"|간호\s?기록|입실)"
    r"[^\n]{0,28}\n?$"
    r"|(?:진 {1,4}단|소 {1,4}견|입 {1,4}원 {1,4}확 {1,4}인|처 {1,4}방|진 {1,4}료 {1,4}확 {1,4}인) {1,4}[서전]\s{1,3}$"
)
_PATIENT_REACH: Final = 70
# 병원은 시화병원, 등록번호 24-031177: a hospital by its name
_HOSPITAL_BEFORE: Final = re.compile(
    r"(?<!동물)(?:병원|의료원|한의원|보건소|(?:내|외|안|소아청소년|소아|산부인|정형외|이비인후|피부|비뇨의학|치)과(?:의원)?)"
    r"(?:에서|에|은|는|의|이고|인데)?[\s,/:·(]{1,3}(?:[가-힣]{1,6}\s){0,2}$"
)
_HOSPITAL_BEFORE_REACH: Final = 32
_OF_A_THING: Final = re.compile(
    r"(?:주민|외국인|특허|상표|디자인|실용신안|저작권|제품|상품|기기|장비|차량|업자|법인|기관|업소|업체|조합|단체"
    r"|협회|공장|품목|동물)\s?$"
)
_THING_REACH: Final = 8
_PATIENT_BEHIND: Final = re.compile(r"[\s/,|]{1,4}(?:환자|수진자|병명|진단명|진료과)")
# 홍길동 님 (등록번호 1104-7739), and a hospital's words within the next lines
_PERSON: Final = re.compile(r"[가-힣]{2,5}\s?(?:님|씨|군|양|어르신|환아|아기)\s?[(\[,/|]\s?$")
_PERSON_REACH: Final = 12
_HOSPITAL: Final = re.compile(
    r"진료|외래|입원|퇴원|수술|병동|(?<![가-힣])내원|[초재]진(?![가-힣])|내시경|처방|검진|검사\s?(?:결과|예약|전)"
    r"|(?:[내외안]|소아|산부인|정형외|신경외|피부|비뇨|이비인후|치|정신)과(?![가-힣])"
    r"|\(\s?[FM남여]\s?/\s?[0-9]{1,3}\s?세?\s?\)"
)
_HOSPITAL_REACH: Final = 60


def registered(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """환자 … 등록번호 00482913, 등록번호 00482913 환자명 …: near a patient, a person or a hospital's paper."""
    found = _REGISTERED.match(text, hit)
    if found is None or _OF_A_THING.search(text, max(0, hit - _THING_REACH), hit):
        return
    key = found["value"] if found["value"].isascii() else spoken.plain(found["value"])
    if _PATIENT.search(text, max(0, hit - _PATIENT_REACH), hit) or _PATIENT_BEHIND.match(text, found.end()):
        yield Span(*found.span("value"), "patient_number", key, 0.85, "a patient before")
    elif _near_a_hospital(text, hit, found.end()) or _ward.tells_of(text, hit, found["value"]):
        yield Span(*found.span("value"), "patient_number", key, 0.75, "a person before or a hospital near")


def _near_a_hospital(text: str, start: int, end: int) -> bool:
    """Whether a person or a hospital stands before a registered number, or a hospital's words behind it."""
    if _PERSON.search(text, max(0, start - _PERSON_REACH), start):
        return True
    if _HOSPITAL_BEFORE.search(text, max(0, start - _HOSPITAL_BEFORE_REACH), start):
        return True
    return _HOSPITAL.search(text, end, end + _HOSPITAL_REACH) is not None


# A note names the sex and the age before the number: F/81 1180-2274.
_BEHIND_SEX_AND_AGE: Final = re.compile(
    r"(?:[FM]\s?/\s?[0-9]{1,3}|[0-9]{1,3}\s?/\s?[FM])[\s,]{1,2}#?(?P<value>[0-9]{4}-[0-9]{4}|[0-9]{6,8})(?![0-9A-Za-z\-])"
)


def behind_sex_and_age(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A number behind a sex and an age that is no date of birth: F/81 1180-2274."""
    found = _BEHIND_SEX_AND_AGE.match(text, hit + (not text[hit].isalnum()))
    if found and found.start("value") >= floor and not ANY_DAY.fullmatch(found["value"]):
        yield Span(*found.span("value"), "patient_number", found["value"], 0.8, "sex and age before")


# 검체라벨 ▶ 솔이 M 31Y ▶ 26-220417: between a label's signs
_SEX_AND_AGE: Final = r"[FM]\s?/?\s?[0-9]{1,3}\s?(?:[Yy]|세)\s?[▶|/>·,]\s?"
_LABELLED_SO: Final = re.compile(rf"(?<![A-Za-z0-9]){_SEX_AND_AGE}(?P<value>[0-9]{{2}}-[0-9]{{5,7}}|[0-9]{{7,9}})(?![0-9A-Za-z\-])")


def between_signs(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A number behind a sex, an age and a label's sign, near a word about a sample."""
    found = _LABELLED_SO.match(text, hit)
    if found is None or found.start("value") < floor or ANY_DAY.fullmatch(found["value"]):
        return
    if _SAMPLE.search(text, max(0, hit - _SAMPLE_REACH), found.end() + _SAMPLE_REACH):
        yield Span(*found.span("value"), "patient_number", found["value"].replace("-", ""), 0.8, "sex and age before")


# chart: A-774102 in a record that names a patient.
_CHART: Final = re.compile(r"(?i:chart)[\"']?\s?[:=]\s?[\"']?(?P<value>[A-Z]{0,2}-?[0-9]{4,8}(?:-[0-9]{1,6})?)(?![0-9A-Za-z\-])")
_OF_A_PATIENT: Final = re.compile(r"환자|진료|외래|(?i:patient|visit|diagnos)")
_OF_A_PATIENT_REACH: Final = 80
# {"chart": "P-118207", "name": …, "rrn": …}: the record's other fields speak of a person.
_OF_A_PERSON: Final = re.compile(
    r"[\"'](?i:rrn|jumin|ssn|birth|dob|gender|sex|diag|dx|insur|phone|tel|hp|pt_?n)[a-z_]{0,8}[\"']|주민|생년|성별"
)
_RECORD: Final = 160
_CHART_OF: Final = r"(?:차트|챠트|(?i:chart))\s?[(#:]?\s?"
_SPOKEN_OF: Final = re.compile(
    rf"{_CHART_OF}"
    rf"(?P<value>[0-9]{{4}}-[0-9]{{4,6}}"
    rf"|[A-Z]{{1,2}}-?[0-9]{{4,8}}"
    rf"|[A-Z]{{1,3}}[0-9]{{2,4}}-[0-9]{{4,8}}"
    rf"|[0-9]{{5,8}})"
    r"(?![0-9A-Za-z]|[.\-][0-9A-Za-z]|\s?[년원])"
)
_CARE: Final = re.compile(
    r"환자|진료|응급실|베드|보호자|복용|처방|체어|임플란트|교정|스케일링|발치|수술|투약|문진|내원|초진|재진|외래"
    r"|입원|병동|검진|혈압"
    r"|[가-힣]과\s?(?:예약|진료|원장)"
    r"|치과|한의원|의원(?!님)|병원|(?i:dental|clinic|hospital|patient)"
)
_CARE_REACH: Final = 80
# HL7 v2: PID|1||26-0081734^^^HOSP||김민수||19680227|M
_SEGMENT: Final = re.compile(
    r"PID\|[^|\n]{0,4}\|[^|\n]{0,20}\|(?P<patient_number>[A-Za-z0-9\-]{4,20})[^|\n]{0,60}\|[^|\n]{0,40}\|"
    r"(?P<person_name>[^|~\n]{2,40})[^|\n]{0,60}"
    r"\|[^|\n]{0,20}\|(?P<birth_date>(?:19|20)[0-9]{6})(?=[|0-9])"
)


# FHIR calls the system urn:hosp:mrn before it tells the value 00718836.
_SYSTEM: Final = (
    r"\"system\"\s?:\s?\"[A-Za-z0-9:/._\-]{0,40}(?i:mrn|patient|medical-?record|chart)[A-Za-z0-9/_\-]{0,16}\"\s?,\s?"
    r"\"value\"\s?:\s?\""
)
_IDENTIFIER: Final = re.compile(rf"{_SYSTEM}(?P<value>[A-Za-z]{{0,3}}-?[0-9][0-9\-]{{3,14}}[0-9])(?=\")")


def in_a_system(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A patient's identifier in FHIR, by the name of the system that gives it."""
    found = _IDENTIFIER.match(text, hit)
    if found and found.start("value") >= floor:
        yield Span(*found.span("value"), "patient_number", found["value"].replace("-", "").upper(), 0.85, "an identifier's system")


def charted(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A chart's number in a field, near a word about a patient."""
    found = _CHART.match(text, hit)
    if found is None or found.start("value") < floor:
        return
    if _OF_A_PATIENT.search(text, max(0, hit - _OF_A_PATIENT_REACH), hit) or _of_a_person(text, found.end()):
        yield Span(*found.span("value"), "patient_number", found["value"].replace("-", ""), 0.8, "chart of a patient")


def _of_a_person(text: str, start: int) -> bool:
    """Whether a record goes on behind ``start`` with a field that only a person has."""
    end = text.find("}", start, start + _RECORD)
    return _OF_A_PERSON.search(text, start, end if end >= 0 else start + _RECORD) is not None


def spoken_of(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A number behind 차트 alone, near words about care: 차트 2019-04471, 항혈전제 복용 중."""
    found = _SPOKEN_OF.match(text, hit)
    if found is None or found.start("value") < floor or (hit and text[hit - 1].isalpha()) or ANY_DAY.fullmatch(found["value"]):
        return
    low, high = max(0, hit - _CARE_REACH), found.end() + _CARE_REACH
    if _CARE.search(text, low, high) or _HOSPITAL.search(text, low, high):
        yield Span(*found.span("value"), "patient_number", found["value"].replace("-", ""), 0.75, "chart near care")


# 환자(E24-118302) 반채원: in brackets behind the word itself
_PATIENT_BRACKET: Final = r"(?:환자|환아|수진자|피검자|수검자|내원객)\s?\("
_BRACKETED: Final = re.compile(
    rf"{_PATIENT_BRACKET}(?P<value>[A-Z]{{0,3}}[0-9]{{2,4}}-[0-9]{{4,8}}|[A-Z]{{1,3}}-?[0-9]{{5,8}}|[0-9]{{6,9}})(?=\s?[),/])"
)
_A_TIME: Final = re.compile(rf"{DAY}|(?:19|20)[0-9]{{2}}-(?:19|20)?[0-9]{{2}}(?:[0-9]{{2}})?")
# 탄지수 / 3318-5207 / 1957-02-11 / 혈액형 B+: what a label on a sample says
_LABEL: Final = re.compile(
    r"\s?[/|]\s?(?P<patient_number>[0-9]{4}-[0-9]{4}|[0-9]{7,8})\s?[/|]\s?(?:[MF남여]\s?[/|]\s?)?"
    r"(?P<birth_date>(?:19|20)[0-9]{2}[-.][01][0-9][-.][0-3][0-9])(?![0-9\-])"
)
_SAMPLE: Final = re.compile(r"검체|혈액|채혈|라벨|환자|수혈|병동|병실|투약|수액|바이알|검사실|팔찌")
_SAMPLE_REACH: Final = 48
# 검체 라벨: 25031188 / 구하늘 / CBC: the number before the name
_TUBE: Final = r"(?:검체|채혈|혈액|수혈|튜브|바이알|팔찌|샘플)\s?(?:라벨|바코드|태그|스티커|번호)?\s?:?\s?"
_ON_A_TUBE: Final = re.compile(
    rf"{_TUBE}(?P<value>[A-Z]{{0,2}}[0-9]{{6,9}}|[0-9]{{4}}-[0-9]{{4}})"
    r"(?:\s?[/|,]\s?(?P<name>[가-힣]{2,4})(?=\s?(?:[/|,(]|님|$))|\s(?P<spaced>[가-힣]{2,3})(?=\s[A-Z]))"
)
# Pt. Kwak Soon-hee / ID P-4410927 / L-spine: an identifier behind a patient's name
_NAMED_ID: Final = r"[/|,(;]\s?(?:ID|Id|id|No\.?|#)\s?[:#.]?\s?"
_OF_A_NAME: Final = re.compile(
    rf"{_NAMED_ID}(?P<value>[A-Z]{{1,2}}-?[0-9]{{5,9}}|[0-9]{{6,9}}|[0-9]{{4}}-[0-9]{{4}})(?![0-9A-Za-z\-])"
)
_PATIENT_NAMED: Final = re.compile(
    r"(?:(?<![A-Za-z])(?:P[Tt]\.?|pt\.|(?i:patients?)|(?i:pt)\s?:)|환자|환아|수진자|피검자|수검자)(?:명|분)?[\s:]"
    r"(?!\s?"
    r"(?:보호자|안내|교육|관리|전용|정보|목록|명단|Education|Portal|Guide|Information|List|Care|Safety"
    r"|Support))"
    r"[^\n/|;0-9]{2,32}"
    r"(?:[/|(,]\s?[MF남여]?\s?/?\s?[0-9]{0,3}\s?/?\s?[MF남여]?\s?\)?\s?)?$"
)
_NAMED_REACH: Final = 56


def on_a_tube(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The number on a sample's label before the patient's name."""
    found = _ON_A_TUBE.match(text, hit)
    if found is None or found.start("value") < floor or ANY_DAY.fullmatch(found["value"]):
        return
    if holder.likely(found["name"] or found["spaced"]):
        yield Span(*found.span("value"), "patient_number", found["value"].replace("-", ""), 0.8, "a sample's label")


def of_a_name(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """An identifier that stands behind a patient and the name."""
    found = _OF_A_NAME.match(text, hit)
    if found is None or found.start("value") < floor or ANY_DAY.fullmatch(found["value"]):
        return
    if _PATIENT_NAMED.search(text, max(0, hit - _NAMED_REACH), hit):
        yield Span(*found.span("value"), "patient_number", found["value"].replace("-", ""), 0.8, "a patient before")


def bracketed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A number in brackets right behind 환자; a day or some years are no number."""
    found = _BRACKETED.match(text, hit)
    if found and found.start("value") >= floor and not _A_TIME.fullmatch(found["value"]):
        yield Span(*found.span("value"), "patient_number", found["value"].replace("-", "").upper(), 0.75, "behind a patient")


def on_a_label(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """The number and the date of birth behind a name on a sample's label."""
    found = _LABEL.match(text, hit)
    if found is None or found.start("patient_number") < floor or not holder.before(text, hit):
        return []
    if not _SAMPLE.search(text, max(0, hit - _SAMPLE_REACH), found.end() + _SAMPLE_REACH):
        return []
    parts = found.groupdict().items()
    return [Span(*found.span(kind), kind, re.sub(r"[-.]", "", value), 0.8, "a sample's label") for kind, value in parts]


def segment(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """The number, the name and the date of birth in the segment that HL7 identifies a patient by."""
    found = _SEGMENT.match(text, hit)
    if found is None or found.start("patient_number") < floor:
        return []
    parts = found.groupdict().items()
    return [Span(*found.span(kind), kind, value.replace("^", "").lower(), 0.9, "HL7's segment PID") for kind, value in parts]


KIND: Final = Kind(
    name="patient_number",
    label="환자번호",
    needs="a label",
    source="의료법 시행규칙 제15조 (진료기록부); each hospital's own numbering",
    covers="비식별 조치 가이드라인 (식별자: 의료기록번호)",
    order=230,
    remembered="code",
    beside="number",
    gates=(
        behind_label("patient_number", _WORDS, r"[A-Za-z]{0,4}-?[0-9][0-9\-]{3,14}[0-9]|[0-9]{4} [0-9]{4}", 0.9),
        behind_paper("patient_number", r"진료\s?카드|진찰권|진료권", r"[0-9]{2,4}-[0-9]{4,8}|00[0-9]{4,8}|[1-9][0-9]{5,9}"),
        spoken_behind_label("patient_number", _WORDS),
        Gate(
            rf"{_REGISTER}"
            rf"(?:[0-9]{{6}}"
            rf"|(?:{spoken.LETTER}\s?)?[{spoken.DIGITS}](?:\s?[{spoken.DIGITS}]){{5}}"
            rf"|[A-Z]{{1,2}}-?[0-9]{{2,4}}-?[0-9]{{4}}"
            rf"|[0-9]{{2,4}}-[0-9]{{4}})",
            registered,
        ),
        Gate(r"(?i:chart)[\"']?\s?[:=]\s?[\"']?[A-Z0-9\-]{4}", charted),
        Gate(rf"{_CHART_OF}(?:[0-9]{{4}}|[A-Z]{{1,3}}-?[0-9])", spoken_of),
        in_first_column(
            "patient_number",
            r"차트(?:\s?번호)?|챠트(?:\s?번호)?|(?:환자(?:\s?등록)?|등록|병록|진료)\s?번호|(?i:chart(?:_?no)?|mrn|pt_?(?:no|id))",
            r"[0-9]{4} [0-9]{4}|[A-Z]{0,2}-?[0-9]{4,9}",
        ),
        Gate(r"PID\|[^|\n]{0,4}\|", segment),
        Gate(rf"{_SYSTEM}[A-Za-z0-9]", in_a_system),
        Gate(rf"{_PATIENT_BRACKET}[A-Z]{{0,3}}-?[0-9]{{2}}", bracketed),
        Gate(rf"{_SEX_AND_AGE}[0-9]{{2}}-?[0-9]{{5}}", between_signs),
        Gate(rf"{_TUBE}[A-Z]{{0,2}}[0-9]{{4}}", on_a_tube),
        Gate(rf"{_NAMED_ID}(?:[A-Z]{{1,2}}-?[0-9]{{5}}|[0-9]{{4}})", of_a_name),
        Gate(r"\s?[/|]\s?(?:[0-9]{4}-[0-9]{4}|[0-9]{7,8})\s?[/|]\s?(?:[MF남여]\s?[/|]\s?)?(?:19|20)[0-9]{2}[-.][01]", on_a_label),
        Gate(r"(?:^|[^A-Za-z0-9])(?:[FM]\s?/\s?[0-9]{1,3}|[0-9]{1,3}\s?/\s?[FM])[\s,]{1,2}#?[0-9]{4}", behind_sex_and_age),
    ),
    words=_WORDS,
    words_touch=True,
    parents=r"(?:patients?|환자|수진자)(?:_?list|_?info|목록|명단|정보)?",
    cell=r"[A-Za-z]{0,4}-?[0-9][0-9\-]{3,14}[0-9]",
    examples=(
        "환자명: {{person_name:박서연}}, 주민등록번호: {{rrn:671215 1279890}}",
        "환자번호 {{patient_number:12345678}} 주민등록번호 {{rrn:671215 1279890}}",
        "환자 등록번호: {{rrn:671215 1279890}}",
        "등록번호 {{rrn:671215 1279890}} 내과",
        "환자명: {{person_name:박서연}}, 외국인등록번호: {{frn:671215 5279890}}",
        "등록번호 {{patient_number:00718342}} {{person_name:감수연}} (F/47) 도착",
        "등록번호 {{patient_number:00718342}} 오늘 내원",
        "검체라벨 ▶ 솔이 M 31Y ▶ {{patient_number:26-220417}} ▶ CBC",
        "진료비 영수증\n환자등록번호 환자성명 진료기간\n{{patient_number:OO38 4173}} 이끼 2026-09-14",
        '{"system":"urn:mrn","value":"{{patient_number:00718836}}"}',
        "인계: 508호 {{person_name:구하늘}} 님 새벽에 38.4도, 해열제 후 37.1도. 등록번호 {{patient_number:1048872}}.",
        "혈압 150/90, 체온 37.8. 등록번호 {{patient_number:2210487}}",
        "드레싱 교체함. 등록번호 {{patient_number:00918273}}",
        "환자분 등록번호가 어떻게 되세요? 보호자: 네 그 {{patient_number:이공사칠일팔삼육}}이요. 이름은",
        "환자분 등록번호 {{patient_number:삼일공사칠이}}입니다",
        "환자ID\t성명\n{{patient_number:P-240518}}\t{{person_name:금동준}}\n",
        "Pt: {{person_name:Kwak Soonhee}} (F/62), ID {{patient_number:44109271}}, LBP",
        "검체라벨 {{patient_number:25031188}} {{person_name:구하늘}} CBC",
        "검체 라벨: {{patient_number:25031188}} / {{person_name:구하늘}} / CBC, LFT / 채혈 07:40",
        "채혈 바코드: {{patient_number:3318-5207}}, {{person_name:구하늘}}, BUN",
        "MRI 판독 요청 / Pt. {{person_name:Kwak Soon-hee}} / ID {{patient_number:P-4410927}} / L-spine",
        "환자: {{person_name:구하늘}} / F / No. {{patient_number:44109271}} / 복부 CT",
        "Patient: {{person_name:Kwak Soon-hee}} (ID: {{patient_number:4410-9271}})",
        '"PTNT_NO":"{{patient_number:00482913}}"',
        '"ptntId":"{{patient_number:00482913}}"',
        "차트  내원자  예약\n{{patient_number:88102}} {{person_name:양순자}} 09:10\n-     초진\n"
        "{{patient_number:71653}} {{person_name:김민준}} 09:40",
        "응급실 간호기록: 환자({{patient_number:E24-118302}}) {{person_name:반채원}}, 04:10 내원",
        "수검자({{patient_number:00482913}}) 결과지",
        "검체번호 옆 라벨: {{person_name:김민준}} / {{patient_number:3318-5207}} / {{birth_date:1957-02-11}} / 혈액형 B+",
        "환자번호 아시면 불러주세요. — {{patient_number:공공칠사일구이팔}}이요. — 환자분",
        "낙상 후 내원, 등록번호 {{patient_number:1190274}}. 우측",
        "진 단 서\n등록번호 {{patient_number:00738164}}    연 번 호 2026-1183",
        "처 방 전\n\n등록번호 {{patient_number:0073OI64}}",
        "입 원 확 인 서\n등록번호 {{patient_number:00738164}}",
        "소 견 서\n등록번호 {{patient_number:00738164}}",
        "수검자: {{person_name:김민준}}   수검번호 {{patient_number:HC26-018843}}",
        "검진번호 {{patient_number:HC26-018843}}",
        "병원은 시화병원, 등록번호 {{patient_number:24-031177}}. ",
        "한빛정형외과\n등록번호: {{patient_number:00482913}}",
        "새봄내과의원 등록번호 {{patient_number:24-031177}}",
        "진료카드 뒷면에는 소아과, 번호 {{patient_number:00482913}}이라고",
        "환자번호는 {{patient_number:공공사팔이구}} 이고요",
        "환자번호 {{patient_number:12345678}}",
        "<patient>\n  <pid>{{patient_number:P20250811-0043}}</pid>\n  <name>A</name>",
        "<환자>\n  <등록번호>{{patient_number:00471829}}</등록번호>\n  <성명>",
        "{{person_name:소지민}} 님 (등록번호 {{patient_number:1104-7739}})",
        "[예약 안내] 등록번호 {{patient_number:1104-7739}}\n8월 21일 10:40 소화기내과 예약되었습니다",
        "의무기록번호 {{patient_number:MR-2026-004417}} 결과지",
        "환자등록번호 {{patient_number:0091 4472}}",
        "CHART_NO={{patient_number:00482917}}",
        "환자 {{person_name:소지민}}(F/34) 등록번호 {{patient_number:00482913}}",
        "차트 No. {{patient_number:10293}}",
        "진단서 - 등록번호: {{patient_number:0041829}}",
        "등록번호: {{patient_number:0041829}} / 환자명: {{person_name:소지민}}",
        "응급의무기록\n등록 No. {{patient_number:E26-119043}} / 보호자",
        "진료기록부 등록번호 {{patient_number:2611-90431}}",
        "[외래 초진] 등록번호 {{patient_number:0041829}} / F",
        "Pt. No {{patient_number:10293844}}",
        "환자는 저희 아버지시고 등록번호는 {{patient_number:00482913}}이요",
        "patient:\n  chart: {{patient_number:B-204417}}",
        "PID|1||{{patient_number:26-0041829}}^^^HOSP||{{person_name:소^지민}}||{{birth_date:19680417}}|M",
        '{"chart": "{{patient_number:P-118207}}", "nm": "A", "rrn": "x"}',
        "DESCRIPTION:차트 {{patient_number:2019-04471}}, 항혈전제 복용 중",
        "치과 예약 (챠트#{{patient_number:118207}})",
        "응급실 4번 베드, 차트 {{patient_number:R25-01184}}, 보호자 대기",
        "차트 {{patient_number:AB-118207}} 재진",
        "소아과 차트 {{patient_number:20394}} 확인",
        "입원 M/72 {{patient_number:2204-8817}} 금식",
        "환자 {{person_name:소지민}}(등록번호 {{patient_number:21-0093847}})",
        "환자(등록번호 {{patient_number:21-0093847}})",
        "수진자 {{person_name:소지민}} (등록번호: {{patient_number:A-2104-00938}})",
        "환자 등 록 번 호 {{patient_number:00482913}}",
        "병 록 번 호 {{patient_number:12-34567}}",
        "피검자 {{person_name:소지민}} / 등록번호 {{patient_number:21-0093847}}",
    ),
    lookalikes=(
        "등록번호 00718342 안내원 배치",
        "등록번호 00718342 (가/47) 도착",
        "모델 M 31Y ▶ 26-220417",
        "주문 영수증\n상품번호 상품명\n0038 4173 이끼 2026-09-14",
        '"identifier":[{"system":"urn:shop:order","value":"00718836"}],',
        "혈압계 등록번호 1048872",
        "낙상 방지 용품 등록번호 1190274",
        "오토바이 등록번호 1190274 인계 받음",
        "체온 37.8. 등록번호 104887",
        "508호 등록번호 1048872",
        "특허 등록번호가 어떻게 되세요? 발명자: 네 그 이공사칠일팔삼육이요",
        "환자분 등록번호 삼일공사요",
        "환자 보호자 안내 / ID 12345678",
        "Patient Education / ID 4410927",
        "검체 번호: 25031188 이상없음",
        "혈액 200000 단위 확보",
        "검체 25031188 접수 완료 / 배송",
        "샘플 라벨: 25031188 / 초코맛 / 200g",
        "검체 라벨: 20250311 / 구하늘 / CBC",
        "Pt. Reyes Park / ID card required 2026",
        "담당: 구하늘 / ID P-4410927 / 배송",
        "환자: 구하늘 / ID 20250311 / 초진일",
        "차트  종목  가격\n20250412 코스피 09:10",
        "지표  내원자  예약\n88102 수납 09:10",
        "환자(580917) 이송, 환자(2024-2025) 통계",
        "담당자: 김민준 / 3318-5207 / 2024-02-11 / 배송",
        "검체 상자 / 3318-5207 / 1957-02-11 / 혈액형",
        "낙상 방지 매트, 등록번호 1190274",
        "증 명 서\n등록번호 00738164",
        "수검번호 조회",
        "봄동물병원, 등록번호 24-031177",
        "시화병원 사업자 등록번호 24-031177",
        "시화공장, 등록번호 24-031177",
        "진료카드 지참, 대기 순서, 번호 482913",
        "환자번호 일이삼 조회",
        "환자번호를 알려",
        "<process><pid>20250811</pid><name>java</name></process>",
        "등록번호 1104-7739",
        "담당자님 확인. 등록번호 1104-7739",
        "요양기관 등록번호 1104-7739 진료과목",
        "반려동물 등록번호 410160012 진료",
        "등록번호 1104-7739 학과 안내",
        "차트 3개",
        '{"chart": "P-118207", "name": "A"}, {"rrn": "x"}',
        "주가 차트 R25-01184 분석",
        "주가 차트 005930 분석",
        "음악차트 2019-04471 병원 노래",
        "차트 20191104 재진",
        "병원 매출 차트 201904.71",
        "차트 2026-11-03 기준",
        "제품 등록번호 00482913",
        "제품 등록 No. E26-119043",
        "의무기록 등록 No. E26-119043-7",
        "M/72 19530412 입원",
        "A/S 2/F 1180",
        "chart: 20417",
        "PID|417|RUNNING|",
        "환자용 침대 특허 등록번호 10-2345678",
        "회사(등록번호 21-0093847)",
        "환자 3명 등록번호 2-0093",
    ),
)
