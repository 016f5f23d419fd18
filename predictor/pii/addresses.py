"""Postal addresses, 도로명 and 지번, down to the building, 동 and 호. A region without a number stays: it names no household."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii import regions
from predictor.pii.spans import Span

_SIGUNGU: Final = r"[가-힣]{1,5}(?:시|군|구)"
_TOWN: Final = r"[가-힣]{1,6}(?:읍|면)"
_ROAD: Final = r"[가-힣A-Za-z0-9·.]{1,12}(?:대로|로|길)(?:\s?[0-9]{1,4}(?:번|가|나|다)?길)?"
_LOT: Final = r"[가-힣]{1,6}[0-9]{0,2}(?:동|리|가)(?:\s?[0-9]{1,2}가)?"
_NUMBER: Final = (
    r"(?:지하\s?)?[1-9][0-9]{0,4}(?:-[0-9]{1,4})?(?:번지)?(?![0-9]|-[0-9]|[,.][0-9]|%|(?:시(?!\s?청)|"
    r"분|원|개|명|년|월|일(?!동)|%|번(?!지|길)|배|km|m\b|점|회|살|세|건|만|천|억|대[^로]|호선|"
    r"위|차선|억|단지|층|호(?!선)|동\s?[0-9]|번?길)|\s(?:시|분|원|개|명|년|월|일|%|번|배|km|m|점|회|살|세|건|만|억|대|위)(?![가-힣A-Za-z])"
    r")"
)
BUILDING: Final = (
    "아파트|빌딩|빌라|오피스텔|타워|맨션|주택|하우스|센터|상가|프라자|플라자|캐슬|자이|래미안|"
    "푸르지오|힐스테이트|아이파크|더샵|e편한세상|"
    "팰리스|시티|파크|연립|단지|기숙사|원룸|고시원|마을|주공|뉴타운|리센츠|파크리오|엘스|트리마제|아크로|스퀘어|펠리스|타운"
)
_BUILDING: Final = rf"[가-힣A-Za-z0-9]{{0,14}}(?:{BUILDING})"
_UNIT: Final = (
    r"(?:지하\s?)?(?:[A-Za-z]|[0-9]{1,4})(?:동|층(?!집)|호|단지)(?![가-힣]*[0-9]?선)|(?:[A-Za-z]|[0-9]{1,4}|"
    r"[가나다라마바사])동|[Bb]?[1-9][0-9]{0,2}-[1-9][0-9]{0,3}(?![-0-9])호?|[Bb][0-9]{1,3}호?"
)
_FLAT: Final = r"(?:[A-Za-z가-하]|[0-9]{1,4})동\s?(?:지하\s?)?[0-9]{1,4}호|(?:[A-Za-z가-하]|[0-9]{1,4})동\s?[0-9]{1,3}층"
_DETAIL: Final = (
    rf"(?:\s?,?\s?\([가-힣0-9]{{2,8}}(?:동|리|가)(?:,\s?[가-힣A-Za-z0-9 ]{{2,20}})?\)"
    rf"|,?\s{{1,2}}[가-힣A-Za-z][가-힣A-Za-z0-9]{{0,12}}[가-힣A-Za-z](?=\s?,?\s?(?:{_FLAT}|[A-Za-z가-하]동|[0-9]{{2,4}}호))"
    rf"|,?\s{{0,2}}(?:{_BUILDING})|,?\s{{0,2}}(?:{_UNIT})(?![0-9])){{0,5}}"
)
_CHAIN: Final = (
    rf"(?:(?:{regions.PROVINCE})\s{{0,2}}(?:{_SIGUNGU}\s{{0,2}}){{1,2}}(?:{_TOWN}\s{{0,2}})?|"
    rf"(?:(?:{regions.PROVINCE})\s{{1,2}})?(?:{_SIGUNGU}\s{{1,2}}){{0,2}}(?:{_TOWN}\s{{1,2}})?)"
)
_FULL: Final = re.compile(
    rf"(?<![가-힣A-Za-z0-9])(?P<chain>{_CHAIN})(?:(?P<road>{_ROAD})\s?(?P<no>{_NUMBER})|(?P<lot>{_LOT})"
    rf"\s?(?:(?P<lotno>(?:산\s?)?{_NUMBER})|(?P<apt>{_BUILDING}|[가-힣A-Za-z]{{2,10}})\s?(?=[0-9A-Za-z가]{{1,4}}동|"
    rf"[0-9]{{1,4}}호|[0-9]{{2,4}}-[0-9]{{2,4}}(?![-0-9])))|(?P<apt2>{_BUILDING})\s?(?=[0-9]{{1,4}}동\s?[0-9]{{1,4}}호)|"
    rf"(?P<street>[가-힣]{{1,10}}로\s?[0-9]{{1,4}}(?:번|[가나다])?길))(?P<detail>{_DETAIL})"
)
# The first word of an address ends like a region, a road or a lot, or is a province.
_WORD_START: Final = re.compile(
    r"(?<![가-힣A-Za-z0-9])(?=[가-힣A-Za-z0-9])(?=[가-힣A-Za-z0-9·.]{1,12}[로길]|[가-힣]{1,6}[0-9]{0,2}[동리가읍면시군구]|"
    rf"{regions.PROVINCE}|[가-힣A-Za-z0-9]{{0,14}}(?:{BUILDING}))"
)
_SEPARATORS: Final = re.compile(r"[\s,()]+")
_LABEL: Final = re.compile(
    r"주소지?|배송지|거주지?|사는\s?곳|살고|살아|도로명|지번|본적|등록기준지|소재지|받는\s?곳|"
    r"보내는\s?곳|보내\s?주|수령지|집은|위치|사업장|(?i:address|addr)"
)
_LIVED_AT: Final = re.compile(r"(?:에서?|으?로)?\s?(?:살(?!짝|펴)|거주|이사|배송|배달|보내)")
# Names of homes only; a centre or a tower may be anything.
_HOMES: Final = re.compile(
    "(?:아파트|빌라|캐슬|자이|래미안|푸르지오|힐스테이트|아이파크|더샵|e편한세상|마을|주공|뉴타운|리센츠|파크리오|엘스|트리마제|아크로)$"
)
_HOUSES: Final = re.compile(f"(?:{BUILDING})$")
_PARTICLE_ROAD: Final = re.compile(
    r"(?:으로|바로|새로|서로|따로|별로|실제로|그대로|이대로|제대로|저대로|때로|홀로|스스로|함부로|"
    r"도로|경로|진로|통로|반대로|추가로|번호로|주로|수시로|자로|위로|아래로|뒤로|차례로|최대로|"
    r"최소로|하나로|종류로|단위로|기준으로|순서로|"
    r"회사로|집으로|택배로|카드로|전화로|문자로|메일로|계좌로|결제로|오전으로|오후로|날짜로|"
    r"예로|대체로|정말로|진짜로|절대로|무료로|유료로|임의로|속도로|정도로|온도로|각도로|비로|"
    r"너비로|길이로|횟수로|에게로|까지로|올해로|개월로|날로|.길)$"
)


# 152, Teheran-ro, Gangnam-gu, Seoul: a number before or behind the road, and a region behind it.
_LATIN: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:(?:[#A-Za-z]{1,5}\s?)?[0-9][0-9A-Za-z\-]{0,8}|[0-9]{1,2}F),?\s){0,4}"
    r"[A-Z][A-Za-z]{1,14}[0-9]{0,3}-(?:daero|ro|gil)(?:\s?[0-9]{1,4}(?:beon)?-gil)?(?:,?\s[0-9][0-9\-]{0,6})?"
    r"(?P<region>(?:,?\s[A-Z][a-z]{1,14}(?:-(?:dong|gu|si|gun|do|eup|myeon|ri))?){1,4})"
    r"(?:,?\s[0-9]{5}(?![0-9]))?(?:,\s(?:(?:Republic of |South )?Korea|KR))?"
)


def latin(text: str, hit: int, floor: int) -> Iterator[Span]:
    """An address in Latin letters around the road that ``hit`` stands in."""
    for found in _LATIN.finditer(text, max(floor, hit - 48), hit + 120):
        if found.start() <= hit < found.end():
            raw = found.group()
            if "-" in found["region"] and any(char.isdigit() for char in raw):
                yield Span(found.start(), found.end(), "address", _SEPARATORS.sub("", raw).lower(), 0.85, "road and region")
            return


def postal(text: str, hit: int, floor: int, lost: int = 0) -> Iterator[Span]:
    """The address whose street, lot or flat number starts at or shortly after ``hit``.

    ``lost`` is an earlier hit at which none was found: what begins before it need not be tried again.
    """
    low = max(floor, hit - 46, lost)
    low = max(low, text.rfind("\n", low, hit) + 1)
    for word in _WORD_START.finditer(text, low, hit + 3):
        found = _FULL.match(text, word.start(), hit + 90)
        if found is None or found.end() <= hit:
            continue
        if evidence := _evidence(found, text, floor):
            raw = found.group().rstrip(", ")
            yield Span(found.start(), found.start() + len(raw), "address", _SEPARATORS.sub("", raw), 0.85, evidence)
            return


def _region(words: list[str]) -> list[str]:
    """``words`` when they name a region; none when they only sound like one (다시, 하면)."""
    return words if regions.known(words) or any(word.endswith("읍") for word in words) else []


def _evidence(found: re.Match[str], text: str, floor: int) -> str | None:
    start = found.start()
    chain = _region(found["chain"].split())
    detailed = bool(found["detail"].strip())
    labelled = bool(_LABEL.search(text, max(floor, start - 16), start) or _LIVED_AT.match(text, found.end()))
    if found["street"]:
        return "region and street" if chain else None
    if found["road"]:
        road = found["road"]
        if chain:
            return "region and road"
        if _PARTICLE_ROAD.search(road) and not re.search(r"[0-9]\S{0,2}길$", road):
            return None
        sure = re.search(r"대로|[로길]\s?[0-9]{1,4}(?:번|가)?길$", road)
        return "road" if labelled or (detailed and len(road) > 2) or (sure and len(road) > 3) else None
    if found["apt"] and not chain and not _HOUSES.search(found["apt"]):
        return None
    if found["apt2"]:
        return "building and flat" if chain or labelled or len(found["apt2"]) > 4 or _HOMES.search(found["apt2"]) else None
    exact = bool(found["lotno"]) and ("-" in found["lotno"] or "번지" in found["lotno"])
    if chain:
        return "region and lot" if exact or detailed or found["apt"] or len(chain) > 1 or labelled else None
    return (
        "lot"
        if (labelled and (exact or detailed))
        or (exact and "번지" in (found["lotno"] or ""))
        or (exact and detailed)
        or (found["apt"] and detailed)
        else None
    )
