"""What a password is made of, and the words of code and documentation that stand in its place."""

import re
from typing import Final

# What stands where a secret would and is none, as whole values.
_EMPTY: Final = r"true|false|null|none|nil|undefined|redacted|hidden|masked|empty|changeme|-?password"
_TYPES: Final = r"string|str|int|bytes|optional|required"
_SCHEMES: Final = r"bearer|basic|digest|jwt|oauth2?|negotiate|ntlm"  # of authentication
_RESULTS: Final = r"pass(?:ed)?|fail(?:ed|ure)?|error|skip(?:ped)?|warn(?:ing)?"
_PLACEHOLDERS: Final = (
    r"example|(?:your|my|insert|enter|put)[_\-]?[a-z_\-]*|[a-z_\-]*(?:placeholder|_here|example|sample|dummy)[a-z_\-]*"
)
_LOOKED_UP: Final = r"process\.env.*|os\.(?:environ|getenv).*|getenv.*|env\..*|settings\..*|config\..*|self\..*"
_CODE_OR_MASK: Final = (
    r"!+[A-Za-z_.]+",  # !Ref
    r"[A-Za-z_.]+\[.*",  # keys[0]
    r".*\[(?:[A-Za-z0-9]-[A-Za-z0-9]){1,4}.*",  # AKIA[0-9A-Z]
    r"[./~][A-Za-z._/~\-]*",  # a path
    r"[*x●•.\-_#]{3,}.*",  # another mask's leavings
    r".{0,4}\*{3,}.*",
    r"\$.*|\{.*|<.*|%.*",  # a template's variable
    r"\*?\[.*",
    r"[A-Za-z_.]+\(.*",  # a call
    r"https?:.*",
    r"[-~]+",
)
INNOCENT: Final = re.compile(
    rf"(?i:{'|'.join((_EMPTY, _TYPES, _SCHEMES, _RESULTS, _PLACEHOLDERS, _LOOKED_UP))})|{'|'.join(_CODE_OR_MASK)}"
)
DIGIT: Final = re.compile(r"[0-9]")
LETTER: Final = re.compile(r"[A-Za-z]")
SIGN: Final = re.compile(r"[^A-Za-z0-9]")
STRONG: Final = re.compile(r"[!@#$%^&*?]")
KEYPAD: Final = re.compile(r"[#*]")  # the signs on a door's keys
