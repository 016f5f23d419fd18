"""How Korean names are made: surnames, syllables of given names, and their spelling in Latin letters."""

from typing import Final

from predictor.pii.everyday import WORDS

SURNAMES: Final = (
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민나진지엄채원천방공현함변염"
    "여추도소석선설마길연위표명기반왕금옥"
    "육인맹제모탁국어은편용예경봉사부가복태목형두감호라빈팽옹"
)
COMPOUND: Final = "남궁|황보|제갈|사공|선우|독고|서문|동방"
GIVEN: Final = (
    "가갑강건겸경계관광교구국권규균근금기길나남년다단달담대덕도동두득라란람래련렬령례롬루류륜률름리린림만말매명모무문미민백"
    "범별병보복봄봉비빈빛산상새샘서석선설"
    "섭성세소솔송수숙순슬승시식신실아안애양언여연열엽영예오옥온완용우욱운울웅원유윤율은을의이익인일임자장재정제조종"
    "주준중지진찬창채천철초춘충치칠태택판팔평필하"
    "학한함해향헌혁현협형혜호홍화환회효후훈휘흠희누늘름결든솜티표요늬"
)
ANY: Final = rf"(?:(?:{COMPOUND})[가-힣]{{1,2}}|[{SURNAMES}][가-힣]{{2}}|[{SURNAMES}][가-힣])"
STRICT: Final = rf"(?:(?:{COMPOUND})[{GIVEN}]{{1,2}}|[{SURNAMES}][{GIVEN}]{{2}}|[{SURNAMES}][{GIVEN}])"
FULL: Final = rf"(?:(?:{COMPOUND})[{GIVEN}]{{1,2}}|[{SURNAMES}][{GIVEN}]{{2}})"
# Written apart only those count that are no words of their own (이, 전, 한, 신 … are).
APART: Final = rf"[김박최정강조윤장임오서권황안송류홍고문양손배백허유남심노곽차민엄채] [{GIVEN}]{{2}}"

ROMAN_SURNAME: Final = (
    "Kim|Lee|Park|Choi|Choe|Jeong|Kang|Yoon|Lim|Seo|Shin|Kwon|Gwon|Hwang|Ahn|Ryu|Yoo|Jeon|Hong|Bae|Baek|Heo|Nam|Noh|Kwak|Seong|"
    "Joo|Koo|Eom|Chae|Jung|Cho|Jang|Song|Moon|Namgung|Hwangbo"
)
_SYLLABLE: Final = (
    "(?:[bcdghjkmnprst]|ch|gw|hw|ky|by|gy|hy|my|sh|)"
    "(?:ae|eo|eu|ee|oo|ou|ui|wa|wo|weo|yae|yeo|yo|yoo|you|yu|ye|ya|[aeiou])(?:ng|ck|[nmklr](?![aeiouy]))?"
)
_ROMAN_GIVEN: Final = rf"(?=[A-Z])(?i:{_SYLLABLE}[ \-]?{_SYLLABLE})(?![A-Za-z])"
ROMAN: Final = (
    rf"(?:{ROMAN_SURNAME}),? {_ROMAN_GIVEN}|(?:{ROMAN_SURNAME.upper()})[ /](?=[A-Z]{{2}}){_ROMAN_GIVEN}|"
    rf"{_ROMAN_GIVEN} (?:{ROMAN_SURNAME})(?![A-Za-z])"
)

_NOUN_ENDS: Final = frozenset("자원장인관소학금실서권시구군도동회기비식선제치부사지")
_NEVER_LAST: Final = frozenset("로만도의가요실")
_PARTICLES: Final = frozenset("한할은는이을인된하란")
_RANKS: Final = """
고객 회원 환자 선생 과장 차장 부장 대리 팀장 주임 실장 상무 전무 대표 사장 원장 교수 기사 기자 작가 이사 의사 사원 소장 국장 회장
반장 검사 판사 감독 선수 의원 경위 경사 순경 장관 총장 학장 관장 서장 군수 시장 강사 약사 목사 신부 집사 권사 장로
"""
RANKS: Final = frozenset(_RANKS.split())


def plausible(name: str) -> bool:
    """Whether a word with the form of a name is not an everyday word, alone or with a particle, nor 김 and a rank."""
    if name in WORDS or name[1:] in RANKS or name[-1] in _NEVER_LAST:
        return False
    return not (name[:2] in WORDS and name[-1] in _PARTICLES)


def certain(name: str) -> bool:
    """The same where little else speaks for a name: three syllables, and no noun that such a word ends like."""
    return len(name) > 2 and plausible(name) and not (name[:2] in WORDS and name[2] in _NOUN_ENDS)


def key(name: str) -> str:
    """One spelling of a name."""
    return "".join(name.split()).lower()
