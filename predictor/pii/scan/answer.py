"""A question for a value in one turn of a talk, and the answer in the next: 사번 말씀해 주시겠어요?, [00:18] 고객 네 20417이요."""

import re
from typing import Final

from predictor.pii.scan.spoken import DIGITS

REACH: Final = 64  # characters of an answer and of what stands behind it
_QUESTION: Final = 72  # characters of a question that are looked at
_TURN: Final = 40  # characters from an answer's line's beginning to its value
_FILLER: Final = r"(?:(?:네네?|예|넵|아|어|음|저|그|저기)[,.~]{0,2}\s){0,2}"
_VALUE: Final = rf"(?:[0-9]{{3}}|[0-9]{{1,2}}(?:[/.]\s?[0-9]|\s?[가-힣])|[{DIGITS}]{{3}}|[A-Za-z]{{1,4}}-?[0-9]{{3}})"
# The last sign before an answer, so that a speaker's name before it is read for itself.
_SIGN: Final = r"(?:[:>.]\s|\]\s(?:[가-힣]{1,6}\s)?|\?\s{1,2}|[고요]요?\s)"
GATE: Final = rf"{_SIGN}{_FILLER}{_VALUE}"
_ANSWER: Final = re.compile(rf"{_SIGN}{_FILLER}(?={_VALUE})")
_STAMP: Final = (
    r"(?:(?:\[[^\[\]\n]{1,16}\]\s?){1,2}|(?:오전\s|오후\s)?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?[,\s]\s?)"  # [00:18], 오후 3:13,
)
_FIRST: Final = r"(?:\s?[:>]?\s[가-힣]{2,8})?"  # what is told before the value, such as a name
# Who answers: somebody behind a time, a word for somebody who is asked, or anybody where the question has its speaker too.
_STAMPED: Final = re.compile(rf"{_STAMP}(?:[^\s:>\[\]]{{1,8}}{_FIRST})?")
_SPEAKER: Final = re.compile(
    r"[-*\s]{0,3}(?:고객|손님|회원|환자|보호자|학생|학부모|민원인|신청인|이용자|직원|사원|발신자|수신자|화자|통화자|상대방|응답자|답변?|나|저|본인"
    rf"|[A-H]|(?i:user|customer|client|caller))\s?(?:[0-9]{{1,2}}|[A-Z])?님?{_FIRST}"
)
_ANYBODY: Final = re.compile(rf"[-*\s]{{0,3}}[가-힣A-Za-z]{{1,8}}[0-9]?{_FIRST}")
_SPEAKS: Final = re.compile(r"[-*\s]{0,3}[가-힣A-Za-z]{1,8}[0-9]?\s?[:>]\s")
_ASKS: Final = re.compile(
    r"\?|말씀|알려|불러|부탁|주세요|주시|주실|주십|어떻게|뭐|무엇|몇|적어|남겨|입력|대\s?주|보내|(?:까|나|가|세|죠|만|는|은)요|[까죠]\s*$"
)
_ENDS: Final = re.compile(r"[?요까죠오다줘래지]\s?[.!?~]{0,2}\s?$")
_LABEL: Final = re.compile(r"[^\s,/?.!]+?(?=(?:과|와|이?랑|하고|을|를|은|는|이|가|도|만|부터|의)?(?:요|이요)?(?:[\s,/?.!]|$))")
_CLOSES: Final = re.compile(r"\s?(?:번\s?)?(?:이?요|입니다|이에요|예요|이고|인데|[.,!~]?\s*(?:\n|$))")
_COUNTED: Final = re.compile(r"\s?(?:까지|부터|원|건|명|개|회|번째|층|%)|,[0-9]")


def begin(text: str, hit: int) -> int:
    """Where the answer's value begins whose last sign before it stands at ``hit``, or -1."""
    found = _ANSWER.match(text, hit)
    return found.end() if found else -1


def question(text: str, hit: int) -> tuple[int, int]:
    """(begin, end) of the question that the answer at ``hit`` is to; (0, 0) where it answers none."""
    if text[hit] == "?":
        return _asking(text, hit + 1)
    line = text.rfind("\n", max(0, hit - _TURN), hit)
    if line < 0:
        return 0, 0
    end = len(text[max(0, line - 8) : line].rstrip()) + max(0, line - 8)
    low, high = _asking(text, end)
    return (low, high) if high and _answers(text[line + 1 : hit + 1].rstrip(" :>.,"), text[low:high]) else (0, 0)


def _asking(text: str, end: int) -> tuple[int, int]:
    """(begin, end) of the line that ends at ``end``, where it asks; else (0, 0)."""
    low = max(0, end - _QUESTION)
    low = max(low, text.rfind("\n", low, end) + 1)
    asks = _ENDS.search(text, max(low, end - 8), end) and _ASKS.search(text, low, end)
    return (low, end) if asks else (0, 0)


def _answers(turn: str, asked: str) -> bool:
    """Whether a line that begins with ``turn`` is somebody's answer to the line ``asked``."""
    if _STAMPED.fullmatch(turn) or _SPEAKER.fullmatch(turn):
        return True
    return _ANYBODY.fullmatch(turn) is not None and _SPEAKS.match(asked) is not None


def labels(text: str, low: int, high: int) -> list[int]:
    """Where the words of a question end, without their particles: one of them may be the label of what is asked for."""
    return [found.end() for found in _LABEL.finditer(text, low, high)]


def told(text: str, hit: int, end: int) -> bool:
    """Whether the value that ends at ``end`` is all that is told: behind a question without a speaker the sentence ends."""
    if _COUNTED.match(text, end):
        return False
    return text[hit] != "?" or _CLOSES.match(text, end) is not None
