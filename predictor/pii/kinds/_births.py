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
# 생 and 출생 end here, or a particle goes on. 생성, 생중계 and 출생률 are other words.
_IS: Final = (
    r"(?:이(?:[고구며면에예었라란래랍신시세셨십네다지죠거던더잖요여야긴]|니[까다])|입니|인[데지]|임을?(?![가-힣])|인(?![가-힣]))"
)
_OTHERS: Final = r"\s?(?:이[전후상하]|부터|까지)"  # 2010년 1월 1일생 이후: whoever is born then
_SPACED: Final = r"\s(?:방송|중계|라이브|맥주|크림|얼음|과일|고기|당근|마늘|새우)"  # 생 방송, with a blank in the word
_GLUED: Final = r"(?:[은의만](?![가-힣])(?<=[0-9일년.]생.)|으로(?!\s?[먹드씹들마])|[남여](?:[자성아])?(?![가-힣])|요(?![가-힣]))"
BORN: Final[str] = rf"생(?!{_OTHERS}|{_SPACED})(?={_IS}|{_GLUED}|[^가-힣]|$)"
# A count of births, or a paper
COUNTED: Final[str] = r"\s?(?:신고|[률율아]|지|통계|현황|추이|추세|인구|등록|증명|장려|지원|축하|건수|예정|전망|비율)"
_PERSON: Final = r"자(?:이[고며]|입니다|로서|인데)"  # 출생자입니다; 출생자까지 지원 is of many
_WHO_IS_BORN: Final = (
    rf"출생(?!{_OTHERS}|{COUNTED}|\s?[일년])"
    rf"(?={_IS}|{_PERSON}|[은의](?![가-힣])|으로|[남여](?:[자성아])?(?![가-힣])|[하한함했]|[^가-힣]|$)"
)
BEHIND: Final = (
    rf"(?:\s?(?:오전|오후|새벽|아침|낮|저녁|밤)?\s?{HOUR})?"
    r"(?:\s?"
    r"(?:일\s?)?(?:에\s?(?=출생|태어))?"
    rf"(?:{BORN}"
    rf"|{_WHO_IS_BORN}"
    rf"|태어(?!난\s{_THINGS}))"
    rf"|에?,?\s(?:저는\s|나는\s|제가\s)?(?:{_FROM}(?:{_AS})?|{_AS})(?:태어(?!난\s{_THINGS})|{_WHO_IS_BORN})"
    rf"|,?\s{_PLACE}\s?(?:{_WHO_IS_BORN}|태생)|,?\s(?:{_REGIONS})생(?=[,.)/\s]|$|이[고며]|으로|입니다))"
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
