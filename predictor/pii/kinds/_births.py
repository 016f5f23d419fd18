"""What dates of birth share: their form, their century, and what stands behind them: 생, 출생, 순천에서 태어나, 전남 순천 출생."""

from typing import Final

from predictor.pii import lexicon
from predictor.pii.scan import checksums

# 1990년 5월 21일, 90-05-21, 19900521: the groups y, m and d, or y, m2 and d2 where no sign parts them
WRITTEN_DAY: Final[str] = (
    r"(?P<y>(?:19|20)[0-9]{2}|[0-9]{2})(?:(?:\s?년\s?|\s?[-./]\s?)(?P<m>0?[1-9]|1[0-2])(?:\s?월\s?|\s?[-./]\s?)"
    r"(?P<d>3[01]|[12][0-9]|0?[1-9])(?![0-9])(?:\s?일)?\.?|(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12][0-9]|3[01])(?![0-9]))"
)
WITHOUT_A_NAME: Final[str] = "고객|회원|선생|담당|부모|어머|아버|손님"  # what 님 honours and is no name

HOUR: Final = r"(?:[0-9]{1,2}시(?:\s?[0-9]{1,2}분)?|[자축인묘진사오미신유술해]시)"  # of birth
_REGIONS: Final = lexicon.pattern(word for name in ("provinces", "cities", "counties", "nations") for word in lexicon.words(name))
# 전남 순천, 충남 공주시 유구읍, 미국 뉴욕
_PLACE: Final = (
    rf"(?:{_REGIONS})[시군]?(?:\s?[가-힣]{{1,6}}(?<![은는이가을를과와의전후내일준재]))?(?:\s[가-힣]{{1,5}}[구읍면동리])?"
)
# Where: a verb or a particle before the place speaks of something else than the birth.
_FROM: Final = r"(?:[가-힣]{1,6}(?<![은는이가을를에서해여고후뒤된와과])\s){0,3}[가-힣]{1,8}에서\s"
_CHILD: Final = "(?:아들|딸|장남|차남|삼남|장녀|차녀|막내|외동|째|독자|쌍둥이|남매)"
_AS: Final = rf"(?:[가-힣0-9]{{1,6}}\s){{0,6}}[가-힣]{{0,5}}{_CHILD}(?:으)?로\s"
_THINGS: Final = "(?:회사|기업|법인|브랜드|서비스|제품|스타트업|게임|앱|노래|영화|캐릭터|도시|강아지|고양이|판다|송아지)"
THING_BEFORE: Final = rf"{_THINGS}[은는이가]\s$"
# 생방송, 생각 and such words are no births; 생년월일 speaks of the next date.
BEHIND: Final = (
    rf"(?:\s?(?:오전|오후|새벽|아침|낮|저녁|밤)?\s?{HOUR})?"
    r"(?:\s?"
    r"(?:일\s?)?(?:에\s?(?=출생|태어))?"
    r"(?:생(?![각산활신선겼기긴길방일년존맥전후명])"
    r"|출생(?!\s?신고|\s?일|\s?년|\s?지|아)"
    r"|태어)"
    rf"|에?,?\s(?:저는\s|나는\s|제가\s)?(?:{_FROM}(?:{_AS})?|{_AS})(?:태어(?!난\s{_THINGS})|출생(?!\s?신고|아|지|률))"
    rf"|,?\s{_PLACE}\s?(?:출생(?!\s?신고|아)|태생)|,?\s(?:{_REGIONS})생(?=[,.)/\s]|$|이[고며]|으로|입니다))"
)
# The same, less exact, for a gate.
GATE: Final = r"(?:생|출생|태어|에?,?\s[가-힣0-9 ]{1,36}(?:태어|출생|태생|생))"
ADULT: Final = 18  # years: a later date behind a name is rather an event's than a birth


def year_of_birth(written: str) -> int:
    """The year of a birth; one of two digits is the last such that is not to come."""
    year = int(written)
    if year > 99:
        return year
    return year + (1900 if year + 2000 > checksums.today().year else 2000)
