"""A question for a value in one turn of a talk, and the answer in the next: 사번 말씀해 주시겠어요?, [00:18] 고객 네 20417이요."""

import re
from typing import Final, NamedTuple

from predictor.pii.scan.columns import line_part
from predictor.pii.scan.spoken import DIGITS, HESITATION, LETTER, SEARCHING

REACH: Final = 64  # characters of an answer and of what stands behind it
_QUESTION: Final = 72  # characters of a question that are looked at
_WORDS: Final = 10  # of a question, of which one may be a label
_TURN: Final = 40  # characters from an answer's line's beginning to its value
_SEARCHES: Final = rf"(?:{HESITATION}{{0,2}}{SEARCHING}(?:여기\s있네요?,?\s)?)?"  # behind a speaker alone
_FILLER: Final = rf"{HESITATION}{{0,3}}(?:(?i:yes|yeah|sure|um|uh|well|it'?s|it\sis|that'?s)[,.]{{0,3}}\s){{0,2}}"
_VALUE: Final = (
    rf"(?:[0-9]{{3}}"
    rf"|[0-9]{{1,2}}(?:[/.\-]\s?[0-9]|\s?[년월])"
    rf"|[0-9]{{2}}[가-힣]\s?[0-9]{{4}}"
    rf"|[{DIGITS}]{{3}}"
    rf"|[{DIGITS}십백천]{{2,6}}\s?년\s"
    rf"|[공영][{DIGITS}][에월]?\s(?:이십|삼십)"
    rf"|(?:[{DIGITS}]|십[일이]?|시)월\s(?:이십|삼십)"
    rf"|[공영일][{DIGITS}](?:에|\s다시|\s슬래시)?\s[이삼][{DIGITS}]"
    rf"|[A-Z][a-z]{{2,8}}\s[0-9]{{1,2}},"
    r"|[A-Za-z]{1,12}[!@#$%^&*_\-]{0,2}[0-9]{2}"
    rf"|(?:{LETTER}\s?){{1,3}}[{DIGITS}]{{2}})"
)
# A value whose sentence ends behind it, because a colon and a number stand in every record.
_WHOLE: Final = (
    rf"(?:(?:[0-9A-Za-z][0-9A-Za-z\-/#*!@. ]{{2,18}}|[{DIGITS}]{{3,13}})(?:이?요|입니다|이에요|예요|이고|인데)"
    r"|[0-9]{2,3}[가-힣]\s?[0-9]{4})"
)
_WHO: Final = (
    r"[-*>\s]{0,3}"
    r"(?:고객|손님|회원|환자|보호자|학생|학부모|민원인|신청인|이용자|사용자|직원|사원|발신자|수신자|화자|통화자"
    r"|상대방|응답자|답변?|나"
    r"|저|본인|[A-H]|S[1-9]|(?i:user|customer|client|caller))\s?(?:[0-9]{1,2}|[A-Z])?님?"
)
# What stands before an answer: a speaker who is nobody's name, a sign behind a speaker or behind what is told first, or the
# question alone. A name before a colon is read for itself, so that the gate opens at the colon.
_NUMBERED: Final = (
    r"(?:화자|발화자|통화자|참[석여]자|SPK|Spk|spk|Speaker|speaker|SPEAKER)[_\s]?[0-9]{1,2}"  # needs no colon behind it
)
_ENTERED: Final = r"(?:(?:고객|이용자|사용자)\s)?(?:입력|응답)(?:\s?값)?\s?[:=]?\s"  # 눌러 주세요 → 고객 입력 3021…#
_SPEAKER: Final = rf"(?:[\n.?!~]\s?{_WHO}\s?[:>.]\s|\n{_NUMBERED}\s{{1,3}}|\s→\s?{_ENTERED}){_SEARCHES}"
_BEHIND: Final = r"(?:\]|:[0-9]{2}[)>])\s?(?:(?:[가-힣]{1,6}|[A-Za-z]{2,10})\s?[:>]?\s)?|[고구]요,?\s|\s:\s"
_ALONE: Final = r"(?:\?|더라|였[지죠])[,.]{0,3}\s{1,2}"
_SLASHES: Final = r"(?:\s//|[?요죠까다][.!]?\s[/\-|])\s"  # part the turns of a talk in one line: a // b, 불러주세요. - 공칠이요
GATE: Final = rf"(?:{_SPEAKER}|{_BEHIND}|{_ALONE}|{_SLASHES}){_FILLER}{_VALUE}|:\s{_SEARCHES}{_FILLER}{_WHOLE}"
_ANSWER: Final = re.compile(
    rf"(?:(?P<speaker>{_SPEAKER})"
    rf"|(?P<slashes>{_SLASHES})"
    rf"|{_BEHIND}"
    rf"|(?P<alone>{_ALONE})"
    rf"|(?P<colon>:\s{_SEARCHES}))"
    rf"{_FILLER}(?=(?(colon){_WHOLE}|{_VALUE}))"
)
_STAMP: Final = (
    r"(?:(?:\[[^\[\]\n]{1,16}\]\s?){1,2}|(?:오전\s|오후\s)?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?[,\s]\s?)"  # [00:18], 오후 3:13,
)
# 유효기간은요 [01:00] 공칠 이십구, 생일이 어떻게 되세요 [00:45] 고객 칠월: within a line a time parts a question from its answer
_TIME_BEFORE: Final = re.compile(r"\s?[\[(<](?:[0-9]{1,2}:)?[0-9]{1,2}:[0-9]{2}[\])>]$")
_TIME: Final = 12  # characters
_NAMES_IT_REACH: Final = 4
_NAMES_IT: Final = re.compile(r"(?:[?:죠]|은요|는요|이요|[은는이가])\s?$")
_OF_A_TIME: Final = 3  # characters of :07 before the bracket that closes a time
_BETWEEN_TURNS: Final = (" //", " / ", " - ", " | ")
_BETWEEN_LENGTH: Final = 3  # characters from such a sign's begin to its turn
_FIRST: Final = r"(?:\s?[:>]?\s[가-힣]{2,8})?"  # what is told before the value, such as a name
# Who answers: somebody behind a time, a word for somebody who is asked, or anybody where the question has its speaker too.
_STAMPED: Final = re.compile(rf"{_STAMP}(?:[^\s:>\[\]]{{1,10}}{_FIRST})?")
_KNOWN: Final = re.compile(f"{_WHO}{_FIRST}")
_ANYBODY: Final = re.compile(rf"[-*>\s]{{0,3}}[가-힣A-Za-z]{{1,8}}[0-9]?{_FIRST}")
_SPEAKS: Final = re.compile(r"[-*>\s]{0,3}[가-힣A-Za-z]{1,8}[0-9]?\s?[:>]\s")
_ASKS: Final = re.compile(
    r"\?|말씀|알려|불러|부탁|주세요|주시|주실|주십|어떻게|뭐|무엇|몇|적어|남겨|입력|대\s?주|보내"
    r"|(?:까|나|가|세|죠|만|는|은)요"
    r"|(?:자리|번호|[년월생]일|기간|코드|월\s?년)이?요[.?~]?\s*$"
    r"|(?:[세네]|[가-힣]섯|[3-8])\s?(?:자리|개이?요)[.?~]?\s*$"
    r"|[까죠]\s*$"
    r"|읽어"
)
_SENTENCE: Final = re.compile(r"[?.!~](?=\s)")
# A question's last word, and the smileys or ㅎㅎ behind it
_ENDING: Final = 12  # characters
_ENDS: Final = re.compile(r"(?:[?요까죠오다줘래라지]|자리)\s?[.!?~]{0,2}\s?(?:[^\s0-9A-Za-z가-힣]{1,4}\s?)?$")
_LABEL: Final = re.compile(
    r"(?<![가-힣A-Za-z])[가-힣A-Za-z][^\s,/?.!]{0,15}?"
    r"(?=(?:과|와|이?랑|하고|을|를|은|는|이|가|도|만|부터|의)?"
    r"(?:요|이요)?"
    r"(?:[\s,/?.!]"
    r"|$))"
)
_CLOSES: Final = re.compile(
    r"\s?(?:번\s?)?"
    r"(?:이?요|입니다|이에요|예요|이고|인데"
    r"|같[은아]"
    r"|이?던가|이?었?을"
    r"|[.,!~]?\s*(?:\n|$)"
    r"|\s?[\[(<][0-9]{1,2}:[0-9]{2}[\]:)>])"
)
_COUNTED: Final = re.compile(r"\s?(?:까지|부터|원|건|명|개|회|번째|층|%)|,[0-9]")


class Answer(NamedTuple):
    """An answer whose value begins at ``begin``. Its question stands at [low, high).

    A word of the question from ``first`` on may be the value's label. ``alone``: no speaker stands before the answer.
    """

    begin: int
    low: int
    high: int
    alone: bool
    first: int

    def labels(self, text: str) -> list[int]:
        """Where the words of the question end, without their particles: one of them may be the label of what is asked for."""
        return [found.end() for found in _LABEL.finditer(text, self.first, self.high)][-_WORDS:]

    def may_end(self, text: str, end: int) -> bool:
        """Whether a value may end at ``end``: no unit follows it, and the sentence ends there where the answer is ``alone``."""
        if _COUNTED.match(text, end):
            return False
        return not self.alone or _CLOSES.match(text, end) is not None


def read(text: str, hit: int) -> Answer | None:
    """The answer that a sign at ``hit`` begins, with its question; None where no question stands before it."""
    found = _ANSWER.match(text, hit)
    if found is None:
        return None
    if found["alone"] or found["speaker"] or found["slashes"]:
        low, high = _asked_at_once(text, hit, found)
    else:
        sign = hit + _OF_A_TIME if text[hit + 1].isdigit() else hit
        low, high = _asked_before(text, sign)
        if not high:
            return _timed(text, sign, found.end())
    return Answer(found.end(), low, high, found["alone"] is not None, low) if high else None


def _asked_at_once(text: str, hit: int, found: re.Match[str]) -> tuple[int, int]:
    """(begin, end) of the question that ends at ``hit`` or with the sign or syllables there; (0, 0) for none."""
    if found["alone"]:
        return _asking(text, hit + 1 if text[hit] == "?" else hit + 2)
    if found["speaker"]:
        return _asking(text, hit if text[hit] == "\n" else hit + 1)
    low, high = _asking(text, hit if text[hit] == " " else hit + 1)
    return _last_turn(text, low, high), high


def _last_turn(text: str, low: int, high: int) -> int:
    """Where the last turn in [low, high) begins. Slashes or dashes part the turns of a talk in one line."""
    sign = max(text.rfind(sign, low, high) for sign in _BETWEEN_TURNS)
    return sign + _BETWEEN_LENGTH if sign >= 0 else low


def _timed(text: str, hit: int, begin: int) -> Answer | None:
    """The answer at ``begin``, before which a time stands whose bracket closes at ``hit``. The words before it name a value."""
    time = _TIME_BEFORE.search(text, max(0, hit - _TIME), hit + 1)
    if time is None:
        return None
    high = time.start()
    low = line_part(text, high, _QUESTION)
    first = text.rfind(time.group()[-1], low, high) + 1 or low
    if not _NAMES_IT.search(text, max(0, high - _NAMES_IT_REACH), high) and not _asks(text, first, high):
        return None
    return Answer(begin, low, high, True, first)


def _asked_before(text: str, hit: int) -> tuple[int, int]:
    """(begin, end) of the question in the turn before that of the answer whose last sign stands at ``hit``; (0, 0) for none."""
    end = _end_of_turn(text, hit)
    low, high = _asking(text, end) if end > 0 else (0, 0)
    turn = text[end : hit + 1].strip().rstrip(" :>.,")
    return (low, high) if high and _answers(turn, text[low:high]) else (0, 0)


def _end_of_turn(text: str, hit: int) -> int:
    """Where the turn before that of the answer at ``hit`` ends: before a line break or behind a sentence, or -1."""
    low = max(0, hit - _TURN)
    line = text.rfind("\n", low, hit)
    if line >= 0:
        return line
    sentences = [found.end() for found in _SENTENCE.finditer(text, low, hit)]
    return sentences[-1] if sentences else -1


def _asking(text: str, end: int) -> tuple[int, int]:
    """(begin, end) of the line that ends at ``end``, where it asks; else (0, 0)."""
    low = line_part(text, end, _QUESTION)
    return (low, end) if _asks(text, low, end) else (0, 0)


def _asks(text: str, low: int, end: int) -> bool:
    """Whether the words at [low, end) ask for something."""
    return _ENDS.search(text, max(low, end - _ENDING), end) is not None and _ASKS.search(text, low, end) is not None


def _answers(turn: str, asked: str) -> bool:
    """Whether a line that begins with ``turn`` is somebody's answer to the line ``asked``."""
    if _STAMPED.fullmatch(turn) or _KNOWN.fullmatch(turn):
        return True
    return _ANYBODY.fullmatch(turn) is not None and _SPEAKS.match(asked) is not None
