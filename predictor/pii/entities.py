"""Every kind of personal data that is looked for, one record each. To add one: a record here and a table in the tests.

A record whose values are runs of digits has ``shapes``, each tried at a run's first digit, with its judge. The others have
``finders``: a gate (RE2 syntax; one linear pass over the text looks for all gates at once) and the function that reads the value
around a hit.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from predictor.pii import (
    addresses,
    births,
    emails,
    names,
    network,
    numbers,
    registrations,
    secrets,
    shapes,
    surnames,
    vehicles,
)
from predictor.pii.spans import Span

Action = Literal["mask", "off", "reject"]
Finder = Callable[[str, int, int], Iterator[Span]]


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of personal data. ``evidence`` says in words what a value of it needs; ``contextual`` "
    "that its form alone tells nothing."""

    name: str
    label: str
    evidence: str
    action: Action = "mask"
    contextual: bool = False
    shapes: tuple[tuple[str, numbers.Judge], ...] = ()
    finders: tuple[tuple[str, Finder], ...] = field(default=())


_SURNAME: Final = surnames.SURNAMES
_ALL_NAMES: Final = rf"(?:[{_SURNAME}][{surnames.GIVEN}]{{1,2}}|(?:{surnames.COMPOUND})[{surnames.GIVEN}]{{1,2}})"


def _named() -> str:
    """A surname and a syllable that are not the beginning of a field's name (이메일, 주소): in a form they follow labels, too."""
    fields: dict[str, str] = {}
    for word in names.FIELDS:
        fields[word[0]] = fields.get(word[0], "") + word[1]
    plain = "".join(char for char in _SURNAME if char not in fields)
    return "|".join(
        (f"[{plain}][가-힣]", *(f"{char}[^{seconds}\\x00-\u0fff]" for char, seconds in fields.items() if char in _SURNAME))
    )


_NAMED: Final = _named()
_TWO_VOWELS: Final = (
    r"(?:[AEIOUWY]|[A-Z][a-z]{0,2}[aeiouwy])[a-z\- ]{1,5}[aeiou]"  # a given name in Latin letters has two syllables
)

# The order is the priority among number shapes that fit at the same place.
ENTITIES: Final = (
    Entity(
        "phone",
        "전화번호",
        "a mobile, area, 070 or 050 prefix, or another country's with its plus",
        shapes=((shapes.MOBILE, numbers.mobile), (shapes.AREA, numbers.landline), (shapes.ABROAD, numbers.foreign)),
    ),
    Entity(
        "rrn",
        "주민등록번호",
        "a possible birth date and 7th digit",
        shapes=((shapes.RRN, registrations.resident),),
        finders=((r"(?:뒷\s?자리|뒤)[^0-9\n\x00]{0,8}[1-8][0-9]{6}", births.back_half),),
    ),
    Entity("frn", "외국인등록번호", "a possible birth date and 7th digit 5-8", shapes=((shapes.RRN, registrations.foreigner),)),
    Entity(
        "corporate_number",
        "법인등록번호",
        "a label, or grouping and check digit",
        shapes=((shapes.CORPORATE, registrations.corporate),),
    ),
    Entity(
        "health_insurance", "건강보험번호", "a label", contextual=True, shapes=((shapes.HEALTH, registrations.health_insurance),)
    ),
    Entity("card", "카드번호", "Luhn and an issuer's prefix, or a label", shapes=((shapes.CARD, numbers.card),)),
    Entity(
        "business_number",
        "사업자등록번호",
        "a label, or 3-2-5 grouping and check digit",
        shapes=((shapes.BUSINESS, registrations.business),),
    ),
    Entity(
        "driver_license",
        "운전면허번호",
        "2-2-6-2 with a region's code or name, or a label",
        shapes=((shapes.LICENSE, registrations.license_number),),
    ),
    Entity(
        "representative_phone",
        "대표번호",
        "a company's prefix",
        action="off",
        shapes=((shapes.TOLL, numbers.representative),),
    ),
    Entity(
        "passport",
        "여권번호",
        "a type letter and length, or a label",
        shapes=((shapes.PASSPORT, registrations.passport),),
    ),
    Entity(
        "bank_account",
        "계좌번호",
        "a bank or such a word beside it",
        contextual=True,
        shapes=((shapes.ACCOUNT, numbers.account),),
    ),
    Entity(
        "email",
        "이메일",
        "an at sign and a domain, written or spoken",
        finders=(
            (
                r"[A-Za-z0-9._%+\-]\s{0,2}(?:@|[(\[{<]\s?(?:at|AT|At|골뱅이|앳|@)\s?[)\]}>]|골뱅이|앳)"
                r"\s{0,2}(?:[A-Za-z0-9\-]+|[가-힣]{2,10})\s?(?:[.([{<닷쩜점컴]|dot|DOT|,(?:com|net|co\.kr))",
                emails.spelled_at,
            ),
            (rf"[A-Za-z0-9._%+\-]\s{{0,2}}(?:골뱅이|앳)\s?(?:{emails.PROVIDER})", emails.spelled_at),
            (
                r"[A-Za-z0-9]\s(?:at|AT|At)\s[A-Za-z0-9\-]+(?:\s(?:dot|DOT|Dot)\s+[A-Za-z0-9\-]+){0,3}"
                rf"\s+(?:dot|DOT|Dot)\s+(?i:{emails.SPOKEN_ENDS})",
                emails.spoken_at,
            ),
        ),
    ),
    Entity(
        "vehicle_plate",
        "차량번호",
        "the form of a plate",
        finders=((rf"[0-9]{{2,3}}[-.\s]?[{vehicles.USES}][-.\s]?[0-9]{{4}}", vehicles.plate),),
    ),
    Entity(
        "ip_address",
        "IP주소",
        "four octets or IPv6 groups",
        finders=(
            (r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}", network.version4),
            (r"[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]", network.version6),
        ),
    ),
    Entity(
        "birth_date",
        "생년월일",
        "생년월일 or such a word before, or 생 behind",
        contextual=True,
        finders=(
            (
                (
                    r"(?:생년\s?월일|생일|출생|생월일|생년|생신|앞\s?자리|번호\s앞|(?i:dob|b-?day|birth))(?:\s?\(?[68]\s?자리\)?)?"
                    r"[^0-9\n\[\x00]{0,16}(?:[0-9]{2,4}(?:[0-9]{4}|년|\s?[-./])|[0-9]{1,2}월)"
                ),
                births.labelled,
            ),
            (
                (
                    r"[0-9]{2}(?:년\s?|\s?[-./]\s?)[0-9]{1,2}(?:월\s?|\s?[-./]\s?)[0-9]{1,2}일?\s?(?:일\s?)?(?:생|"
                    r"출생|태어)|[0-9]{6}\s?(?:생|출생)"
                ),
                births.born,
            ),
        ),
    ),
    Entity(
        "secret",
        "비밀정보",
        "an issuer's prefix, a PEM header, or a name such as password before it",
        contextual=True,
        finders=(
            (
                r"sk-[A-Za-z0-9]|(?:AKIA|ASIA)[0-9A-Z]|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|AIza|"
                r"hf_[A-Za-z0-9]|npm_|[spr]k_(?:live|test)_|SG\.|ya29\.|dop_v1_"
                r"|(?:test|live)_(?:sk|gsk|ck)_|KakaoAK\s|eyJ[A-Za-z0-9]|-----BEGIN|(?i:bearer|basic)\s|"
                r"://[^\s/:@]{0,64}:[^\s/@]{3,}@",
                secrets.known_key,
            ),
            (
                (
                    r"(?:(?i:pass|pwd|pw|secret|token|api.?key|access.?key|auth.?key|private.?key|encryption.?key|"
                    r"credential|pin)|비밀\s?번호|비밀\s?키|비번|패스워드|암호|시크릿|인증\s?키|액세스\s?키|"
                    r"토큰|핀\s?번호|키)[^\n]{1,18}[\x21-\x7e]{3}"
                ),
                secrets.named_value,
            ),
        ),
    ),
    Entity(
        "address",
        "주소",
        "a road or lot number with its region, or a label",
        contextual=True,
        finders=(
            (
                (
                    r"[가-힣A-Za-z0-9·.][로길](?:\s?[0-9]{1,4}(?:번|[가나다])?길)?\s?(?:지하\s?)?[0-9]|[가-힣][0-9]{0,2}[동리가읍면]\s?(?:산\s?)?[0-9]{1,5}(?:-[0-9]|"
                    r"\s?번지|[^0-9가-힣]|로|에|으|입|이|인|앞|호|$)|[가-혷혹-힣]\s?[0-9]{1,4}동\s?[0-9]{1,4}호"
                    rf"|(?:{addresses.BUILDING})\s?[0-9]{{2,4}}-[0-9]{{2,4}}|[시군구읍면]\s[가-힣]{{1,10}}로\s?[0-9]{{1,4}}(?:번|[가나다])?길"
                ),
                addresses.postal,
            ),
            (r"[A-Za-z0-9]-(?:daero|ro|gil)[, 0-9]", addresses.latin),
        ),
    ),
    Entity(
        "person_name",
        "이름",
        "성명: or such a word before, 님 or 씨 or a title behind",
        contextual=True,
        finders=(
            (
                (
                    rf"(?:{names.LABELS}|{names.SIGNED}|(?i:name|customer|recipient|sender))(?:\([가-힣]{{1,4}}\))?"
                    rf"[^가-힣A-Za-z0-9\n\x00]{{0,6}}(?:은|는|이|가|란에)?[^가-힣A-Za-z0-9\n\x00]{{0,4}}"
                    rf"(?:{_NAMED}|[{_SURNAME}] {{1,2}}[가-힣]|(?:{surnames.COMPOUND})|[A-Z][A-Za-z]{{1,15}}\s[A-Z])"
                ),
                names.labelled,
            ),
            (rf"(?:{_ALL_NAMES}|{surnames.APART}) ?(?:{names.TITLES})", names.titled),
            (
                rf"(?:{names.OPENERS})[,.!~]{{0,2}}\s{_ALL_NAMES}(?:입|이|예|에|인|구|라|임|야)|(?:{names.CALLINGS})\s{_ALL_NAMES}",
                names.introduced,
            ),
            (rf"[인자원관사록수이]\s?[:：]\s?{_ALL_NAMES}", names.roled),
            (rf"(?:From|To|Cc):\s?[\"']?(?:[{_SURNAME}][{surnames.GIVEN}]|[A-Z])|(?:Mr|Ms|Mrs|Dr)\.?\s[A-Z]", names.addressed),
            (
                rf"{_ALL_NAMES}(?:\s?\(\s?(?:{names.LABELS}|만|[0-9]|[남여])|,\s?[남여]|(?:입니다|라고\s합니다)[.,!~]?\s?[처반잘다인])",
                names.described,
            ),
            (
                rf"(?:{surnames.ROMAN_SURNAME}),? {_TWO_VOWELS}|{_TWO_VOWELS}[a-z\-]{{0,4}} (?:{surnames.ROMAN_SURNAME})|"
                rf"(?:{surnames.ROMAN_SURNAME.upper()})[ /][A-Z]{{3}}",
                names.romanised,
            ),
        ),
    ),
)
