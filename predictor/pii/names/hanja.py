"""Names in Hanja: again in brackets behind Hangul, before their reading, and in a family register."""

import re
from typing import Final

from predictor.pii.names import evidence
from predictor.pii.names.form import SURNAMES
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_SURNAMES: Final = (
    "金李朴崔鄭姜趙尹張林韓吳徐申權黃安宋全洪柳劉高文梁孫裵裴白許南沈盧河郭成車朱禹具閔羅陳池嚴蔡元千方孔康玄咸邊廉呂秋都蘇石宣薛馬吉延魏表明奇潘王"
    "琴玉陸印孟諸卓鞠魚殷片龍任曺丁姜慶鄒卞"
)
_COMPOUND: Final = "諸葛|皇甫|南宮|司空|鮮于|西門|獨孤|東方"
NAME: Final = f"(?:{_COMPOUND}|[{_SURNAMES}])[一-龥]{{2}}"
_NOT_BEHIND: Final = "(?![一-龥가-힣])"
# 마동혁(馬東赫), 황금별 (한자) 黃金별: the name before again.
_OPENS: Final = frozenset(" (한")
_AGAIN: Final = re.compile(
    rf"\s?(?:\((?:한자\s?[:：]?\s?)?|\(한자\)\s?|한자\s?[:：]\s?)(?P<hanja>[一-龥][一-龥가-힣]{{1,3}}|[가-힣][一-龥]{{1,3}}){_NOT_BEHIND}"
)
# The reading stands in brackets behind: 張炳守 (장병수).
READ: Final = rf"(?:{_COMPOUND}|[{_SURNAMES}])[一-龥]{{1,3}}\s?\([{SURNAMES}]"
_READ: Final = re.compile(rf"(?P<hanja>(?:{_COMPOUND}|[{_SURNAMES}])[一-龥]{{1,3}})\s?\((?P<hangul>[{SURNAMES}][가-힣]{{1,3}})\)")
_BOTH: Final = ("hanja", "hangul")
# 처 林貞順, 장남 張基燮: the lines of a family register
KIN: Final = (
    "호주|전호주|처|부|모|자|녀|장남|차남|이남|삼남|사남|장녀|차녀|이녀|삼녀|사녀|손|손자|손녀|자부|제|매|질"
    "|조부|조모|본인|배우자|호적자"
)
_KIN: Final = re.compile(rf"(?:{KIN})\s?[:：]?\s?(?P<hanja>(?:{_COMPOUND}|[{_SURNAMES}])[一-龥]{{1,2}}){_NOT_BEHIND}")


def again(text: str, name: Span) -> list[Span]:
    """A name that was found again in Hanja, in as many characters."""
    found = _AGAIN.match(text, name.end) if text[name.end : name.end + 1] in _OPENS else None
    if found is None or len(found["hanja"]) != len(name.key) or name.kind != "person_name":
        return []
    return [Span(*found.span("hanja"), "person_name", found["hanja"], 0.75, "in the other script")]


def written(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A name in Hanja with its reading behind it, or behind what the person is to the head of the family."""
    if found := _READ.match(text, hit):
        if len(found["hanja"]) != len(found["hangul"]) or not evidence.likely(evidence.weigh(found["hangul"], "described", "end")):
            return []
        return [Span(*found.span(script), "person_name", found[script], 0.75, "Hanja and reading") for script in _BOTH]
    return _of_kin(text, hit + (not "가" <= text[hit] <= "힣"), floor)


def _of_kin(text: str, start: int, floor: int) -> list[Span]:
    found = _KIN.match(text, start)
    if found is None or found.start("hanja") < floor:
        return []
    return [Span(*found.span("hanja"), "person_name", found["hanja"], 0.75, "kin before, Hanja")]
