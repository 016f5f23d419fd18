"""계좌번호: no common grouping and no public check digit, so a bank or such a word must stand beside it."""

import re
from string import whitespace
from typing import Final

from predictor.pii import lexicon
from predictor.pii.kind import Kind, NumberForm
from predictor.pii.kinds import _rules
from predictor.pii.names import holder
from predictor.pii.scan.forms import DECIMAL, END
from predictor.pii.scan.rule import Table, accept, reject
from predictor.pii.scan.sighting import Sighting, only

_BANKS: Final = lexicon.pattern(lexicon.words("banks"))
_NICKNAMES: Final = lexicon.pattern(lexicon.words("bank_nicknames"))
_DATED: Final = re.compile(r"(?:19|20)[0-9]{2}[-.\s][0-9]{1,2}[-.\s][0-9]{1,2}.*")
_BROKEN: Final = re.compile(r"\n-|-\n")  # a form breaks a labelled account beside a dash
_SPOKEN_DASH: Final = re.compile(r" ?--? ")  # 다시 is read as two dashes, 에 as one
_UNEVEN_DASH: Final = re.compile(r" ?--? ?")  # 1002 -748 - 310562, as a scanner reads it
# 삼오이에 공구육사 팔팔이공 삼삼: its first group alone ends with a spoken dash
_FIRST_DASH: Final = re.compile(r"[0-9]{2,6}--? [0-9]{2,6}(?: [0-9]{1,6}){1,3}")
_TWO_GAPS: Final = re.compile(r"[-.\s]{2}")
# 우체국 and 새마을 are parcels and villages too: their numbers need dashes.
_NICKNAME_BEFORE: Final = re.compile(
    rf"(?:^|[^가-힣])(?P<bank>{_NICKNAMES})(?:은행)?[\])]?\s?:?\s?(?:[가-힣]{{2,4}}(?:님|씨)?\s)?$"
)
# Woori 1005-704-338192, Shinhan Bank: 110-…: in Latin letters a bank touches its number too
_LATIN_NAMES: Final = (
    r"(?:Woori|WOORI|Shinhan|SHINHAN|Hana|HANA|KEB\s?Hana|Kookmin|KOOKMIN|Nonghyup|NongHyup|NACF|Suhyup|Shinhyup"
    r"|Saemaul(?:\s?Geumgo)?"
    r"|Kakao|Toss"
    r"|SC(?:\s?First)?"
    r"|Standard\sChartered|Citi|Busan|Daegu|Gwangju|Kwangju|Jeonbuk|Jeju|Kyongnam|Gyeongnam|Korea\sPost)"
    r"(?:[\s\-]?(?:Bank|bank|BANK))?"
)
_LATIN_BEFORE: Final = re.compile(
    rf"(?:^|[^A-Za-z0-9_/.\-]){_LATIN_NAMES}[\])]?(?:\s(?:account|acct\.?|a/c|A/C|no\.?))?\s?[:,#]?\s?$"
)
_LATIN_REACH: Final = 32
_DASHED: Final = re.compile(r"[0-9]{3,6}-[0-9]{2,6}-[0-9]{4,8}(?:-[0-9]{1,3})?")
_BEHIND_A_BANK: Final = f"{whitespace}]):"
_VAGUE: Final = lexicon.words("bank_nicknames_vague")
_LEAST: Final = {"하나": 12, "우리": 11, "국민": 11}  # digits, without dashes: one, we and the people are no banks
_SURE: Final = lexicon.pattern(word for word in lexicon.words("bank_nicknames") if word not in _VAGUE)
_POLICY: Final = re.compile(r"증권\s?번호|보험")


def _money(sighting: Sighting) -> bool:
    return sighting.char(0) == "원" or sighting.char(-1) == "₩"


@only("touched")
def _starred(sighting: Sighting) -> bool:
    return sighting.char(0) in ("*", "●", "○") and sighting.char(-1) != "*"


def _length(sighting: Sighting) -> bool:
    return not 9 <= len(sighting.digits) <= 16


@only("parted")
def _mixed(sighting: Sighting) -> bool:
    raw = sighting.raw
    if "\n" in raw:
        if sighting.label != "bank_account" or _BROKEN.search(raw) is None:
            return True
        raw = _BROKEN.sub("-", raw)
    if sighting.label == "bank_account" and _FIRST_DASH.fullmatch(raw):
        return False
    if "-" in raw:
        raw = (_UNEVEN_DASH if raw.count("-") > 1 else _SPOKEN_DASH).sub("-", raw)
        if " " in raw:
            return True
    return _TWO_GAPS.search(raw) is not None


@only("parted")
def _date_or_decimal(sighting: Sighting) -> bool:
    raw = sighting.raw
    dated = raw[0] in "12" and _DATED.fullmatch(raw) is not None
    return dated or ("." in raw and DECIMAL.fullmatch(raw) is not None)


@only("named")
def _insured(sighting: Sighting) -> bool:
    return sighting.label == "bank_account" and _POLICY.search(sighting.before(14)) is not None


# 기업은행 공고 2026-482-0918, 농협 공고 제2026-0914-12호, 국민은행 상담이력 1029-3847-1029
_PAPER: Final = re.compile(rf"(?:{lexicon.pattern(lexicon.words('papers_of_banks'))})(?:은|는|이|가)?[\s:(#]{{0,3}}(?:제\s?)?$")
# 국민은행 민원 2026-0914-482, 농협 2026-0914-1234: a year begins the number of a paper, and a day goes on
_PAPER_OF_A_YEAR: Final = re.compile(r"(?:민원|문의|상담|서류|접수|신청|보고서?|회신|질의|공지|안내)[\s:(#]{0,3}(?:제\s?)?$")
_YEAR: Final = re.compile(r"20[0-3][0-9](?:-|(?=[01][0-9][0-3][0-9]-))")
_YEAR_AND_DAY: Final = re.compile(r"20[0-3][0-9]-?(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])-[0-9]+")
_PARCEL: Final = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]|[0-9]{5}-[0-9]{4}-[0-9]{4}")
_ACCOUNT: Final = re.compile(r"계좌|통장|입금|송금|이체|환불|예금주|환급|급여|출금|(?i:acc(?:oun)?t)")
_ACCOUNT_REACH: Final = 26


@only("parted")
def _a_banks_paper(sighting: Sighting) -> bool:
    before = sighting.before(_ACCOUNT_REACH)
    if _ACCOUNT.search(before):
        return False
    if _PAPER.search(before) or _YEAR_AND_DAY.fullmatch(sighting.raw):
        return True
    return _YEAR.match(sighting.raw) is not None and _PAPER_OF_A_YEAR.search(before) is not None


@only("parted")
def _parcel(sighting: Sighting) -> bool:
    before = sighting.before(_ACCOUNT_REACH)
    return "우체국" in before and _PARCEL.fullmatch(sighting.raw) is not None and _ACCOUNT.search(before) is None


def _behind(sighting: Sighting) -> bool:
    return sighting.label in (None, "phone", "card") and sighting.label_behind == "bank_account"


def _nickname(sighting: Sighting) -> bool:
    if sighting.label is not None or (" " in sighting.raw and len(sighting.digits) < 12):
        return False
    before = sighting.text[max(0, sighting.start - 14) : sighting.start]
    last = before.rstrip(_BEHIND_A_BANK)[-1:]
    if not last.isalpha():
        return False
    if last.isascii() and _DASHED.fullmatch(sighting.raw):
        return _LATIN_BEFORE.search(sighting.text, max(0, sighting.start - _LATIN_REACH), sighting.start) is not None
    found = _NICKNAME_BEFORE.search(before)
    if found is None or "-" in sighting.raw:
        return found is not None
    return found["bank"] not in _VAGUE and len(sighting.digits) >= _LEAST.get(found["bank"], 0)


# A bank's message tells what was paid behind the account: 110-234-567890 출금 300,000.
_PAID: Final = re.compile(
    r"\s{1,2}(?:자동|급여|현금|체크카드\s)?(?:출금|입금|이체|지급|송금|잔액)\s?[0-9]{1,3}(?:,[0-9]{3}){1,3}(?![0-9\-])"
)


# Or before it: 출금 35,000원 잔액 1,204,118원 110-234-567890.
_PAID_BEFORE: Final = re.compile(
    r"(?:출금|입금|이체|지급|송금|잔액)\s?[0-9]{1,3}(?:,[0-9]{3}){1,3}원?\s{1,2}(?=[0-9]{2,6}-[0-9]{2,6}-[0-9]{4,8}(?![0-9]))"
)


@only("parted")
def _paid(sighting: Sighting) -> bool:
    if "-" not in sighting.raw:
        return False
    if _PAID.match(sighting.text, sighting.end):
        return True
    low = max(0, sighting.start - 20)
    return any(found.end() == sighting.start for found in _PAID_BEFORE.finditer(sighting.text, low, sighting.end))


# 123456-12-123456 우체국: its parcels' numbers have other groups
_POST_OFFICE: Final = re.compile(r"\s?[(/,]?\s?우체국(?!\s?(?:택배|등기|소포|쇼핑|보험|사서함))")
_OF_THE_POST_OFFICE: Final = re.compile("[0-9]{6}-[0-9]{2}-[0-9]{6}")


@only("parted")
def _before_the_post_office(sighting: Sighting) -> bool:
    if sighting.label is not None or _OF_THE_POST_OFFICE.fullmatch(sighting.raw) is None:
        return False
    return _POST_OFFICE.match(sighting.text, sighting.end) is not None


# {"to":"3333-08-5127749","holder":"이병찬": the next field is that of an account's holder
_HOLDER_NEXT: Final = (
    r"[\"']?[\s,;&|]{1,4}[\"']?(?:(?i:(?:acct?_?|account_?|bank_?)?(?:holder|depositor|beneficiary|payee|remittee))|예금주|수취인)"
)
# D  004  92830104417725  구자영: a bank's code before and a name behind, in a file without a head
_CODE: Final = (
    r"0(?:0[2-8]|1[12]|2[0-7]|3[1-9]|4[58]|5[0-9]|6[0-9]|71|8[189]|9[02])"
    r"|2(?:09|1[48]|2[4-7]|3[08]|4[037]|6[1-9]|7[089]|8[07]|9[0124])"
)
_BANK_CODE: Final = re.compile(rf"(?:^|[\s|,;\"'])(?:{_CODE})[\"']?(?:\s{{1,8}}|\s?[|,;]\s?)[\"']?$")
_NAME_BEHIND: Final = re.compile(r"[\"']?(?:\s{1,12}|\s?[|,;]\s?)[\"']?(?P<name>[가-힣]{2,4})(?=[\"']?(?:\s|[|,;]|$))")
_CODE_REACH: Final = 16


@only("unbroken")
def _behind_a_code(sighting: Sighting) -> bool:
    name = _NAME_BEHIND.match(sighting.text, sighting.end)
    if name is None or not holder.likely(name["name"]):
        return False
    return _BANK_CODE.search(sighting.text, max(0, sighting.start - _CODE_REACH), sighting.start) is not None


# 2,418,000 302-1195-7284-61: lines of a payroll, each with an amount before the account
_AMOUNT: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,3}원?\s{1,4}$")
_PAYROLL: Final = re.compile(r"급여|급료|임금|월급|시급|일당|수당|상여|이체|송금|정산|입금|지급|환급|(?i:payroll|salary|wages?)")
_LINE: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,3}원?\s{1,4}[0-9]{2,6}(?:-[0-9]{2,8}){2,3}(?![0-9\-])")
_PAYROLL_REACH: Final = 600
_LINES: Final = 2


@only("parted")
def _behind_an_amount(sighting: Sighting) -> bool:
    text, start = sighting.text, sighting.start
    if (
        text[start - 1 : start] not in (" ", "\t")
        or sighting.raw.count("-") < _LINES
        or not _AMOUNT.search(text, start - 20, start)
    ):
        return False
    low = max(0, start - _PAYROLL_REACH)
    lines = list(_LINE.finditer(text, low, sighting.end + _PAYROLL_REACH))
    return len(lines) >= _LINES and _PAYROLL.search(text, low, start) is not None


TABLE: Final = Table(
    reject("money", _money, "1234567890원"),
    reject("another length", _length, "nine to sixteen digits"),
    reject("starred", _starred, "another mask's leavings"),
    _rules.TAIL,
    _rules.GLUED,
    reject("mixed separators", _mixed, "an account has one separator, and breaks a line beside a dash only"),
    reject("a date or a decimal", _date_or_decimal, "2026-11-23, 37.566535"),
    reject("a bank's paper", _a_banks_paper, "기업은행 공고 2026-482-0918, 국민은행 상담이력 1029-3847-1029"),
    reject("a parcel's number", _parcel, "우체국 번호 6892-0482-9173-4"),
    reject("an insurance policy's number", _insured, "증권번호: KB-2021-…"),
    _rules.named("bank_account", 0.9, "계좌, a bank, 입금 …"),
    accept("a payment behind", _paid, 0.85, "… 출금 300,000, 잔액 300,000원 …"),
    accept("label behind", _behind, 0.85, "… 신한은행"),
    accept("a bank's code and a name", _behind_a_code, 0.8, "004  92830104417725  구자영"),
    accept("a payroll's line", _behind_an_amount, 0.8, "2,418,000 302-1195-7284-61, and another such line"),
    accept("the post office behind", _before_the_post_office, 0.8, "123456-12-123456 우체국"),
    accept("a bank's nickname", _nickname, 0.8, "국민 123401-04-567890"),
)
# 농협 삼오이 공구일칠 사육공공 삼삼이요: where the number's length is known by how it begins, 이 behind it is no digit.
# (the bank, how its numbers begin, how many digits follow)
_LENGTHS: Final = (
    ("농협|농축협|축협|(?i:nh)", "3(?:0[12]|5[1256])", 10),
    ("카카오|카뱅", "3333|7979", 9),
    ("우리", "100[25]", 9),
    ("신한", "110", 9),
    ("토스|토뱅", "100[01]", 8),
    ("새마을|(?i:mg)", "9003", 9),
)
_BEGUN: Final = tuple((re.compile(bank), re.compile(f"(?:{head})")) for bank, head, _ in _LENGTHS)
_PARTICLE: Final = r"(?=[- ]{0,2}2(?:요|고|구요|에요|예요|인데|라고|라는|라서|며|거든|던데))"
_WITH_PARTICLE: Final = "|".join(f"(?:{head})(?:[- ]{{0,3}}[0-9]){{{more}}}{_PARTICLE}" for _, head, more in _LENGTHS)
_BANK_REACH: Final = 48


def _of_its_bank(sighting: Sighting) -> bool:
    low = max(sighting.floor, sighting.start - _BANK_REACH)
    if sighting.label != "bank_account" and not _nickname(sighting):
        return False
    return any(head.match(sighting.digits) and bank.search(sighting.text, low, sighting.start) for bank, head in _BEGUN)


SPOKEN: Final = Table(
    accept("whole, and a particle behind", _of_its_bank, 0.9, "농협 352 0917 6400 33 이요"),
)
# A last digit that stands alone counts nothing where the sentence ends behind it. In spoken digits 이 of 이고 is a 2.
_LAST: Final = r"(?!2(?:고|에요|예요|요|인데|라고))[0-9](?=\s?[2이]?(?:고|에요|예요|요|입니다|인데|라고|으?로)|\s?[,.)\n]|$)"
# A form's boxes hold one digit each: 0 1 0 2 3 3-0 2-1 8 8 4 7 0.
_BOXED_FORM: Final = rf"[0-9](?:(?:\s(?:-\s?)?|-\s?)[0-9]){{9,15}}+(?!\s[0-9](?:\s|$)){END}"
BOXED: Final = Table(
    _rules.named("bank_account", 0.85, "계좌 1 1 0 - 2 3 4 …"),
)

_WORDS: Final = (
    *lexicon.words("banks"),
    "은행",
    "계좌",
    "통장",
    "입금",
    "송금",
    "이체",
    "환불 받을",
    "예금주",
    "account holder",
    "acct holder",
    "depositor",
    "^account$",
    "^acct",
    "^actno",
    "^acc no",
    "^acc num",
    "accnt no",
    "account no",
    "account num",
    "^acnt",
    "^a/c",
    "bank",
)
# Without any of these around it no number is an account.
_NEAR: Final = "|".join(
    (
        lexicon.labels(_WORDS),
        _BANKS,
        _NICKNAMES,
        "[가-힣]{2}은행|출금|지급|잔액",
        _LATIN_NAMES,
        "(?i:holder|depositor|beneficiary|payee|remittee)|수취인|KakaoBank",
        rf"(?:^|[\s|,;\"'])(?:{_CODE})[\"']?[\s|,;]",
        r",[0-9]{3}원?\s",
    )
)

KIND: Final = Kind(
    name="bank_account",
    label="계좌번호",
    needs="a bank or such a word beside it",
    source="each bank's own numbering; KB and Hana 14 digits, Woori 13, Shinhan 10 to 14",
    covers="안전성 확보조치 기준 제7조 (계좌번호), 비식별 조치 가이드라인 (식별자: 계좌번호)",
    order=110,
    remembered="digits",
    beside="number",
    held=66,
    numbers=(
        NumberForm(_WITH_PARTICLE, SPOKEN, near=_NEAR),
        NumberForm(
            rf"[0-9]{{3}}--? [0-9]{{3,4}}(?: [0-9]{{2,6}}){{1,2}}(?: {_LAST})?{END}"
            rf"|[0-9]{{1,12}}(?:\s?--?\s?[0-9]{{1,9}}){{1,4}}{END}"
            rf"|[0-9]{{2,6}}(?:[ .][0-9]{{2,8}}){{1,3}}(?: {_LAST})?{END}|[0-9]{{9,16}}{END}",
            TABLE,
            near=_NEAR,
        ),
        NumberForm(_BOXED_FORM, BOXED, near=_NEAR),
    ),
    words=_WORDS,
    behind=(
        rf"(?:{_BANKS}|[가-힣]{{2}}은행|계좌|통장)|^\s?[(/,]?\s?(?:{_SURE})(?:[,\s)/]|$|은행|으?로|이에요|이요|입니다)"
        r"|^\s?[(/,]?\s?(?:Woori|Shinhan|Kookmin|KakaoBank|Nonghyup|Hana\s?Bank|Toss\s?Bank)(?:[^A-Za-z]|$)"
        rf"|(?:으?로)?\s?(?:입금|송금|이체)|^{_HOLDER_NEXT}"
    ),
    examples=(
        "신한은행 문의 {{bank_account:110-482-917264}}",
        "국민은행 민원 계좌 {{bank_account:2026-123-456789}}",
        "우체국 계좌 {{bank_account:6892-0482-9173-4}}",
        "농협 공고 계좌 {{bank_account:302-1184-5527-41}}",
        "하나 {{bank_account:12345678901234}}",
        "cc. {{person_name:송기범}} 팀장, {{bank_account:508-12-345678-9}} iM뱅크",
        "농협이고요 {{bank_account:삼오이에 공구육사 팔팔이공 삼삼}} 예금주는 제 아내",
        "계좌 번호  {{bank_account:1002 -748 - 31O562}}\n우리은행",
        "농협 {{bank_account:352 -O914- 6628 -l3}}",
        "wire the deposit to Woori {{bank_account:1005-704-338192}} (beneficiary",
        "Please transfer to Shinhan: {{bank_account:110-384-772910}}.",
        "send to Kookmin {{bank_account:123401-04-567890}}",
        "Standard Chartered {{bank_account:123-20-456789}} thanks",
        "to {{bank_account:110-384-772911}} (Shinhan)",
        "계좌번호 : {{bank_account:l10-384-72O591}}\n신한은행",
        "신한 {{bank_account:일일공에 사팔이에 구공칠삼일오}}이고요",
        "환불 계좌는 농협이고요 {{bank_account:삼오이에 공구일칠에 사육공공에 삼삼}}이요",
        "농협으로 받을게요 계좌가 {{bank_account:삼공이 일이육팔 사칠구공 삼일}}이고 예금주는",
        "카카오뱅크 {{bank_account:삼삼삼삼공팔오일이칠칠사구}}이에요",
        "우리은행 {{bank_account:일공공이에 칠오삼에 일구팔공사사}}이라고",
        "신한은행 {{bank_account:일일공 삼팔사 칠칠이구일공}}이고요",
        "토스뱅크 {{bank_account:일공공공에 일이삼사에 오육칠팔}}이며",
        "새마을금고 {{bank_account:구공공삼 이이칠일 공사오공 팔}}이거든요",
        "농협 {{bank_account:삼오이 공구일칠 사육공공 삼이}}요",
        "국민은행 {{bank_account:삼오이 사공일 공사 일이삼사오이}}요",
        '-d \'{"accNo":"{{bank_account:110-482-907315}}","bank":"088"}\'',
        '"ACC_NUM":"{{bank_account:110482907315}}"',
        "accnt_no={{bank_account:110482907315}}&ver=2",
        '"accountNo":"{{bank_account:110482907315}}"',
        '"accountNum":"{{bank_account:110482907315}}"',
        '"ACTNO":"{{bank_account:110482907315}}"',
        "3월 급여\n가나다 2,418,000 {{bank_account:302-1195-7284-61}}\n라마바 2,377,500원 {{bank_account:302-1204-3390-81}}",
        '{"to":"{{bank_account:3333-08-5127749}}","holder":"{{person_name:이병찬}}","amt":45000}',
        '{"acctHolder":"{{person_name:이병찬}}","to":"{{bank_account:3333-08-5127749}}"}',
        '{"tel":"{{phone:010-2217-8364}}","holder":"{{person_name:이병찬}}"}',
        "to={{bank_account:3333085127749}}&holderName={{person_name:이병찬}}",
        "D  004  {{bank_account:92830104417725}}  {{person_name:구자영}}    000000350000  장학금",
        "088,{{bank_account:110294470152}},{{person_name:천수빈}},350000",
        "no;acctNo;memo\n7;{{bank_account:620-197334-01-018}};x",
        "신한 11/21 출금 35,000원 잔액 1,204,118원 {{bank_account:110-234-567890}} GS25",
        "국민은행 {{bank_account:123456-04-123456}}",
        "{{bank_account:110-234-567890}} 신한은행이에요",
        "국민 {{bank_account:123401-04-567890}}",
        "{{bank_account:123456-12-123456}} 우체국",
        "새마을금고 {{bank_account:구공공삼 이이칠일 공사오공 팔}} 이고",
        "신한은행 {{bank_account:일일공 이삼사 오육칠팔구 공}} 입니다",
        "국민은행 {{bank_account:일이삼사 공일 이삼사오육칠}} 이에요",
        "우리은행이고 {{bank_account:일공공이에 칠사오에 삼팔구이공육}}, 예금주는",
        "계좌는 새마을금고 {{bank_account:9003 2271 0450 8}}, 예금주는",
        "기업은행 {{bank_account:234 5678 9012 1}}로 보내",
        "새마을금고 {{bank_account:9003 2271 0450}} 3 건",
        "농협 {{bank_account:삼오이 공칠구일 사사이팔}} 일 만원만",
        "국민 {{bank_account:123401 04 567890}}",
        "예금주 {{person_name:김민수}} {{bank_account:110384772910}}",
        "{{bank_account:3333-01-1234567}} 카뱅",
        "A/C No. {{bank_account:1005-904-331827}}",
        "[신한] {{bank_account:110-384-772910}}",
        "국민은행 {{bank_account:1102345-67-890123}}",
        "신한은행 계좌 {{bank_account:110-421-987654321}}로 송금",
        "{{bank_account:123-456789-01-012}} iM뱅크",
        "{{bank_account:9003-2345-6789-0}} 새마을금고",
        "acctNo: {{bank_account:94310200772881}}",
        "계좌번호\n{{bank_account:110-384-\n772910}}",
        "[하나] 11/12 14:20 {{bank_account:482-910338-44715}} 출금 300,000 잔액 1,204,417",
        "14:20 {{bank_account:482-910338-44715}} 출금 300,000",
        "국민은행 계좌 {{bank_account:0 1 0 - 2 2 - 3 3 4 4 - 5 5 6}}",
        "계좌 우체국 {{bank_account:0 1 0 2 3 3-0 2-1 8 8 4 7 0}}",
        "계좌 {{bank_account:1 1 0 2 3 4 5 6 7 8 9 0}}",
        "계 좌 번 호 : {{bank_account:110384772910}}",
    ),
    lookalikes=(
        "기업은행 공고 2026-482-0918",
        "산업은행 공시 2026-0914-0001",
        "농협 공고 제2026-0914-12호",
        "국민은행 민원 2026-123-482",
        "하나은행 서류번호 482-910293-84710",
        "국민은행 상담이력 1029-3847-1029",
        "농협 2026-0914-1234 처리",
        "카카오뱅크 문의 20260914-1029",
        "우체국 번호 6892-0482-9173-4",
        "하나 1234567890",
        "우리 1234567890",
        "입금 500000 -120000 해서",
        "Busan 2024-11-23 event",
        "Woori 1005704338192",
        "the Mahana 110-384-772910",
        "to 110-384-772911 (Shinhanlife)",
        "신한 카드 포인트 우리 일일공에 사팔이에 구공칠삼일오이고요",
        "농협 주문번호는 삼오이공구일칠사육공공삼삼이요",
        '"factNo":"110482907315"',
        '"accuracy":"110482907315"',
        '"accountId":"110482907315"',
        "3월 급여\n가나다 2,418,000 302-1195-7284-61",
        "부품 목록\n가나다 2,418,000 302-1195-7284-61\n라마바 2,377,500 302-1204-3390-81",
        '{"order":"3333-08-5127749","shareholder":"이병찬"}',
        '{"order":"3333-08-5127749","holder":"이병찬"}',
        "D  004  92830104417725  장학금",
        "D  104  92830104417725  구자영",
        "088,110294470152,배송비,350000",
        "계좌 잔액 1,234,567원",
        "통장에 1234567890원 있다",
        "송금 2026-11-23 완료",
        "우체국 1234567890123",
        "123456-12-123456 우체국 택배",
        "1234-5678-9012 우체국",
        "품번 123456-12-123456 우체국",
        "보험사 증권번호: KB-2021-0044-123456",
        "계좌 123-45",
        "계좌 12 3456 7 로",
        "이체 1234567890**",
        "계좌 A1234567890b12",
        "입금 37.566535123",
        "국민 1234 5678 901 명",
        "계좌 1.123-456-789012",
        "계좌 110-234\n567890",
        "110-234\n-567890 신한은행",
        "송금 2026-11-231234",
        "KB 보험 123-456-789012",
        "품번 482-910338-44715 출고 300,000개",
        "품번 482-910338-44715 입금 3건",
        "계좌 수 1 2 3 4 5 6 7",
        "보기 1 1 0 2 3 4 5 6 7 8 9 0",
        "세계 좌 표 110384772910",
    ),
)
