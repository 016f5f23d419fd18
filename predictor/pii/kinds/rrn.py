"""주민등록번호: birth date, century and sex, six more digits. The legacy check digit only raises the score."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds import _registration as registration
from predictor.pii.scan import checksums, spoken
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_BACK: Final = re.compile(r"(?P<word>뒷\s?자리|뒤)[^0-9\n\x00]{0,8}?(?P<half>[1-8][0-9]{6})(?![0-9])")
# 뒷자리는 이공사칠육일구예요
_SPOKEN_BACK: Final = rf"(?P<word>뒷\s?자리)[는가만]?\s(?P<half>[{spoken.TO_EIGHT}][{spoken.NUMERALS}]{{6}})"
_BACK_SPOKEN: Final = re.compile(rf"{_SPOKEN_BACK}(?=이?(?:요|고|에요|예요|라|며|인데)|입니다|[\s,.]|$)")
_FRONT: Final = re.compile(r"(?<![0-9])[0-9]{6}[^0-9\n]{1,8}$")


# 앞자리는 팔팔공삼이일에 뒷자리 이공사칠육일구
_NUMERAL: Final = f"[{spoken.NUMERALS}]"
_SPOKEN_HALVES: Final = (
    rf"{_NUMERAL}{{6}}(?:에|이고|이고요|이구요|하고)?,?\s(?:주민\s?)?(?:뒷\s?자리|뒤)[는가]?\s[{spoken.TO_EIGHT}]{_NUMERAL}{{6}}"
)
_HALVES: Final = re.compile(
    rf"(?<![가-힣])(?P<value>{_SPOKEN_HALVES})(?!(?!이?(?:요|고|에요|예요|라|며|인데)|입니다|으?로)[가-힣])"
)


def halves(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Both halves in spoken digits, with 뒷자리 between them."""
    found = _HALVES.match(text, hit)
    if found is None or hit < floor:
        return
    key = spoken.digits(found["value"][:6] + found["value"][-7:])
    if checksums.birth(key):
        yield Span(*found.span("value"), "rrn", key, 0.9, "halves, spoken")


def back_half(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The last seven digits: 앞자리 900101 뒷자리 1234567."""
    found = _BACK.match(text, hit) or _BACK_SPOKEN.match(text, hit)
    if found and found.start("half") >= floor and (found["word"] != "뒤" or _FRONT.search(text, max(0, hit - 16), hit)):
        yield Span(*found.span("half"), "rrn", spoken.digits(found["half"]), 0.9, "back half")


KIND: Final = Kind(
    name="rrn",
    label="주민등록번호",
    needs="a possible birth date and 7th digit, or a label",
    source="주민등록법 시행규칙 제2조; six random digits since 2020-10",
    covers="개인정보 보호법 제24조의2, 시행령 제19조 제1호",
    order=20,
    remembered="code",
    beside="number",
    numbers=(registration.form("123490", "rrn", "rrn"),),
    gates=(
        registration.front_half("123490", "rrn"),
        Gate(_SPOKEN_HALVES, halves),
        Gate(
            r"뒷\s?자리|뒤(?:는|에|가|로|쪽)?[\s:,]*[1-8][0-9]{6}",
            back_half,
        ),
    ),
    words=registration.WORDS,
    behind_at_once=registration.BEHIND,
    examples=(
        "{{person_name:현봉식}} / {{rrn:741102-1******}}",
        "{{person_name:김민준}},{{rrn:8801062638154}}\n",
        "{{rrn:8801062638154}} {{person_name:김민준}}",
        "주민번호: {{rrn:8806031******}}",
        "생년월일 {{rrn:880603-1******}}",
        "주민 {{rrn:880603-1******}}",
        "주민: {{rrn:880603-*******}}",
        "주민번호 뒷자리는 {{rrn:이공사칠육일구}}예요",
        "주민번호 앞자리는 {{rrn:팔팔공삼이일에 뒷자리 이공사칠육일구}}이요",
        "앞자리 {{rrn:팔팔공삼이일이고 뒷자리는 이공사칠육일구}}입니다",
        "주민번호 앞자리 뒷자리 다 부탁드릴게요\n고객: {{rrn:칠팔공사일삼 이공육칠팔삼사}} 이에요",
        "뒷자리까지 불러드리면 {{rrn:육팔공구이이 이공일팔삼칠사}} 이고요",
        "예약번호 {{rrn:900101-1234568}} 본인",
        "주문자 주민번호 {{rrn:250211-3180042}}",
        '{"slot":"{{rrn:250211-3180042}}"}',
        "{{rrn:900101-1234567}}이고",
        "{{person_name:김민준}}({{rrn:770111-2192825}})",
        "제 번호는 {{rrn:991111-2629251}}예요",
        "고객 {{rrn:7804201609436}}",
        "고객 {{rrn:1512013456789}}",
        "{{rrn:구공공일공일 다시 일이삼사오육칠}}",
        "주민번호 {{rrn:9001011234567}}",
        "앞 900101, 뒤는 {{rrn:1234567}}",
        "{{rrn:820101-1234567}}",
        "{{rrn:820502-1466253}}",
        "주민등록번호 {{rrn:901331-1234567}}",
        "{{rrn:830427-1 1 8 2 0 3 4}}",
        "{{rrn:900101-1234567}}{{phone:010-1234-5678}}",
        "발급일 {{rrn:9001011234568}}",
        "주문 {{rrn:9001011234567}} 주민번호",
        "주민번호: {{rrn:900101-1******}}",
        "주민번호 {{rrn:671215/1279890}}",
        "주민번호 {{rrn:900101-*******}}",
        "사내이사 {{person_name:김민준}} {{rrn:630817-104****}}",
        "{{person_name:이수정}} {{rrn:920514-2******}}",
        "주민번호 앞자리만요? 뒷자리까지요? 한 번에 부를게요. {{rrn:팔팔공삼이일 다시 이공사칠육일구}}.",
        "소유자 {{person_name:김민준}} {{rrn:900101-*******}}",
        "{{person_name:김서윤}}({{rrn:920514-2XXXXXX}})",
        "위임자 {{person_name:김민준}} {{rrn:7 3 0 6 2 1 2 1 1 5 8 3 5}}",
        "본인 {{rrn:9 0 0 1 0 1 1 2 3 4 5 6 8}}",
        "성명: {{person_name:김민준}} ({{rrn:010817-1234567}})",
        "주민등록번호 앞자리와 뒷자리 첫 숫자({{rrn:920415-2}})",
        "{{rrn:720608 - 2O11208}}",
        "주민번호 {{rrn:72l10l2O11208}}",
    ),
    lookalikes=(
        "8801062638154 새우깡 90g",
        "스캔 결과: 8801062638154",
        "| 8801062638154 | 콜라 | 12 |",
        "뒷자리는 구공사칠육일구예요",
        "뒷자리는 이공사칠육일구인승",
        "앞자리 팔팔구구이일에 뒷자리 구공사칠육일구",
        "앞자리 이공이이공사 이공육칠팔삼사 재고",
        "수험번호 9001011234567",
        "주문번호 250307-3018842가 아직 준비중",
        '{"lot":"250211-1180042"}',
        "part_no=250211-1180042",
        "작업지시 번호는 250211-1180042",
        "주민등록번호: 000000-0000000 형식",
        "1712013456789",
        "8801062628438 바코드",
        "고객 상품 8801062628438",
        "고객 8801062628438 바코드 문의",
        "로트 230719-3042806",
        "배치: 230719-3042806",
        "8809012344772 바코드가",
        "주문번호 9001011234567",
        "901331-1234567",
        "1.900101-1234567",
        "+821012-1234567",
        "8801062628438",
        "000101-9234567",
        "A9001011234567",
        "900101-1******",
        "9001011******",
        "어촌주민 900101-1******",
        "품번 630817-104****",
        "부품 630817-104****",
        "900101-*******",
        "주민번호 901331-1******",
        "주문번호 900101-1***",
        "품번 900101-1",
        "값 7 3 0 6 2 1 2 1 1 5 8 3 5",
        "값 9 0 0 1 0 1 1 2 3 4 5 6 8 7",
        "김민준 7 3 1 3 2 1 2 1 1 5 8 3 4",
        "품번 720608-2O11203",
        "721308-2O11208",
        "AB7206082O11208",
        "품번 (010817-1234567)",
        "720608-2O11208-3",
        "720608-9O11208",
        "OOOlOl-3O11208",
    ),
)
