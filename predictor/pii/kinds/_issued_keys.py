"""Keys that show themselves: by an issuer's prefix, by a header, or as the key of signatures and of one-time passwords."""

import base64
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from predictor.pii.kinds._passwords import DIGIT, LETTER
from predictor.pii.scan.context import Context
from predictor.pii.scan.forms import UUID
from predictor.pii.scan.span import Span


class Issuer(NamedTuple):
    """The form of an issuer's keys: ``opens`` is how a key begins, in RE2's syntax for the gate, ``goes_on`` is the rest."""

    name: str
    opens: str
    goes_on: str


ISSUERS: Final = (
    Issuer("OpenAI, Anthropic", r"sk-", r"[A-Za-z0-9_\-]{16,200}"),
    Issuer("Amazon Web Services", r"(?:AKIA|ASIA)", r"[0-9A-Z]{16}(?![0-9A-Za-z])"),
    Issuer("GitHub", r"gh[pousr]_", r"[A-Za-z0-9]{20,100}"),
    Issuer("GitHub, fine-grained", r"github_pat_", r"[A-Za-z0-9_]{22,120}"),
    Issuer("GitLab", r"glpat-", r"[A-Za-z0-9_\-]{16,60}"),
    Issuer("Slack", r"xox[abeoprs]-", r"[A-Za-z0-9\-]{10,200}"),
    Issuer("Google, API", r"AIza", r"[0-9A-Za-z_\-]{35}"),
    Issuer("Hugging Face", r"hf_", r"[A-Za-z0-9]{20,60}"),
    Issuer("npm", r"npm_", r"[A-Za-z0-9]{30,60}"),
    Issuer("Stripe", r"(?:sk|pk|rk)_(?:live|test)_", r"[A-Za-z0-9]{16,120}"),
    Issuer("SendGrid", r"SG\.", r"[A-Za-z0-9_\-]{16,40}\.[A-Za-z0-9_\-]{16,60}"),
    Issuer("Google, OAuth", r"ya29\.", r"[A-Za-z0-9_\-]{20,300}"),
    Issuer("DigitalOcean", r"dop_v1_", r"[a-f0-9]{40,80}"),
    Issuer("Toss Payments", r"(?:test|live)_(?:sk|gsk|ck)_", r"[A-Za-z0-9]{16,80}"),
    Issuer("Kakao", r"KakaoAK\s", r"[a-f0-9]{32}"),
    Issuer("a JSON Web Token", r"eyJ", r"[A-Za-z0-9_\-]{8,2000}\.[A-Za-z0-9_\-]{4,4000}(?:\.[A-Za-z0-9_\-]{0,2000})?"),
)
_KEYS: Final = re.compile(rf"(?<![A-Za-z0-9_\-])(?:{'|'.join(one.opens + one.goes_on for one in ISSUERS)})")
_BEGINS: Final = "|".join(f"{one.opens}[0-9A-Za-z_-]" for one in ISSUERS)
KEY_GATE: Final = rf"{_BEGINS}|-----BEGIN|(?i:bearer|basic)\s|://[^\s/:@]{{0,64}}:[^\s/@]{{3,}}@"
_BLOCK: Final = re.compile(r"-----BEGIN ([A-Z ]{0,20}PRIVATE KEY)-----[^-]{0,8192}(?:-----END \1-----)?")
_URL: Final = re.compile(r"://[^\s/:@\"'<>]{0,64}:([^\s/@\"'<>]{3,128})@(?=[A-Za-z0-9\[])")
_BEARER: Final = re.compile(r"(?i:bearer)\s{1,3}((?=[A-Za-z_\-.~+/]*[0-9])[A-Za-z0-9_\-.~+/]{16,2048}={0,2})")
_BASIC: Final = re.compile(r"(?i:basic)\s{1,3}([A-Za-z0-9+/]{8,2048}={0,2})(?![A-Za-z0-9+/=])")
_ISSUED: Final = (_KEYS, 0, "issuer's prefix")
_BY_HEAD: Final = {
    "--": (_BLOCK, 0, "PEM header"),
    ":/": (_URL, 1, "credentials in a URL"),
    "be": (_BEARER, 1, "Authorization"),
    "ba": (_BASIC, 1, "Authorization"),
}
# 2FA 백업코드 4K7M-2QXD RL08-T7QE: codes for who has lost the handset
_SPARE: Final = (
    r"(?:(?:백업|복구|리커버리|예비)\s?(?:용\s)?(?:코드|키|암호)"
    r"|(?i:(?:backup|recovery|rescue|emergency)[_\s\-]?(?:codes?|keys?)))[^0-9A-Z\n]{0,12}"
)
_SPARE_CODE: Final = r"[A-Za-z0-9]{4,6}(?:-[A-Za-z0-9]{4,6}){1,5}|[0-9]{4} [0-9]{4}|[A-Z0-9]{8,12}"
SPARE_GATE: Final = rf"{_SPARE}[A-Z0-9][A-Za-z0-9]{{3}}"
_SPARES: Final = re.compile(rf"{_SPARE}(?P<values>(?:{_SPARE_CODE})(?:[\s,/·]{{1,3}}(?:{_SPARE_CODE})){{0,15}})(?![0-9A-Za-z\-])")
_ONE_SPARE: Final = re.compile(_SPARE_CODE)
_SIGNER: Final = r"(?i:signing|hmac)(?:[_\-]?(?i:key|secret|salt))?[\"']?\s?[:=]\s?[\"']?"
SIGNING_GATE: Final = rf"{_SIGNER}[0-9a-fA-F]{{32}}"
_SIGNING: Final = re.compile(rf"{_SIGNER}(?P<value>[0-9a-fA-F]{{32,128}})(?![0-9A-Za-z])")
SEED_GATE: Final = r"(?:^|[^A-Za-z0-9+/=_\-])(?:[A-Z2-7]{16}|[A-Z2-7]{4}(?: [A-Z2-7]{4}){3})"
_SEED: Final = re.compile(
    r"(?:(?<![A-Za-z0-9+/=_\-])|[^A-Za-z0-9+/=_\-])(?P<value>[A-Z2-7]{16,64}={0,6}|[A-Z2-7]{4}(?: [A-Z2-7]{4}){3,15})"
    r"(?![A-Za-z0-9+/=_\-])"
)
_SEED_WORD: Final = re.compile(r"(?i:otp|2fa|mfa|authenticator)|시드|인증\s?앱|(?:이중|2차|2단계)\s?인증")
# Vault's secret_id is half of a login: a UUID or a long token, where other programs name a secret by a path.
_SECRET_ID: Final = r"(?i:secret[_\-]?id)[\"']?\s?[:=]\s?[\"']?"
SECRET_ID_GATE: Final = rf"{_SECRET_ID}[A-Za-z0-9_\-]{{24}}"
_IDENTIFIED: Final = re.compile(
    rf"{_SECRET_ID}(?P<value>{UUID}|(?=[A-Za-z_\-]{{0,40}}[0-9])[A-Za-z0-9_\-]{{24,64}})(?![A-Za-z0-9_/\-])"
)


def known_key(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A token with the prefix of a known issuer."""
    shape, group, evidence = _BY_HEAD.get(text[hit : hit + 2].lower(), _ISSUED)
    found = shape.match(text, hit)
    if found and found.start(group) >= floor and (shape is not _BASIC or _credentials(found)):
        start, end = found.span(group)
        yield Span(start, end, "secret", text[start:end], 0.97, evidence)


def _credentials(found: re.Match[str]) -> bool:
    """Whether Base64 stands behind ``Authorization:`` or for a user and a password with a colon between them (RFC 7617)."""
    if "uthorization" in found.string[max(0, found.start() - 18) : found.start()]:
        return True
    padded = found[1].rstrip("=")
    try:
        plain = base64.b64decode(padded + "=" * (-len(padded) % 4)).decode()
    except ValueError:
        return False
    return ":" in plain and plain.isprintable()


def signing(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The hexadecimal key of signatures, behind SLACK_SIGNING or such a name."""
    found = _SIGNING.match(text, hit)
    if found and found.start("value") >= floor:
        yield Span(*found.span("value"), "secret", found["value"], 0.85, "a key of signatures")


def seed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The Base32 key of a one-time password, near behind a word about one."""
    found = _SEED.match(text, hit)
    if found is None or found.start("value") < floor or not _SEED_WORD.search(text, max(0, hit - 40), hit + 1):
        return
    if DIGIT.search(found["value"]) and LETTER.search(found["value"]):
        yield Span(*found.span("value"), "secret", found["value"], 0.85, "a one-time password's key")


def spare(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The codes that stand in for a second factor, each with a digit."""
    found = _SPARES.match(text, hit)
    if found is None or found.start("values") < floor:
        return
    for one in _ONE_SPARE.finditer(text, *found.span("values")):
        if DIGIT.search(one.group()):
            yield Span(*one.span(), "secret", one.group(), 0.85, "a spare code")


def identified(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The secret_id of a program's login."""
    found = _IDENTIFIED.match(text, hit)
    if found and found.start("value") >= floor:
        yield Span(*found.span("value"), "secret", found["value"], 0.85, "secret_id")
