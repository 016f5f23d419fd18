"""비밀정보: keys with a known prefix, tokens, private keys, and what follows ``password:`` or 비밀번호는."""

import base64
import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from predictor.pii import lexicon
from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds import _columned, _door, _one_time, _replies, _told_codes, _written_codes
from predictor.pii.scan.columns import line_part
from predictor.pii.scan.context import Context
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
_KEY_BEGINS: Final = "|".join(f"{one.opens}[0-9A-Za-z_-]" for one in ISSUERS)
_BLOCK: Final = re.compile(r"-----BEGIN ([A-Z ]{0,20}PRIVATE KEY)-----[^-]{0,8192}(?:-----END \1-----)?")
_URL: Final = re.compile(r"://[^\s/:@\"'<>]{0,64}:([^\s/@\"'<>]{3,128})@(?=[A-Za-z0-9\[])")
_BEARER: Final = re.compile(r"(?i:bearer)\s{1,3}((?=[A-Za-z_\-.~+/]*[0-9])[A-Za-z0-9_\-.~+/]{16,2048}={0,2})")
_BASIC: Final = re.compile(r"(?i:basic)\s{1,3}([A-Za-z0-9+/]{8,2048}={0,2})(?![A-Za-z0-9+/=])")
# door_code, doorCode, gate-code, entrance code, access_pin: the value consists of a door's keys, which are digits, # and *.
_DOOR_FIELD: Final = r"(?i:door|gate|lobby|entrance|entry|access|lock)[_\-\s]?(?i:code|pin|lock|password|pw)"
_LABELS_APART: Final = lexicon.spaced_out(("비밀번호", "비번", "암호", "패스워드"))
_NAME: Final = (
    rf"(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z])){_DOOR_FIELD}(?![A-Za-z])|(?<![가-힣])(?:{_LABELS_APART})|(?<=[a-z]{{2}})P[wW](?=[\"']?\s?[:=])|"
    r"(?i:(?<![a-z])(?:pass(?:phrase|code)?|pin(?:[_\-\s]?(?:code|number))?|pw|(?:access|auth|refresh|api|id|session|bot)?[_\-\s]?token|"
    r"credential)|psk|pre-?shared[_\-]?key|password|passwd|pwd"
    r"|secret(?:[_-]?(?:access[_-]?)?key)?|(?:api|access|auth|private|encryption|license)[_\-\s]?key(?:[_-]?id)?|"
    r"client[_-]?secret|api\s?키)(?![A-Za-z])"
    r"|비밀\s?번호|비밀\s?키|비번|패스워드|암호|시크릿\s?키?|인증\s?키|액세스\s?키|토큰|(?:핀|(?i:pin))\s?(?:번호|코드)|공동\s?현관|도어락"
)
_PAIR: Final = re.compile(
    rf"(?P<name>{_NAME})(?:\s?[0-9]{{1,2}}\s?자리(?=\s?[은는]?\s?[:=]?\s?[0-9]))?(?:[\"'`*)\]]{{0,3}}\s{{0,3}}(?P<sign>[:=|]|=>|->|은|는|이|가|\bis\b)?[\"'`\s]{{0,4}}(?:\*\*\s?)?)"
    rf"(?P<value>[\x21\x23-\x26\x28-\x2b\x2d-\x3a\x3d\x3f-\x5f\x61-\x7e]{{4,128}})"
)
# Hangul within a password counts in quotes or, before digits and a sign, behind a colon.
_HANGUL: Final = re.compile(
    rf"(?P<name>{_NAME})[\"'`*)\]]{{0,3}}\s{{0,3}}(?:[:=]|=>|은|는|이|가)?\s?"
    r"(?:(?P<quote>[\"'`])(?P<quoted>[^\s\"'`]{4,64})(?P=quote)|(?<=[:=\s])(?P<plain>[가-힣]{1,8}[0-9]{2,8}[!@#$%^&*?]{1,4})(?=\s|$))"
)
_MIXED: Final = re.compile(r"(?=\S*[가-힣])(?=\S*[0-9])(?=\S*[!@#$%^&*?])(?!\S*[0-9](?:자|글자|회|개|[~-][0-9]))")
_MAILBOX: Final = re.compile(r"[A-Za-z0-9._%+\-]*(?:@|[(\[{<]at)")
_EXPANSION: Final = re.compile(r"\$\{[A-Za-z0-9_.\-]{0,40}$")
_NEXT_FIELD: Final = re.compile(r"&[A-Za-z_][A-Za-z0-9_.\-]*=|&(?:amp|quot);")
# What stands where a secret would and is none, as whole values.
_EMPTY: Final = r"true|false|null|none|nil|undefined|redacted|hidden|masked|empty|changeme|-?password"
_TYPES: Final = r"string|str|int|bytes|optional|required"
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
_INNOCENT: Final = re.compile(rf"(?i:{'|'.join((_EMPTY, _TYPES, _RESULTS, _PLACEHOLDERS, _LOOKED_UP))})|{'|'.join(_CODE_OR_MASK)}")


_ISSUED: Final = (_KEYS, 0, "issuer's prefix")
_BY_HEAD: Final = {
    "--": (_BLOCK, 0, "PEM header"),
    ":/": (_URL, 1, "credentials in a URL"),
    "be": (_BEARER, 1, "Authorization"),
    "ba": (_BASIC, 1, "Authorization"),
}


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
_DIGIT: Final = re.compile(r"[0-9]")
_LETTER: Final = re.compile(r"[A-Za-z]")
_SIGN: Final = re.compile(r"[^A-Za-z0-9]")
_OTP: Final = r"(?i:otp)(?:\s?(?:번호|코드|(?i:code|is)))?(?:은|는)?[\"']?\s?[:=]?\s?[\"']?"
_ONE_TIME: Final = re.compile(rf"(?<![A-Za-z]){_OTP}(?P<value>[0-9]{{6,8}})(?![0-9A-Za-z\-.])")
_TYPED_NAME: Final = re.compile(r"(?i:pin(?:[_\-\s]?(?:code|number))?|pw|pwd|passcode|password)")
# PIN 2580 알려 주심, PIN 2580입니다: a verb or a copula behind the digits.
_SAID: Final = re.compile(
    r"(?:으?로|을|를)?\s?(?:알려|불러|입력|눌러|누르|해제|풀[어고면]|설정|변경|바꾸|바꿔|적어|남겨|치면|치고|쳐)"
    r"|이?라고|이에요|예요|이요|입니다|이고|인데|임(?![가-힣])"
    # PIN 583206 문자 발송: the pair knows six characters behind its value.
    r"|\s?(?:문자|카톡|알림톡|메일|메시지)(?:로|으로|\s?발|\s?전|\s?보|\s?안)|\s?(?:발송|전송|재?발급|부여|안내)"
)
_STRONG_SIGNS: Final = frozenset((":", "=", "=>", "->"))
_DOOR: Final = re.compile("공동|도어락")  # of a door only what is typed with # or * is a secret
_KEYPAD: Final = re.compile(r"[#*]")
_DOOR_NAME: Final = re.compile(_DOOR_FIELD)
_KEYS_OF_A_DOOR: Final = re.compile(r"[0-9*#]{4,16}")
_OPENS: Final = re.compile(r"(?i:(?:door|lobby|entrance)[_\-]?(?:code|pin|pw)|access[_\-]?pin)")  # digits alone do behind a sign
_SIGNER: Final = r"(?i:signing|hmac)(?:[_\-]?(?i:key|secret|salt))?[\"']?\s?[:=]\s?[\"']?"
_SIGNING: Final = re.compile(rf"{_SIGNER}(?P<value>[0-9a-fA-F]{{32,128}})(?![0-9A-Za-z])")
_SEED: Final = re.compile(
    r"(?:(?<![A-Za-z0-9+/=_\-])|[^A-Za-z0-9+/=_\-])(?P<value>[A-Z2-7]{16,64}={0,6}|[A-Z2-7]{4}(?: [A-Z2-7]{4}){3,15})"
    r"(?![A-Za-z0-9+/=_\-])"
)
_SEED_WORD: Final = re.compile(r"(?i:otp|2fa|mfa|authenticator)|시드|인증\s?앱|(?:이중|2차|2단계)\s?인증")
_WIFI: Final = re.compile(
    r"(?:(?i:wi-?fi)|와이파이)(?:는|은)?\s?(?:SSID|ssid|ID|id|아이디)?\s?[:=]?\s?(?P<quote>[\"'])?[^\"'/\n\x00]{1,32}(?(quote)(?P=quote))\s?/\s?[\"']?"
    r"(?P<value>[A-Za-z0-9!@#$%^&*_+=?\-]{8,63})(?![A-Za-z0-9./])"
)
# <input type="password" name="pw" value="…">, in any order of the attributes
_INPUT: Final = re.compile(r"<input\s[^<>\n]{0,240}>")
_OF_PASSWORD: Final = re.compile(r"\s(?:type|name|id)=[\"']?(?i:password|passwd|pwd|pw|user_?pw|pass)[\"'\s/>]")
_ITS_VALUE: Final = re.compile(r"\svalue=(?P<quote>[\"'])(?P<value>[^\"'<>\n]{4,64})(?P=quote)")
# Vault's secret_id is half of a login: a UUID or a long token, where other programs name a secret by a path.
_SECRET_ID: Final = r"(?i:secret[_\-]?id)[\"']?\s?[:=]\s?[\"']?"
_UUID: Final = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_IDENTIFIED: Final = re.compile(
    rf"{_SECRET_ID}(?P<value>{_UUID}|(?=[A-Za-z_\-]{{0,40}}[0-9])[A-Za-z0-9_\-]{{24,64}})(?![A-Za-z0-9_/\-])"
)
# send ok to=01049921736 code=204417: the six digits that a log says were sent to a number
_SENT_CODE: Final = r"(?i:(?:auth|cert|verif(?:y|ication)|otp|sms|confirm)[_\-]?(?:code|no|num|number)|code)[\"']?\s?[:=]\s?[\"']?"
_SENT_DIGITS: Final = re.compile(rf"{_SENT_CODE}(?P<value>[0-9]{{6}})(?![0-9A-Za-z\-]|\.[0-9])")
_SENDING: Final = re.compile(r"(?i:sms|otp|verif|send|sent|auth|lms|alimtalk)|인증|발송|문자")
_TO_A_NUMBER: Final = re.compile(r"(?:\+?82-?|0)1[016-9]-?[0-9]{3,4}-?[0-9]{4}(?![0-9])")
_NO_CODE_SENT: Final = re.compile(r"(?i:fail|error|err[ =:_]|reject|status|result)|실패|오류")
_SENT_REACH: Final = 120
# id/pw : moss77 / moss!2031
_TWO: Final = r"(?:(?i:id)|아이디|계정)\s?/\s?(?:(?i:pw|pass(?:word)?)|비번|비밀번호|암호)\s?[:=]\s?"
_BOTH: Final = re.compile(rf"{_TWO}(?P<messenger_id>[A-Za-z0-9._@\-]{{3,40}})\s?/\s?(?P<secret>[!-~]{{4,64}})")
# curl -u haneul:tiger#77, sshpass -p tiger#77, mysql -u root -ptiger#77
_COMMAND_NAME: Final = (
    r"(?:\s(?:-u|--user)[ =][\"']?[A-Za-z0-9._@\-]{1,40}:|sshpass\s-p\s?[\"']?|(?:mysql|mysqldump|mariadb)\s[^\n|]{0,48}\s-p[\"']?)"
)
_COMMAND: Final = re.compile(rf"{_COMMAND_NAME}(?P<value>[^\s\"':|;$]{{4,64}})")
_STRONG: Final = re.compile(r"[!@#$%^&*?]")
# DB 비번 바뀌었나요? 네 stg_Haru#2411 이걸로 하세요
_TYPED: Final = r"A-Za-z0-9!#$%^&*@_+=.~\-"
_ASKING: Final = r"(?:비번|비밀\s?번호|패스워드|암호)[^?\n]{0,24}\?[^0-9A-Za-z?]{0,24}"
# DB 비번 바뀌었습니다. mV7!tundra-Qx2 로 접속하세요
_CHANGED: Final = (
    r"(?:비번|비밀\s?번호|패스워드|암호)[^0-9A-Za-z?\n]{0,12}(?:변경|바[뀌꾸꿔꿨뀜뀐꼈]|초기화|재설정|리셋|재발급|갱신)[^0-9A-Za-z?\n]{0,24}\n?"
    r"|(?i:password|passwd|passphrase|pw)\s(?:[a-z]{2,8}\s){0,2}(?i:changed|reset|rotated|updated)[.:,]?\s(?:[A-Za-z]{2,6}:?\s){0,3}"
)
# 비밀번호도 자꾸 틀리다고 나오는데 moss0420@@ 이거 맞거든요
_TRIED: Final = (
    r"(?:비번|비밀\s?번호|패스워드|암호)[^0-9A-Za-z?.\n]{1,24}(?:틀[리렸려린]|맞|안\s?[되돼먹]|오류|나오|기억|입력|[넣쳤쳐치썼쓰써][는었고면다봐]?)"
    r"[^0-9A-Za-z?.\n]{0,12}\s"
)
_ANSWERED: Final = re.compile(rf"(?:{_ASKING}|{_CHANGED}|{_TRIED})(?P<value>[A-Za-z0-9][{_TYPED}]{{5,40}})(?![A-Za-z0-9/:?(])")
_MAILBOX_WHOLE: Final = re.compile(r"@[A-Za-z0-9\-]+\.[A-Za-z]")
_COUNT: Final = re.compile(r"[0-9]{1,2}[-~][0-9]{1,2}|[0-9]{4}")
_COUNTED: Final = re.compile(r"\s?(?:자|글자|개|회|번|년|월|일|원|분|초)")


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
    if _DIGIT.search(found["value"]) and _LETTER.search(found["value"]):
        yield Span(*found.span("value"), "secret", found["value"], 0.85, "a one-time password's key")


def wifi(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The password behind a wireless network's name and a slash: it has a sign, or the name is quoted."""
    found = _WIFI.match(text, hit)
    if found is None or found.start("value") < floor:
        return
    value = found["value"]
    if _DIGIT.search(value) and _LETTER.search(value) and (found["quote"] or _STRONG.search(value)):
        yield Span(*found.span("value"), "secret", value, 0.8, "a wireless network's password")


def typed_in(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The value of a form's input for a password."""
    element = _INPUT.match(text, hit)
    if element is None or not _OF_PASSWORD.search(text, hit, element.end()):
        return
    found = _ITS_VALUE.search(text, hit, element.end())
    if found and found.start("value") >= floor and not _INNOCENT.fullmatch(found["value"]):
        yield Span(*found.span("value"), "secret", found["value"], 0.85, "a password's input")


def identified(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The secret_id of a program's login."""
    found = _IDENTIFIED.match(text, hit)
    if found and found.start("value") >= floor:
        yield Span(*found.span("value"), "secret", found["value"], 0.85, "secret_id")


def sent(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A code of six digits that a line says was sent to a mobile number: send ok to=010… code=204417."""
    found = _SENT_DIGITS.match(text, hit)
    if found is None or found.start("value") < floor or text[hit - 1 : hit].isalpha():
        return
    low = line_part(text, hit, _SENT_REACH)
    stop = text.find("\n", found.end(), found.end() + _SENT_REACH)
    line = text[low:hit] + " " + text[found.end() : stop if stop >= 0 else found.end() + _SENT_REACH]
    if _SENDING.search(text, low, found.start("value")) and _TO_A_NUMBER.search(line) and not _NO_CODE_SENT.search(line):
        yield Span(*found.span("value"), "secret", found["value"], 0.75, "code of one use")


def answered(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A token of letters, digits and a sign that answers a question for a password, or stands behind the word for its change."""
    found = _ANSWERED.match(text, hit)
    if found is None or found.start("value") < floor:
        return
    value = found["value"].rstrip(".,!~")
    if all(part.search(value) for part in (_DIGIT, _LETTER, _STRONG)) and not _MAILBOX_WHOLE.search(value):
        yield Span(found.start("value"), found.start("value") + len(value), "secret", value, 0.75, "asked before")


def one_time(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The code behind OTP."""
    found = _ONE_TIME.match(text, hit)
    if found and found.start("value") >= floor:
        yield Span(*found.span("value"), "secret", found["value"], 0.75, "one-time password")


def command(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The password that a command is given: curl -u user:…, sshpass -p …, mysql -p…."""
    found = _COMMAND.match(text, hit)
    if found is None or found.start("value") < floor or _INNOCENT.fullmatch(found["value"]):
        return
    if _LETTER.search(found["value"]) and (_DIGIT.search(found["value"]) or _STRONG.search(found["value"])):
        yield Span(*found.span("value"), "secret", found["value"], 0.8, "a command's password")


def both(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """An account and its password behind one field for both: id/pw : moss77 / moss!2031."""
    found = _BOTH.match(text, hit)
    if found is None or found.start("messenger_id") < floor or _INNOCENT.fullmatch(found["secret"]):
        return []
    if not _DIGIT.search(found["secret"]) and not _SIGN.search(found["secret"]):
        return []
    return [Span(*found.span(kind), kind, value, 0.85, "account and password") for kind, value in found.groupdict().items()]


def stated(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """The password that a statement of SQL sets."""
    return [span for span in _written_codes.stated(text, hit, floor) if not _INNOCENT.fullmatch(text[span.start : span.end])]


def in_a_column(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """The password in a table's column of its own."""
    found = list(_columned.in_a_column(text, hit, floor, context))
    return [span for span in found if not _INNOCENT.fullmatch(span.key)]


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
    value = _trimmed(raw.partition("|")[0] if found["sign"] == "|" else raw)
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
        return _DIGIT.search(self.value) is None and _STRONG.search(self.value) is None

    @property
    def variety(self) -> int:
        """How many of digits, letters and other signs the value holds."""
        return sum(part.search(self.value) is not None for part in (_DIGIT, _LETTER, _SIGN))


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
    return _DOOR.match(pair.name) is not None and _KEYPAD.search(pair.value) is None


# (name of the rule, when a pair holds no secret)
REFUSALS: Final[tuple[tuple[str, Callable[[Pair], bool]], ...]] = (
    ("too short", lambda pair: len(pair.value) < 4),
    ("an identifier goes on", lambda pair: pair.glued and pair.value[0] in "-_."),  # pin-tabs-1
    ("a field's name", lambda pair: pair.behind.startswith((":", "="))),
    ("a mailbox", lambda pair: pair.glued and _MAILBOX.match(pair.value) is not None),
    ("a word of code or documentation", lambda pair: _INNOCENT.fullmatch(pair.value) is not None),
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
    if pair.sign in _STRONG_SIGNS:
        return pair.variety > 1 or len(pair.value) >= 6 or pair.value.isdigit() or pair.name.isascii()
    return _named_in_latin(pair) if pair.name.isascii() else _named_in_hangul(pair)


def _in_a_cell(pair: Pair) -> bool:
    """Whether a table's cell behind the name holds a password and no type or rule: letters, digits and a strong sign."""
    return pair.variety == 3 and _STRONG.search(pair.value) is not None and _CODE.search(pair.value) is None


def _named_in_latin(pair: Pair) -> bool:
    if pair.value.isdigit():  # PIN은 480917
        if len(pair.value) > 8 or _TYPED_NAME.fullmatch(pair.name) is None or _COUNTED.match(pair.behind):
            return False
        return pair.sign is not None or _SAID.match(pair.behind) is not None
    return pair.variety > 1 and _DIGIT.search(pair.value) is not None


def _named_in_hangul(pair: Pair) -> bool:
    return (pair.variety > 1 and pair.value[0] not in "([/") or (pair.value.isdigit() and len(pair.value) <= 8)


KIND: Final = Kind(
    name="secret",
    label="비밀정보",
    needs="an issuer's prefix, a PEM header, or a name such as password before it",
    source="the issuers' own documents; RFC 7468 (PEM), RFC 7519 (JWT), RFC 6750 (Bearer)",
    covers="안전성 확보조치 기준 제7조 (비밀번호)",
    order=160,
    remembered="value",
    held=8192,
    gates=(
        Gate(rf"{_OTP}[0-9]{{6}}", one_time),
        Gate(_one_time.WORD_GATE, _one_time.behind_word),
        Gate(_one_time.CODE_GATE, _one_time.before_word),
        Gate(f"{_told_codes.BOX_GATE}|{_told_codes.OPENING_GATE}|{_told_codes.LOCK_GATE}", _told_codes.of_a_box),
        Gate(_told_codes.TOLD_GATE, _told_codes.asked_for),
        Gate(_told_codes.SPOKEN_GATE, _told_codes.in_words),
        Gate(_told_codes.SIGNED_GATE, _told_codes.signed),
        Gate(_told_codes.PRESSED_GATE, _told_codes.pressed),
        Gate(_told_codes.HEAD_GATE, _told_codes.head_of_pin),
        Gate(_written_codes.STATED_GATE, stated),
        Gate(_written_codes.SENT_GATE, _written_codes.sent),
        Gate(_written_codes.TYPED_GATE, _written_codes.typed),
        Gate(
            rf"{_KEY_BEGINS}|-----BEGIN|(?i:bearer|basic)\s|://[^\s/:@]{{0,64}}:[^\s/@]{{3,}}@",
            known_key,
        ),
        Gate(
            rf"(?:{_DOOR_FIELD}|{_LABELS_APART}|"
            r"(?i:pass|pwd|pw|secret|token|api.?key|access.?key|auth.?key|private.?key|encryption.?key|credential|pin|psk|pre-?shared.?key)|비밀\s?번호|비밀\s?키"
            r"|비번|패스워드|암호|시크릿|인증\s?키|액세스\s?키|토큰|핀\s?(?:번호|코드)|공동\s?현관|도어락|(?i:api)\s?키)",
            named_value,
        ),
        Gate(r"(?:^|[^A-Za-z0-9+/=_\-])(?:[A-Z2-7]{16}|[A-Z2-7]{4}(?: [A-Z2-7]{4}){3})", seed),
        Gate(_door.ENTRANCE_GATE, _door.entered),
        Gate(_door.LATIN_GATE, _door.entered_latin),
        Gate(r"<input\s[^<>\n]{0,96}(?i:=[\"']?(?:pass|pw|user_?pw))", typed_in),
        Gate(rf"{_SECRET_ID}[A-Za-z0-9_\-]{{24}}", identified),
        Gate(rf"{_SENT_CODE}[0-9]{{6}}", sent),
        Gate(_replies.GATE, _replies.replied),
        Gate(_columned.GATE, in_a_column),
        Gate(_one_time.FIELD_GATE, _one_time.in_a_template),
        Gate(rf"(?:{_ASKING}|{_CHANGED}|{_TRIED})[A-Za-z0-9][{_TYPED}]{{5}}", answered),
        Gate(rf"{_TWO}[A-Za-z0-9]", both),
        Gate(rf"{_COMMAND_NAME}[^\s\"':|;$]{{4}}", command),
        Gate(_door.KEYED_GATE, _door.keyed),
        Gate(rf"{_SIGNER}[0-9a-fA-F]{{32}}", signing),
        Gate(r"(?:(?i:wi-?fi)|와이파이)[^/\n\x00]{1,36}/\s?[^\s/]{8}", wifi),
    ),
    examples=(
        "문자로 온 인증번호 {{secret:739 104}}도 지금 불러주세요",
        "카톡으로 받은 인증번호 {{secret:408172}} 넣었는데",
        "공동현관 비밀번호가 안 적혀 있어서요 / 아 네 {{secret:샵 이칠공구}} 누르시면 돼요",
        "현관은 어떻게 들어가요? 거기 {{secret:별표 이칠공구 샵}}이에요",
        "{{card:4619 3027 5518 2064}} 카드 비번 앞두자리 {{secret:37}} 끝나면",
        "카드 비밀번호 앞 두 자리는 {{secret:삼칠}}이요",
        "INSERT INTO m (mbr_no, login_pw, ip)\nVALUES\n('M1', '{{secret:Cherry!2290}}', 'a'), ('M2', '{{secret:tiger77}}', 'b');",
        "insert into m (id, passwd) values (1, '{{secret:Cherry!2290}}');",
        "아이디,비밀번호\nmoss,{{secret:Cherry!2290}}\nlime,{{secret:tiger77}}",
        " no | user_pw | y\n----+------+---\n  1 | {{secret:Cherry!2290}} | 2",
        "이름\t초기 비밀번호\n가\t{{secret:tiger77}}",
        "<table><tr><th>ID</th><th>비번</th></tr><tr><td>moss</td><td>{{secret:Cherry!2290}}</td></tr></table>",
        '{"tpl":"AUTH_01","vars":{"인증번호":"{{secret:40918}}"} }',
        '{"templateCode":"A1","variables":{"#{인증코드}":"{{secret:4091}}"} }',
        '"msgType":"SMS","params":{"확인번호":{{secret:408172}} }',
        "현관은 종 누르고 {{secret:2580}} 샵 누르시면 돼요",
        "지하로 오시면 차단기에 {{secret:#7391*}} 누르시고",
        "차단기는 {{secret:7391#}}이에요",
        "게이트에서 {{secret:*7391}} 누르세요",
        "차단봉 앞에서 {{secret:7391*}} 누르세요",
        "주차장 들어올 때 {{secret:#7391*}} 누르고",
        "비밀번호도 자꾸 틀리다고 나오는데 {{secret:moss0420@@}} 이거 맞거든요?",
        "비번을 입력해도 안 돼요, 제가 쓴 건 {{secret:moss!0420}} 인데",
        "암호가 안 맞는데 {{secret:moss!0420}}으로 했어요",
        '{"telco":"SKT","otp":"{{secret:582914}}"}',
        "{'otp': '{{secret:582914}}'}",
        'HGETALL s:1\n1) "refresh"  2) "{{secret:rt_8Kx2mQv7LpZs01}}"',
        '3) "session_token"\n4) "{{secret:8Kx2mQv7LpZs01}}"',
        '5) "otp"  6) "{{secret:5829}}"',
        '1) "passwd"\n2) "{{secret:moss!0420}}"',
        "공동현관은 {{secret:샵 이오공구}} 누르시면 되고요",
        "현관 비번은 {{secret:별표 누르고 4471 샵}}이에요",
        "출입문 {{secret:우물정 사 사 칠 일}}",
        "공동현관은 {{secret:이오공구}} 누르시면 돼요",
        "DB 비번 바뀌었습니다. {{secret:mV7!tundra-Qx2}} 로 접속하세요",
        "비밀번호 초기화 완료: {{secret:Qx2!tundra}}",
        "Password was rotated. New one: {{secret:mV7!tundra-Qx2}}",
        "임시 PIN {{secret:583206}} 문자 발송",
        "PIN {{secret:583206}} 재발급했습니다",
        "문자가 와가지고, 인증번호가 {{secret:771902}}라고 불러 달라는데",
        "인증번호 {{secret:771902}} 맞나요",
        "아까 인증번호 {{secret:771902}} 온 거",
        "인증코드 {{secret:390175}} 발송 완료",
        "잠금 패턴 대신 PIN {{secret:2580}} 알려 주심",
        "PIN {{secret:2580}}으로 변경",
        "passcode {{secret:258011}}이에요",
        "the server issued otp: {{secret:3901}}",
        "SmsSender : code {{secret:390175}} sent",
        "auth service issued code [{{secret:390175}}]",
        "sms-gw: sent code={{secret:390175}}",
        "2FA pin {{secret:3901}} was verified",
        "OTP mismatch ip=a input={{secret:604318}}",
        "인증 실패, 입력값={{secret:604318}}",
        '{"event":"sms_verify","entered":"{{secret:6043}}"}',
        "CREATE USER 'report' IDENTIFIED BY '{{secret:Mun-eo_8bari}}';",
        "ALTER USER moss IDENTIFIED BY {{secret:tigerlily}} REPLACE {{secret:oldtiger}};",
        'ALTER USER moss IDENTIFIED BY "{{secret:Tiger#1x}}"',
        "IDENTIFIED BY PASSWORD '{{secret:mossriver}}'",
        "IDENTIFIED BY VALUES '{{secret:S:1F2A7B}}'",
        "update users set pw=password('{{secret:mossriver}}')",
        "INSERT INTO users VALUES ('moss', PASSWORD('{{secret:mossriver}}'))",
        "IDENTIFIED WITH caching_sha2_password BY '{{secret:mossriver}}'",
        "create user moss identified by '{{secret:mossriver}}'",
        "CREATE ROLE moss WITH PASSWORD '{{secret:mossriver}}';",
        "CREATE LOGIN moss WITH PASSWORD = N'{{secret:mossriver}}'",
        "ALTER ROLE moss ENCRYPTED PASSWORD '{{secret:mossriver}}'",
        "ALTER USER moss PASSWORD '{{secret:mossriver}}'",
        "SET PASSWORD FOR 'moss'@'localhost' = '{{secret:mossriver}}'",
        "ALTER USER app SET PASSWORD '{{secret:mossriver}}'",
        "UPDATE mysql.user SET authentication_string=PASSWORD('{{secret:mossriver}}')",
        "숙소 문 여는 번호 {{secret:4471#}}이라고 안내",
        "창고 자물쇠는 {{secret:0928}}, 가져가신 뒤 말씀 주세요",
        "금고를 여는 코드는 {{secret:508217}}입니다",
        "셀프 체크인 번호: {{secret:4471}}, 302동",
        "번호키는 {{secret:0928}}로 맞춰 두었어요",
        "키박스는 {{secret:417}}이에요",
        "the padlock is {{secret:0928}}, please lock it",
        "garage code is {{secret:4471#}}",
        "웰컴 카드 요청. 금고 임시번호 {{secret:5082}}",
        "캐리어 자물쇠 번호는 {{secret:417}}이에요",
        "키박스 코드: {{secret:2041#}}, 사물함 마스터키 번호는 {{secret:5082}}",
        "봇: 인증번호 6자리를 입력해 주세요.\n나: {{secret:930517}}\n봇: 확인했어요",
        "문자로 간 인증번호 불러 주시겠어요?\n고객: 네 {{secret:사공팔일칠이}}요",
        "인증번호 뭐라고 왔어요? {{secret:408172}}요",
        "받으신 인증번호 알려주세요 → {{secret:930517}}",
        "OTP 알려 주세요.\n나: {{secret:408-172}}",
        "비밀번호 네 자리는 {{secret:육일구사}}요",
        "비밀번호는 {{secret:육일구사}}이에요",
        "비번 {{secret:육 일 구 사}}입니다",
        "공동현관 번호는 {{secret:칠칠사일}} 별이고요",
        "비밀번호는 {{secret:abcd1234!}} 입니다",
        "key {{secret:sk-abcdefghijklmnop1234}}",
        "redis://:{{secret:r3d1sp4ss}}@cache:6379",
        'wpa-psk="{{secret:blue-kettle-90}}"',
        "비밀번호 4자리는 {{secret:0338}}이에요",
        "울집 비번 {{secret:7741*}} 이고",
        "공동현관 {{secret:#1004*}} 누르고",
        "현관 비밀번호 {{secret:*1234#}}",
        "PIN번호 {{secret:4821}}",
        "**비밀번호**: {{secret:tiger#77}}",
        "{{email:pin12@naver.com}}",
        "Authorization: Basic {{secret:bWluc3U6dGlnZXIh}}",
        "Authorization: Basic {{secret:c2VjcmV0LXdpdGhvdXQtY29sb24}}",
        "password = '{{secret:correct horse battery staple}}';",
        "id: minsu pass: {{secret:tigerlily}}",
        "비밀번호는 {{secret:Tiger77}} 입니다",
        "비밀번호: {{secret:adminPassword}}",
        'DB_PASS: "{{secret:Qm7!vv0-대박9}}"',
        "SLACK_SIGNING: {{secret:9f2c1be07a44d8e3b1c05a7726ed91f4}}",
        "SMTP_PASS={{secret:tiger#771}}",
        '비번은 "{{secret:abc한글12!}}" 이에요',
        "비밀번호: {{secret:봄날2024!}}",
        "2FA 시드: {{secret:JBSW Y3DP EHPK 3PXP}}",
        "door lock {{secret:558102*}} 누르고",
        "SmsSender : OTP {{secret:940273}} sent",
        '7,"[한결페이] 인증번호 {{secret:408172}} 타인 노출 금지"',
        "[Web발신]\n인증번호 [{{secret:408172}}]를 입력해 주세요",
        "본인확인 인증번호({{secret:408172}})를 입력하세요",
        "{{person_name:김하늘}}님 인증번호는 [{{secret:408172}}]입니다",
        "인증번호 : {{secret:408172}} (3분 이내 입력)",
        "인증번호(6자리): {{secret:408172}} 유출 금지",
        "확인코드 {{secret:4081}} 절대 알려주지 마세요",
        "보안코드는 {{secret:408-172}}, 누설 금지",
        "일회용 비밀번호 {{secret:408172}} 유효시간 3분",
        "아까 온 인증번호 {{secret:408172}}이요",
        "로그인 일회용 번호 {{secret:408172}}",
        "curl -u haneul:{{secret:tiger#77}} https://a.kr/v1",
        "curl --user 'haneul@a.kr:{{secret:tiger77}}' x",
        "sshpass -p {{secret:tiger#77}} ssh root@h",
        "mysql -u root -p{{secret:tiger#77}} shop",
        "[{{secret:408172}}] 한결페이 본인확인 인증번호, 공유 금지",
        "{{secret:408172}}은(는) 인증번호입니다. 타인에게 공유하지 마세요",
        "{{secret:839201}} is your Hanul verification code",
        "Your login code is: {{secret:839201}}",
        "{{secret:G-839201}} is your code",
        "Use {{secret:839201}} as your sign-in code",
        "otp 시드 바뀌었으니 {{secret:JBSWY3DPEHPK3PXPQ7TA}} 이걸로",
        "현관 비번 {{secret:#4471*}} 맞나요? 아뇨 {{secret:*0916#}} 이에요",
        "공동현관은 종 누르고 {{secret:2580}} 종 누르세요",
        "현관 비번 열쇠 {{secret:4471}} 호출",
        '"customer":"A","gate":"{{secret:*0412#}}"',
        "door={{secret:1204#}}, lobby: {{secret:#04*12}}",
        '<input type="password" name="p1" value="{{secret:Haetbit0523!}}">',
        '<input value="{{secret:moss!2031}}" id="pw">',
        "secret_id: {{secret:9f3c1b7e-55da-4e0b-b2c8-77d01aa43e6f}}",
        'secretId: "{{secret:AKIDz8krbsJ5yKBZQpn74WFkmLPx3}}"',
        "[http-1] SmsSender : send ok to={{phone:01049921736}} code={{secret:204417}}",
        '{"otpCode":"{{secret:204417}}","to":"{{phone:010-4992-1736}}"}',
        "현관 {{secret:1234*}} 입니다",
        "id/pw : {{messenger_id:mossjam}} / {{secret:moss!2031}}",
        'wifi "guest_5G" / {{secret:hanok20267}}',
        "와이파이 hanok5G / {{secret:hanok2026!!}}",
        "은행 앱 PIN은 {{secret:480917}} 쓰고",
        "the PIN is {{secret:4809}} now",
        "PIN code: {{secret:4809}}",
        "핀코드는 {{secret:4809}}이에요",
        '  door_code: "{{secret:*5582#}}"',
        "frontDoorCode={{secret:0719*}}",
        "gate code is {{secret:#4471}}",
        'access-pin: "{{secret:5582}}"',
        "lobby_code: {{secret:55821}}",
        'accessPin: "{{secret:5582}}"',
        "출입문 {{secret:1234*}}, 정문 {{secret:0417#}}, 후문 {{secret:*0417}}",
        "쪽문 {{secret:04#17}}, 대문 {{secret:2041*}}, 자동문 {{secret:#2041}}",
        "임시 비밀번호 | {{secret:Temp-8gw2!Nm}}",
        "|Password|{{secret:Temp-8gw2!Nm}}|비고|",
        "야간 출입 {{secret:7#7#0412}}",
        '출입코드: "{{secret:*1204#}}"',
        "후문 비번 {{secret:#4471}} 누르고",
        "echo ${DB_PASSWORD:-{{secret:tiger#77}}",
        "DB 비번 바뀌었나요?\n책임: 네 {{secret:stg_Haru#2411}} 이걸로",
        "비 밀 번 호 : {{secret:tiger77}}",
        '"userPw":"{{secret:mossy#2031}}"',
    ),
    lookalikes=(
        "비밀번호 변경\n장착하기\nPKCS#11 장치 드라이버",
        "INSERT INTO m (mbr_no, nick) VALUES ('M1', 'Cherry!2290');",
        "아이디,비밀번호\nmoss,********\nlime,null",
        "id,tag\nmoss,tiger77",
        "pw,tag\n1,tiger77",
        "f(password, tiger77)",
        '{"tpl":"AUTH_01","vars":{"주문번호":"40918"} }',
        '{"cert":{"인증번호":"15100101"},"tel":"02-1-1"}',
        '{"tpl":"AUTH_01","vars":{"인증번호":"123"} }',
        "현관은 별 이상 없어요",
        "전화로 #7391* 누르시고",
        "게이트 *12 앞",
        "비밀번호 입력이 안 되는데 iPhone15 에서요",
        "비밀번호가 틀리다고 나오는데 minsu77@naver.com 으로 보내 주세요",
        '{"otp":"58291"}',
        '1) "refresh"  2) "true"',
        '1) "token_type"  2) "Bearer2"',
        '1) "key" 2) "abc12345xyz"',
        "게이트 3*4000 앞",
        "차단기 2024*10",
        '1) "title"  2) "rt_8Kx2mQv7LpZs01"',
        '(1) "refresh"  (2) "rt_8Kx2mQv7LpZs01"',
        '1) "otp"  2) "enabled1"',
        '5) "count"  6) "20088213"',
        "문은 샵 이오 앞에 있어요",
        "DB 비번 바뀌었습니다. db-mirror-02 로 접속하세요",
        "DB 비번 바뀌었습니다. tundra_2026 로",
        "password was rotated by ops2026",
        "PIN 583206 문의",
        "KC 인증번호가 15100101라고 적힌 제품",
        "주문번호가 771902라고 불러 달라는데",
        "PIN 2580개 알려 주심",
        "GPIO PIN 2580 to GND",
        "SmsSender : status code 390175 sent",
        "zipcode 390175 sent by sms",
        "order code 390175 sent",
        "error code 4001 expired auth",
        "form input=604318",
        "OTP ok\nform input=604318",
        "We identified by mistake 2048 errors",
        "the group was identified by 'mistake'",
        "set password 'policy' to strict",
        "create order with item 'mossriver'",
        "auth: expected=2048",
        "OTP input=2048 bytes",
        "IDENTIFIED BY :password",
        "IDENTIFIED BY ':secret'",
        "ALTER USER moss IDENTIFIED BY random PASSWORD",
        "CREATE ROLE moss 'tigerlily'",
        "IDENTIFIED BY '${DB_PW}'",
        "user identified by externally",
        "identified by the team",
        "login with password 'reset' link",
        "WITH PASSWORD '<password>'",
        "show(password('mossriver'))",
        "방 여는 시간 1030",
        "질문 여는 번호 4471",
        "창고 자물쇠는 3000원",
        "창고 자물쇠는 12345 모델",
        "금고는 2026년 교체",
        "자물쇠는 150, 경첩은 20",
        "자물쇠가 1500, 경첩이 2000",
        "출입 번호 302호",
        "status code is 4471",
        "the padlock is 300 grams",
        "the combination is 3004",
        "사물함 번호 5082",
        "금고 임시번호 5082대 발급",
        "금고 번호 2자리",
        "객실 번호 1204",
        "KC 인증번호 알려 주세요.\n판매자: 15100101",
        "인증번호 6자리를 입력해 주세요.\n문의: 1588-1234",
        "주문번호 입력해 주세요.\n나: 930517",
        "비밀번호 이사이사 하기",
        "암호는 사이사이 섞어 쓰세요",
        "비밀번호 삼일 이사 후 변경",
        "보안번호는 일이삼사요",
        "비밀번호를 잊었어요",
        '"door": "#1204"',
        "비밀번호 DB_HOST=prod-1.internal",
        "password RETRY_MAX=1024x3",
        "investigate: *1204#",
        "entry: 1204",
        '<input type="text" name="nick" value="moss!2031">',
        '<input type="password" placeholder="pw2031">',
        '<input type="password" value="${pw2031}">',
        "SecretId: prod/db/main-connection-2026-11-23",
        "secret_id: production-database-main-key",
        "send fail to=01049921736 code=204417",
        "SMS send ok code=204417",
        "주문 to=01049921736 code=204417",
        "SMS zipcode=204417 to=01049921736",
        "DB_PASSWORD=\nJWT_SECRET=${JWT_SECRET}",
        "토큰 LOG_LEVEL=debug2",
        "DB_PASSWORD=\nexport APP_MODE=local",
        "password:\n  rotation: monthly",
        "password = os.environ['PW']",
        "비밀번호: ********",
        "password: username: ",
        "api_key=YOUR_API_KEY_HERE_PLACEHOLDER",
        "token: <your token>",
        "비밀번호 8-20자",
        "비밀번호 8자리 이상",
        "비밀번호 4자리는 4자리 숫자로",
        "새 비밀번호\n*[other] 비밀번호",
        "공동현관 1204호",
        "secret: 내일 봐",
        "password......",
        "pin-tabs-1",
        "WPA2-PSK 방식",
        "psk-file: none",
        "Basic Operators/Comparison Operators.md",
        "Bearer authentication/authorisation",
        "{'apikey': supabase_key}",
        "api_key=CLOUDINARY_API_SECRET",
        "secret: taintedObj.secret",
        "password: password,",
        "check ? 'PASS' : 'FAIL'",
        "api_key: Groq API 키",
        "비밀번호 -> Supabase Auth",
        "const token = accessToken;",
        "bot_token: Optional[str] = None",
        "# AWS Access Key\nAKIA[0-9A-Z]{16}",
        "API_SECRET=your_app_secret\nACCOUNT_NO=12345678-01x",
        "const pass = match.total >= 3",
        "// First pass: find company by prefix",
        "tests.push({ name, pass: !!condition });",
        "({100*v1_pass/total:.1f}%)",
        "토큰/SSE 재연결",
        "상수 JBSWY3DPEHPK3PXPQ7TA",
        "otp 화면 ABCDEFGHIJKLMNOPQ",
        "OTP 6자리를 입력",
        "OTP 2024-10-11 도입",
        "HTOTP 123456",
        "인증번호 [384756] 입력",
        "문자 발송용 인증번호 739 104도",
        "헤어샵 이칠공구 누르시면 현관",
        "별 이칠공구 누르시면 돼요",
        "카드 비번 앞두자리 37개",
        "카드 비번 앞 두 자리만 이유",
        "인증번호 408172",
        "친환경 인증번호 15100101 타인 도용 금지",
        "KC 인증번호는 15100101입니다",
        "인증번호 6자리를 3분 이내에 입력",
        "인증번호 408172건 발송, 유출 없음",
        "인증번호 문의는 1588-1234, 타인에게 알려주지 마세요",
        "인증번호 유효시간 180초",
        "2026 is your best year yet",
        "408172 상품 인증번호 노출",
        "security code review 2026",
        "[공지] 인증번호 2026년 개편",
        "wifi 6E / Bluetooth53 지원",
        'wifi "guest" / password',
        "door lock 5581",
        "현관 1204호 앞",
        "id/pw 발급 / 재발급",
        "현관에 벨 2580 설치",
        "전화 걸고 *1234# 누름",
        "ETAG: 9f2c1be07a44d8e3b1c05a7726ed91f4",
        "code signing: 9f2c1be07a44d8e3",
        "'password': '영문+숫자8자이상!'",
        '비밀번호는 "다시2번입력" 하세요',
        "2FA 안내 THIS PAGE HAVE WORD",
        "와이파이 2.4GHz / 802.11ac!",
        'grep TOKEN=" .claude/.env',
        "PIN은 3000번대",
        "PIN은 2024년에",
        "GPIO PIN은 1204개",
        "일회용 컵 번호 4081",
        "docker run -u 1000:1000 nginx",
        "chown -u haneul:staff .",
        "curl -u haneul:$PASS1 https://a.kr",
        "mysql -u root -p shop1",
        "mysql -h db1 -p3306",
        "토큰 PIN 480917",
        "entry_code: 4001",
        "lock code 1205",
        "access_code: 4821",
        "indoor_code: 1234*",
        "door_code: *anchor",
        "door_lock_code: varchar(20)",
        "| 비밀번호 | VARCHAR(255) |",
        "| 비밀번호 | user_pw1 | varchar(20) |",
        "| 토큰 | SHA-256 |",
        "| 비밀번호 | 8자리 이상! |",
        "| 비밀번호 | required! |",
        "| 비밀번호 | a-z0-9/!@#$ |",
        "PIN은 30000번대",
        "PIN은 123456789",
        "token은 480917",
        "출입 3#",
        "정문 #1204호",
        "현관 **1204** 앞",
        "후문 4471 버스",
        "${JWT_SECRET:?required}",
        "${JWT_SECRET:?key2 is required}",
        "${DB_PASSWORD:-changeit}",
        "비밀번호 찾기 되나요? https://a.kr/#reset1",
        "비밀번호 변경 되나요? 네 Ctrl+Shift+F1 누르세요",
        "비번 알아요? a1#b.kr@naver.com",
        "준 비 번 호 1234",
        "준비 번 1234",
        "const userPw = inputPw;",
        "8o3x8giwPW2iNr4joLFutbEn",
        "0x8giWPW= iNr4joLFutbEn",
        "userPw = req.body.userPw",
        "비밀번호 규칙 있나요? R&D#team 규정",
        "비밀번호 오류가 늘었나요? 1500%+ 증가",
        "비밀번호 바꾸나요? docs.kr#step2/help",
    ),
)
