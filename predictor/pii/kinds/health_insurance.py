"""건강보험증 번호: eleven digits, without a check digit."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii import lexicon
from predictor.pii.kind import Gate, Kind, NumberForm
from predictor.pii.kinds import _rules
from predictor.pii.kinds._brackets import behind_name
from predictor.pii.kinds._labels import behind_label
from predictor.pii.scan.context import Context
from predictor.pii.scan.forms import NOT_MORE
from predictor.pii.scan.rule import Table, accept
from predictor.pii.scan.sighting import labelled_behind
from predictor.pii.scan.span import Span

TABLE: Final = Table(
    _rules.TAIL,
    _rules.named("health_insurance", 0.95, "건강보험증 번호 …"),
    accept("label behind", labelled_behind("health_insurance"), 0.85, "… 건강보험증"),
)

# 증번호 alone is the end of many words: here it begins one, and the text speaks of health insurance.
_CERTIFICATE: Final = re.compile(
    r"[\s/|(,\"']증\s?번호(?:(?:은|는|이|가)?[\"']?\s?[:=]?\s?[\"']?(?P<value>[0-9]-?[0-9]{10})"
    # 증번호가 필요하다고 해서 봤더니 31774410835
    r"|(?:은|는|이|가|를|을|도)\s[가-힣 ,.]{1,24}[ ,](?P<told>[1-9]-?[0-9]{10}))(?![0-9\-])"
)
# 증 뒷면 말고 앞면 2-77 0418 3365: the paper's own word, and its side
_SIDE: Final = r"[\s/|(,\"']증(?:서|에)?\s(?:[가-힣]{1,3}\s){0,3}(?:앞면|뒷면|앞|뒤)(?:에는|에|은|는)?\s(?:번호[는가]?\s)?"
_ON_A_SIDE: Final = re.compile(rf"{_SIDE}(?P<value>[1-9]-?[0-9]{{2}} [0-9]{{4}} [0-9]{{4}}|[1-9]-?[0-9]{{10}})(?![0-9\-])")
# A record's fields
_KEYS: Final = (
    "^ins card",
    "^ins no",
    "^insu no",
    "^insur no",
    "^insurance no",
    "^insurance number",
    "^hi no",
    "^nhi no",
    "^nhis no",
    "^health ins no",
    "^hins no",
    "^hinsu no",
    "^hlth ins no",
    "^hlt ins no",
    "^med ins no",
    "health insurance no",
    "^hlth insu no",
)
_INSURED: Final = re.compile(
    r"수진자|(?:요양|의료)\s?급여|건강|건보|진료|수급자|피부양자|가입자|자격\s?(?:조회|확인|득실|변동)|(?i:health|nhis|hira)"
)
_INSURED_REACH: Final = 60
_INSURED_BEHIND_REACH: Final = 30


def certificate(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """수진자 … / 증번호 21774410835."""
    found = _CERTIFICATE.match(text, hit)
    if found is None or not _near_insurance(text, hit, found.end()):
        return
    value = "value" if found["value"] else "told"
    if found.start(value) >= floor:
        yield Span(*found.span(value), "health_insurance", found[value].replace("-", ""), 0.85, "증번호 near insurance")


def on_a_side(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The number on a side of the paper, near a word about insurance."""
    found = _ON_A_SIDE.match(text, hit)
    if found and found.start("value") >= floor and _near_insurance(text, hit, found.end()):
        yield Span(*found.span("value"), "health_insurance", re.sub(r"[\s\-]", "", found["value"]), 0.8, "a side of the paper")


def _near_insurance(text: str, start: int, end: int) -> bool:
    """Whether a word about health insurance stands near [start, end)."""
    return _INSURED.search(text, max(0, start - _INSURED_REACH), end + _INSURED_BEHIND_REACH) is not None


_WORDS: Final = ("건강 보험", "건보", "보험증", "의료 보험", *_KEYS)
_BEHIND: Final = r"건강\s?보험|건보"

KIND: Final = Kind(
    name="health_insurance",
    label="건강보험번호",
    needs="a label",
    source="국민건강보험법 시행규칙 별지 (건강보험증); eleven digits",
    covers="비식별 조치 가이드라인 (식별자: 건강보험번호)",
    order=50,
    remembered="digits",
    numbers=(NumberForm(rf"[0-9](?:[-\s]{{0,2}}[0-9]){{10}}{NOT_MORE}", TABLE, near=f"{lexicon.labels(_WORDS)}|{_BEHIND}"),),
    # A labelled number of another length or grouping is one that was mistyped, or a card's of an older form.
    gates=(
        behind_label(
            "health_insurance",
            ("건강 보험 번호", "건강 보험증", "건강 보험 공단 등록 번호", "의료 보험 번호", "의료 보험증"),
            r"[0-9](?:-?[0-9]){8,15}",
        ),
        behind_name("health_insurance", r"[1-9]-[0-9]{10}", r"건강\s?보험|보험증|건보|피부양|의료\s?보험"),
        Gate(rf"{_SIDE}[1-9]-?[0-9]{{2}}", on_a_side),
        Gate(
            r"[\s/|(,\"']증\s?번호(?:(?:은|는|이|가)?[\"']?\s?[:=]?\s?[\"']?|(?:은|는|이|가|를|을|도)\s[가-힣 ,.]{1,24}[ ,])"
            r"[0-9]-?[0-9]{4}",
            certificate,
        ),
    ),
    words=_WORDS,
    behind_at_once=_BEHIND,
    examples=(
        "자격득실 때문에요, 증 뒷면 말고 앞면 {{health_insurance:2-77 0418 3365}}요",
        "| nm | insuNo |\n|---|---|\n| 가 | {{health_insurance:70334418390}} |\n| 나 | {{health_insurance:70334418391}} |",
        "건강보험증 {{health_insurance:2 -1O48371928}}",
        "건보 자격 조회 하려는데 증번호를 적으라길래 찾았어요, {{health_insurance:31774410835}}입니다",
        "ins_card: {{health_insurance:10284471956}}\n  dept",
        "건강보험증 번호 {{health_insurance:50213448l56}}",
        '"healthInsuranceNo":"{{health_insurance:50213448156}}"',
        '"HLTH_INSU_NO":"{{health_insurance:50213448156}}"',
        "보험증 번호는 {{health_insurance:7-1048253961}}이요. "
        "사위 {{person_name:경두환}}({{health_insurance:1-3370428615}}) 밑으로 돼 있어요",
        "자격조회 실패 증번호={{health_insurance:2-7714093852}} 가입자={{person_name:표정란}}",
        '{"증번호":"{{health_insurance:27714093852}}","피부양자":2}',
        "자격 확인했는데 증번호가 {{health_insurance:27714093852}}이라고",
        "NHIS batch 증번호:{{health_insurance:27714093852}}",
        "의료급여증\n증번호 {{health_insurance:5-9027184635}}\n세대주",
        "조회: 증번호 {{health_insurance:27714093852}} 가입자 2명",
        "건강보험증 번호 {{health_insurance:12345678901}}",
        "<insNo>{{health_insurance:31774410835}}</insNo>",
        "ins_no={{health_insurance:3-1774410835}}",
        "insurNo:{{health_insurance:31774410835}}",
        "nhiNo={{health_insurance:31774410835}}",
        '"hiNo": "{{health_insurance:31774410835}}"',
        "insuranceNo: {{health_insurance:31774410835}}",
        "insurance_number={{health_insurance:31774410835}}",
        "INSERT INTO t (nm, hins_no) VALUES ('a', '{{health_insurance:1-6048291735}}')",
        "HINS_NO={{health_insurance:1-6048291735}}, TELNO=1",
        "hlthInsNo={{health_insurance:16048291735}}",
        "hltInsNo: {{health_insurance:16048291735}}",
        "hinsuNo={{health_insurance:16048291735}}",
        "med_ins_no={{health_insurance:16048291735}}",
        "health insurance no {{health_insurance:50213448156}}",
        "NHIS_NO={{health_insurance:31774410835}}",
        "healthInsNo={{health_insurance:31774410835}}",
        "지역  건강보험증     순번\n의성  {{health_insurance:6-0218847713}}   0081\n안계  {{health_insurance:3-5504417982}}   0094",
        "건강보험증 증번호 {{health_insurance:3 0192847561}}",
        "{{health_insurance:70123456789}} 건강보험증",
        "건강보험번호: {{health_insurance:123-45-67890-12}}",
        "건강보험증 번 호 {{health_insurance:123-45-67890-12}}",
        "건강보험공단 등록번호 {{health_insurance:104-22-94817-01}}을 통해",
        "수진자 {{person_name:소지민}} / 증번호 {{health_insurance:31774410835}} /",
        "보험증 {{health_insurance:1-2049857731}}",
        "건강보험증 번호 (이전): {{health_insurance:3-04827193456}}",
    ),
    lookalikes=(
        "자격 조회, 영수증 앞면 27704183365",
        "학생증 앞면 2-77 0418 3365",
        "건강 지표 2 -1O48371928",
        "도면 번호 확인. 사위 경두환(1-3370428615) 밑으로",
        "공연 증번호=2-7714093852 좌석=12",
        "건보 조회에 증번호가 필요하면 전화 주세요 1577-1000",
        "자격증번호=2-7714093852 가입자=3",
        "지역  송장번호     순번\n의성  6-0218847713   0081",
        "건강보험료 123,456원",
        "건강보험 1-12345678901",
        "건강보험 1.70123456789",
        "진료 자격증번호 31774410835",
        "이용 증번호 31774410835",
        "insNo=3177441083",
        "insNo=317744108351",
        "bins no 31774410835",
        "chino=31774410835",
        "chins_no=31774410835",
    ),
)
