"""회원번호: what a shop, a club or an insurer calls its customer by."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds import _technical_terms
from predictor.pii.kinds._brackets import behind_name
from predictor.pii.kinds._labels import behind_label, grouped_behind_label, spoken_behind_label
from predictor.pii.kinds._paper_numbers import behind_paper
from predictor.pii.scan.context import Context
from predictor.pii.scan.forms import LONG_DAY
from predictor.pii.scan.span import Span

_WORDS: Final = (
    "회원 번호",
    "고객 번호",
    "가입자 번호",
    "가입자번호",
    "멤버십 번호",
    "포인트 카드 번호",
    "회원 ID",
    "회원 No",
    "회원 아이디",
    "고객 아이디",
    "고객 No",
    "가입 번호",
    "적립 카드 번호",
    "마일리지 번호",
    "마일리지 회원번호",
    "스카이패스 번호",
    "스카이패스",
    "고객 관리 번호",
    "후원 번호",
    "후원자 번호",
    "후원 회원 번호",
    "기부자 번호",
    "조합원 번호",
    "구독자 번호",
    "교인 번호",
    "도서관 회원증",
    "대출 회원 번호",
    "국민연금 번호",
    "연금 증서 번호",
    "연금 수급 증서 번호",
    "국민연금 수급 증서 번호",
    "국민연금 증 번호",
    "국민연금 증서 번호",
    "연금 수급 번호",
    "연금 수급자 번호",
    "연금 번호",
    "수급자 번호",
    "수급권자 번호",
    "연금 관리 번호",
    "이용자 번호",
    "사용자 번호",
    "회원증 번호",
    "이용증 번호",
    "대출 카드 번호",
    "독서 카드 번호",
    "대출자 번호",
    "열람증 번호",
    "납부자 번호",
    "봉사자 번호",
    "헌혈자 번호",
    "포인트 카드",
    "^mbr no",
    "^mbr id",
    "^mem no",
    "^memb no",
    "^memb id",
    "^mb no",
    "^mem id",
    "^cust id",
    "회원 코드",
    "고객 코드",
    "고객 ID",
    "^cust no",
    "member no",
    "member number",
    "member id",
    "membership no",
    "customer no",
    "customer number",
    "^cust num",
    "^cust number",
    "^mbr num",
    "^mbr number",
    "^mber no",
    "^cstmr no",
    "^user no",
    "customer id",
)

# retry member=HM-0083127, "customer": "C2031948"
_OWNER: Final = r"(?i:member|customer|subscriber|mbr|cust|회원|고객)[\"']?\s?[:=]\s?[\"']?"
_ASSIGNED: Final = re.compile(rf"{_OWNER}(?P<value>[A-Z]{{1,4}}-?[0-9]{{5,12}}|(?<==)[0-9]{{7,9}})(?![0-9A-Za-z\-]|\.[0-9A-Za-z])")
# 예약자 이상근(회원 1-20488-00), 회원 HM-0083127 탈퇴: behind the word and a blank or a bracket
_OWNERS: Final = r"(?:회원|고객|멤버|조합원|구독자|대출증|이용증|열람증|회원증|대출\s?카드|도서\s?카드)"
_SPACED: Final = re.compile(
    rf"{_OWNERS}(?:님?\s|\()"
    rf"(?P<value>[A-Z]{{1,4}}-?[0-9]{{5,12}}"
    rf"|[a-z]{{2,6}}-[0-9]{{6,12}}"
    rf"|[A-Z]{{1,3}}[0-9]{{1,4}}-[0-9]{{4,10}}"
    rf"|(?!0|(?:19|20)[0-9]{{2}}-)[0-9]{{1,8}}(?:-[0-9]{{2,8}}){{1,3}}(?=\s?[)\],/]))"
    r"(?![0-9A-Za-z\-]|\.[0-9A-Za-z])"
)
# [게임서버] uid=G3304172 닉=감자도리: the number of a game's or a service's account begins with letters.
_ACCOUNT: Final = (
    r"(?i:user_?no|usr_?no|user_?seq|player(?:_?id)?|gamer(?:_?id)?|char(?:acter)?_?id|account_?no)[\"']?\s?[:=]\s?[\"']?"
)
_UID: Final = r"(?i:uid|user(?:_?id)?|usr|acct)[\"']?\s?[:=]\s?[\"']?"
_OF_AN_ACCOUNT: Final = re.compile(
    rf"(?:{_ACCOUNT}(?P<value>[A-Z]{{1,3}}-?[0-9]{{5,12}})"
    rf"|{_UID}(?P<uid>[A-Z]{{1,2}}[0-9]{{6,12}}|[a-z][0-9]{{7,10}}|[a-z]{{1,3}}_[0-9]{{6,12}}))"
    r"(?![0-9A-Za-z\-]|\.[0-9A-Za-z])"
)
_LEAST: Final = 6  # characters without dashes
_SPACED_GATE: Final = (
    rf"{_OWNERS}(?:님?\s|\()"
    rf"(?:[A-Z]{{1,4}}-?[0-9]{{5}}|[a-z]{{2,6}}-[0-9]{{6}}|[A-Z]{{1,3}}[0-9]{{1,4}}-[0-9]{{4}}|[0-9]{{1,8}}-[0-9]{{2}})"
)

# 아이디 moss_jam77 쓰는데요, 아이디가 moss77인데 로그인이: somebody's account, which a verb of using it follows
_NO_PERSON: Final = (
    r"(?!(?i:user|usr|admin|test|guest|demo|member|root|sample|example|manager|system|svc|batch|dev|prod|app|bot|db|id_?[0-9]))"
)
_LOGIN_NAME: Final = r"(?:아이디|아디)(?:는요|은요|는|은|가|이)?\s?[:=]?\s?[\"'(]?"
_LOGIN: Final = re.compile(
    rf"(?<![가-힣A-Za-z]){_LOGIN_NAME}(?P<value>{_NO_PERSON}(?=[a-z._\-]*[0-9])[a-z][a-z0-9._\-]{{3,28}}[a-z0-9])"
    r"(?![A-Za-z0-9@._\-])"
    r"(?=[\"')]?\s?"
    r"(?:쓰는데|쓰고\s?있|쓰던|쓰는\s?사람"
    r"|사용\s?(?:중|하고|하는)"
    r"|(?:으?로)\s?(?:로그인|접속|가입|조회|주문|결제|예약|신청)"
    r"|인데"
    r"|이고\s비[번밀]"
    r"|이에요|예요|이고요|이구요|이요"
    r"|입니다))"
)
# 아이디: moss77 in a form's field, 아이디는 moss_jam입니다: a key of a table has an underscore too
_NO_KEY: Final = r"(?![a-z0-9_]{0,24}_(?:id|no|key|name|code|num|seq|idx|type|cd|nm)(?![a-z0-9]))"
_STATED: Final = re.compile(
    rf"(?<![가-힣A-Za-z]){_LOGIN_NAME}(?P<value>{_NO_PERSON}{_NO_KEY}"
    r"(?:(?:(?<=[:=\"'(])|(?<=[:=]\s))(?=[a-z._\-]{3,28}[0-9])[a-z][a-z0-9._\-]{3,28}[a-z0-9](?=[\"')]?(?:\s?[,/|;)\n]|\s?$))"
    r"|[a-z]{2,20}[._][a-z]{1,20}(?=이에요|예요|입니다|이고요|이구요)))"
)
_SOMEBODY: Final = re.compile(
    r"(?:^|[^가-힣A-Za-z\s]|\n|(?:회원|고객|로그인|접속|가입|본인|[내제]|홈페이지|사이트|쇼핑몰"
    r"|홈택스|계정|이용자|신청자|회사|학교|앱)의?)\s{0,2}$"
)
_SOMEBODY_REACH: Final = 8
# 홈택스 아이디 moss_farm 비번은: an account beside its password needs no verb
_BESIDE_PASSWORD: Final = re.compile(
    rf"(?<![가-힣A-Za-z]){_LOGIN_NAME}"
    rf"(?P<value>{_NO_PERSON}(?=[a-z]{{0,28}}[._\-0-9])[a-z][a-z0-9._\-]{{3,28}}[a-z0-9])(?![A-Za-z0-9@._\-])"
    r"(?=[\"')]?\s?[,/]?\s?(?:비번|비밀\s?번호|패스워드|암호|(?i:pw|password)))"
)


# 노령연금 받고 있고 증서번호는 2014-0221938: 증서번호 alone, near behind a pension
# 국민연금 가입내역 … 증번호 3-7704-182936
_CERTIFICATE: Final = r"[\s,(/]증서?\s?번호(?:은|는|이|가)?\s?[:=]?\s?"
_OF_A_PENSION: Final = re.compile(
    rf"{_CERTIFICATE}(?P<value>[0-9]{{4,5}}(?:-[0-9]{{3,7}}){{1,2}}|[0-9]{{1,3}}(?:-[0-9]{{3,7}}){{2}})(?![0-9A-Za-z\-])"
)
# 국민연금 수급증서 18-2204-077193, 연금공단에서 온 종이에는 2204-7719-0638: without 번호, and no day
_PAPER: Final = (
    r"연금\s?(?:수급자?\s?)?증서?(?:은|는|이|가)?\s?[:(]?\s?"
    r"|연금\s?(?:쪽|거|것|건)(?:은|는)\s"  # 실손 말고 연금 쪽은 840611-0003312
    r"|연금\s?공단(?:에서\s(?:온|보낸|받은|준))?\s?"
    r"(?:종이|서류|통지서|안내문|우편물?|증서|카드)"
    r"(?:에는|에|엔|은|는)?\s(?:번호[가는]?\s)?"
)
_ON_PAPER: Final = re.compile(
    rf"(?:{_PAPER})(?P<value>[0-9]{{2,4}}-[0-9]{{3,4}}-[0-9]{{4,7}}|[0-9]{{6}}-0[0-9]{{6}})(?![0-9A-Za-z\-])"
)
# 멤버십 바코드가 안 찍혀요 8810 2204 7719 0638
_BARCODE: Final = r"(?:멤버십|회원|포인트|적립|고객)\s?(?:카드\s?)?바코드[^0-9\n]{0,24}"
_BAR: Final = re.compile(rf"{_BARCODE}(?P<value>[0-9]{{4}}(?:[ \-][0-9]{{4}}){{2,3}}|[0-9]{{12,16}})(?![0-9A-Za-z\-]| [0-9])")
# db.players.findOne({_id: "m_22047"}): a document of a person, by its collection
_DOCUMENT: Final = (
    r"\."
    r"(?i:players?|members?|users?|customers?|accounts?|patients?|students?|employees?)\."
    r"(?:find|update|delete|replace|count)[A-Za-z]{0,16}"
    r"\(\s?\{\s?[\"']?_?id[\"']?\s?:\s?[\"']"
)
_OF_A_DOCUMENT: Final = re.compile(rf"{_DOCUMENT}(?P<value>[A-Za-z]{{1,6}}[_\-]?[0-9]{{4,12}})(?=[\"'])")
_PENSION_REACH: Final = 48
# FFP KE 1129 3308 7714, 회원 #A-0417: behind what airlines call a member's number by, or behind a number sign
_FLYER: Final = r"(?:FFP|FQTV|FQTU|FFN|(?i:frequent\sfl(?:y|i)er)(?:\s(?i:no\.?|number|num))?)[\s:#/|]{1,2}"
_HASHED: Final = r"(?:회원|고객|멤버|조합원|구독자)\s?#"
_NAMED: Final = re.compile(
    rf"(?:{_FLYER}(?P<flyer>[A-Z]{{2}}[ /]?[0-9]{{4}}(?:[ \-]?[0-9]{{2,4}}){{1,3}})"
    rf"|{_HASHED}(?P<hashed>[A-Z]{{1,3}}-?[0-9]{{3,10}}|[0-9]{{5,10}}))"
    r"(?![0-9A-Za-z\-])"
)


def pensioner(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The number of a pensioner's certificate where a pension is spoken of before."""
    found = _OF_A_PENSION.match(text, hit)
    if found and found.start("value") >= floor and text.find("연금", max(0, hit - _PENSION_REACH), hit) >= 0:
        yield Span(*found.span("value"), "member_number", found["value"].replace("-", ""), 0.8, "a pensioner's certificate")


def named(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A frequent flyer's number, or a member's behind a number sign."""
    found = _NAMED.match(text, hit)
    if found is None or (text[hit].isascii() and text[hit - 1 : hit].isalnum()):
        return
    group = "flyer" if found["flyer"] else "hashed"
    if found.start(group) >= floor:
        yield Span(*found.span(group), "member_number", re.sub(r"[\s\-/]", "", found[group]), 0.8, "a member before")


def on_paper(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The number on a pensioner's paper that is named without 번호, or below the bars of a member's card."""
    found = _ON_PAPER.match(text, hit) or _BAR.match(text, hit)
    if found and found.start("value") >= floor:
        yield Span(*found.span("value"), "member_number", re.sub(r"[\s\-]", "", found["value"]), 0.8, "a person's paper")


def of_a_document(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The identifier by which a statement of MongoDB looks for a person."""
    found = _OF_A_DOCUMENT.match(text, hit)
    if found and found.start("value") >= floor:
        yield Span(*found.span("value"), "member_number", found["value"], 0.75, "a person's document")


def login(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The account of somebody who says how it is used, or who states it: 아이디: moss77."""
    found = _LOGIN.match(text, hit) or _BESIDE_PASSWORD.match(text, hit)
    if found is None and _SOMEBODY.search(text, max(0, hit - _SOMEBODY_REACH), hit):
        found = _STATED.match(text, hit)
    if found and found.start("value") >= floor and not _technical_terms.is_an_algorithm(found["value"]):
        yield Span(*found.span("value"), "member_number", found["value"].lower(), 0.75, "an account told")


def assigned(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A number that a field called member or customer holds itself: member=HM-0083127."""
    found = _ASSIGNED.match(text, hit)
    if found is None or found.start("value") < floor or text[hit - 1 : hit].isalpha() or LONG_DAY.fullmatch(found["value"]):
        return
    yield Span(*found.span("value"), "member_number", found["value"].replace("-", ""), 0.75, "a member's field")


def of_an_account(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A number with letters in a field for a service's account."""
    found = _OF_AN_ACCOUNT.match(text, hit)
    if found and not text[hit - 1 : hit].isalpha():
        value = "uid" if found["uid"] else "value"
        if found.start(value) >= floor:
            yield Span(*found.span(value), "member_number", found[value].replace("-", ""), 0.75, "an account's field")


def spaced(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A number with letters behind 회원, or one with dashes that a bracket or a sign ends."""
    found = _SPACED.match(text, hit)
    if found is None or found.start("value") < floor:
        return
    value = found["value"].replace("-", "")
    if len(value) >= _LEAST:
        yield Span(*found.span("value"), "member_number", value, 0.75, "a member before")


KIND: Final = Kind(
    name="member_number",
    label="회원번호",
    needs="a label",
    source="each service's own numbering",
    order=210,
    remembered="code",
    held=60,
    beside="number",
    gates=(
        grouped_behind_label("member_number", _WORDS),
        behind_label(
            "member_number",
            _WORDS,
            r"(?:[A-Z]{1,3} )?[0-9]{4}(?: [0-9]{4}){2,3}|[A-Z]{1,3} [0-9]{3,4}(?: [0-9]{2,4}){1,3}"
            r"|[A-Za-z]{0,4}-?[0-9][0-9\-]{2,18}[0-9]",
            0.9,
        ),
        behind_paper("member_number", r"회원증|회원\s?카드|멤버십\s?카드|이용증", r"[A-Z]{1,4}-?[0-9]{4,12}|[1-9][0-9]{6,11}"),
        spoken_behind_label("member_number", _WORDS),
        Gate(rf"{_OWNER}(?:[A-Z]{{1,4}}-?[0-9]{{5}}|[0-9]{{7}})", assigned),
        Gate(_SPACED_GATE, spaced),
        Gate(rf"{_CERTIFICATE}[0-9]{{1,5}}-[0-9]{{3}}", pensioner),
        Gate(rf"{_FLYER}[A-Z]{{2}}[ /]?[0-9]{{4}}|{_HASHED}(?:[A-Z]{{1,3}}-?[0-9]{{3}}|[0-9]{{5}})", named),
        Gate(rf"(?:{_PAPER})[0-9]{{2,6}}-[0-9]{{3}}|{_BARCODE}[0-9]{{4}}", on_paper),
        Gate(rf"{_DOCUMENT}[A-Za-z]", of_a_document),
        Gate(rf"{_LOGIN_NAME}[a-z][a-z0-9._\-]{{4}}", login),
        behind_name(
            "member_number", r"[0-9]{4}-[0-9]{6}|[A-Z]{1,3}-?[0-9]{5,8}", r"반납|연체|회원|멤버십|도서관|희망\s?도서|예약\s?도서"
        ),
        Gate(rf"{_ACCOUNT}[A-Z]{{1,3}}-?[0-9]{{5}}|{_UID}(?:[A-Z]{{1,2}}|[a-z]|[a-z]{{1,3}}_)[0-9]{{6}}", of_an_account),
    ),
    words=_WORDS,
    words_touch=True,
    parents=r"(?:members?|customers?|subscribers?|회원|고객|조합원)(?:_?list|_?info|목록|명단|정보)?",
    # Behind letters five digits are a number; alone so few may count anything.
    cell=r"[A-Za-z]{1,4}-?[0-9][0-9\-]{3,18}[0-9]|[0-9][0-9\-]{5,18}[0-9]",
    examples=(
        "아이디: {{member_number:moss_jam22}}, 이용자 아이디: {{member_number:limemoss7}}",
        "문의드려요. 아이디 = {{member_number:mossjam22}}",
        "아이디는 {{member_number:moss_j}}입니다",
        "회원번호, {{member_number:7720481936}}",
        "회원번호 → {{member_number:A0048291}}",
        "회원 아이디: {{member_number:A0048291}}, 고객 아이디 {{member_number:77204819}}",
        "회원No {{member_number:7720481936}}, 고객No. {{member_number:M-77204}}",
        "가입번호 {{member_number:A0048291}}",
        "적립카드번호: {{member_number:4829-1837-20}}",
        "고객id={{member_number:C77204}}",
        "회원번호 {{member_number:107 4418}}이요",
        "회원번호 {{member_number:5491 823832}} 조회",
        "국민연금 가입내역 문의, 증번호 {{member_number:3-7704-182936}}, 납부예외",
        "자격 말고 연금 쪽은 {{member_number:840611-0003312}} 이렇게",
        "CJU|KE1207|FFP {{member_number:KE 1129 3308 7714}}|ZONE 2",
        "FQTV {{member_number:OZ 330871441}}",
        "헬스장 회원 #{{member_number:A-0417}} 락커",
        "홈택스 아이디 {{member_number:moss_farm}} 비번은 {{secret:wkqhf2580@}} 입니다",
        "챗봇: 회원번호를 입력해 주세요\n나: {{member_number:8830-17-0431}}\n챗봇: 없어요",
        "user_id={{member_number:m00481923}} login",
        "login fail uid={{member_number:m00481923}} from",
        "      id: 771\n memb_no: {{member_number:KM-2203-00919}}\n",
        "상담원: 회원번호 알려주시면 확인해 드릴게요.\n고객: 찾아볼게요... {{member_number:공공이칠사팔일구}}요.",
        "회원번호가 어떻게 되세요? 고객: 음 그러니까, {{member_number:삼팔이공칠일육}}이요",
        "국민연금 수급증서 {{member_number:18-2204-077193}} 확인 부탁드려요",
        "연금공단에서 온 종이에는 {{member_number:2204-7719-0638}}라고 돼 있어요",
        "포인트 바코드가 안 읽혀요 {{member_number:8810 2204 7719 0638}}",
        "회원 바코드 번호: {{member_number:881022047719}}",
        'db.members.findOne({_id: "{{member_number:m_22047}}"})',
        "approval ok user={{member_number:M00220477}} ip=",
        "&uid={{member_number:kx_2204771}}&ver=3",
        "기존 회원 {{member_number:olle-0220477}} 통합",
        "국민연금 수급증서 번호 {{member_number:2014-0387162}}",
        "노령연금 받고 있고 증서번호는 {{member_number:2014-0221938}}이에요",
        "국민연금 수급자입니다. 연금증서번호 {{member_number:2016-0384-7715}} 인데",
        "국민연금 증번호 {{member_number:40283-117756}} 예상 수령액",
        "국민연금 증서번호: {{member_number:2011-0384471}}",
        "연금번호는 {{member_number:2011-0384471}}이에요",
        "연금수급번호 {{member_number:2011-0384471}}",
        "연금수급자번호 {{member_number:2011-0384471}}",
        "기초생활 수급자번호 {{member_number:2016-038477}} 확인",
        "수급권자 번호 {{member_number:2016-038477}}",
        "연금관리번호 {{member_number:2016-038477}}",
        '"customer_number":"{{member_number:10293847}}"',
        "custNum={{member_number:10293847}}&a=1",
        "cust_number={{member_number:10293847}}",
        '"mbrNum":"{{member_number:10293847}}"',
        '"mbrNumber":"{{member_number:10293847}}"',
        '"MBER_NO":"{{member_number:10293847}}"',
        '"cstmrNo":"{{member_number:10293847}}"',
        '"userNo":"{{member_number:10293847}}"',
        "스카이클럽 회원번호 {{member_number:SK 7041 8829 36}} 결제",
        "회원번호 {{member_number:HM 204 1183}}",
        "안내원: 회원번호 여덟 자리 말씀해 주세요.\n손님: 음… {{member_number:4830-2276}}이요.",
        "회원번호 아시면 불러주세요. — {{member_number:공공칠사일구이팔}}이요. — 네",
        "회원번호는요? / {{member_number:8820-1394}}이요 / 네",
        "회원번호는 {{member_number:팔팔이공 일삼구사}}입니다",
        "아이디는 {{member_number:moss_jam77}} 이고 비번은 몰라요",
        "{{person_name:김민준}}님(대출증 {{member_number:L20-0048172}}) 연체 도서 2권",
        "대출 카드 번호는 {{member_number:L20-0048172}}이에요",
        "열람증 {{member_number:LB0048172}} 분실",
        'HGETALL sess:9f2c\n1) "uid"      2) "{{member_number:20088213}}"\n3) "nm"',
        '1) "member_no"\n2) "{{member_number:HM-0083127}}"',
        "아이디 {{member_number:haneul_sea77}} 쓰는데요 로그인이 안 돼요",
        "아이디가 {{member_number:haneul77}}인데 비번을 잊었어요",
        "반납 9일 지남: {{person_name:강솔비}}({{member_number:2209-004417}})",
        "멤버십 등급 조정: {{person_name:김민준}}({{member_number:MB0029184}})",
        "[게임서버] uid={{member_number:G3304172}} 닉=감자도리",
        '"playerId":"{{member_number:PL-330417}}"',
        "user_no: {{member_number:U3304172}}",
        "account_no={{member_number:AC330417}}",
        "회원번호가 순서대로 {{member_number:HM-0083127}} / {{member_number:HM-0083128}}입니다",
        "회원번호 {{member_number:10293847}}, {{phone:010-1234-5678}}",
        "회원번호 {{member_number:10293847}}, 20250412 가입",
        "회원번호 각각 {{member_number:10293847}}, {{phone:010-1234-5678}}",
        "회원번호 {{member_number:10293847}}, 10500000원 결제",
        "회원번호 {{member_number:10293847}}, 1500 적립",
        "회원증은 집에 두고 왔는데 번호는 {{member_number:HM-0083127}}입니다",
        "도서관 알림: 이용자번호 {{member_number:20190045127}} 대출 2권",
        "대출자번호는 {{member_number:L-104432}}이에요",
        "회원번호,등급\n{{member_number:M000418}},골드\n{{member_number:M000419}},실버",
        "예약자 {{person_name:김민준}}(회원 {{member_number:1-20488-00}}), 동반",
        "고객 {{member_number:C2031948}} 문의",
        "회원({{member_number:MB0029184}}) 탈퇴 처리",
        "mem_id,grade\n{{member_number:MB0029184}},SILVER\n{{member_number:MB0029185}},BASIC",
        "custId={{member_number:C-2031948}}",
        "회원 코드: {{member_number:MB-0029184}}",
        "고객 ID {{member_number:C2031948}}, 고객코드 {{member_number:10293847}}",
        "회원번호는 {{member_number:팔팔이공 다시 일삼구사}}입니다",
        "<th>회원번호</th><td>{{member_number:R0077413}}</td>",
        "retry member={{member_number:HM-0083127}} device=A",
        '{"customer": "{{member_number:C2031948}}"}',
        "mbr={{member_number:10293847}}&step=2",
        "후원번호 {{member_number:S-0018827}}",
        "회원번호가 어떻게 되세요? {{member_number:8820-1394}}요",
        "회원번호 말씀해 주세요.\n고객: 네 {{member_number:8820-1394}}요",
        '"memNo":"{{member_number:M55210937}}"',
        "스카이패스 번호 {{member_number:BK123456789}}",
        "포인트 카드 {{member_number:2201 8837 4419}}",
        "회원 번호는요 {{member_number:10293847}}이요",
        "회원번호 {{member_number:8820-1394-7712}} 탈퇴 처리",
        "고객번호: {{member_number:C-2031948}}",
        "국민연금 가입자번호 {{member_number:20394817263}} 조회",
        "회 원 번 호 : {{member_number:12345678}}",
    ),
    lookalikes=(
        "광고 아이디: camp1234",
        "상품 아이디 moss1234",
        "아이디: sha256",
        "아이디는 user_id입니다",
        "아이디: moss_no1 열",
        "회원번호, 2026-09-14 가입",
        "회원번호, 이름, 20260914",
        "회원 수 5491 823832",
        "자격증번호 3-7704-182936",
        "EFFP KE 1129 3308 7714",
        "회원 #3 자리",
        "챗봇: 주문번호를 입력해 주세요\n나: 8830-17-0431",
        "챗봇: 회원번호를 입력해 주세요\n나: 몰라요 2026-11-04",
        "아이디 user_name 비번",
        "아이디 admin_01 비번",
        "uid=a004819 commit",
        "memb_note: KM-2203-00919",
        "상담원: 주문번호 알려주시면 확인해 드릴게요.\n고객: 찾아볼게요... 공공이칠사팔일구요.",
        "상품 바코드가 안 찍혀요 8801 2204 7719",
        "연금증서 2024-01-15 수령",
        'db.items.findOne({_id: "i_22047"})',
        "superuser=M00220477",
        "user=M2204",
        "회원 olle-0220",
        "공제 가입 후 증서번호는 2014-0221938이에요",
        "연금저축 증서번호는 2014년에",
        "연금증서 2024-01-15 발급",
        "수급자 20190045명",
        "연금 수급액 10293847",
        '"userSeq":"10293847"',
        '"number":"10293847"',
        "아이디 haneul_sea77",
        "회원번호는 VIP 2024 신청서에",
        "회원번호 말고요. / 8820-1394",
        "아시면 불러주세요. — 공공칠사일구이팔이요",
        "아이디 admin01 쓰는데요",
        "아이디 haneul 쓰는데요",
        "부품 교체: 강솔비(2209-004417)",
        "대출증 L20-004",
        "대출증 2024-2025 발급",
        "부품(L20-0048172) 교체",
        '1) "uid"  2) "root2"',
        "회원 강솔비(2209-0044)",
        "uid=1000(root) gid=1000",
        "uuid=G3304172",
        "uid=E-204171",
        "uid=E20417",
        "uid=G3304172-ab",
        "fluid=G3304172",
        "charset=G3304172",
        "회원증 지참, 좌석 확인, 번호 1008312",
        "이용자번호를 잊으셨나요",
        "이용자 수 20190045",
        "회원번호,등급\nM418,골드\nM419,실버",
        "회원 2024-2025 모집",
        "(회원 12-15)",
        "회원 1-20488-00 코스",
        "(고객 010-1234)",
        "고객 C2031948.pdf 첨부",
        "조합원 2024-03-01, 가입",
        "회원번호 이삼일 내로 확인",
        "회원번호</a><td>R0077413</td>",
        "remember=HM-0083127",
        "members=10293847",
        "member=20240430",
        "member=HM-0083127.jpg",
        "회원번호를 잊었어요",
        "회원번호 8자리",
        "고객번호 없음",
        "member_id,city\n10231,Seoul",
        "위 회 원 수 12345678",
    ),
)
