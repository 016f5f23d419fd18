"""How Korean names are made: surnames, syllables of given names, their spelling in Latin letters, foreign names in Hangul."""

from typing import Final

from predictor.pii import lexicon

# How common a surname is: 4 for a hundredth of all persons, 1 for hardly any.
TIER: Final = {
    surname.strip(): int(line[0])
    for line in lexicon.lines("surnames")
    for surname in line.partition(":")[2].split(",")
    if surname.strip()
}
SURNAMES: Final = "".join(TIER)
COMPOUNDS: Final = frozenset(lexicon.words("compound_surnames"))  # of two syllables each
COMPOUND: Final = lexicon.either(sorted(COMPOUNDS))
# Log-likelihood ratios in tenths: how much more often a syllable is a given name's first or last one than a word's second or third.
_TABLE: Final = [line.split() for line in lexicon.lines("name_syllables")]
FIRST: Final = {row[0]: int(row[1]) for row in _TABLE}
LAST: Final = {row[0]: int(row[2]) for row in _TABLE}
UNKNOWN: Final = -25
GIVEN_NAMES: Final = frozenset(lexicon.words("given_names"))
RARE_GIVEN_NAMES: Final = frozenset(lexicon.words("given_names_rare")) - GIVEN_NAMES
ANY_GIVEN_NAMES: Final = GIVEN_NAMES | RARE_GIVEN_NAMES
# Some people have the surnames of both parents.
COMMON_SURNAMES: Final = "".join(surname for surname, tier in TIER.items() if tier > 3)
PARENTS: Final = frozenset(first + second for first in COMMON_SURNAMES for second in COMMON_SURNAMES if first != second)
_CUED_GIVEN_NAMES: Final = GIVEN_NAMES.difference(lexicon.words("given_names_like_words"))
PLAIN_GIVEN_NAMES: Final = _CUED_GIVEN_NAMES.difference(*map(lexicon.words, ("common_words", "everyday_words")))
_PARTICLES: Final = "은이가도"
_BOTH: Final = 4  # syllables of such a name
SYLLABLES: Final = 3  # of most names
_FIRST_SYLLABLE: Final = ord("가")
_OF_ONE_VOWEL: Final = 28  # syllables of one consonant and vowel: the first of them has no consonant behind

_POSSIBLE: Final = -33  # syllables below are no gate's business
FIRST_CLASS: Final = "".join(char for char, ratio in FIRST.items() if ratio >= _POSSIBLE)
LAST_CLASS: Final = "".join(char for char, ratio in LAST.items() if ratio >= _POSSIBLE)
FULL: Final = rf"(?:(?:{COMPOUND})[{FIRST_CLASS}{LAST_CLASS}]{{1,2}}|[{SURNAMES}][{FIRST_CLASS}][{LAST_CLASS}])"
# A name of any sound: a surname with a given name of two syllables, or a compound one.
WHOLE: Final = rf"(?:(?:{COMPOUND})[가-힣]{{1,2}}|[{SURNAMES}][가-힣]{{2}})"
# Written apart only those surnames count that are no words of their own (이, 전, 한, 신 … are).
APART_SURNAMES: Final = "김박최정강조윤장임오서권황안송류홍고문양손배백허유남심노곽차민엄채"

ROMAN_SURNAME: Final = "|".join(lexicon.words("roman_surnames"))
_SYLLABLE: Final = (
    "(?:[bcdghjkmnprst]|ch|gw|hw|kw|ky|by|gy|hy|my|py|ry|sh|)"
    "(?:woo|we|wi|ae|eo|eu|ee|oo|ou|ui|wa|wo|weo|yae|yeo|yo|yoo|you|yu|ye|ya|[aeiou])(?:ng|ck|[nmklr](?![aeiouy])|h(?![a-z]))?"
)
ROMAN_GIVEN: Final = rf"(?=[A-Z])(?i:{_SYLLABLE}[ \-]?{_SYLLABLE})(?!-?[A-Za-z])"
ROMAN: Final = (
    rf"(?:{ROMAN_SURNAME}),? {ROMAN_GIVEN}|(?:{ROMAN_SURNAME.upper()})(?: / |/| {{1,3}})(?=[A-Z]{{2}}){ROMAN_GIVEN}|"
    rf"{ROMAN_GIVEN} (?:{ROMAN_SURNAME})(?![A-Za-z])|(?=[A-Z]{{2}}){ROMAN_GIVEN} (?:{ROMAN_SURNAME.upper()})(?![A-Za-z])"
)
# As passports write it: PARK, MINSEO; AL-HARBI, FAHAD SALEH
FORMAL: Final = r"[A-Z][A-Z\-]{1,15}, [A-Z]{2,15}(?: [A-Z]{2,15}){0,2}(?![A-Za-z])"
UPPER: Final = "[A-ZÀ-ÖØ-Þ]"  # with the accents of western Europe
LOWER: Final = "[a-zß-öø-ÿ]"
# With those of eastern Europe too, behind a label alone.
_EASTERN_UPPER: Final = "ĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽ"
_EASTERN_WORD: Final = rf"[A-ZÀ-ÖØ-Þ{_EASTERN_UPPER}][a-zß-öø-ÿı{_EASTERN_UPPER.replace('İ', '').lower()}]{{1,15}}"
ACCENTED_FIRST: Final = frozenset(f"ÁÂÃÄÅÇÉÊÍÎÑÓÔÕÖØÚÜÝÞ{_EASTERN_UPPER}")  # letters that only such a name begins with
ACCENTED_LATIN: Final = rf"{_EASTERN_WORD}(?:[ \-]{_EASTERN_WORD}){{1,4}}"
LATIN: Final = (
    rf"(?:[OD]')?[A-Z]{LOWER}{{1,15}}(?:[ \-](?:[OD]')?{UPPER}{LOWER}{{1,15}}(?:-[a-z]{{1,10}})?){{1,4}}"
    rf"|[A-Z]{{2,12}}[ /][A-Z]{{2,12}}(?:[ \-][A-Z]{{2,12}}){{0,3}}"
    rf"|(?:(?=[A-Z]{{0,6}}[AEIOUY])[A-Z]{{4,15}}|{ROMAN_SURNAME.upper()}),? [A-Z][a-z]{{1,15}}(?: [A-Z][a-z]{{1,15}})?(?![A-Za-z])"
    r"|[A-Z][a-z]{1,11},? [A-Z]\.[ \-]?[A-Z]\."
)
VIETNAMESE_SURNAME: Final = "Nguyen|Tran|Le|Pham|Hoang|Huynh|Phan|Vu|Vo|Dang|Bui|Ngo|Duong"
VIETNAMESE_MIDDLE: Final = "Thi|Van|Thanh|Minh|Duc|Quoc|Ngoc"
# With their accents, which no other language writes so.
ACCENTED_SURNAME: Final = "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trịnh|Mai|Tạ|Lương"
ACCENTED: Final = "[A-ZÀ-ỸĐ][a-zà-ỹđ]{0,7}"
# Names with the endings of Russian and Central Asian surnames and patronymics.
CYRILLIC_SURNAME: Final = "[А-ЯЁ][а-яё]{1,14}(?:ов|ев|ёв|ова|ева|ёва|ин|ина|ский|ская|ович|евич|овна|евна|енко)"
# Scripts of countries from which many live in Korea: Kana, Thai, Arabic, Devanagari.
SCRIPTS: Final = ("ぁ-ゖァ-ヺー", "ก-๎", "ء-ۓ", "ऄ-ॏ")
FOREIGN_HEADS: Final = frozenset(lexicon.words("foreign_names"))
# Words of other countries' names that count beside a cue alone.
FOREIGN_WORDS: Final = FOREIGN_HEADS.union(
    *map(lexicon.words, ("foreign_names_learned", "foreign_names_by_nation", "foreign_names_like_words"))
)
FOREIGN: Final = (
    rf"(?:{lexicon.either(sorted(FOREIGN_HEADS, key=len, reverse=True))})(?: (?!선생|고객|학생|강사|교수)[가-힣]{{1,6}}?){{1,3}}?"
)

# What stands between the name that a mail's program shows and the end of the address's first part: "김하늘" <haneul@…>
BEFORE_MAIL: Final = r"[\"']?\s?<[^<>\s]{1,60}@"

NATIONS: Final = lexicon.pattern(lexicon.words("nations"))
# These name a person without a second word: 제임스 선생님.
FOREIGN_ALONE: Final = lexicon.either(sorted(name for name in FOREIGN_HEADS if len(name) > 2))


def divide(name: str) -> tuple[str, str]:
    """(surname, given name). 황보경 may be 황보 경 or 황 보경: a given name that is known decides."""
    compound = len(name) > 2 and name[:2] in COMPOUNDS and not (name[1:] in GIVEN_NAMES and name[0] in TIER)
    size = 1 + (compound or of_both_parents(name))
    return name[:size], name[size:]


def of_both_parents(name: str) -> bool:
    """Whether four syllables are two common surnames and a known given name: 이박서윤."""
    if len(name) != _BOTH or name[:2] not in PARENTS:
        return False
    return name[2:] in _CUED_GIVEN_NAMES and not _may_hold_a_particle(name)


def _may_hold_a_particle(name: str) -> bool:
    """Whether four syllables may be a name of three with its particle: 유오성은."""
    return name[-1] in _PARTICLES and (name[2:] not in PLAIN_GIVEN_NAMES or name[1:3] in ANY_GIVEN_NAMES)


def final_consonant(syllable: str) -> int:
    """Which consonant ends a syllable, by its number in Unicode; 0 where none does."""
    return (ord(syllable) - _FIRST_SYLLABLE) % _OF_ONE_VOWEL


def closed(syllable: str) -> bool:
    """Whether a consonant ends a syllable: 은, 이, 을 and 과 stand behind such a one alone, 는, 가, 를 and 와 behind others."""
    return final_consonant(syllable) != 0


def key(name: str) -> str:
    """One spelling of a name."""
    return "".join(name.split()).lower()
