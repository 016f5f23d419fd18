"""Masking of an answer while it streams.

The answer is read word by word. A word is kept back only while it is unfinished or could still be a part of what follows (a number
written with spaces, an address, a name before its title). Text without digits is never more than ``QUIET`` characters behind, and
every other value no more than its kind's ``held``. What is decided depends on the characters alone and not on how they arrived, so
the joined stream is the same for every chunking.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple, Protocol

from predictor.pii.kinds import email
from predictor.pii.kinds.address import BUILDING
from predictor.pii.names.form import COMPOUND, FIRST_CLASS, FOREIGN_HEADS, FOREIGN_WORDS, LAST_CLASS, SURNAMES
from predictor.pii.scan.context import AFTER
from predictor.pii.scan.forms import REGION
from predictor.pii.scan.span import Begin
from predictor.pii.scan.spoken import DIGITS

QUIET: Final = 12  # characters of text that holds no digit, no at sign and no Latin word
CHAIN_LIMIT: Final = 110  # characters of linked words: the longest address
TAIL_LIMIT: Final = 36  # characters behind the last digit of such a chain
WORD_LIMIT: Final = 4096  # a token or key without spaces
UNBROKEN: Final = (
    64  # characters of a word from which on it is read in parts, where it has signs or holds Chinese, Japanese or Hangul
)
KEY_LIMIT: Final = 8192  # a PEM block
CONTEXT: Final = 41  # characters behind the last value in which a gate may open: a label's and one before
_MOST_PIECES: Final = 256
KEPT: Final = 1_200  # characters of what was released that are read with what follows
_LONGEST_NUMBER: Final = 48  # characters of a number with its separators
NUMBER: Final = 6  # digits from which a word behind them may say that they are an account's, a telephone's …
_SPEAKS: Final = AFTER + 4  # characters behind a number in which such a word may begin

_SPACE: Final = re.compile(r"\s")
_WORD: Final = re.compile(r"\S*\s")
_DIGIT: Final = re.compile(r"\d")
_SAYS: Final = re.compile(r"\w")  # a dash or bracket alone leaves open what was open before it
# What no bound of quiet text holds for: digits in any script or words, mailboxes, escapes, Latin words.
_RAISED: Final = "[\u00b2\u00b3\u00b9\u2070-\u209f]"  # one alone marks a footnote
_LATIN: Final = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
# 이사, 공사 and 구이 are words, so that two spoken digits alone tell nothing.
_LOUD: Final = re.compile(
    rf"[\d@%\\{_LATIN}\u2460-\u24ff]|{_RAISED}[-.\s]?{_RAISED}"
    rf"|[{DIGITS}십백천]{{3}}|[{DIGITS}][-.][{DIGITS}]|[{DIGITS}](?:다시|대시|하이픈)"
    r"|골뱅이|앳"
)
# 공 일, 육공에 이삼: two words that are spoken digits, perhaps with what joins them to the next. 사이에 이 is none.
_JOINS: Final = "(?:에|의|국에|다시)?[-.,~]?"
_SPOKEN_WORDS: Final = re.compile(
    rf"(?:^|[^가-힣])[{DIGITS}]{{1,4}}(?:[-.,~]?\s+|(?:에|의|국에|다시)[-.,~]?\s+(?=[{DIGITS}]{{2}}))[{DIGITS}]{{1,4}}"
    rf"(?:{_JOINS}\s|이?[요에예고]|입니다|$)"
)
_SPOKEN_HEAD: Final = frozenset(DIGITS)
_WHOLE_NAME: Final = (
    rf"(?:[{SURNAMES}](?:[{FIRST_CLASS}][{LAST_CLASS}]|[{LAST_CLASS}])"
    rf"|(?:{COMPOUND})[{FIRST_CLASS}{LAST_CLASS}]{{1,2}})"
)
# A word that may go on in the next one holds or ends with one of these.
_OPENINGS: Final = (
    r"[0-9@:=&%\\\u00a0-\u036f\u1100-\u11ff\u2000-\u206f\u3000\uff00-\uffef]",  # a digit, a sign, what folding may change
    rf"[{DIGITS}]{{2}}|[{DIGITS}][십백천]|[십백천][{DIGITS}]",  # digits and numbers that are spoken
    rf"^[{DIGITS}]{_JOINS}\s?$",
    r"(?:^|[^A-Za-z])(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[.,]?\s?$",  # a month before a day or a year
    "골뱅이|앳",  # an at sign that is spoken
    rf"(?:[시도군구읍면동리로길]|[0-9]가|{BUILDING})\s?,?\s?$",  # a part of an address
    r"^\W*(?:산|점|쩜|닷|에|어|음|ㅡ)\W*$",  # what is said between the parts of a number, a mailbox or an address
    r"[A-Za-z]\s+[.@]\s*$",  # a mailbox with spaces
    r"<<\s*$",  # the first line of what a machine reads
    rf"(?:{email.PROVIDER})\s?$",
    rf"^\W*(?:{REGION})\s?$",
    rf"^\W*[{SURNAMES}]\s?$",  # a surname apart from its given name
    rf"[{_LATIN}][)\"'\]]*\s?$",  # a Latin word
    r"-(?:ro|gil|daero|gu|si|do|dong|gun),?\s?$",  # a part of an address in Latin letters
    r"(?:^|[^가-힣])" + _WHOLE_NAME + r"(?:입니다[.,!~]?)?[\s(,/|\"'>)\]]*$",  # a title or a number may follow a name
)
_OPEN: Final = re.compile("|".join(_OPENINGS))
_LAST_HANGUL: Final = re.compile(r"(?<![가-힣])[가-힣]{1,8}(?=\s?$)")
# Behind a road's or a lot's number a building follows, in words.
_HOUSE: Final = re.compile(r"(?:[로길동리가]|-(?:ro|gil|daero)),?\s?(?:지하\s?|산\s?)?[0-9]")
_PLATE_LETTER: Final = re.compile(r"[0-9]\s?[가-힣]\s?$")
_NAME_APART: Final = re.compile(
    rf"(?:^|[^가-힣])(?:[{SURNAMES}]\s[가-힣]{{1,2}}|(?:{'|'.join(FOREIGN_HEADS)})\s[가-힣]{{1,6}}(?:\s[가-힣]{{1,6}})?)\s?$"
)
# Latin words go on in few others: at and dot, another capital (a name, a district), a passport's number.
_PLAIN_WORD: Final = re.compile(rf"[{_LATIN}]+[)\"'\]]*\s?")
_AT: Final = r"(?i:at|dot)\b|골뱅이|앳|닷|쩜|점"
_AT_WORD: Final = re.compile(rf"\W*(?:{_AT})|[@.(\[{{<]")
_ONLY_AT_WORD: Final = re.compile(rf"\W*(?:{_AT})\W*")
# A bracket, a comma or 님: nothing that follows belongs to the value before it.
_ENDS_A_VALUE: Final = re.compile(r"[^\w\s]|[님씨](?:[^가-힣]|[은는이가을를의과와도께])")
_CAPITAL: Final = re.compile(r"\W*[A-Z\u00c0-\u00de\u0100-\u024f\u1e00-\u1eff]")
_MONTHS: Final = "(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
# Type letters, a month and, on the way to an address, a part of it stand before digits.
_BEFORE_DIGITS: Final = re.compile(rf"(?:[A-Za-z]{{1,2}}|(?i:unit|room|rm|suite|bldg|building|apt|floor|no)\.?|{_MONTHS})\s?")
_ROAD: Final = re.compile(r"-(?:ro|gil|daero)\b")
# A name's first part, the use of a plate, and an address in Latin letters before its city
_UNFINISHED: Final = (_NAME_APART, _PLATE_LETTER, re.compile(r"-(?:ro|gil|daero)\b.*, ?$"))
# Where a long word may be parted: behind what parts the fields of JSON and CSV, and in a script that is written without blanks.
_PARTS: Final = re.compile(r"[,;|<>{}\[\]、。，！？；：「」『』（）…]")
_IN_A_SCRIPT: Final = re.compile(r"[\u3041-\u30ff\u3400-\u9fff가-힣](?=[\u3041-\u30ff\u3400-\u9fff가-힣])")
_SIGN: Final = re.compile(r"[^\w\-.]")
_SIGN_REACH: Final = 40
_BEFORE_A_KEY: Final = "KakaoAK"
_KEY_HEAD: Final = "-----BEGIN"
_PEM: Final = re.compile(r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----(?!.*-----END)|-----BEGIN(?: [A-Z]*)*\s*$", re.DOTALL)


class Value(NamedTuple):
    """Where a value stands, counted from the end of what was released, and whether it is a person's name."""

    begin: int
    end: int
    is_name: bool


NO_VALUES: Final[list[Value]] = []


class Found:
    """A text without a value; a text with ``values`` is a subclass. No named tuple, because one is made for every word."""

    __slots__ = ("text", "values")

    def __init__(self, text: str, values: list[Value] = NO_VALUES) -> None:
        self.text = text
        self.values = values

    def mask(self, low: int, high: int) -> str:
        """The part at [low, high) with placeholders."""
        return self.text[low:high]


class Answer:
    """What a stream asks about its answer."""

    def begins(self, text: str) -> bool:
        """Whether ``text`` ends with the beginning, up to a space, of a known value or of what an own pattern may match."""
        raise NotImplementedError

    def clear(self, text: str) -> bool:
        """Whether ``text`` certainly holds no value."""
        raise NotImplementedError

    def find(self, released: "Released", follows: str) -> Found:
        """The values of what ``follows`` on what the stream has released. What ``Found.mask`` gives out is known from then on."""
        raise NotImplementedError


class _Traits(NamedTuple):
    """What a word with its space is, whatever its neighbours are."""

    loud: bool  # it holds what the bound of quiet text is not for
    digit: bool
    says: bool  # it holds a letter or digit
    open: bool  # it may go on in the next word
    plain: bool  # it is quiet, and no word can join it


_TRAITS: Final[dict[str, _Traits]] = {}
_MOST_TRAITS: Final = 8192


def _traits(word: str) -> _Traits:
    """The traits of a word; those of short quiet words are kept, because prose repeats them."""
    if known := _TRAITS.get(word):
        return known
    loud, says = _LOUD.search(word) is not None, _SAYS.search(word) is not None
    goes_on = _OPEN.search(word) is not None or _is_of_a_foreign_name(word)
    plain = says and not loud and not goes_on and "_" not in word
    found = _Traits(loud, loud and _DIGIT.search(word) is not None, says, goes_on, plain)
    if not loud and len(word) <= QUIET:
        if len(_TRAITS) >= _MOST_TRAITS:
            _TRAITS.clear()
        _TRAITS[word] = found
    return found


def _is_of_a_foreign_name(word: str) -> bool:
    """Whether a word ends with one that is known from names of other countries."""
    last = _LAST_HANGUL.search(word)
    return last is not None and last.group() in FOREIGN_WORDS


class MaskingStream(Protocol):
    """``feed`` the deltas, then ``flush``; what they return, joined, is the masked whole."""

    @property
    def held(self) -> int:
        """Characters taken in and not given out yet."""

    def feed(self, delta: str) -> str:
        """Take in a delta of any length; what is decided by now."""

    def flush(self) -> str:
        """What was still held back."""


class Held:
    """The most characters that one request's streams held back after a delta."""

    def __init__(self) -> None:
        self.most = 0


class Words:
    """Cuts an answer into chains of words and masks each chain. ``most`` counts the characters held back."""

    def __init__(self, answer: Answer, placeholders: re.Pattern[str], most: Held) -> None:
        self._answer = answer
        self._placeholders = placeholders
        self._released = Released()
        self._chain = ""
        self._last = ""
        self._loud = False  # whether the chain holds what the bound of quiet text is not for
        self._begun = False  # whether the chain ends with the beginning of a value: see ``Answer.begins``
        self._quiet = 0  # characters of the chain behind its last loud word
        self._awaits = False  # whether the next word tells if the end of the chain is a name
        self._ended = False
        self._crossed = False  # whether a value that begins the chain goes on in the word behind it
        self._digits = 0
        self._reach = 0  # characters after a number in which a word such as 계좌 may still speak of it
        self._pending = ""
        self._joined = 0  # characters ahead of the chain that joined it when it was released
        self._most = most

    @property
    def held(self) -> int:
        """Characters taken in and not given out yet."""
        return len(self._chain) + len(self._pending)

    def feed(self, delta: str) -> str:
        """Take in a delta; the chains that it finished, masked."""
        pending = self._pending + delta if self._pending else delta
        held = len(pending) + len(self._chain)
        if held > QUIET or not delta or _SPACE.search(delta):
            return self._decided(pending)
        self._pending = pending
        if held > self._most.most:
            self._most.most = held
        return ""

    def _decided(self, pending: str) -> str:
        """The chains that ``pending`` finishes, masked; the rest waits."""
        released: list[str] = []
        start = 0
        while len(pending) - start + len(self._chain) > QUIET or _SPACE.search(pending, start):
            if not self._chain and (passed := self._passed(pending, start)):
                released.append(passed)
                start += len(passed)
                continue
            taken, ready = self._step(pending, start)
            released.append(ready)
            start += taken
            if not taken and not ready:
                break
        self._pending = pending[start:]
        held = len(pending) - start + len(self._chain)
        if held > self._most.most:
            self._most.most = held
        return released[0] if len(released) == 1 else "".join(released)

    def flush(self) -> str:
        """The rest, masked."""
        last, self._pending = self._pending, ""
        self._ended = True
        return (self._take(last) if last else "") + self._release()

    def _plain_words(self, text: str, start: int) -> int:
        """Where the finished words from ``start`` end that no other word can join."""
        while (space := _SPACE.search(text, start)) and space.end() - start <= QUIET:
            end = space.end()
            word = text[start:end]
            if not (_TRAITS.get(word) or _traits(word)).plain or self._answer.begins(word):
                break
            start = end
        return start

    def _passed(self, text: str, start: int) -> str:
        """The plain words from ``start`` on, where they certainly hold no value; else nothing."""
        passed = text[start : self._plain_words(text, start)]
        if not passed or not self._answer.clear(self._released.near + passed):
            return ""
        self._released.add(passed)
        return passed

    def _step(self, text: str, start: int) -> tuple[int, str]:
        """One decision about the text from ``start``: (characters that joined the chain, what was released)."""
        space = _SPACE.search(text, start)
        end = space.end() if space else len(text)
        if released := self._hurry(text, start, end):
            joined, self._joined = self._joined, 0
            return joined, released
        if not self._chain and end - start > QUIET and not _LOUD.search(text, start, start + QUIET + 1):
            return QUIET, self._take(text[start : start + QUIET])
        if end - start > UNBROKEN and (part := _first_part(text, start)):
            return part, self._take(text[start : start + part])
        if end - start > WORD_LIMIT:
            return WORD_LIMIT, self._take(text[start : start + WORD_LIMIT])
        return (end - start, self._take(text[start:end])) if space else (0, "")

    def _hurry(self, text: str, start: int, end: int) -> str:
        """The chain, when the word at ``start`` has made it too long to wait for that word's end.

        Where a value goes on in the word, the chain waits for ``QUIET`` more characters.
        """
        while self._chain and _KEY_HEAD not in self._chain:
            room, waited = self._room(), self._crossed
            if end - start > room and self._may_be_a_long_name():
                room += QUIET
            if end - start <= room or _LOUD.search(text, start, start + room + 1):
                return ""
            if (released := self._release(text[start : start + room + 1])) or self._crossed == waited:
                return released
        return ""

    def _room(self) -> int:
        """How many characters may join the chain before it is too long to wait for a word's end."""
        if self._loud or self._begun:
            return max(0, TAIL_LIMIT - self._quiet)
        return max(0, QUIET - len(self._chain)) + (QUIET if self._crossed else 0)

    def _may_be_a_long_name(self) -> bool:
        """Whether the chain is quiet, and two words or more that are all of other countries' names."""
        if self._loud or self._crossed or " " not in self._chain[:-1]:
            return False
        return all(map(_is_of_a_foreign_name, self._chain.split()))

    def _take(self, word: str) -> str:
        """A finished word joins the chain, or ends it and begins the next one; a chain that nothing can join any more passes."""
        released = ""
        if self._chain and not self._awaits and not self._linked(word):
            released = self._release()
        self._append(word)
        if not self._open() or len(self._chain) > KEY_LIMIT:
            return released + self._release()
        if len(self._chain) > CHAIN_LIMIT and _KEY_HEAD not in self._chain:
            return released + self._release_first()
        return released

    def _append(self, word: str) -> None:
        """A word joins the chain."""
        traits = _traits(word)
        self._awaits = self._crossed = False
        self._chain += word
        self._last = word if traits.says else self._last + word
        if traits.loud or self._ends_with_spoken_digits(word):
            self._loud, self._quiet = True, 0
        else:
            self._quiet += len(word)
        if traits.digit:
            self._count(word)
        elif self._reach:
            self._reach = max(0, self._reach - len(word))

    def _ends_with_spoken_digits(self, word: str) -> bool:
        """Whether the chain ends with ``word`` and one before it that are both spoken digits."""
        return word[0] in _SPOKEN_HEAD and _SPOKEN_WORDS.search(self._chain[-len(word) - QUIET :]) is not None

    def _count(self, word: str) -> None:
        """How far a word behind these digits may still speak of them."""
        found = len(_DIGIT.findall(self._without_placeholders(word)))
        self._digits += found
        if found and (self._digits >= NUMBER or _HOUSE.search(self._chain)):
            self._reach = _SPEAKS
        else:
            self._reach = max(0, self._reach - len(word))

    def _open(self) -> bool:
        """False when no word whatever could join the chain."""
        self._begun = self._answer.begins(self._chain)
        return self._begun or self._reach > 0 or self._goes_on() or self._holds_an_open_key()

    def _without_placeholders(self, word: str) -> str:
        return self._placeholders.sub("", word) if "_" in word else word

    def _holds_an_open_key(self) -> bool:
        """Whether a key in PEM's form begins in the chain and does not end there."""
        return _KEY_HEAD in self._chain and _PEM.search(self._chain) is not None

    def _goes_on(self) -> bool:
        """Whether the last word is one that may go on in the next, or the chain ends with the first part of a value."""
        last = self._without_placeholders(self._last)
        if _traits(last).open:
            return True
        return len(self._chain) > len(last) and any(form.search(self._chain) for form in _UNFINISHED)

    def _linked(self, word: str) -> bool:
        """Whether ``word`` joins the chain, which is open."""
        if self._holds_an_open_key():
            return True
        if self._last.endswith("\n") and word == "\n":
            return False
        if self._reach or not _traits(word).says or not _PLAIN_WORD.fullmatch(self._last):
            return True
        return self._linked_to_latin(word)

    def _linked_to_latin(self, word: str) -> bool:
        """Whether ``word`` joins the chain behind a plain Latin word."""
        last = self._last
        if _AT_WORD.match(word) or _ONLY_AT_WORD.fullmatch(last):
            return True
        if self._answer.begins(self._chain):
            return True
        if last[0].isupper() and _CAPITAL.match(word):
            return True
        if word[0].isdigit() and (_BEFORE_DIGITS.fullmatch(last) or _ROAD.search(self._chain)):
            return True
        return last.startswith(_BEFORE_A_KEY)

    def _release(self, ahead: str = "") -> str:
        """The chain, masked; ``ahead`` of it is read and stays.

        A value that goes on ahead keeps its own part of the chain back, or takes its part of ``ahead`` with it where it ends there.
        """
        chain = self._chain
        if not chain:
            return ""
        found, end = self._answer.find(self._released, chain + ahead), len(chain)
        if ahead and not self._loud:
            if crossing := _across(found.values, end):
                return self._release_around(crossing, found, ahead)
            if (first := _behind_first_word(chain, found.values)) < end:
                released = self._release_before(first, found)
                return released if self._goes_on() else released + self._release(ahead)
        if not ahead and self._waits_for_a_word(found.values, end):
            self._awaits = True
            return ""
        masked = found.mask(0, end)
        self._released.add(chain, found.values)
        self._chain, self._last, self._reach, self._digits, self._quiet = "", "", 0, 0, 0
        self._loud = self._begun = self._crossed = self._awaits = False
        return masked

    def _waits_for_a_word(self, values: list[Value], end: int) -> bool:
        """Whether a name ends a quiet chain before a blank, at ``end``. The next word tells: 성함이 어떻게 되세요."""
        if self._ended or self._loud or self._chain[-1] != " " or not values:
            return False
        return values[-1].is_name and values[-1].end == end - 1

    def _release_around(self, crossing: Value, found: Found, ahead: str) -> str:
        """The same of a quiet chain, of which the value ``crossing`` goes on ahead.

        A value that goes on for longer than its chain may wait takes its part of ``ahead`` with it.
        """
        if crossing.begin > 0:
            return self._release_before(crossing.begin, found)
        joined = crossing.end - len(self._chain)
        if self._crossed or _ENDS_A_VALUE.match(ahead, joined):
            self._joined, self._chain = joined, self._chain + ahead[:joined]
            return self._release(ahead[joined:])
        self._crossed = True
        return ""

    def _release_before(self, length: int, found: Found) -> str:
        """The first ``length`` characters of a quiet chain, masked; the rest goes on as the chain."""
        masked = found.mask(0, length)
        self._released.add(self._chain[:length], found.values)
        self._keep_from(length)
        self._crossed = False
        return masked

    def _keep_from(self, place: int) -> None:
        """The chain begins at ``place`` from now on, because what stands before it was released."""
        self._chain = self._chain[place:]
        self._last = self._last[-len(self._chain) :]
        self._quiet = min(self._quiet, len(self._chain))

    def _release_first(self) -> str:
        """What of a chain that is too long stands before its last words, masked, so that no value is cut.

        The rest goes on as the chain. What was released is read again with it, because the kind of a list's first value may be
        that of all its values.
        """
        chain = self._chain
        found = self._answer.find(self._released, chain)
        place = _last_sign(chain, len(chain) - _LONGEST_NUMBER)
        if inside := _across(found.values, place):
            place = inside.begin if inside.begin > 0 else inside.end
        if not 0 < place < len(chain):
            return self._release()
        masked = found.mask(0, place)
        self._released.add_to_a_list(chain[:place], found.values)
        self._keep_from(place)
        return masked


def _behind_first_word(chain: str, values: list[Value]) -> int:
    """Where the first word of a chain ends, or the last value that goes on behind it."""
    place = chain.find(" ") + 1
    while inside := _across(values, place):
        place = inside.end
    return place if place > 0 else len(chain)


def _last_sign(chain: str, high: int) -> int:
    """Where the last word begins that begins before ``high``: behind a blank or a sign, or 0."""
    signs = [sign.end() for sign in _SIGN.finditer(chain, max(0, high - _SIGN_REACH), high)]
    return signs[-1] if signs else 0


def _first_part(text: str, start: int) -> int:
    """How many characters of the long word at ``start`` may be read for themselves; 0 for none."""
    high = start + UNBROKEN
    for form in (_PARTS, _IN_A_SCRIPT):
        if found := [sign.end() for sign in form.finditer(text, start, high)]:
            return found[-1] - start
    return 0


def _across(values: list[Value], place: int) -> Value | None:
    """The value that begins before ``place`` and ends behind it."""
    return next((value for value in values if value.begin < place < value.end), None)


class Released:
    """The end of what was released, as it came: what a value's label, head or list is looked for in.

    ``near`` is its end in which a value may begin that goes on behind it, or a word that opens a gate.
    """

    __slots__ = ("_floor", "_label_floor", "_pieces", "length", "near")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.length = 0  # characters of the pieces
        self._floor = 0  # the end of the last value in them
        self._label_floor = 0  # the end of the last value that is no name
        self.near = ""

    def text(self) -> str:
        """All that is kept."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        if self.length > 2 * KEPT:
            self._leave(self.length - max(KEPT, len(self.near)))
        return self._pieces[0] if self._pieces else ""

    def _leave(self, length: int) -> None:
        """The first ``length`` characters are kept no longer."""
        self._pieces = [self._pieces[0][length:]]
        self.length -= length
        self._floor, self._label_floor = max(0, self._floor - length), max(0, self._label_floor - length)

    def begin(self) -> Begin:
        """Where a pass over the text and what follows it begins."""
        return Begin(self.length - len(self.near), self._floor, self._label_floor)

    def add(self, released: str, values: list[Value] = NO_VALUES) -> None:
        """Take note of what was released, with the ``values`` of the text from there on."""
        if values:
            self._rise(len(released), values)
        self._append(released)
        near = self.near + released
        self.near = near[-min(CONTEXT, self.length - self._floor) :] if self.length > self._floor else ""
        if len(self._pieces) > _MOST_PIECES:
            self.text()

    def _rise(self, end: int, values: list[Value]) -> None:
        """The floors behind the last of ``values`` that ends before ``end``."""
        ended = [value for value in values if value.end <= end]
        if ended:
            self._floor = self.length + ended[-1].end
            self._label_floor = max((self.length + value.end for value in ended if not value.is_name), default=self._label_floor)

    def add_to_a_list(self, released: str, values: list[Value]) -> None:
        """The same of what may be the first part of a list, which is read again with the rest."""
        if len(self.near) + len(released) > KEPT:
            self.add(released, values)
        else:
            self._append(released)
            self.near += released

    def _append(self, released: str) -> None:
        self._pieces.append(released)
        self.length += len(released)


class Restorer:
    """Puts values back for their placeholders; keeps back only what may be the beginning of one."""

    def __init__(self, values: Mapping[str, str], pattern: re.Pattern[str]) -> None:
        self._values = values
        self._pattern = pattern
        self._longest = max(map(len, values))
        self._held = ""

    @property
    def held(self) -> int:
        """Characters taken in and not given out yet."""
        return len(self._held)

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

    @property
    def held(self) -> int:
        """Characters taken in and not given out yet."""
        return sum(stage.held for stage in self._stages)

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
