"""Names in Hanja: again in brackets behind Hangul, before their reading, and in a family register."""

import re
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import evidence
from predictor.pii.names.form import COMPOUND, SURNAMES
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_SURNAME: Final = lexicon.pattern(lexicon.words("hanja_surnames"))
NAME: Final = f"(?:{_SURNAME})[一-龥]{{2}}"
_NO_PERSON: Final = frozenset("人生员工師师國国")  # 私は学生
_UNSAID: Final = frozenset("未不無无")  # 氏名: 未記入
_NOT_BEHIND: Final = "(?![一-龥가-힣])"
# 마동혁(馬東赫), 황금별 (한자) 黃金별: the name before again.
_OPENS: Final = frozenset(" (한")
_AGAIN: Final = re.compile(
    r"\s?(?:\((?:한자\s?[:：]?\s?)?|\(한자\)\s?|한자\s?[:：]\s?)"
    rf"(?P<hanja>[一-龥][一-龥가-힣]{{1,3}}|[가-힣][一-龥]{{1,3}})"
    rf"{_NOT_BEHIND}"
)
# The reading stands in brackets behind: 張炳守 (장병수).
READ_GATE: Final = (
    rf"(?:{_SURNAME})[一-龥]{{1,3}}(?:\s?\([{SURNAMES}]|(?:이?라고)?\s(?:이렇게\s)?한자로|\s?(?:씨|님)|이?라는\s[분사이])"
    r"|[一-龥]{4}\s?[님씨]"
)
_READ: Final = re.compile(rf"(?P<hanja>(?:{_SURNAME})[一-龥]{{1,3}})\s?\((?P<hangul>[{SURNAMES}][가-힣]{{1,3}})\)")
# 陳美玲 이렇게 한자로, 王秀林 씨, 陳美玲이라는 이름, 奥田美咲 님
_SPOKEN: Final = re.compile(
    rf"(?P<four>[一-龥]{{4}})\s?[님씨](?![가-힣]{{2}})|(?P<hanja>(?:{_SURNAME})[一-龥]{{1,3}})"
    r"(?:(?:이?라고)?\s(?:이렇게\s)?한자로|\s?(?:씨|님)(?![가-힣]{2})|이?라는\s(?:분|사람|이름))"
)
_BOTH: Final = ("hanja", "hangul")
# 처 林貞順, 장남 張基燮: the lines of a family register
KIN: Final = lexicon.pattern(lexicon.words("register_kin"))
_KIN: Final = re.compile(rf"(?:{KIN})(?:[은는이가]|께서는?)?\s?[:：]?\s?(?P<hanja>(?:{_SURNAME})[一-龥]{{1,2}}){_NOT_BEHIND}")


# 我叫刘芮琪，: what somebody writes in Chinese or Japanese before the own name
_CUES: Final = "(?:(?:我叫|我的名字(?:是|叫)|我名叫|本人姓名|私は|名前は)[:： ]?|(?:姓名|氏名|名前|名字) ?[:：] ?)"
OWN_GATE: Final[str] = rf"{_CUES}[一-龥]{{2,4}}(?:[，。,.! /|\n、()]|$)"
_OWN: Final = re.compile(rf"{_CUES}(?P<name>[一-龥]{{2,4}})(?=[，。,.! /|\n、()]|$)")


def presented(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """Who says the own name in Chinese characters: 我叫刘芮琪."""
    found = _OWN.match(text, hit)
    if found is None or found.start("name") < floor or found["name"][-1] in _NO_PERSON or found["name"][0] in _UNSAID:
        return []
    return [Span(*found.span("name"), "person_name", found["name"], 0.7, "own name in characters")]


# 선우담(鮮于潭) 2004년 …: a name and its characters before a birth date or a resident's number
BORN_GATE: Final[str] = r"[가-힣]\s?\([一-龥]{2,4}\)\s{1,4}(?:(?:19|20)[0-9]{2}[.\-년/]|[0-9]{6}[ -]|[0-9]{2}\.)"
_BORN: Final = re.compile(r"\s?\((?P<hanja>[一-龥]{2,4})\)")
_BEFORE_HANJA: Final = re.compile(rf"(?<![가-힣])(?P<name>(?:{COMPOUND})[가-힣]{{1,2}}|[{SURNAMES}][가-힣]{{1,2}})$")
_NAME_REACH: Final = 5


def born(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A name of any sound with its characters in brackets, before a birth date: 용보배(龍寶培) 1975년."""
    end = hit + 1
    found = _BEFORE_HANJA.search(text, max(floor, end - _NAME_REACH), end)
    again = _BORN.match(text, end)
    if found is None or again is None or len(found["name"]) != len(again["hanja"]) or found["name"] in evidence.COMMON:
        return []
    name = Span(*found.span("name"), "person_name", found["name"], 0.7, "name with its characters and birth")
    return [name, Span(*again.span("hanja"), "person_name", again["hanja"], 0.75, "in the other script")]


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
    if (found := _SPOKEN.match(text, hit)) and found.start() >= floor and not "一" <= text[hit - 1 : hit] <= "龥":
        who = "four" if found["four"] else "hanja"
        return [Span(*found.span(who), "person_name", found[who], 0.7, "Hanja and what stands behind")]
    return _of_kin(text, hit + (not "가" <= text[hit] <= "힣"), floor)


def _of_kin(text: str, start: int, floor: int) -> list[Span]:
    found = _KIN.match(text, start)
    if found is None or found.start("hanja") < floor:
        return []
    return [Span(*found.span("hanja"), "person_name", found["hanja"], 0.75, "kin before, Hanja")]
