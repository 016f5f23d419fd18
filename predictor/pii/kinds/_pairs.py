"""A name and the value behind it: password=…, 비밀번호는 …."""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from predictor.pii import lexicon
from predictor.pii.kinds import _technical_terms
from predictor.pii.kinds._passwords import DIGIT, INNOCENT, KEYPAD, LETTER, SIGN, STRONG
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

# door_code, doorCode, gate-code, entrance code, access_pin: the value consists of a door's keys, which are digits, # and *.
_DOOR_FIELD: Final = r"(?i:door|gate|lobby|entrance|entry|access|lock)[_\-\s]?(?i:code|pin|lock|password|pw)"
# "accessToken":"8f3a…": a capital begins the word, and a value of letters and digits stands in quotes or behind = at once.
_TOKEN: Final = (
    r"(?<=[a-z]{2})Token(?=(?:[\"']\s?:\s?[\"']|=[\"']?)(?=[A-Za-z_.\-]{0,48}[0-9])(?=[0-9_.\-]{0,48}[A-Za-z])[A-Za-z0-9_.\-]{8})"
)
_LABELS_APART: Final = lexicon.spaced_out(("비밀번호", "비번", "암호", "패스워드"))
_NAME: Final = (
    rf"(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z])){_DOOR_FIELD}(?![A-Za-z])"
    rf"|(?<![가-힣])(?:{_LABELS_APART})"
    rf"|(?<=[a-z]{{2}})P[wW](?=[\"']?\s?[:=])"
    rf"|{_TOKEN}"
    # passwordConfirm, pw_check, PASSWORD_NEW
    r"|(?i:(?<![a-z])(?:password|passwd|pwd|pw)[_\-]?"
    r"(?:confirm(?:ation|ed)?|check|chk|repeat|retype|again|verify|new|old))(?![A-Za-z])"
    r"|"
    r"(?i:(?<![a-z])"
    r"(?:pass(?:phrase|code)?"
    r"|pin(?:[_\-\s]?(?:code|number|no))?"
    r"|pw"
    r"|(?:access|auth|refresh|api|id|session|bot)?[_\-\s]?token"
    r"|"
    r"credential)|psk|pre-?shared[_\-]?key|password|passwd|ps?wd"
    r"|secret(?:[_-]?(?:access[_-]?)?key)?"
    r"|(?:api|access|auth|private|encryption|license)[_\-\s]?key(?:[_-]?id)?"
    r"|(?<=_)(?:rest|service|server|admin|consumer|subscription)_?key"
    r"|(?:service|server)Key(?=[\"']?[:=])"
    r"|"
    r"client[_-]?secret|api\s?키)(?![A-Za-z])"
    r"|(?:비밀\s?번호|비번|패스워드|암호)\s?(?:재?확인|재입력)(?=\s?[:=])"
    r"|비밀\s?번호|비밀\s?키|비번|패스워드|암호|시크릿\s?키?|인증\s?키|액세스\s?키|토큰"
    r"|(?:핀|(?i:pin))\s?(?:번호|코드)"
    r"|공동\s?현관|도어락"
)
GATE: Final = (
    rf"(?:{_DOOR_FIELD}|{_LABELS_APART}|"
    r"(?i:pass|ps?wd|pw|secret|token|api.?key|access.?key|auth.?key|private.?key|encryption.?key"
    r"|(?:rest|service|server|admin|consumer|subscription)_?key"
    r"|credential|pin|psk|pre-?shared.?key)"
    r"|비밀\s?번호|비밀\s?키"
    r"|비번|패스워드|암호|시크릿|인증\s?키|액세스\s?키|토큰|핀\s?(?:번호|코드)|공동\s?현관|도어락|(?i:api)\s?키)"
)
_PAIR: Final = re.compile(
    rf"(?P<name>{_NAME})"
    rf"(?:\s?[0-9]{{1,2}}\s?자리(?=\s?[은는]?\s?[:=]?\s?[0-9]))?"
    rf"(?:[\"'`*)\]]{{0,3}}\s{{0,3}}"
    rf"(?P<sign>[:=|(→]|=>|->|(?<=\s)-(?=\s)|,|은|는|이|가|\bis\b)?[\"'`\s]{{0,4}}"
    r"(?:\*\*\s?)?)"
    rf"(?P<value>[\x21\x23-\x26\x28-\x2b\x2d-\x3a\x3d\x3f-\x5f\x61-\x7e]{{4,128}})"
)
# Hangul within a password counts in quotes or, before digits and a sign, behind a colon.
_HANGUL: Final = re.compile(
    rf"(?P<name>{_NAME})[\"'`*)\]]{{0,3}}\s{{0,3}}(?:[:=]|=>|은|는|이|가)?\s?(?:[가-힣]{{1,6}}\s(?:말고|대신)\s)?"
    r"(?:(?P<quote>[\"'`])(?P<quoted>[^\s\"'`]{4,64})(?P=quote)"
    r"|(?<=[:=\s])(?P<plain>[가-힣]{1,8}[0-9]{2,8}[!@#$%^&*?]{1,4})(?=\s|$))"
)
_MIXED: Final = re.compile(r"(?=\S*[가-힣])(?=\S*[0-9])(?=\S*[!@#$%^&*?])(?!\S*[0-9](?:자|글자|회|개|[~-][0-9]))")
_MAILBOX: Final = re.compile(r"[A-Za-z0-9._%+\-]*(?:@|[(\[{<]at)")
_EXPANSION: Final = re.compile(r"\$\{[A-Za-z0-9_.\-]{0,40}$")
# 비밀번호: abc123!!|4111 1111 1111 1111: the next cell of a record, which is a number, a mailbox or a mask's placeholder
_NEXT_CELL: Final = re.compile(
    r"\|(?=\[|$|[0-9]{2,6}-[0-9]{2,7}(?:-[0-9]{1,8})*(?:\||$)|01[016-9][0-9]{7,8}(?:\||$)|[A-Za-z0-9._+\-]{1,64}@[A-Za-z0-9])"
)
_NUMBER_CELL: Final = re.compile(r"\|[0-9]{3,6}$")
_NUMBER_GOES_ON: Final = re.compile(r" [0-9]{2}")
_LEAST_BEFORE_A_CELL: Final = 4
_NEXT_FIELD: Final = re.compile(r"&[A-Za-z_][A-Za-z0-9_.\-]*=|&(?:amp|quot);")
_IN_BRACKETS: Final = frozenset("(-,")
_ADDRESS: Final = re.compile(r"@[A-Za-z0-9\-]+\.[A-Za-z]")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_TURNS: Final = re.compile(r"(?:[A-Za-z](?=[0-9])|[0-9](?=[A-Za-z]))")  # from letters to digits, or back
_LEAST_TURNS: Final = 3
# What a program calls a secret by: supabase_key, CLOUDINARY_API_SECRET, user.password.
_REFERENCE: Final = re.compile(
    r"(?i:[a-z]+(?:[_.][a-z]+)*[_.](?:key|secret|token|pass|password|passwd|pwd|pw|credentials?|hash)s?)=?|[A-Z]+(?:_[A-Z]+)+=?"
    r"|[a-z]+[A-Za-z.]*(?:Key|Secret|Token|Password|Pwd|Pw|Credentials?|Hash)"
)
_QUOTES: Final = frozenset("\"'`")
_PHRASE_ON: Final = re.compile(r" |[가-힣]{1,16}[^\s가-힣]")
_PHRASE: Final = 96  # characters of a passphrase behind its first word
_FIELD: Final = re.compile(r"(?:export\s|set\s|-\s)?[A-Za-z_][A-Za-z0-9_.\-]{1,40}(?:\s?=\s?[^\s=]|:\s|=\n)")
_ASSIGNED: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{2,}=.+")
_CODE: Final = re.compile(r"[(){}\[\]/\\%]|^!!|[a-z]\.[a-z]")
_PROPER: Final = re.compile(r"[A-Z][a-z]+")
_GOES_ON: Final = re.compile(r" [A-Za-z]")
_TYPED_NAME: Final = re.compile(r"(?i:pin(?:[_\-\s]?(?:code|number|no))?|pw|ps?wd|passcode|password)")
# PIN 2580 알려 주심, PIN 2580입니다: a verb or a copula behind the digits.
_SAID: Final = re.compile(
    r"(?:으?로|을|를)?\s?(?:알려|불러|입력|눌러|누르|해제|풀[어고면]|설정|변경|바꾸|바꿔|적어|남겨|치면|치고|쳐)"
    r"|이?라고|이에요|예요|이요|입니다|이고|인데|임(?![가-힣])"
    # PIN 583206 문자 발송: the pair knows six characters behind its value.
    r"|\s?(?:문자|카톡|알림톡|메일|메시지)(?:로|으로|\s?발|\s?전|\s?보|\s?안)|\s?(?:발송|전송|재?발급|부여|안내)"
)
_STRONG_SIGNS: Final = frozenset((":", "=", "=>", "->"))
_DOOR: Final = re.compile("공동|도어락")  # of a door only what is typed with # or * is a secret
_DOOR_NAME: Final = re.compile(_DOOR_FIELD)
_KEYS_OF_A_DOOR: Final = re.compile(r"[0-9*#]{4,16}")
_OPENS: Final = re.compile(r"(?i:(?:door|lobby|entrance)[_\-]?(?:code|pin|pw)|access[_\-]?pin)")  # digits alone do behind a sign
_COUNT: Final = re.compile(r"[0-9]{1,2}[-~][0-9]{1,2}|[0-9]{4}")
_COUNTED: Final = re.compile(r"\s?(?:자|글자|개|회|번|년|월|일|원|분|초)")
_PROGRAM: Final = re.compile(r"[A-Z][A-Za-z]{2,}[0-9]{1,4}")
_INSIDE: Final = re.compile(r"에서는?(?!\s?[0-9A-Za-z])")
_TOKEN_NAME: Final = re.compile(r"(?i:[a-z_\-\s]*token)|토큰")


def named_value(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The value behind a name such as ``password=`` or 비밀번호는."""
    found = _PAIR.match(text, hit)
    if found is None or found.start("value") < floor:
        yield from _with_hangul(text, hit, floor)
        return
    start, raw = found.start("value"), found["value"]
    operator = _operator(text, hit, raw)
    if operator:
        start, raw = start + 1, raw[1:]
    value = _trimmed(raw.partition("|")[0] if found["sign"] == "|" else _cell(text, start, raw))
    behind = start + len(value)
    before = text[start - 1] if start > found.end("name") else ""
    joined = text[hit - 1 : hit] == "_"
    next_line = text.find("\n", found.end("name"), start) >= 0 and _FIELD.match(text, start) is not None
    if _is_a_secret(Pair(found["name"], found["sign"], value, text[behind : behind + 6], next_line, before, joined, operator)):
        end = _phrase_end(text, behind, before)
        yield Span(start, end, "secret", text[start:end], 0.85, f"name {found['name'].lower()}")


def _with_hangul(text: str, hit: int, floor: int) -> Iterator[Span]:
    """A password that begins with Hangul or has it early: it holds a digit and a sign too."""
    found = _HANGUL.match(text, hit)
    if found is None:
        return
    start, end = found.span("quoted" if found["quoted"] else "plain")
    if start >= floor and _MIXED.match(text[start:end]):
        yield Span(start, end, "secret", text[start:end], 0.8, f"name {found['name'].lower()}, Hangul")


def _phrase_end(text: str, behind: int, quote: str) -> int:
    """Where a secret ends: at the closing quote where its first word or its Latin part opens a quoted phrase, or at ``behind``."""
    if quote not in _QUOTES or not _PHRASE_ON.match(text, behind):
        return behind
    closing = text.find(quote, behind, behind + _PHRASE)
    return behind if closing < 0 or "\n" in text[behind:closing] else closing


def _cell(text: str, start: int, raw: str) -> str:
    """The value at ``start`` without the next cell of a record."""
    end = start + len(raw)
    number = _NUMBER_CELL.search(raw) if _NUMBER_GOES_ON.match(text, end) else None
    found = number or _NEXT_CELL.search(raw)
    return raw[: found.start()] if found and found.start() >= _LEAST_BEFORE_A_CELL else raw


def _operator(text: str, hit: int, value: str) -> str:
    """What stands before a default or a message in a shell's expansion, ``${NAME:-default}``; empty elsewhere."""
    return value[0] if value[0] in "?-=+" and _EXPANSION.search(text, max(0, hit - 48), hit) else ""


def _trimmed(value: str) -> str:
    """The value without the sentence's own signs and without the next field of a query."""
    value = value.rstrip(".,;:!?)]}\\") if value[-1:] in ".,;:?)]}\\" else value
    query = _NEXT_FIELD.search(value)
    return value[: query.start()] if query else value


class Pair(NamedTuple):
    """A name with the value behind it."""

    name: str
    sign: str | None
    value: str
    behind: str  # the six characters behind the value
    next_line: bool  # whether the value begins another line's field: DB_PASSWORD= is empty and JWT_SECRET=… follows
    before: str  # the character before the value; empty where that is the name's last
    joined: bool  # whether the name is the end of a longer one: DB_PASS
    operator: str  # of a shell's expansion, before the value: ? in ${PASS:?message}

    @property
    def glued(self) -> bool:
        """Whether nothing stands between name and value."""
        return not self.before

    @property
    def bare(self) -> bool:
        """Whether no quote opens before the value: it may be a program's own name."""
        return self.before not in _QUOTES

    @property
    def worded(self) -> bool:
        """Whether the value is words without a digit or a strong sign."""
        return DIGIT.search(self.value) is None and STRONG.search(self.value) is None

    @property
    def variety(self) -> int:
        """How many of digits, letters and other signs the value holds."""
        return sum(part.search(self.value) is not None for part in (DIGIT, LETTER, SIGN))


def _named_by_a_program(pair: Pair) -> bool:
    if not pair.name.isascii():
        return False
    return pair.value.lower() == pair.name.lower() or (pair.bare and _REFERENCE.fullmatch(pair.value) is not None)


def _passes(pair: Pair) -> bool:
    """Whether ``pass`` speaks of a test: in capitals, before signs of code or before a sentence."""
    if pair.name.lower() != "pass":
        return False
    in_capitals = pair.name == "PASS" and not pair.joined
    return in_capitals or _CODE.search(pair.value) is not None or _GOES_ON.match(pair.behind) is not None


def _keyless(pair: Pair) -> bool:
    """Whether the name is a door's and the value is no code of its keys."""
    if _DOOR_NAME.match(pair.name):
        digits = pair.value.isdigit() and (pair.sign not in _STRONG_SIGNS or not _OPENS.fullmatch(pair.name))
        return digits or _KEYS_OF_A_DOOR.fullmatch(pair.value) is None
    return _DOOR.match(pair.name) is not None and KEYPAD.search(pair.value) is None


def _documented(pair: Pair) -> bool:
    """Whether the value is a word of documentation and no quoted phrase begins with it."""
    phrase = not pair.bare and pair.behind.startswith(" ")
    return not phrase and _technical_terms.is_documented(pair.value)


def _of_a_token(pair: Pair) -> bool:
    return _TOKEN_NAME.fullmatch(pair.name) is not None


def _named_by_chance(pair: Pair) -> bool:
    """Whether a model, a coin or a setting stands behind 토큰 without a sign between them."""
    return pair.sign not in _STRONG_SIGNS and _of_a_token(pair) and _technical_terms.is_a_numbered_word(pair.value)


def _inside_a_program(pair: Pair) -> bool:
    """Whether the value is a program in which something is done with a password: 암호 Excel2016에서 해제."""
    return pair.sign not in _STRONG_SIGNS and _PROGRAM.fullmatch(pair.value) is not None and _INSIDE.match(pair.behind) is not None


# (name of the rule, when a pair holds no secret)
REFUSALS: Final[tuple[tuple[str, Callable[[Pair], bool]], ...]] = (
    ("too short", lambda pair: len(pair.value) < 4),
    ("an identifier goes on", lambda pair: pair.glued and pair.value[0] in "-_."),  # pin-tabs-1
    ("a field's name", lambda pair: pair.behind.startswith((":", "="))),
    ("a mailbox", lambda pair: pair.glued and _MAILBOX.match(pair.value) is not None),
    ("a word of code or documentation", lambda pair: INNOCENT.fullmatch(pair.value) is not None),
    ("a word of forms, types and messages", _documented),
    ("an amount", lambda pair: _technical_terms.is_an_amount(pair.value, _of_a_token(pair))),
    ("a version", lambda pair: _technical_terms.is_a_version(pair.value)),
    ("an algorithm", lambda pair: _technical_terms.is_an_algorithm(pair.value)),
    ("tokens counted", lambda pair: _of_a_token(pair) and _technical_terms.counts_tokens(pair.value)),
    ("a word with a number behind 토큰", _named_by_chance),
    ("inside a program", _inside_a_program),
    ("a name in a program", _named_by_a_program),
    ("the next field", lambda pair: not pair.sign and _ASSIGNED.fullmatch(pair.value) is not None),
    ("the next line's field", lambda pair: pair.next_line),
    ("a test that passes", _passes),
    ("a sentence's word", lambda pair: _PROPER.fullmatch(pair.value) is not None and _GOES_ON.match(pair.behind) is not None),
    ("a door without its keys", _keyless),
    ("a shell's message or default in words", lambda pair: pair.operator == "?" or (pair.operator != "" and pair.worded)),
    ("a count", lambda pair: _COUNT.fullmatch(pair.value) is not None and _COUNTED.match(pair.behind) is not None),
)


def _is_a_secret(pair: Pair) -> bool:
    if any(holds(pair) for _, holds in REFUSALS):
        return False
    if pair.sign == "|":
        return _in_a_cell(pair)
    if pair.sign in _IN_BRACKETS:
        return _in_brackets(pair)
    if pair.sign in _STRONG_SIGNS:
        return pair.variety > 1 or len(pair.value) >= 6 or pair.value.isdigit() or pair.name.isascii()
    return _named_in_latin(pair) if pair.name.isascii() else _named_in_hangul(pair)


def _in_a_cell(pair: Pair) -> bool:
    """Whether a table's cell behind the name holds letters, digits and a strong sign, or a medley: no type or rule."""
    if len(_TURNS.findall(pair.value)) >= _LEAST_TURNS and pair.variety == 3:
        return True
    return pair.variety == 3 and STRONG.search(pair.value) is not None and _CODE.search(pair.value) is None


def _in_brackets(pair: Pair) -> bool:
    """Whether a bracket, a dash or a comma behind the name opens a password: 비밀번호(moss1004), password - Moss!2847."""
    if _in_a_cell(pair):
        return _ADDRESS.search(pair.value) is None
    if pair.name.isascii() or pair.sign == ",":
        return False
    if pair.value.isdigit():
        return len(pair.value) <= 8 and _YEAR.fullmatch(pair.value) is None
    return DIGIT.search(pair.value) is not None and LETTER.search(pair.value) is not None and _CODE.search(pair.value) is None


def _named_in_latin(pair: Pair) -> bool:
    if pair.value.isdigit():  # PIN은 480917
        if len(pair.value) > 8 or _TYPED_NAME.fullmatch(pair.name) is None or _COUNTED.match(pair.behind):
            return False
        return pair.sign is not None or _SAID.match(pair.behind) is not None
    return pair.variety > 1 and DIGIT.search(pair.value) is not None


def _named_in_hangul(pair: Pair) -> bool:
    if pair.worded:
        return False
    return (pair.variety > 1 and pair.value[0] not in "([/") or (pair.value.isdigit() and len(pair.value) <= 8)
