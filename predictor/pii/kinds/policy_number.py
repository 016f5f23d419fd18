"""증권번호: an insurance contract."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds._labels import behind_label, grouped_behind_label, spoken_behind_label
from predictor.pii.kinds._paper_numbers import behind_paper
from predictor.pii.names import holder
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_WORDS: Final = (
    "증권 번호",
    "보험 증권 번호",
    "보험 계약 번호",
    "보험증권번호",
    "보험 증권",
    "공제 증권",
    "공제 증서",
    "공제 증권 번호",
    "공제 계약 번호",
    "증번",
    "증권 No",
    "^증서 번호",
    "보험 증서 번호",
    "policy no",
    "policy number",
    "ins cert no",
    "insurance cert no",
    "^ins policy",
    "^insurance policy",
    "^policy num",
    "^plcy no",
    "^ply no",
    "^pol no",
    "^insu policy",
)

# A securities firm's name ends with 증권 too, and its papers have shorter numbers.
_CERTIFICATE: Final = re.compile(r"증권\s?\(?\s?제\s?(?P<value>[0-9]{2,4}(?:-[0-9]{2,8}){1,3})(?=\s?호)")
# 어머님 실손 제0821-5560274호: the insurance's name instead of 증권
_INSURANCE: Final = (
    r"(?:실손|실비|종신|연금|암|치아|운전자|자동차|화재|상해|태아|어린이|간병|치매|변액|저축|질병|여행자|정기|건강|생명|손해)"
    r"(?:의료비?|생명)?\s?(?:보험|계약|특약|보장)?\s?(?:계약\s?)?"
)
_BY_INSURANCE: Final = re.compile(rf"{_INSURANCE}\(?제\s?(?P<value>[A-Z]{{0,3}}[0-9]{{2,8}}(?:-[0-9]{{2,8}}){{1,3}})(?=\s?호)")
# 실손은 무배당-1904-0071338: the class of the insurance begins the number
_SHARELESS: Final = r"(?:무배당|유배당)-[0-9]{2,6}-[0-9]{4}"
_BY_CLASS: Final = re.compile(r"(?<![가-힣])(?P<value>(?:무배당|유배당)-[0-9]{2,6}-[0-9]{4,10})(?![0-9A-Za-z\-])")
_INSURED_BY: Final = r"(?:보험|실손|실비|특약)\s(?:계약\s)?"
_LETTERED_INSURANCE: Final = re.compile(rf"{_INSURED_BY}(?P<value>[A-Z]{{1,3}}[0-9]{{2,8}}-[0-9]{{4,10}})(?![0-9A-Za-z\-])")
_LEAST: Final = 10  # digits
# 특약 변경, 증권 L0240-7731856: without 번호 where the text speaks of insurance.
_LETTERED: Final = re.compile(
    r"증권(?:은|는|이|가)?[\s(:#]{1,2}"
    r"(?P<value>[A-Z]{1,3}[0-9]{2,8}-?[0-9]{4,10}"
    r"|[A-Z]{1,3}-?[0-9]{2,8}(?:-[0-9]{2,8}){1,3})"
    r"(?![0-9A-Za-z\-])"
)
# 어머니 이름으로 가입한 증권(H-3307-214985)이 해지, 보험(L20261103884712): in a bracket behind the contract
_CONTRACT: Final = r"(?:증권|보험|실손|실비|특약|공제|계약)(?:은|는|이|가)?\s?\((?:증권\s?)?(?:번호\s?|(?i:no\.?)\s?)?[:#]?\s?"
_CONTRACTED: Final = re.compile(
    rf"{_CONTRACT}"
    rf"(?P<value>[A-Z]{{1,3}}-?[0-9]{{2,8}}(?:-[0-9]{{2,10}}){{1,3}}"
    rf"|[A-Z]{{1,3}}-?[0-9]{{9,14}}"
    rf"|[0-9]{{2,8}}(?:-[0-9]{{2,10}}){{2,3}})"
    r"(?=\))"
)
_ABOUT_INSURANCE: Final = re.compile(r"보험|실손|실비|특약|계약자|수익자|보장|청구|가입한|해지|만기|납입")
# 고객님 증권 8801-2291-0457 건은 수익자가: digits alone, where the text near speaks of insurance and of no securities
_PLAIN: Final = re.compile(r"증권(?:은|는|이|가)?[\s(:#]{1,2}(?P<value>[0-9]{2,8}(?:-[0-9]{2,8}){1,3})(?![0-9A-Za-z\-]|\s?[원주])")
_SECURITIES: Final = re.compile(r"계좌|주식|종목|예탁|입금|출금|시세|매수|매도|펀드|채권|상장|투자|리서치")
_NEAR: Final = 48
_FAR: Final = 80  # characters before digits alone
_BEHIND: Final = 24
_OWN: Final = re.compile(r"(?:^|[^가-힣])[제내그]$")  # 제증권 K-2204-7719-06: my, as one types it in haste
# {"policy":{"no":"HL-2208-771904","insured":…, <policy><number>…: a policy of access has no insured
_FIELD: Final = r"(?i:no|num|number|id|policy_?(?:no|num|number|id)|번호)"
_FILLED: Final = r"(?:[\"'][A-Za-z_]{1,16}[\"']\s?:\s?[\"'][A-Za-z_ ]{0,16}[\"'],\s{0,8}){0,2}"
_OPENED: Final = (
    r"(?i:(?:insurance_?)?(?:policy|policies|contract)|보험|증권|계약)"
    rf"(?:[\"']\s?:\s?\[?\s{{0,8}}\{{\s{{0,8}}{_FILLED}[\"']{_FIELD}[\"']\s?:\s?[\"']?|>\s{{0,8}}<{_FIELD}>)"
)
_RECORDED: Final = re.compile(rf"[\"'<]{_OPENED}(?P<value>[A-Z]{{0,4}}-?[0-9]{{2,14}}(?:-[0-9]{{2,12}}){{0,3}})(?=[\"'<,\s}}])")
_LEAST_RECORDED: Final = 8
_OF_INSURANCE: Final = re.compile(
    r"(?i:insur|benefic|premium|policy_?holder|coverage|claim|underwrit|rider)|피보험|수익자|계약자|보험료|특약|보장"
)
_RECORD: Final = 200
# D|LA20194482716|한재숙|19610905|: two capitals and digits in a record, before a name and a date of birth
_ROW: Final = re.compile(
    r"(?P<sign>[|;,\t])(?P<value>[A-Z]{2}[0-9]{10,12})(?P=sign)(?P<name>[가-힣]{2,5})(?P=sign)"
    r"(?:19[0-9]{2}|20[01][0-9])-?[01][0-9]-?[0-3][0-9](?=[|;,\t])"
)
_ROW_GATE: Final = r"[|;,\t][A-Z]{2}[0-9]{10,12}[|;,\t][가-힣]{2,5}[|;,\t](?:19|20)[0-9]{2}-?[01][0-9]"
_INSURED: Final = re.compile(r"보험|특약|피보험|계약자|수익자|보장|청구|해약|환급|만기")


def certificate(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """증권 제2024-0081-338471호, without 번호."""
    found = _CERTIFICATE.match(text, hit)
    if found is None or found.start("value") < floor or "가" <= text[hit - 1 : hit] <= "힣":
        return
    digits = found["value"].replace("-", "")
    if len(digits) >= _LEAST:
        yield Span(*found.span("value"), "policy_number", digits, 0.85, "증권 제 … 호")


def _ends_a_word(text: str, hit: int) -> bool:
    """Whether a Hangul word ends with the 증권 at ``hit``, such as a firm's name."""
    return "가" <= text[hit - 1 : hit] <= "힣" and _OWN.search(text, max(0, hit - 2), hit) is None


def lettered(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A number with letters behind 증권 alone, near behind a word about insurance."""
    found = _LETTERED.match(text, hit)
    if found is None or found.start("value") < floor or _ends_a_word(text, hit):
        return
    low, high = max(0, hit - _NEAR), found.end() + _BEHIND
    if _INSURED.search(text, low, hit) or (_INSURED.search(text, hit + 2, high) and not _SECURITIES.search(text, low, high)):
        yield Span(*found.span("value"), "policy_number", found["value"].replace("-", ""), 0.8, "증권 near insurance")


def contracted(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A number in a bracket behind 증권 or 보험, near words about insurance and none about securities."""
    found = _CONTRACTED.match(text, hit)
    if found is None or found.start("value") < floor:
        return
    key, low, high = found["value"].replace("-", ""), max(0, hit - _NEAR), found.end() + _NEAR
    if len(key) >= _LEAST and _ABOUT_INSURANCE.search(text, low, high) and not _SECURITIES.search(text, low, high):
        yield Span(*found.span("value"), "policy_number", key, 0.8, "in a contract's bracket")


def plain(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Digits behind 증권 alone, near a word about insurance on either side and none about securities."""
    found = _PLAIN.match(text, hit)
    if found is None or found.start("value") < floor or _ends_a_word(text, hit):
        return
    digits, low, high = found["value"].replace("-", ""), max(0, hit - _FAR), found.end() + _NEAR
    if len(digits) >= _LEAST and _INSURED.search(text, low, high) and not _SECURITIES.search(text, low, high):
        yield Span(*found.span("value"), "policy_number", digits, 0.75, "증권 near insurance")


def recorded(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The number in a policy's record that tells of somebody insured."""
    found = _RECORDED.match(text, hit)
    if (
        found is None
        or found.start("value") < floor
        or not _OF_INSURANCE.search(text, max(0, hit - _RECORD), found.end() + _RECORD)
    ):
        return
    value = found["value"].replace("-", "")
    if len(value) >= _LEAST_RECORDED:
        yield Span(*found.span("value"), "policy_number", value, 0.8, "a policy's record")


def in_a_row(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A number with letters in a record that goes on with a likely name and a date of birth."""
    found = _ROW.match(text, hit)
    if found and found.start("value") >= floor and holder.likely(found["name"]):
        yield Span(*found.span("value"), "policy_number", found["value"], 0.7, "a row of somebody insured")


def insured(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """제 … 호, or a number with letters and a dash, directly behind an insurance's name."""
    found = _BY_INSURANCE.match(text, hit) or _LETTERED_INSURANCE.match(text, hit) or _BY_CLASS.match(text, hit)
    if found is None or found.start("value") < floor:
        return
    digits = found["value"].replace("-", "")
    if len(digits) >= _LEAST:
        yield Span(*found.span("value"), "policy_number", digits, 0.8, "behind an insurance")


KIND: Final = Kind(
    name="policy_number",
    label="증권번호",
    needs="a label",
    source="each insurer's own numbering",
    covers="비식별 조치 가이드라인 (식별자: 증권번호)",
    order=240,
    remembered="code",
    gates=(
        grouped_behind_label("policy_number", _WORDS),
        behind_label(
            "policy_number",
            _WORDS,
            r"[A-Z]{1,3}[0-9]{3,4}-[0-9]{3,4} [0-9]{4}|[A-Z]{1,3} [0-9]{3,4}(?: [0-9]{2,4}){1,3}"
            r"|[A-Za-z]{0,4}-?[0-9][0-9\-]{4,20}[0-9]",
            0.9,
        ),
        behind_paper(
            "policy_number",
            r"보험\s?증서|보험\s?증권|보험\s?가입\s?증명서",
            r"[A-Z]{0,3}[0-9]{2,8}(?:-[0-9]{2,8}){1,3}|[A-Z]?[1-9][0-9]{9,13}",
        ),
        spoken_behind_label("policy_number", _WORDS),
        Gate(r"증권\s?\(?\s?제\s?[0-9]{2,4}-[0-9]{2}", certificate),
        Gate(r"증권(?:은|는|이|가)?[\s(:#]{1,2}[A-Z]{1,3}-?[0-9]{2}", lettered),
        Gate(r"증권(?:은|는|이|가)?[\s(:#]{1,2}[0-9]{2,8}-[0-9]{2}", plain),
        Gate(rf"{_CONTRACT}(?:[A-Z]{{1,3}}-?[0-9]{{2}}|[0-9]{{2,8}}-[0-9]{{2}})", contracted),
        Gate(rf"[\"'<]{_OPENED}[A-Z0-9]", recorded),
        Gate(_ROW_GATE, in_a_row),
        Gate(
            rf"{_SHARELESS}|{_INSURANCE}\(?제\s?[A-Z]{{0,3}}[0-9]{{2,8}}-[0-9]{{2}}"
            rf"|{_INSURED_BY}[A-Z]{{1,3}}[0-9]{{2,8}}-[0-9]{{4}}",
            insured,
        ),
    ),
    words=_WORDS,
    words_touch=True,
    cell=r"[A-Za-z]{0,4}-?[0-9][0-9\-]{4,20}[0-9]",
    examples=(
        "증권No {{policy_number:LA20231104882}}",
        "증서번호 {{policy_number:LA20231104882}}",
        "생명보험증서번호: {{policy_number:5010-2938-4471}}",
        "[보험증권 No] {{policy_number:LA20231104882}}",
        "보험증권번호 → {{policy_number:LA20231104882}}",
        "실손 증권(제 {{policy_number:5012-88473-02}}호)은",
        "실손보험(제{{policy_number:5012-88473-02}}호)",
        "증권번호 {{policy_number:1234 567890}}",
        "실손은 {{policy_number:무배당-1904-0071338}}이에요",
        "상담원: 증권번호 확인 부탁드립니다.\n고객: 잠깐만요 어디 있더라... {{policy_number:케이 삼공이사 공공칠삼 일육팔오}}요.",
        "보험 증권 번호  {{policy_number:L2O18-0337 9162}}\n계 약 자",
        "증 권 번 호 {{policy_number:KB2O19-O38l-4471}}",
        "제증권 {{policy_number:K-2204-7719-06}} 해약 문의",
        "보험사에 전화했더니 증권은 {{policy_number:20417-6630182}}로 나왔대요",
        "증권이 {{policy_number:HA2204-771906}}인데 보장 내용 좀",
        "아내 이름으로 가입한 증권({{policy_number:H-2207-318845}})이 해지된",
        "동생 보험({{policy_number:2019-0448-17233}}) 만기",
        "계약({{policy_number:K20261103884}}) 관련 보험금 청구",
        "증권번호 불러 주시면 바로 조회할게요. 고객: 그게, {{policy_number:엘 이공이사공 칠일팔삼오}}요. 네",
        "증권번호는 {{policy_number:케이 일칠공사 이이팔구육일}}이에요",
        "증권번호가 {{policy_number:에이비 삼팔이공일칠}}이고요",
        '"PLY_NO":"{{policy_number:L0240773185}}"',
        '"polNo":"{{policy_number:L0240773185}}"',
        "hp|1|ins_policy|{{policy_number:8204471930266}}|exp_dt|20260131",
        "insurancePolicy={{policy_number:8204471930266}}",
        "plcyNo={{policy_number:8204471930266}}",
        "고객님 증권 {{policy_number:8801-2291-0457}} 건은 수익자가 어머니",
        "보험 증권번호가 {{policy_number:L 2021 0938 4417}}이고 남편 건 {{policy_number:L 2019 5520 0183}}이에요",
        "증권번호는 {{policy_number:KB 2019 3310 7745}}이고요, 아내 것은 {{policy_number:KB 2020 8831 0042}}예요",
        "증권번호는 {{policy_number:8801-2291-0457}}, 아들 번호는 {{policy_number:8801-2291-0458}}입니다",
        "당사자 1 공제 증권 {{policy_number:TX-118-0392745}}",
        "D|{{policy_number:LA20194482716}}|{{person_name:김민준}}|{{birth_date:19610905}}|F|정상",
        '{"insured": 1, "policy": {"no": "{{policy_number:HL-2208-771904}}"',
        '"policies": [{"no": "{{policy_number:8801-2291-0457}}", "premium"',
        "<policy> <no>{{policy_number:8801-2291-0457}}</no>\n<insured>",
        "보험증권 앞장에 수익자가 나와 있고 번호는 {{policy_number:8801-2291-0457}}이에요",
        "어머님 실손 제{{policy_number:0821-5560274}}호 갱신분",
        "운전자보험 {{policy_number:LA20260518-00417}} 해지",
        "종신보험 계약 제{{policy_number:2024-0081-338471}}호",
        "보험증권은 {{policy_number:이공이삼 다시 팔팔일공삼}} 이에요",
        "증권번호 {{policy_number:L20261103884712}} 계약자",
        "보험증권번호 {{policy_number:12345678901}}",
        "증권번호 제{{policy_number:2026-0381947}}호",
        "보험증권 No. {{policy_number:202603819471}}",
        "암보험 해지 문의, 증권 {{policy_number:K0417-2208193}}",
        "insCertNo={{policy_number:20250917-0044182}}",
        "하늘손해보험 고객님, 증권 {{policy_number:LA20260518-00417}}의 청구 건",
        "실손 특약(증권: {{policy_number:LA2026051-00417}})",
        "증번 {{policy_number:L20261103884712}}",
        "피보험자 증권 제{{policy_number:2024-0081-338471}}호",
        "증권번호: {{policy_number:KB-2021-0044-123456}}",
    ),
    lookalikes=(
        "보증서번호 20231104882",
        "이수증서번호 20231104882",
        "증권번호 123 45678원",
        "무배당-1904 상품 안내",
        "건설 계약(2024-0012-34567) 입찰",
        "한결증권 K-2204-7719-06 해약",
        "증권은 20417-6630182 계좌로 매수",
        "제증권 K-2204-7719-06 시세",
        "대신증권(2024-0012-34567) 지수, 상장 보험사",
        "보험(2024-12) 개정",
        "증권(H-2207-318845) 시세 조회",
        "제품 L2O18-0337 재고",
        "상품번호 불러 주시면 바로 조회할게요. 고객: 그게, 엘 이공이사공 칠일팔삼오요. 네",
        "증권번호는 엘 이공이요",
        '"replyNo":"L0240773185"',
        "고객님 증권 8801-2291-0457 계좌로 보험료 이체",
        "하늘증권 8801-2291-0457 보험",
        "D|LA20194482716|상품권|20260905|F",
        "D|LA20194482716|냉장고|19610905|F",
        "증권 8801-2291-0457 문의",
        "증권 8801-22 보험 청구",
        '{"policy":{"id":"20260412-771904","effect":"allow"} }',
        '{"policy":{"no":"12-31","insured":{} } }',
        "보험증권 발급, 사건 접수, 번호 8801-2291-0457",
        "건강보험 제2024-12호 고시",
        "실손 제0821-5560274 갱신",
        "실손 0821-5560274 갱신",
        "자동차 LA2026-0041 출고",
        "증권번호 일이삼 순서로",
        "증권번호 조회",
        "증권번호 3번",
        "증권 LA20260518-00417 지수",
        "하늘증권 제2024-0081-338471호",
        "증권 제2024-12호",
        "증권 K0417-2208193 종목 시세",
    ),
)
