"""Masking of an answer while it streams.

The answer is read word by word. A word is kept back only while it is unfinished or could still be a part of what follows (a number
written with spaces, an address, a name before its title); such a chain of words has a bounded length. Any other word passes with
its space. What is decided depends on the characters alone and not on how they arrived, so the joined stream is the same for every
chunking.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final, Protocol

from predictor.pii import addresses, emails, numbers, surnames
from predictor.pii.evidence import AFTER
from predictor.pii.spoken import DIGITS

CHAIN_LIMIT: Final = 320  # characters of linked words
WORD_LIMIT: Final = 4096  # a token or key without spaces
PROSE_LIMIT: Final = 96  # a script that writes no spaces
KEY_LIMIT: Final = 8192  # a PEM block
CONTEXT: Final = 40
NUMBER: Final = 6  # digits from which a word behind them may say that they are an account's, a telephone's …

_SPACE: Final = re.compile(r"\s")
_DIGIT: Final = re.compile(r"\d")
_SAYS: Final = re.compile(r"\w")  # a dash or bracket alone leaves open what was open before it
# A word that may go on in the next one: it holds a digit, spoken digits, an at sign, a region, a road, a surname or a whole name.
_OPEN: Final = re.compile(
    rf"[0-9@:=&%\\\u00a0-\u036f\u1100-\u11ff\u2000-\u206f\u3000\uff00-\uffef]|[{DIGITS}]{{2}}|"
    rf"^[{DIGITS}][-.,]?\s?$|골뱅이|앳|(?:[시도군구읍면동리로길]|[0-9]가|{addresses.BUILDING})\s?,?\s?$|"
    rf"^\W*(?:산|점|쩜|닷)\W*$|[A-Za-z]\s+[.@]\s*$|(?:{emails.PROVIDER})\s?$|"
    rf"^\W*(?:{numbers.REGION})\s?$|^\W*[{surnames.SURNAMES}]\s?$|[A-Za-z][)\"'\]]*\s?$|-(?:ro|gil|daero|gu|si|do|dong|gun),?\s?$|"
    rf"(?:^|[^가-힣])(?:[{surnames.SURNAMES}][{surnames.GIVEN}]{{1,2}}|(?:{surnames.COMPOUND})[{surnames.GIVEN}]{{1,2}})"
    r"(?:입니다[.,!~]?)?[\s(,/|\"'>)\]]*$"
)
# Behind a road's or a lot's number a building follows, in words.
_HOUSE: Final = re.compile(r"(?:[로길동리가]|-(?:ro|gil|daero)),?\s?(?:지하\s?|산\s?)?[0-9]")
_PLATE_LETTER: Final = re.compile(r"[0-9]\s?[가-힣]\s?$")
_NAME_APART: Final = re.compile(rf"(?:^|[^가-힣])[{surnames.SURNAMES}]\s[{surnames.GIVEN}]{{1,2}}\s?$")
# Latin words go on in few others: at and dot, another capital (a name, a district), a passport's number.
_PLAIN_WORD: Final = re.compile(r"[A-Za-z]+[)\"'\]]*\s?")
_AT: Final = r"(?i:at|dot)\b|골뱅이|앳|닷|쩜|점"
_AT_WORD: Final = re.compile(rf"\W*(?:{_AT})|[@.(\[{{<]")
_ONLY_AT_WORD: Final = re.compile(rf"\W*(?:{_AT})\W*")
_CAPITAL: Final = re.compile(r"\W*[A-Z]")
_TYPE_LETTERS: Final = re.compile(r"[A-Za-z]{1,2}\s?")
_PEM: Final = re.compile(r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----(?!.*-----END)|-----BEGIN(?: [A-Z]*)*\s*$", re.DOTALL)

Mask = Callable[[str, int], tuple[str, int]]


class MaskingStream(Protocol):
    """``feed`` the deltas, then ``flush``; what they return, joined, is the masked whole."""

    def feed(self, delta: str) -> str:
        """Take in a delta of any length; what is decided by now."""

    def flush(self) -> str:
        """What was still held back."""


class Words:
    """Cuts an answer into chains of words and masks each. ``mask(context + chain, len(context))`` gives the masked chain and where
    its last value ended."""

    def __init__(self, mask: Mask, placeholders: re.Pattern[str]) -> None:
        self._mask = mask
        self._placeholders = placeholders
        self._context = ""
        self._chain = ""
        self._last = ""
        self._digits = 0
        self._reach = 0  # characters after a number in which a word such as 계좌 may still speak of it
        self._word: list[str] = []
        self._length = 0

    def feed(self, delta: str) -> str:
        """Take in a delta; the chains that it finished, masked."""
        if not _SPACE.search(delta) and self._length + len(delta) < PROSE_LIMIT:
            self._word.append(delta)
            self._length += len(delta)
            return ""
        pending = "".join(self._word) + delta
        pieces: list[str] = []
        start = place = 0
        while (end := self._word_end(pending, start, place)) > 0:
            pieces.append(self._take(pending[start:end]))
            start = place = end
        self._word = [pending[start:]]
        self._length = len(pending) - start
        return "".join(pieces)

    def flush(self) -> str:
        """The rest, masked."""
        last = "".join(self._word)
        self._word, self._length = [], 0
        return (self._take(last) if last else "") + self._release()

    def _word_end(self, text: str, start: int, place: int) -> int:
        """Where the word at ``start`` is finished (its one space included), or 0 while it is not."""
        space = _SPACE.search(text, start)
        end = space.end() if space else len(text)
        for limit in range(start + PROSE_LIMIT, min(end, start + WORD_LIMIT) + 1, PROSE_LIMIT):
            if limit < end and not text[limit - 1].isascii() and not text[limit].isascii():
                return limit
        if end - start > WORD_LIMIT:
            return start + WORD_LIMIT
        return end if space else 0

    def _take(self, word: str) -> str:
        """A finished word joins the chain, or ends it and begins the next one; a chain that nothing can join any more passes."""
        released = ""
        if self._chain and not self._linked(word):
            released = self._release()
        self._chain += word
        self._last = word if _SAYS.search(word) else self._last + word
        if _DIGIT.search(word):
            self._count(word)
        elif self._reach:
            self._reach = max(0, self._reach - len(word))
        limit = KEY_LIMIT if "-----BEGIN" in self._chain else CHAIN_LIMIT
        if len(self._chain) > limit or not self._open():
            released += self._release()
        return released

    def _count(self, word: str) -> None:
        """How far a word behind these digits may still speak of them."""
        found = len(_DIGIT.findall(self._placeholders.sub("", word) if "_" in word else word))
        self._digits += found
        if found and (self._digits >= NUMBER or _HOUSE.search(self._chain)):
            self._reach = AFTER + 4
        else:
            self._reach = max(0, self._reach - len(word))

    def _open(self) -> bool:
        """False when no word whatever could join the chain."""
        return self._reach > 0 or self._goes_on() or ("-----BEGIN" in self._chain and _PEM.search(self._chain) is not None)

    def _goes_on(self) -> bool:
        last = self._placeholders.sub("", self._last) if "_" in self._last else self._last
        if _OPEN.search(last):
            return True
        return len(self._chain) > len(last) and bool(_NAME_APART.search(self._chain) or _PLATE_LETTER.search(self._chain))

    def _linked(self, word: str) -> bool:
        """Whether ``word`` joins the chain, which is open."""
        if "-----BEGIN" in self._chain and _PEM.search(self._chain):
            return True
        if self._last.endswith("\n") and word == "\n":
            return False
        if self._reach or not _SAYS.search(word) or not _PLAIN_WORD.fullmatch(self._last):
            return True
        return self._latin(word)

    def _latin(self, word: str) -> bool:
        last = self._last
        if _AT_WORD.match(word) or _ONLY_AT_WORD.fullmatch(last):
            return True
        if last[0].isupper() and _CAPITAL.match(word):
            return True
        return (word[0].isdigit() and bool(_TYPE_LETTERS.fullmatch(last))) or last.startswith("KakaoAK")

    def _release(self) -> str:
        chain, self._chain, self._last, self._reach, self._digits = self._chain, "", "", 0, 0
        if not chain:
            return ""
        masked, end = self._mask(self._context + chain, len(self._context))
        self._context = (self._context + chain)[end:][-CONTEXT:]
        return masked


class Restorer:
    """Puts values back for their placeholders; keeps back only what may be the beginning of one."""

    def __init__(self, values: Mapping[str, str], pattern: re.Pattern[str]) -> None:
        self._values = values
        self._pattern = pattern
        self._longest = max(map(len, values))
        self._held = ""

    def feed(self, delta: str) -> str:
        """Take in a delta; what cannot be a part of a placeholder any more."""
        text = self._held + delta
        cut = len(text)
        for start in range(max(0, cut - self._longest), cut):
            tail = text[start:]
            if any(placeholder.startswith(tail) for placeholder in self._values):
                cut = start
                break
        # A placeholder that ends in its number could still go on; it is longer than its tail, so look for one that spans the cut.
        for match in self._pattern.finditer(text):
            if match.start() < cut < match.end():
                cut = match.start()
        self._held = text[cut:]
        return self._pattern.sub(lambda match: self._values[match.group()], text[:cut])

    def flush(self) -> str:
        """The rest."""
        held, self._held = self._held, ""
        return self._pattern.sub(lambda match: self._values[match.group()], held)


class Stages:
    """Several streams, each of which takes what the one before lets pass."""

    def __init__(self, *stages: MaskingStream) -> None:
        self._stages = stages

    def feed(self, delta: str) -> str:
        """Take in a delta of any length; what is decided by now."""
        for stage in self._stages:
            if not delta:
                return ""
            delta = stage.feed(delta)
        return delta

    def flush(self) -> str:
        """What was still held back."""
        rest = ""
        for stage in self._stages:
            rest = (stage.feed(rest) if rest else "") + stage.flush()
        return rest
