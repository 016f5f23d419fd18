"""전화번호: mobile, area, internet (070) and personal (050x) numbers, and numbers of other countries with their plus."""

import re
from collections.abc import Iterator
from string import ascii_uppercase
from typing import Final

from predictor.pii.kind import Gate, Kind, NumberForm
from predictor.pii.kinds import _corrections, _rules, _signs
from predictor.pii.kinds import _registration as registration
from predictor.pii.scan import edifact, hl7
from predictor.pii.scan.context import OTHER, Context
from predictor.pii.scan.forms import DECIMAL, END, LOOSE, ONE_BY_ONE
from predictor.pii.scan.rule import Table, accept, reject
from predictor.pii.scan.sighting import Sighting, glued, numbered, only, telephony
from predictor.pii.scan.span import Span

_COUNTRY: Final = r"(?:00[0-9]{0,3}-?)?82[)\]]?[-.\s]{0,2}(?:\(0\)|0)?[-.\s]?"
# A number that is written digit by digit goes on where two more such digits or a last one follow.
_ALL: Final = r"(?!\s[0-9](?:[\s\-][0-9](?![0-9])|\s{0,2}(?:$|[\n,(])))"
_MOBILE_FORM: Final = (
    rf"(?:{_COUNTRY}\(?|0)1[016-9]\s?[)\]]?"
    rf"(?:[-.\s_/·,()~|:;]{{0,6}}[0-9]{{3,4}}[-.\s_/·,~|:;]{{0,6}}[0-9]{{4}}{END}"
    rf"|{LOOSE}{{7,8}}{END})"
    rf"|0[-.\s]{{1,3}}1[-.\s]{{1,3}}[016-9](?:\s?[)\]])?{LOOSE}{{7,8}}{END}{_ALL}"
    rf"|0\s?1\s?[016-9](?:\s{{0,3}}+[0-9]){{8}}{END}{_ALL}"
    rf"|01[016-9]\*[0-9]{{3,4}}\*[0-9]{{4}}{END}|0[-.\s_/·,~*|:;]{{1,3}}1[-.\s_/·,~*|:;]{{1,3}}[016-9]{ONE_BY_ONE}{{8}}{END}{_ALL}"
)
_AREA_FORM: Final = (
    rf"(?:{_COUNTRY}|0)(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|50[-.\s]?[2-9]|30[-.\s]?[2-5])\s?[)\]]?[-.\s_/·,|]{{0,3}}[0-9]{{3,4}}"
    rf"[-.\s_/·,|]{{0,3}}[0-9]{{4}}{END}"
    # Digit by digit, as in a form's boxes: (0 5 1) 7 4 1-2 0 9 3.
    rf"|0\s{{1,2}}(?:2|[3-6]\s{{1,2}}[1-5]|7\s0)\s{{0,2}}[-.)\]]\s{{0,2}}[0-9](?:\s{{1,2}}[0-9]){{2,3}}\s{{0,2}}[-.]\s{{0,2}}[0-9]"
    rf"(?:\s{{1,2}}[0-9]){{3}}{END}"
)
_ABROAD_FORM: Final = rf"(?<=\+)(?!82)[1-9][0-9]{{0,2}}(?:[-.\s]{{0,2}}\(?[0-9]{{1,5}}\)?){{2,5}}(?<=[0-9]){END}"
# Written without its country: Japan's mobile numbers, where the text names the country.
_JAPAN_FORM: Final = rf"0[789]0-[0-9]{{4}}-[0-9]{{4}}{END}"

# The prefixes of ``representative_phone``.
_REPRESENTATIVE: Final = re.compile(r"1(?:5(?:22|33|44|66|77|88|99)|6(?:00|70|44|6[0168]|88)|8(?:00|11|33|55|66|77|99))[0-9]{4}")
_MOBILE: Final = 11  # digits
_SHORT: Final = re.compile(r"010\D+[0-9]{3}\D+[0-9]{4}$")
_EVEN: Final = re.compile(r"(?:82([-. ]?)0?1[016-9]|01[016-9])([-. /·_]?)[0-9]{3,4}\2[0-9]{4}")
_CARRIER: Final = re.compile(r"00[0-9]{0,3}82(?=[0-9]{8})")  # an international carrier's code (00, 001, 00700 …) and the country
_AGENCY: Final = re.compile(r"\bAPM?[ \-](?:[A-Z]{3} )?$")  # a telephone's element in an airline's reservation: AP SEL 010-…-M
# Korea's code behind its plus, and a message's number behind its own: COM+82516641907:TE, COM+0516641907:TE
_COUNTRY_PLUS: Final = re.compile(rf"(?:(?<![0-9A-Za-z+])|(?<![A-Za-z]){edifact.CONTACT})\+$")
_CONTACT_PLUS: Final = re.compile(rf"(?<![A-Za-z]){edifact.CONTACT}\+$")
_CAPITALS: Final = frozenset(ascii_uppercase)
_COUNTRY_WORD: Final = re.compile(r"일본|도쿄|오사카|(?i:japan)")
_CALLED: Final = re.compile(r"(?:예약|주문|접수|택배)\s?[:：]?\s?$")
_GROUPED: Final = re.compile(r"0(?:[0-9]{1,2}|50[2-9])[-.)] ?[0-9]{3,4}[-.][0-9]{4}")
_ORDERED: Final = re.compile(
    r"(?:주문|송장|운송장|접수|승인|예약|부품|제품|상품|모델|품목|자재|도면|쿠폰)\s?(?:번호|코드)(?:는|가|:)?[\s:(#=]{0,3}$"
)


_COUNTER: Final = re.compile(r"(?<![A-Za-z])(?:tid|pid|seq|trace|thread|offset|lsn)=$")


def national(digits: str) -> str:
    """A Korean telephone number's digits with the trunk 0 instead of the country code."""
    if digits[0] == "0":
        if digits[1] != "0":
            return digits
        abroad = _CARRIER.match(digits)
        bare = digits[abroad.end() :] if abroad else ""
    else:
        bare = digits[2:] if digits.startswith("82") and len(digits) >= 10 else ""
    return "0" + bare.lstrip("0") if bare else digits


def _example(sighting: Sighting) -> bool:
    return sighting.digits.endswith("00000000") and national(sighting.digits)[3:] == "00000000"


@only("touched")
def _fraction(sighting: Sighting) -> bool:
    """Digits behind a decimal point or comma, or a path's numbers of uneven groups behind a decimal point: 3.0171 2.3617-4.

    A comma parts cells too, so that eleven digits behind it are a mobile number.
    """
    before = sighting.char(-1)
    if before not in (".", ",") or not sighting.char(-2).isdigit():
        return False
    if before == "," and len(sighting.digits) == _MOBILE:
        return False
    return sighting.unbroken or (before == "." and _EVEN.fullmatch(sighting.raw) is None)


@only("unbroken")
def _numbered(sighting: Sighting) -> bool:
    return sighting.unbroken and numbered(sighting)


def _short(sighting: Sighting) -> bool:
    """Ten digits: an old prefix with a word about telephones, or 010 with three digits in the middle and separators."""
    digits = sighting.digits
    if digits[0] != "0" or digits[1] == "0":
        digits = national(digits)
    if len(digits) > 10:
        return False
    if sighting.unbroken:
        return digits[2] == "0" or sighting.label != "phone"
    return digits[2] == "0" and not _SHORT.search(sighting.raw)


@only("touched")
def _tail(sighting: Sighting) -> bool:
    return sighting.char(-1) == "-" and sighting.char(-2).isdigit()


@only("touched")
def _part(sighting: Sighting) -> bool:
    """A dash and a single capital behind it."""
    capital = sighting.char(0) == "-" and sighting.char(1) in _CAPITALS and not sighting.char(2).isalnum()
    return capital and _AGENCY.search(sighting.before(10)) is None


def _ordered(sighting: Sighting) -> bool:
    before = sighting.before(14)
    return ("번호" in before or "코드" in before) and _ORDERED.search(before) is not None


@only("touched")
def _of_a_program(sighting: Sighting) -> bool:
    """tid=0104477-2233: a thread, a sequence or such a count of a program, unless it is grouped like a number."""
    return sighting.char(-1) == "=" and not sighting.unbroken and _COUNTER.search(sighting.before(10)) is not None


def _in_a_segment(sighting: Sighting) -> bool:
    """A field of a person's segment in HL7: PID|…||0532510918."""
    if sighting.char(-1) != "|" or sighting.char(0) not in ("", "\n", "\r", "|", "^", "~"):
        return False
    return hl7.of_a_person(sighting.text, sighting.start)


def _born_in_82(sighting: Sighting) -> bool:
    """Thirteen digits that begin with 82 010 … or 82 0502 … and are a resident number."""
    return len(sighting.digits) == 13 and registration.plain(sighting)


def _not_area(sighting: Sighting) -> bool:
    digits = national(sighting.digits)
    if digits[0] != "0" or not 9 <= len(digits) <= 12:
        return True
    area = _area(digits)
    return not 7 <= len(digits) - area <= 8 or (digits[area] == "0" and area == 2)


def _area(digits: str) -> int:
    return 2 if digits.startswith("02") else 4 if digits.startswith(("050", "030")) else 3


def _representative_abroad(sighting: Sighting) -> bool:
    """A representative number behind Seoul's prefix, as it is dialled from abroad."""
    return sighting.digits.startswith("8221") and _REPRESENTATIVE.fullmatch(sighting.digits, 3) is not None


@only("named")
def _named_otherwise(sighting: Sighting) -> bool:
    """An account's or another number, but not 예약 031-234-5678: there one calls."""
    if sighting.label != OTHER:
        return sighting.label == "bank_account"
    return _CALLED.search(sighting.before(6)) is None or _GROUPED.fullmatch(sighting.raw) is None


@only("unbroken")
def _unbroken_alone(sighting: Sighting) -> bool:
    """An unbroken area number needs a word about telephones or a plus before its country; 070 and 050x with all digits do not."""
    if not sighting.unbroken or _called_a_telephone(sighting):
        return False
    if sighting.char(-1) == "+" and _behind_its_plus(sighting):
        return False
    digits = national(sighting.digits)
    return not (_area(digits) > 2 and digits[1] in "57" and len(digits) > 10 and not glued(sighting))


def _called_a_telephone(sighting: Sighting) -> bool:
    """Whether a word, letters or a segment's field around a number names a telephone."""
    labelled = sighting.label == "phone" or telephony(sighting) or sighting.label_behind == "phone"
    return labelled or _in_a_segment(sighting)


def _behind_its_plus(sighting: Sighting) -> bool:
    """Whether the plus before a number is that of Korea's code or of an EDIFACT message."""
    plus = _COUNTRY_PLUS if sighting.digits.startswith("82") else _CONTACT_PLUS
    return plus.search(sighting.before(6)) is not None


def _not_abroad(sighting: Sighting) -> bool:
    before = sighting.char(-2)
    if before == "+" or before.isalnum():
        return True
    return not 9 <= len(sighting.digits) <= 15 or DECIMAL.fullmatch(sighting.raw) is not None


@only("unbroken")
def _short_abroad(sighting: Sighting) -> bool:
    return sighting.unbroken and len(sighting.digits) < 12 and sighting.label != "phone"


def _country_named(sighting: Sighting) -> bool:
    return _COUNTRY_WORD.search(sighting.before(20)) is not None


MOBILE: Final = Table(
    reject("a form's example", _example, "no subscriber has 010-0000-0000"),
    reject("a resident number", _born_in_82, "82 010 … is also someone born in 1982"),
    reject("a fraction", _fraction, "the digits behind a decimal point or comma"),
    reject("numbered otherwise", _numbered, "송장번호 01012345678"),
    reject("a program's count", _of_a_program, "tid=0104477-2233"),
    reject("an order's number", _ordered, "주문번호 010-2611-0093"),
    _rules.GLUED_UNBROKEN,
    reject("too short", _short, "ten digits need an old prefix or separators"),
    reject("the tail of a longer number", _tail, "1-010-1234-5678"),
    reject("a part's number", _part, "대체품 010-4471-0927-R"),
    accept("mobile prefix", lambda s: True, 0.97, "the prefix is evidence enough, whatever the grouping"),
)


@only("touched", "parted")
def _in_a_path(sighting: Sighting) -> bool:
    """A slash before it, or a file's ending behind."""
    return "/" in sighting.raw and (sighting.char(-1) == "/" or (sighting.char(0) == "." and sighting.char(1).isalpha()))


LANDLINE: Final = Table(
    _rules.TAIL,
    reject("not an area code", _not_area, "02, 03x to 06x, 070 or 050x and their lengths are needed"),
    reject("a firm's number", _representative_abroad, "+82-2-1588-1234"),
    reject("a resident number", _born_in_82, "82 0502 … is also someone born in 1982"),
    reject("in a path", _in_a_path, "text/02/10020000.html"),
    reject("named otherwise", _named_otherwise, "계좌 031-234-567890, 송장 031-234-5678"),
    reject("unbroken and alone", _unbroken_alone, "0312345678 may be anything"),
    _rules.named("phone", 0.95, "전화 031-…"),
    accept("area code", lambda s: True, 0.9, "grouped like a telephone number"),
)
# sip:07048821094@voip.example, tel:0312239048: an address of internet telephony
_SIP: Final = r"(?i:sips?|tel):"
_DIALLED: Final = re.compile(rf"{_SIP}(?P<value>(?:0|\+82)(?:2|[3-6][1-5]|70|1[016-9]|50[2-9])[0-9]{{7,8}})(?=[@>;\s\"']|$)")


def dialled(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The number in an address of internet telephony."""
    found = _DIALLED.match(text, hit)
    if found and found.start("value") >= floor and not text[hit - 1 : hit].isalnum():
        yield Span(*found.span("value"), "phone", national(found["value"].lstrip("+")), 0.9, "internet telephony")


ABROAD: Final = Table(
    reject("not a number abroad", _not_abroad, "nine to fifteen digits behind one plus"),
    reject("short and unbroken", _short_abroad, "+37566535 may be a coordinate"),
    accept("country code", lambda s: True, 0.85, "the plus stands for a country"),
)
LOST_ZERO: Final = Table(
    _rules.TAIL,
    _rules.GLUED,
    _rules.named("phone", 0.85, "연락처: 1029938471, as spreadsheets write 010-2993-8471"),
)
JAPAN: Final = Table(
    accept("country named", _country_named, 0.8, "일본 080-…"),
)


KIND: Final = Kind(
    name="phone",
    label="전화번호",
    needs="a mobile, area, 070 or 050 prefix, or another country's with its plus",
    source="전기통신번호관리세칙(과학기술정보통신부고시); ITU-T E.164 for other countries",
    covers="안전성 확보조치 기준 (개인정보), 비식별 조치 가이드라인 (식별자: 연락처)",
    order=10,
    remembered="number",
    beside="number",
    gates=(
        Gate(_signs.GATE, _signs.signed, early=True),
        Gate(_corrections.GATE, _corrections.corrected, early=True),
        Gate(rf"{_SIP}(?:0|\+82)[0-9]{{8}}", dialled),
    ),
    numbers=(
        NumberForm(_MOBILE_FORM, MOBILE, key=national),
        NumberForm(_JAPAN_FORM, JAPAN),
        NumberForm(rf"10[2-9][0-9]{{7}}{END}", LOST_ZERO, key="0".__add__),
        NumberForm(_AREA_FORM, LANDLINE, key=national),
        NumberForm(_ABROAD_FORM, ABROAD, key=national),
    ),
    words=(
        "전화",
        "연락처",
        "연락",
        "회신 번호",
        "발신 번호",
        "수신 번호",
        "착신 번호",
        "핸드폰",
        "휴대폰",
        "휴대전화",
        "폰 번호",
        "폰번",
        "팩스",
        "문자",
        "콜",
        "☎",
        "📞",
        "📱",
        "tel",
        "phone",
        "mobile",
        "^hp$",
        "h.p",
        "fax",
        "cell",
        "sms",
    ),
    behind=r"(?:으?로)\s?(?:전화|연락|문자)",
    examples=(
        "팩스번호는 {{phone:0303-3442-8817}}",
        "REGISTER sip:{{phone:+827048821094}}@voip.example",
        "콜백 / 고객 {{person_name:제갈한솔}} / {{phone:공일육-삼사구-이공팔팔}} 로 다시 전화",
        "INVITE sip:{{phone:07048821094}}@voip.example SIP/2.0",
        "From: <sip:{{phone:0312239048}}@pbx>;tag=88f1",
        "NK1|1|이모|SPO|||{{phone:0532510918}}",
        "제 번호가 {{phone:공일공 팔사사이 아니 팔사사삼에 일구공이}}예요",
        "{{phone:010-8443 아니 8444-1902}}예요",
        "{{phone:공일공 이삼사오 육칠팔구 아 아니 육칠팔공}}이요",
        "{{phone:010-2844-1720 아니다 2845-1720}}로 문자",
        "사무실은 {{phone:공이에 오오삼 아니 오오사에 이구일공}}이요",
        "{{phone:010-2844-1720 정정. 1721}}로",
        "전화{{phone:O1O-3352-9l84}}",
        "예약 {{phone:031-907-4482}} / 대표",
        "예약 {{phone:0507-1388-2946}}",
        "no,hp\n880412,{{phone:01012345678}},F",
        "접수: {{phone:02-345-6789}}",
        "{{phone:010-1234-5678}}입니다",
        "TEL{{phone:01012345678}}FAX",
        "{{phone:+82 (0)10-1234-5678}}",
        "{{phone:(02)555-1234}}",
        "T.{{phone:010)1234-5678}}",
        "{{phone:공일공 일이삼사 오육칠팔}}이요",
        "{{phone:0 1 0 1 2 3 4 5 6 7 8}}",
        "{{phone:0*1*0*1*2*3*4*5*6*7*8}}",
        "{{phone:O1O-2345-6789}}",
        "{{phone:[031] 123-4567}}",
        "{{phone:050-5123-4567}}",
        "{{phone:010*1234*5678}}",
        "{{phone:00700-82-10-1234-5678}}",
        "전화 {{phone:+1 213-555-0100}}",
        "호주 {{phone:+61 412 993 018}}",
        "일본 {{phone:080-1234-5678}} 이에요",
        "{{phone:010-1234-5678}}{{phone:010-9999-8888}}",
        "{{phone:01012345678}}{{phone:01099998888}}",
        "연락처 {{phone:0212345678}}",
        "본사 {{phone:+82312345678}} 지점",
        "CTA+IC'COM+{{phone:82312345678}}:TE'",
        "CTA+IC'COM+{{phone:0312345678}}:FX'",
        "연락처: {{phone:1029938471}}",
        "{{phone:07012345678}}로 걸어",
        "{{phone:011-234-5678}}",
        "{{phone:0212345678}}로 전화",
        "tel{{phone:0312345678}}",
        "계좌 문의 {{phone:+49 30 1234567}}",
        "{{phone:010☎1234☎5678}} 사례",
        "{{phone:010 ★ 1234 ★ 5678}}",
        "{{phone:010#1234#5678}}",
        "AP SEL {{phone:010-1234-5678}}-M",
        "{{phone:02★123★4567}}",
        "{{phone:010(1234)5678}}",
        "{{phone:010 삼삼45 67팔구}}",
        "{{phone:0l0-1234-5678}}",
        "{{phone:010 1O34 5678}}",
        "{{phone:공일o-1234-5678}}",
        "{{phone:01공-1234-5678}}",
        "{{phone:0 5 1 . 1 2 3 . 4 5 6 7}}",
        "{{phone:( 0 1 0 ) 1 2 3 4 - 5 6 7 8}}",
        "{{phone:010 하고 1234 하고 5678}}이요",
        "{{phone:01ㅇ-1234-567이}}",
        "{{phone:010 1234 하고 5678}}이에요",
        "{{phone:(0 5 1) 1 2 3-4 5 6 7}}",
        "{{phone:02)1O4-5678}}",
        "{{phone:010-1ㅇ34-5678}}",
        "{{phone:공1공-2ㅇ34-567o}}",
        "{{phone:공십공1234오육7팔}} 문자",
        "휴 대 폰 : {{phone:1053187702}}",
    ),
    lookalikes=(
        "상품코드 010-1234-5678",
        "예약번호 0507-1388-2946",
        "heap 1877M tid=0104477-2233 end",
        "gossip:0312239048",
        "ORC|1|||0532510918",
        "회의실 010호 아니 8444호입니다",
        "010-28 아니 2844",
        "1-010-8443 아니 8444-1902",
        "010-8443 아니 8444-1902-33",
        "010-8443 아니 8444-1902호",
        "송장 031-907-4482",
        "예약 번호 031-907-4482",
        "+82-2-1588-1234",
        "010-****-5678",
        "송장번호 01012345678",
        "시리얼 01012345678",
        "주문번호 02-345-6789",
        "3-O1O-1234-5678",
        "+15.25%",
        "+37.566535",
        "주문번호 ORD-20261123-998877",
        "1,010,123원",
        "주문번호 010-2611-0093",
        "010-0000-0000",
        "3.01012345678",
        "3,0101234567",
        'd="m1.1129-3.0171 2.3617-4.3562 3.7317"',
        "84.8211 69.0648 84.8532",
        "C15.0197 23.219 17.0912",
        "A01012345678",
        "sha ff013c6d472702b820e69547c0298388829",
        "1-010-1234-5678",
        "1-ㅇ1ㅇ-2345-6789",
        "대체품 010-4471-0927-R",
        "부품번호 010-4471-0926",
        "0312345678",
        "02-045-6789",
        "080-1234-5678 은 일련번호",
        "0171234567",
        "값 7+82312345678",
        "SCOM+0312345678",
        "RFF+0312345678",
        "1.031-234-5678",
        "text/02/10020000.html",
        "++1 213 555 0100",
        "+375665351",
        "접수 1029938471",
        "연락처 1.1029938471",
        "연락처 AB1029938471",
        "010★1234◆5678",
        "1010★1234★5678",
        "1010(1234)5678",
        "0l0-123",
        "3.010=1234=5678",
        "A010#1234#5678",
        "0 2 - 1 2 3",
        "값 0 1 0 1 2 3 4 5 6 7 8 9 0 1 2",
        "공십공 팀이 1234번",
        "010 1234 하고 놀자",
        "연 휴 대 폰 세일 105318770",
    ),
)
