"""Names in Latin letters, and in the fields of a letter or a passport: From:, Mr., Regards, Surname."""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from predictor.pii import lexicon
from predictor.pii.names import evidence, nobody
from predictor.pii.names.candidates import behind_latin, latin
from predictor.pii.names.endings import COPULA
from predictor.pii.names.foreigners import ENDS_LIKE_A_FIRM, before_the_next_field
from predictor.pii.names.form import (
    ACCENTED,
    ACCENTED_SURNAME,
    ANY_GIVEN_NAMES,
    BEFORE_MAIL,
    CYRILLIC_SURNAME,
    FORMAL,
    FULL,
    LATIN,
    LOWER,
    ROMAN,
    ROMAN_GIVEN,
    ROMAN_SURNAME,
    SURNAMES,
    VIETNAMESE_MIDDLE,
    VIETNAMESE_SURNAME,
)
from predictor.pii.names.latin import LEADS, with_brackets
from predictor.pii.names.scripts import ROMAN_NAME, begins_alike, in_other_script
from predictor.pii.names.things import like_a_person_s
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

# Who is greeted and is no one.
_NOBODY: Final = (
    r"(?:Team|All|Everyone|Everybody|There|Guys|Folks|Friends?|Sir|Madam|Customers?|Colleagues?|Hiring|Support"
    r"|Admin|Users?|Members?|World|Kitty"
    r"|Ladies|Gentlemen|Professor|Doctor|Teacher|Manager|Recruiter|Committee|Editor|Santa|Siri|Google|Claude"
    r"|Python|Again|God"
    r"|Diary)\b"
)
_POSTS: Final = "lead|manager|director|engineer|colleague|assistant|supervisor|coordinator|representative|secretary"
_GREETED: Final = "(?:Hi|Hello|Hey|[Mm]orning|[Aa]fternoon|[Ee]vening)"
_OWNERS: Final = "[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir"
_ENGLISH_KIN: Final = (
    "wife|husband|spouse|partner|fiancée?|son|daughter|child|kid|mother|mom|father|dad|brother|sister|grandmother"
    "|grandfather|aunt|uncle"
    "|nephew|niece|cousin|roommate|boss|colleague|coworker|friend|tenant|landlord|neighbou?r"
)
_STAGE: Final = r"(?:Robot|Bean|Marvel|Potato|President|Chairman|Speaker|Right|Wrong)\b"
_OFFICE: Final = re.compile(
    r"\b"
    r"(?:Service|Team"
    r"|Cent(?:er|re)"
    r"|Support|Sales|Us|Office|Department|Desk|Line|Info|Korea|Seoul|Number|Information|Details|Person|Resources"
    r"|Human|Manager|Marketing|Accounting"
    r"|Committee|Embassy|Consulate|Bank|Agency|Bureau|Council|Board|University|College|School|Hospital|Clinic"
    r"|Library|Division|Ministry"
    r"|Admissions?|Registrar|Editors?|Staff|Authority|Police|Association|Society|Institute|Customer|Hotel|Helpdesk"
    r"|Operations|Court"
    r"|Club)\b"
)
_OFFICES: Final = ("팀", "부", "실", "봇", "자", "관리", "서버", "배포")  # how words end that sign a change and are no person's
CAPITALISED: Final = r"[A-Z][a-z]{1,15}(?:[ \-][A-Z][a-z]{1,15}){0,2}"
TITLES_WITH_NIM: Final = (
    "님|씨|선생님|고객님|교수님|대리님|과장님|팀장님|매니저님|박사"
    "|이사님|부장님|차장님|사장님|대표님|실장님|원장님|본부장님|책임님|수석님|선임님|프로님|주임님|변호사님|강사님|쌤"
    "|목사님|전도사님|선교사님|집사님|권사님|장로님|신부님|수녀님|스님|자매님|형제님|성도님|간호사님|의사님"
    "|기사님|코치님|감독님|셰프님"
    "|상무님|전무님|센터장님|지점장님|점장님|교장님|학생님|회장님|소장님|국장님|연구원님|디자이너님|작가님|조교님"
    "|사모님|어머님|아버님"
)
# Without 님 things have them too, so that the words before them must sound like a name.
TITLES_ALONE: Final = (
    "목사|전도사|선교사|집사|신부|수녀|자매|형제|간호사|강사|교수|학생|유학생|셰프|코치|매니저|대리|과장|팀장|사원|연구원"
)
# Oliver Grantham 비자 연장
BELONGINGS: Final = lexicon.pattern(
    (*lexicon.words("belongings_of_workers"), *lexicon.words("papers_of_persons"), "여권", "항공권")
)
_TITLED: Final = re.compile(
    rf"(?P<name>{CAPITALISED})"
    rf"(?=\s(?:{BELONGINGS})"
    rf"|\s?(?:{TITLES_ALONE})(?:[은는이가을를의도과와께]|에게|한테|(?:{COPULA})[가-힣]{{0,4}})?(?![가-힣]))"
)
_HONOURED: Final = re.compile(
    rf"(?P<name>{CAPITALISED})(?=\s?(?:{TITLES_WITH_NIM})"
    rf"(?:[은는이가을를도의과께]|이랑|하고|한테도?|에게[도서]?|께서|께는|께도|(?:{COPULA})[가-힣]{{0,4}})?(?![가-힣]))"
)
_NO_PERSON: Final = re.compile(rf"{_NOBODY}|(?:Siri|Google|Chat|Bot|Alexa|Bixby|Copilot|Gemini)\b")
# Name as in passport: AL-HARBI, FAHAD
_PASSPORT_NAME: Final[str] = (
    r"[Nn]ame,? \(?(?:as |exactly )?(?:as )?(?:shown |written |printed |it appears )?(?:in|on|per) (?:the |your |my )?"
    r"(?:[Pp]assport|ID|ARC|[Cc]ard|[Vv]isa)\)? ?: ?"
)
# Maribel Oakridge (E-2, …): a status of residence in brackets
WITH_VISA_GATE: Final[str] = r"[A-Z][a-z]{1,15} [A-Z][a-z]{1,15} ?\([A-H]-[1-9]"
_WITH_VISA: Final = re.compile(
    rf"(?P<name>{CAPITALISED})(?= ?\([A-H]-(?:[1-9]|10)(?:-[0-9]{{1,2}})?(?:(?P<number>[,/] ?[0-9]{{6}})|[,/)]))"
)
# 성 GIM 이름 SEOLAH, 성/Surname HAN 이름/Given names JIWOO: a passport's fields beside each other.
_FIELDS: Final = re.compile(
    r"성(?:씨)?(?:\s?/\s?[A-Z][a-z]{2,10})?\s{0,2}[:：]?\s?(?P<surname>[A-Z]{2,7})[\s,/|]{1,4}(?:이\s?름|명)"
    r"(?:\s?/\s?[A-Z][a-z]{2,10}(?: [a-z]{4,6})?)?\s{0,2}[:：]?\s?(?P<given>[A-Z]{2,16}(?:[ \-][A-Z]{2,12})?)(?![A-Za-z])"
)
# Югай Марина: how Koreans of the former Soviet Union spell their surnames
_KOREAN_CYRILLIC: Final = (
    "[А-ЯЁ][а-яё]{0,4}гай|Цой|Ким|Пак|Тен|Хан|Хван|Шин|Чон|Кан|Ан|Нам|Сон|Чен|Цхай|Огай|Шегай|Юн|Хон|Лим|Дю|Мун|Кван|Сим"
)
_OTHER_SCRIPT: Final = re.compile(
    rf"(?!Hồ Chí Minh)(?:{ACCENTED_SURNAME})(?: {ACCENTED}){{1,3}}(?![A-Za-zà-ỹ])"
    rf"|(?:(?:{_KOREAN_CYRILLIC}) [А-ЯЁ][а-яё]{{2,14}}|[А-ЯЁ][а-яё]{{2,14}} (?:{_KOREAN_CYRILLIC}))"
    rf"(?: {CYRILLIC_SURNAME})?(?![а-яё])"
    rf"|(?:{CYRILLIC_SURNAME} [А-ЯЁ][а-яё]{{1,14}}|[А-ЯЁ][а-яё]{{1,14}} {CYRILLIC_SURNAME})(?: {CYRILLIC_SURNAME})?(?![а-яё])"
)
# Alisher Karimov: the ending of a Russian or Central Asian surname.
_EASTERN: Final = re.compile(r"(?!The )[A-Z][a-z]{2,14} [A-Z][a-z]{2,12}(?:ov|ova|ev|eva)(?![A-Za-z])")
# reset VPN for Wooram Gi (emp no. …), contact Somin Tae at 010-…: a surname that is spelled like a word, before what persons have
RARE_SURNAME: Final = (
    "Gi|Ki|Tae|Ok|Eun|Ra|Na|Ma|Mo|Pi|Bong|Bok|Ye|Do|Doh|No|Roh|Oh|Im|Ahn|Eo|In|Ban|Seon|Sul|So|Chu|Choo|Yook|Boo|Bu|Sa|Hwa|Gal"
    "|Guk|Yu|Ho|Ga|Si|Dan|Pan|Hyung|Gyeong|Kyung|Sang|Seung|On|Um|Bin|Gam"
)
_WHAT_PERSONS_HAVE: Final = (
    r"\s?[(,]\s?"
    r"(?:[Ee]mp"
    r"|[Ee]mployee"
    r"|[Ss]taff"
    r"|[Ii]D"
    r"|ID"
    r"|[Ss]tudent"
    r"|[Pp]atient"
    r"|[Mm]ember"
    r"|[Pp]assport"
    r"|DOB"
    r"|[Dd]ob"
    r"|born"
    r"|[Ee]xt"
    r"|[Pp]hone"
    r"|[Tt]el"
    r"|[Cc]ell"
    r"|[Mm]obile"
    r"|0[17]"
    r"|\+82)"
    r"|\s(?:at|on)\s(?:0[1-9]|\+82|ext)|\s?<"
)
HAVING_GATE: Final = rf"[A-Z][a-z]{{1,6}}[\- ]?[A-Za-z]?[a-z]{{1,6}} (?:{RARE_SURNAME})(?:{_WHAT_PERSONS_HAVE})"
_HAVING: Final = re.compile(rf"(?P<name>{ROMAN_GIVEN} (?:{RARE_SURNAME}))(?={_WHAT_PERSONS_HAVE})")
# Latin words are a name where the name in Hangul follows in brackets: Haneul Ye (예하늘).
_BOTH: Final = re.compile(
    rf"(?P<latin>[A-Z][a-z]{{1,15}},?(?: [A-Z][a-z\-]{{1,15}}){{1,2}})\s?\("
    rf"(?:(?P<hangul>[{SURNAMES}][가-힣]{{2}})(?=[),/ ])|(?P<foreign>[가-힣]{{2,6}}(?: [가-힣]{{2,6}})?)(?=\)))"
)
# Minseo Gil <ms.gil@…>, "Brown, Emily" <…>: what a mail's program shows instead of the address.
_DISPLAYED: Final = re.compile(
    r"(?P<name>[A-Z][a-z]{1,15}(?:-[a-z]{1,10})?,?(?: [A-Z]\.)?(?:[ \-][A-Z][a-z]{1,15}){1,2})"
    rf"(?={BEFORE_MAIL}|\s?\((?P<box>[a-z0-9._\-]{{3,30}})@)"
)
# In capitals too: NGUYEN VAN MINH.
_VIETNAMESE: Final = re.compile(
    rf"(?:{VIETNAMESE_SURNAME}) (?:{VIETNAMESE_MIDDLE})(?: [A-Z][a-z]{{1,10}}){{1,2}}(?![A-Za-z])"
    rf"|(?:{VIETNAMESE_SURNAME.upper()}) (?:{VIETNAMESE_MIDDLE.upper()})(?: [A-Z]{{2,11}}){{1,2}}(?![A-Za-z])"
)
_CAPITAL_BEFORE: Final = re.compile(rf"(?<![A-Za-z])(?!(?:{LEADS})\b)[A-Z][a-z]{{1,15}}\s$")
_CAPITAL_BEHIND: Final = re.compile(r"\s[A-Z][a-z]")
# 여권에는 PARK JIHOANG으로: behind a document a Korean surname in capitals stands before any word
_MISSPELLED: Final = re.compile(
    rf"(?:{ROMAN_SURNAME.upper()})[ /][A-Z]{{3,12}}(?:[ \-][A-Z]{{2,8}})?(?=(?:으?로|이?라고)(?![가-힣]))"
)
_DOCUMENT: Final = re.compile(
    r"(?:여권|항공권|티켓|탑승권|비자|통장|카드|등록증|신분증|면허증|계약서|영문|영어|로마자)(?:에는?|상에?는?|엔|이름|명)?"
    r"(?:[은이]|에는?)?\s(?:이름[은이]?\s|성명[은이]?\s|철자[는가]?\s)?[\"'“]?$"
)
_DOCUMENT_REACH: Final = 16
# 수취인 영문이 BIN SANDEUL이라: what a person's spelling in Latin letters is
_SPELLING: Final = (
    r"(?:(?:수취인|예금주|받는 ?(?:분|사람)|탑승[객자]|승객|예약자|신청[인자]|여권|항공권|카드|통장|고객|회원)(?:에|의|상|에는)? ?"
    r"(?:영문|영어|로마자)(?:[이은는]| ?(?:이름|성명|명|표기|철자|스펠링)[이은는가]?)"
    r"|(?:제|내|본인) ?(?:영문|영어|로마자) ?(?:이름|성명|명|철자|스펠링)[이은는가]?) ?[:：]? ?[\"'“]?"
)
SPELLED_GATE: Final[str] = rf"{_SPELLING}[A-Z]{{2}}"
_SPELLED: Final = re.compile(
    rf"{_SPELLING}(?P<name>[A-Z]{{2,12}}[ /,]{{1,2}}[A-Z]{{3,14}}(?:[ \-][A-Z]{{2,12}})?)"
    rf"(?=[\"'”]? ?(?:(?:{COPULA})(?![가-힣]{{5}})|\s*(?:$|[\n,.)])))"
)
# 2. C/O DELA CRUZ, RODEL M. PHL PP# …: a nation's code and a passport behind a name in a crew's list
_SAILORS: Final = (
    "PHL|KOR|VNM|IDN|MMR|IND|CHN|UKR|RUS|BGD|LKA|NPL|THA|POL|GEO|ROU|TUR|PAK|KHM|MNG|UZB|KAZ"  # whose sailors are many
)
ABOARD_GATE: Final[str] = rf"[A-Z]{{2}}, [A-Z]{{2,15}}(?: [A-Z]{{2,15}}){{0,2}}(?: [A-Z]\.)? (?:{_SAILORS})(?:[\n,/|]|$)"
PASSPORTED_GATE: Final[str] = r"[A-Z.] [A-Z]{3} (?:PP|PPT|PASSPORT|Passport)(?:#| ?N[Oo]\.?| ?[:：]| [A-Z]{0,2}[0-9])"
_SAILOR: Final = re.compile(
    r"(?<![A-Za-z])(?:(?:[A-Z]{2,12} ){0,2}[A-Z]{2,15}, [A-Z]{2,15}(?: [A-Z]{2,15}){0,2}(?: [A-Z]\.)?"
    r"|[A-Z]{2,15}(?: [A-Z]{2,15}){1,3}(?: [A-Z]\.)?)$"
)
_LISTED: Final = re.compile(
    rf"[A-Z]{{2}}(?P<rest>, [A-Z]{{2,15}}(?: [A-Z]{{2,15}}){{0,2}}(?: [A-Z]\.)?) (?:{_SAILORS})(?=[\n,/|]|$)"
)
_POST: Final = re.compile(
    r"(?:MASTER|CAPTAIN|CAPT|CHIEF|SECOND|THIRD|OFFICER|MATE|ENGINEER|BOSUN|BSN|OILER|WIPER|FITTER|COOK|STEWARD"
    r"|MESSMAN|CADET|PUMPMAN"
    r"|ELECTRICIAN|ETO|AB|OS|ABLE|SEAMAN|ORDINARY|DECK|ENGINE|PAX|CREW|GUEST) "
)
_SAILOR_REACH: Final = 48
# 2025830117 ENKHTAIVAN B.로: a given name and an initial behind a number, as Mongolian documents have it
_NUMBERED: Final = "(?:[0-9]{6}|학생|유학생|근로자|환자|성명:?|이름[은:]?) "
INITIALED_GATE: Final[str] = rf"{_NUMBERED}[A-Z]{{4,15}} [A-Z]\."
_NO_NAMES: Final = "PLAN|OPTION|TYPE|CASE|GRADE|CLASS|VITAMIN|GROUP|ZONE|BLOCK|TEAM|PART|GATE|SIDE|LEVEL|VERSION|MODEL"
_INITIALED: Final = re.compile(
    rf"{_NUMBERED}(?!(?:{_NO_NAMES}) )(?P<name>[A-Z]{{4,15}} [A-Z]\.)"
    r"(?=\s*(?:$|[\n,/|)])|(?:으?로|이?라고|[은는이가])(?![가-힣])|\s?[님씨])"
)


def _of_an_office(name: str) -> bool:
    """Whether one of the words is an office's."""
    return _OFFICE.search(name) is not None


def _of_a_firm(name: str) -> bool:
    """Whether words are an office's or a firm's."""
    return _of_an_office(name) or ENDS_LIKE_A_FIRM.search(name) is not None


def _signs_a_change(name: str) -> bool:
    """Whether a word ends like what signs a change and is no person."""
    return name.endswith(_OFFICES)


def _unlikely(name: str) -> bool:
    """Whether Hangul is hardly a name in a mail's head."""
    return not evidence.likely(evidence.weigh(name, "header", "end"))


def _never(name: str) -> bool:
    """Whether words are refused: none are."""
    return False


class _Header(NamedTuple):
    """What stands before a name, how the text goes on there for a gate, and how it does in full, with the name as its one group."""

    head: str
    opening: str
    rest: str
    refuses: Callable[[str], bool] = _never


_SENDER: Final = r"(?:From|To|Cc|Bcc):\s?[\"']?"
# Who made, read or tested a change.
_REVIEWS: Final = r"(?:Reviewed|Signed-off|Co-authored|Co-developed|Acked|Tested|Reported|Suggested|Approved|Helped)-by"
_TRAILERS: Final = f"Author|Committer|{_REVIEWS}"
_IN_A_HEAD: Final = r"(?=[\"'\s]{0,3}[<(])"
_CONTACTS: Final = "Attn|Attention|Contact(?: person)?|Prepared by|Signed by|Approved by"
_NAMED: Final = (
    "(?:[Cc]ustomer|[Cc]lient|[Pp]atient|[Gg]uest|[Cc]aller|[Pp]assenger|[Ee]mployee|[Ss]tudent|[Aa]pplicant|[Tt]enant|[Rr]ecipient"
    "|[Ss]ender|[Oo]wner|[Hh]older|[Dd]river|[Mm]anager|[Tt]eacher|[Dd]octor|[Bb]uyer|[Ss]eller|[Mm]ember|[Pp]erson)(?:'s|’s)?"
)
_PARTINGS: Final = "[Rr]egards|[Ss]incerely|[Tt]hanks|[Tt]hank you|[Bb]est(?: wishes)?|[Cc]heers|[Tt]ruly|[Ss]igned"
# With a second part behind a hyphen, as some names have.
_WORD_OF_A_NAME: Final = rf"[A-Z]{LOWER}{{1,15}}(?:-[A-Za-z][a-z]{{1,10}})?"
# The first row that matches says whom a text names.
_HEADERS: Final[tuple[_Header, ...]] = (
    _Header(r"(?:Dr|Prof|Mr|Ms|Mrs)\.?\s?", "[가-힣]{3}", rf"({FULL})(?![가-힣])", _unlikely),
    _Header(_SENDER, "[가-힣]{2}", rf"([{SURNAMES}][가-힣]{{1,3}}){_IN_A_HEAD}", _unlikely),
    _Header(_SENDER, "[A-Z]", rf"({LATIN}){_IN_A_HEAD}"),
    _Header(rf"(?:{_TRAILERS}):\s{{1,2}}", "[가-힣]{2}", rf"([{SURNAMES}][가-힣]{{1,3}}){BEFORE_MAIL}", _signs_a_change),
    _Header(rf"(?:{_REVIEWS}):\s{{1,2}}", "[가-힣]{3}", rf"([{SURNAMES}][가-힣]{{2}})(?=\s*(?:\n|$))", _unlikely),
    _Header(rf"(?:{_CONTACTS})\s?:\s?", "[A-Z]", rf"({LATIN})", _of_an_office),
    _Header(r"(?:Mr|Ms|Mrs)\.\s", "[A-Z]", rf"(?!{_STAGE})([A-Z][a-z]{{2,15}})(?![A-Za-z]|-[A-Za-z]|\s[A-Z])"),
    _Header(r"(?:MR|MRS|MS|DR)\.\s", "[A-Z]{2}", r"([A-Z]{2,12}(?:\s[A-Z]{2,12}){1,3})(?![A-Za-z])"),
    _Header(
        r"(?:(?:Mr|Ms|Mrs|Miss|Dr|Prof|Sgt|Capt|Lt|Col|Maj|Rev)\.?|Pt\.)\s",
        "[A-Z]",
        rf"({ROMAN}|{_WORD_OF_A_NAME}(?: {_WORD_OF_A_NAME}){{1,2}})",
    ),
    _Header(_PASSPORT_NAME, "[A-Z]", rf"({FORMAL}|{LATIN})"),
    _Header(
        "(?i:surname|given names?|family name|first name|last name)",
        r"[^\n:]{0,16}[:\n]\s?[A-Z]",
        r"(?:\s?/\s?[A-Za-z ]{2,16})?\s{0,2}[:\n]\s?([A-Z][A-Za-z]{1,19}(?:[ \-][A-Z][A-Za-z]{1,19}){0,3})(?![A-Za-z ]*[:])",
    ),
    _Header(r"(?i:surname|given names?)\s", "[A-Z]{2}", r"([A-Z]{2,20})(?=\s*(?:$|[\n/,|]))"),
    _Header(r"(?:caller|patient|guest|passenger) is\s", "[A-Z]", rf"({LATIN})"),
    _Header(rf"{_GREETED},?\s[Tt]his is\s", "[A-Z]", rf"(?!{_NOBODY})({LATIN})"),
    _Header(rf"(?:{_POSTS}),? ", "[A-Z][a-z]", rf"({LATIN})(?=,\s|\s(?:will|is|was|has|can|from|and|who|at|\()|[.)])"),
    _Header(rf"(?:{_OWNERS}) (?:{_ENGLISH_KIN})(?: is| named)?,? ", "[A-Z]", rf"(?!{_NOBODY})({LATIN})"),
    _Header(
        r"(?:[Mm]y|[Hh]is|[Hh]er|[Tt]heir) name is\s",
        "(?:[A-Z][a-zA-Z]|[가-힣]{3})",
        rf"(?!{_NOBODY})({LATIN}|[A-Z][a-z]{{2,15}}(?![A-Za-z])|{FULL}(?![가-힣]))",
    ),
    _Header(rf"(?:{_NAMED}) name is\s", "[A-Z]", rf"({LATIN})", _of_a_firm),
    _Header(rf"(?:{_PARTINGS}),?\s{{1,3}}", "[A-Z]", rf"({LATIN}|(?<=\n)[A-Z][a-z]{{2,15}}(?=\s*(?:\n|$)))", _of_an_office),
    _Header(
        r"(?:Dear|Hi|Hello|Hey),?\s",
        "[A-Z][a-z]",
        rf"(?!{_NOBODY})({LATIN}|[A-Z][a-z]{{2,15}}(?:-[a-z]{{2,10}})?)(?=[,!](?:\s|$)|-?(?:님|씨))",
        _of_an_office,
    ),
)
HEADER_GATE: Final[str] = "|".join(header.head + header.opening for header in _HEADERS)
_HEADER: Final = re.compile("|".join(header.head + header.rest for header in _HEADERS))


def addressed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The name in a mail's head or at its end, behind Mr., or in a passport's fields."""
    found = _HEADER.match(text, hit)
    if found is None or found.lastindex is None or found.start(found.lastindex) < floor:
        return
    if not _HEADERS[found.lastindex - 1].refuses(found[found.lastindex]):
        yield latin(*found.span(found.lastindex), text, 0.85, "header")


def with_visa(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Capitalised words before the status of residence in brackets."""
    found = _WITH_VISA.match(text, hit)
    if found is None or behind_latin(text, hit, floor) or _OFFICE.search(found["name"]):
        return
    if found["number"] or like_a_person_s(found["name"]):
        yield latin(*found.span("name"), text, 0.75, "status of residence behind")


def in_two_fields(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Surname and given name in capitals, each behind its own field."""
    found = _FIELDS.match(text, hit + (text[hit] != "성"))
    if found and found.start("surname") >= floor:
        yield latin(*found.span("surname"), text, 0.8, "field of a surname")
        yield latin(*found.span("given"), text, 0.8, "field of a given name")


def spelled(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name in capitals behind what says that a person is spelled so: 수취인 영문이 BIN SANDEUL이라."""
    found = _SPELLED.match(text, hit)
    if found and found.start("name") >= floor and not ENDS_LIKE_A_FIRM.search(found["name"]):
        yield latin(*found.span("name"), text, 0.7, "spelled in Latin letters")


def aboard(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who sails: the capitals behind a post, up to the nation's code and the passport."""
    listed = _LISTED.match(text, hit)
    end = listed.end("rest") if listed else hit + 1
    found = _SAILOR.search(text, max(floor, end - _SAILOR_REACH), end)
    if found is None:
        return
    start = found.start()
    while post := _POST.match(text, start, end):
        start = post.end()
    if " " in text[start:end]:
        yield latin(start, end, text, 0.7, "list of a crew")


def initialed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A given name in capitals and an initial behind a person's number."""
    found = _INITIALED.match(text, hit)
    if found and found.start("name") >= floor:
        yield latin(*found.span("name"), text, evidence.MODERATE, "name and initial behind a number")


def honoured(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Capitalised words with 님 or 씨 behind: David Kwon 님, Sarah 씨."""
    found = _HONOURED.match(text, hit) or _TITLED.match(text, hit)
    if found is None or behind_latin(text, hit, floor) or _NO_PERSON.match(found["name"]):
        return
    if found.re is _HONOURED or (" " in found["name"] and like_a_person_s(found["name"]) and not _OFFICE.search(found["name"])):
        yield latin(hit, found.end("name"), text, 0.75, "honorific, Latin letters")


def in_other_scripts(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A Vietnamese name with its accents, or one in Cyrillic letters."""
    start = hit + (not text[hit].isalpha())
    if found := _OTHER_SCRIPT.match(text, start):
        span = latin(start, found.end(), text, 0.75, "name in another script")
        yield span
        yield from in_other_script(text, [span])


def eastern(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name in Latin letters with a Russian or Central Asian surname."""
    found = _EASTERN.match(text, hit)
    if found and (hit == floor or not text[hit - 1].isalnum()) and not _NO_PERSON.match(found.group()):
        yield latin(hit, found.end(), text, 0.7, "eastern surname")
        yield from with_brackets(text, found.end())


def in_both(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name in Latin letters with the same in Hangul in brackets."""
    found = _BOTH.match(text, hit)
    if found is None or (hit > floor and text[hit - 1].isalnum()) or _OFFICE.search(found["latin"]):
        return
    if (foreign := found["foreign"]) and _sounds_alike(found["latin"], foreign):
        yield latin(*found.span("latin"), text, 0.7, "also in Hangul")
    elif found["hangul"] and found["hangul"][1:] in ANY_GIVEN_NAMES and found["hangul"] not in evidence.COMMON:
        yield latin(*found.span("latin"), text, 0.75, "also in Hangul")
        yield latin(*found.span("hangul"), text, 0.75, "also in Latin letters")


def _sounds_alike(words: str, again: str) -> bool:
    """Whether a person's Latin name and the Hangul in brackets begin with one sound: Aarav Dehlavi (아라브)."""
    return like_a_person_s(words) and not nobody.common(again) and begins_alike(words, again)


def having(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A Korean given name before a surname that is a word too, with a person's number behind: Wooram Gi (emp no. …)."""
    found = _HAVING.match(text, hit)
    if found and not behind_latin(text, hit, floor):
        yield latin(*found.span("name"), text, 0.7, "Korean name and a person's number")


def displayed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name in Latin letters before <a mail's address>."""
    found = _DISPLAYED.match(text, hit)
    if found is None or behind_latin(text, hit, floor):
        return
    if found["box"] and not _has_the_box(found["name"].lower(), found["box"]):
        return
    if not _OFFICE.search(found["name"]) and not _NO_PERSON.match(found["name"]):
        yield latin(hit, found.end(), text, 0.8, "before a mail's address")


def _has_the_box(name: str, box: str) -> bool:
    """Whether a mailbox is a person's: it holds one word of the name whole and the others by initials, or all of a known name."""
    words = re.split("[ ,-]+", name)
    first, last = words[0], words[-1]
    plain = re.sub("[^a-z]", "", box)
    if plain in (last + first[0], first + last[0]) or re.fullmatch(f"{first[0]}[a-z]?{last}", plain):
        return True
    return first in plain and last in plain and like_a_person_s(name.title())


def romanised(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A Korean surname and two Korean syllables in Latin letters: Kim Minsu, HONG/GILDONG, Seo-yeon Park."""
    if behind_latin(text, hit, floor):
        return
    if whole := _VIETNAMESE.match(text, hit):
        yield latin(hit, before_the_next_field(text, hit, whole.end()), text, 0.7, "Vietnamese name in Latin letters")
        return
    found = ROMAN_NAME.match(text, hit)
    found = found or _misspelled(text, hit)
    if found is None or (_CAPITAL_BEHIND.match(text, found.end()) and not found.group().isupper()):
        return
    if _CAPITAL_BEFORE.search(text, max(floor, hit - 17), hit) and not text[hit:].isupper():
        return
    yield latin(hit, found.end(), text, 0.7, "Korean name in Latin letters")


def _misspelled(text: str, hit: int) -> re.Match[str] | None:
    """A Korean surname and a word in capitals as a document spells them, right or wrong."""
    found = _MISSPELLED.match(text, hit) if text[hit + 1 : hit + 2].isupper() else None
    return found if found and _DOCUMENT.search(text, max(0, hit - _DOCUMENT_REACH), hit) else None
