"""주소: postal addresses, 도로명 and 지번, down to the 동 and 호. A region without a number names no household and stays."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from predictor.pii import lexicon
from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds import _address_records as records
from predictor.pii.scan import spoken
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

PROVINCE: Final[str] = lexicon.pattern(lexicon.words("provinces"))
BUILDING: Final = lexicon.pattern(lexicon.words("buildings"))
_HOME: Final = lexicon.pattern(lexicon.words("homes"))
_NAMES: Final = frozenset(
    f"{name}{ending}"
    for listed, ending in (("cities", "시"), ("counties", "군"), ("districts", "구"))
    for name in lexicon.words(listed)
)
_CITIES: Final = lexicon.pattern(lexicon.words("cities"))
_SHORT_CITIES: Final = frozenset(lexicon.words("cities"))

# Parts of an address, from the widest to the narrowest.
_GAP: Final = r"(?:[ \t]{1,2}|,?\s?\n)"  # a form breaks an address into lines
_DISTRICT: Final = r"[가-힣]{1,5}(?:시|군|구)"
_TOWN: Final = r"[가-힣]{1,6}(?:읍|면)|[가-힣]{1,4}\s[읍면](?=\s[가-힣])"
_LETTER: Final = "[가나다라마바사아자]"  # of a side street: 150다길
# 운천로 87번안길, and 솔치로 1 2 번길, as a scanner reads it
_ROAD: Final = (
    rf"[가-힣A-Za-z0-9·.]{{1,12}}(?:대로|로(?!\s?[0-9]가(?![가-힣]))|길)"
    rf"(?:\s?[0-9]{{1,4}}(?:-[0-9]{{1,4}})?(?:번\s?[안가]?|{_LETTER}|안)?길|\s[0-9](?:\s[0-9]){{1,2}}\s?번\s?길)?"
)
# 나운 로 48, 불당 동 1523: a scanner leaves a blank before the last syllable
_SPACED_ROAD: Final = (
    r"(?<=[시군구읍면]\s)[가-힣]{1,6}\s(?:[0-9]{1,2}\s?)?(?:대로|로|길)(?:\s?[0-9]{1,4}(?:-[0-9]{1,4})?(?:번\s?)?길)?(?=\s?[0-9])"
)
_SPACED_LOT: Final = r"(?<=[시군구읍면]\s)[가-힣]{1,5}\s[동리](?=\s?[0-9])"
_LOT: Final = r"(?:[가-힣]{1,6}로\s?[0-9]가|[가-힣]{1,6}[0-9]{0,2}(?:동|리|가)(?:\s?[0-9]{1,2}가)?)"
# What would make the number a count, a time, a price or a route.
_COUNTED: Final = (
    r"(?:시(?!\s?청)"
    r"|분|원|개|명|년|월"
    r"|일(?!동)"
    r"|%"
    r"|번(?!지|길)"
    r"|배|km|m\b|점|회|살|세|건|만|천|억"
    r"|대[^로]"
    r"|호선|위|차선|단지|층"
    r"|호(?!선)"
    r"|동\s?[0-9]"
    r"|번?길"
    r"|부터|까지|여|단계|차[^선]|조|항|장|쪽|주|도|편|화|인분)"
)
# 1 2 - 7 , 2 0 3 호: as a scanner reads a form
_APART_NUMBER: Final = r"[1-9](?: [0-9]){1,3}(?: ?- ?[0-9](?: [0-9]){0,3})?(?= ?,| ?\n| ?$)"
_NEXT_CELL: Final = "0(?:1[016-9]|[2-7][0-9]?)-[0-9]"  # a telephone number in a row of commas
_NUMBER: Final = (
    rf"(?:지하\s?)?[1-9][0-9]{{0,4}}(?:[lIO](?![0-9A-Za-z가-힣]))?(?:-[0-9]{{1,4}}(?:(?:-[0-9]{{1,4}})?호)?)?"
    r"(?:번지)?"
    r"(?![0-9]"
    r"|-[0-9]"
    r"|\.[0-9]"
    rf"|,(?!{_NEXT_CELL})[0-9]"
    r"|%|~"
    rf"|\+(?!\+|[0-9]{{5}}\+[A-Z]{{2}}')"
    rf"|{_COUNTED}"
    r"|[ \t](?:시|분|원|개|명|년|월|일|%|번|배|km|m|점|회|살|세|건|만|억|대|위|단계|여|화)(?![가-힣A-Za-z]))"
)
_HUNDREDS: Final = f"[{spoken.COMMON}십백천]"
_ONE: Final = f"[{spoken.NONZERO}]"
_BELOW_A_HUNDRED: Final = rf"(?:{_ONE}?십)?{_ONE}?"
# 이백팔십삼, 오십, or digit by digit 일오이: two digits alone are words such as 사이, 이사, 일이 and 오일
_COUNTING: Final = (
    rf"(?=[{spoken.NONZERO}십백천]{{2}})"
    rf"(?:{_ONE}?천(?:{_ONE}?백)?{_BELOW_A_HUNDRED}|{_ONE}?백{_BELOW_A_HUNDRED}|{_ONE}?십{_ONE}?|{_ONE}{{3,4}})"
)
_NO_COUNT: Final = rf"(?:{lexicon.pattern(lexicon.words('words_like_counts'))})(?![{spoken.NONZERO}십백])"
# 퇴계로 이십 년째, 삼백 미터 앞: a number that counts something else than houses
_COUNTER: Final = (
    rf"\s(?:{lexicon.pattern(lexicon.words('counters'))})"
    r"(?:째|간|쯤|정도|가량|이상|이하|이내|전|후|동안|짜리|남짓|대|넘|들|당|에|이|가|을|를|은|는|도|의|만|나|으?로|까지|부터)"
    r"{0,2}(?![가-힣])"
)
_ENDS_SPOKEN: Final = (
    r"(?:번지)?"
    r"(?=(?:에서?|으?로|이?에요|예요|입니다|이?[요고구며]요?|이?라고요?|이?래요|이?랑|이?야|이?죠|이?지요?|인데요?|이?거든요?"
    rf"|의|은|는|을|를|도|부터|까지|앞|옆|쪽|호)?(?![가-힣]))(?!{_COUNTER})"
)
_SPOKEN_NUMBER: Final = (
    rf"(?:(?!{_NO_COUNT}){_COUNTING}(?:\s?다시\s?[{spoken.NONZERO}십백]{{1,4}})?{_ENDS_SPOKEN}"
    rf"|[{spoken.NONZERO}십백천]{{1,6}}(?=\s{_HUNDREDS}{{1,6}}\s?동\s?{_HUNDREDS}{{2,6}}\s?호))"
)
_SPOKEN_LOT: Final = (
    rf"(?:산\s?)?[{spoken.NONZERO}십백천]{{1,6}}(?:\s?(?:다시|에)\s?[{spoken.NONZERO}십백]{{1,4}})?\s?번지(?![가-힣]{{2}}[^\s])"
)
_PLACE: Final = rf"[가-힣A-Za-z0-9]{{0,14}}(?:{BUILDING})"
# A building's name ends where its word does, or before a particle: 센터에서 but neither 센터필드 nor 센터장님.
_PLACE_ENDS: Final = (
    r"(?=(?:에서?|에는|에도|으?로|의|이|은|는|을|를|도|만|과|와|이?랑|입니다|이에요|예요|이고|이며|인데|이요|요"
    r"|까지|부터|앞|옆|뒤|내|쪽|안)"
    r"(?![가-힣]{3})|[0-9나-하]동|지하|[가-힣]{0,3}관(?![가-힣])|상가|(?![가-힣A-Za-z]))"
)
_UNIT: Final = (
    r"(?:[A-Za-z가-하]|[1-9][0-9]{2})동\s[1-9][0-9]{2,3}(?=\s*(?:$|[\n,.)|/\"']|입니다|이에요|이요))|"
    r"(?:지하\s?)?(?:[A-Za-z]|제?[0-9]{1,4})(?:동|층(?!집)|호|단지|차)(?![가-힣]*[0-9]?선)"
    r"|(?:[A-Za-z]|[0-9]{1,4}|[가나다라마바사])동"
    r"|[1-9][0-9]{2}/[1-9][0-9]{2,3}(?![-0-9/])"
    r"|(?:[A-Z]-?)?[1-9][0-9]{0,2}\s?(?:BL|블[록럭])(?![가-힣A-Za-z])"
    r"|[1-9][0-9]?F(?![A-Za-z0-9])|[1-9][0-9]{2,3} 호(?![가-힣])|[가-하]-[1-9][0-9]{2,3}(?![-0-9])호?"
    r"|(?:(?<=BL\s)|(?<=[록럭지]\s))[1-9][0-9]{3}-[1-9][0-9]{1,3}(?![-0-9])호?"
    r"|[A-Z]-[1-9][0-9]{2,3}(?![-0-9])호?"
    r"|[Bb]?[1-9][0-9]{0,2}-[1-9][0-9]{0,3}(?![-0-9])호?"
    r"|[Bb][0-9]{1,3}[호층]?"
    r"|반지하|지층|옥탑방?"
)
# 낙동대로 삼백십이 이층, 백일 동 천이백삼 호
_TENS: Final = f"[{spoken.NONZERO}십]"
_SPOKEN_UNIT: Final = (
    rf",?\s(?:지하\s?)?{_TENS}{{1,3}}\s?층(?!집)(?:\s{_HUNDREDS}{{2,6}}\s?호)?"
    rf"|,?\s(?:{_HUNDREDS}{{1,6}}\s?동\s?)?{_HUNDREDS}{{2,6}}\s?호(?!선|(?!예요|이요|이에|입니|이고|인데)[가-힣]{{2}}[^\s])"
)
# 고객센터 1588-0274: a call centre before its telephone number is no part of the address before it.
_DESK: Final = (
    r"(?:고객|콜)\s?센터|(?:[가-힣]{0,6}(?:고객|상담|예약|문의|신고|접수|민원|지원|만족|서비스)|(?i:a/?s|cs|call))\s?센터"
    r"(?=\s?[:=]?\s?\(?(?:1[568][0-9]{2}|0[0-9]{1,3}|\+?82)[-).\s])"
)
# 느루마을 삼단지 삼백칠동 천이백사호
_SPOKEN_FLAT: Final = rf"{_HUNDREDS}{{2,6}}\s?동\s?{_HUNDREDS}{{2,6}}\s?호(?!선)"
_SPOKEN_BLOCK: Final = rf"(?:\s?{_TENS}{{1,3}}\s?단지)?\s?"
_FLAT: Final = (
    r"(?:[A-Za-z가-하]|[0-9]{1,4})동\s?(?:지하\s?)?제?[0-9]{1,4}호"
    r"|(?:[A-Za-z가-하]|[0-9]{1,4})동\s?제?[0-9]{1,3}층"
)
_DETAIL: Final = (
    rf"(?:\s?,?\s?\([가-힣0-9]{{1,8}}(?:동|리|가)(?:\s(?:산\s?)?[1-9][0-9]{{0,3}}(?:-[0-9]{{1,4}})?(?:번지)?)?"
    rf"(?:\s?,\s?[가-힣A-Za-z0-9 ]{{2,20}})?\s?\)"
    rf"|\s?,?\s?\((?!{_DESK})(?:{_PLACE})\)"
    rf"|\s?\((?:[1-9][0-9]{{1,3}}호?|(?:지하\s?)?[1-9][0-9]?층(?:\s?[1-9][0-9]{{1,3}}호)?)\)(?!\s?-?[0-9])"
    rf"|(?<=[가-힣]){_SPOKEN_BLOCK}{_SPOKEN_FLAT}|{_SPOKEN_UNIT}"  # before a building's name, because 삼백칠동 is none
    rf"|,?\s{{1,2}}[가-힣A-Za-z][가-힣A-Za-z0-9]{{0,12}}[가-힣A-Za-z]"
    r"(?=\s?,?\s?"
    rf"(?:{_FLAT}"
    r"|[A-Za-z가-하]동(?![가-힣])"
    rf"|[0-9]{{2,4}}호"
    rf"|[A-Z]-[1-9][0-9]{{2,3}}))"
    rf"|(?<=단지)\s[가-힣]{{2,10}}\s[1-9][0-9]{{2,3}}-[1-9][0-9]{{2,3}}(?![-0-9])호?"  # 4단지 해오름 405-1502
    r"|\s(?:별채|안채|바깥채|사랑채|본채|뒤채|문간방)(?=으?로|에|[\s,.)]|$)"
    r"|(?<=[층호동])\s(?:왼쪽|오른쪽|좌측|우측|안쪽|첫|끝|맨\s?끝)\s?(?:집|호실?)"
    r"|(?<=층)\s(?:상담|교무|원장)실(?![가-힣])"
    r"|\s?,?\s[0-9](?: [0-9]){1,3} ?호(?![가-힣])"
    r"|\s?,?\s(?!1[568])[1-9][0-9]{3}-[1-9][0-9]{2,3}(?![-0-9])호?"
    r"|\s[1-9][0-9]{2,3}(?=\s(?:비번|비밀번호|공동\s?현관|현관))"  # 갈현로41나길 6-2 303 비번은
    rf"|,?\s{{1,2}}[가-힣A-Za-z0-9]{{1,10}}(?:[동관]|타워|창고|공장|센터|플라자|캠퍼스)(?=\s(?:지하\s?)?[Bb]?[1-9][0-9]?층(?!집))"
    r"|\s(?:우체국\s?)?사서함\s?[0-9]{1,5}(?:-[0-9]{1,5}){0,2}호?"
    r"|,\s{1,2}[가-힣][가-힣A-Za-z0-9]{1,11}(?:\s[A-Z][A-Za-z]{1,9})?(?=\s(?:지하\s?)?[Bb]?[1-9][0-9]?층(?!집))"
    rf"|,?\s{{0,2}}(?!비닐|{_DESK})(?:{_PLACE}){_PLACE_ENDS}|(?:\s?,)?\s{{0,2}}(?:{_UNIT})(?:(?<=[동층])|(?![0-9]))){{0,5}}"
)
# 수원 영통구, 의정부 호원동: people leave out 시 before the next part
_CITY: Final = rf"(?:{_CITIES})(?=\s[가-힣]{{1,5}}(?:구|동|읍|면|[로길]\s?[0-9]))"
# 서울 은평 갈현1동, 수원 영통 매탄동, 강원 평창 진부면: and 구 or 군 too
_DISTRICTS: Final = lexicon.pattern(word for word in lexicon.words("districts") if len(word) > 1)
_COUNTIES: Final = lexicon.pattern(lexicon.words("counties"))
_SHORT: Final = (
    rf"(?:{PROVINCE})\s(?:(?:{_DISTRICTS})\s(?=[가-힣]{{1,5}}[0-9]?(?:동|가|대로|로|길)[\s0-9])|(?:{_COUNTIES})\s(?:{_TOWN})\s)"
    rf"|(?:(?:{PROVINCE})\s)?(?:{_CITIES})\s(?:{_DISTRICTS})\s(?=[가-힣]{{1,5}}[0-9]?(?:동|대로|로|길)[\s0-9])"
)
_WARD: Final = r"(?<=[시군구]\s)[가-힣]{1,4}[0-9]?동(?=\s[가-힣0-9]{1,12}[로길]\s?[0-9])"  # 원주시 단계동 봄내로 9
_CHAIN: Final = (
    rf"{_SHORT}|(?:(?:{PROVINCE})\s{{0,2}}(?:{_DISTRICT}\s{{0,2}}){{1,2}}(?:(?:{_TOWN}|{_WARD})\s{{0,2}})?|"
    rf"(?:(?:{PROVINCE}){_GAP})?(?:{_CITY}{_GAP})?(?:{_DISTRICT}{_GAP}){{0,2}}(?:(?:{_TOWN}|{_WARD}){_GAP})?)"
)
_BROKEN_ROAD: Final = r"(?<=[시군구읍면]\s)[가-힣]{2,6}\n[0-9]{1,3}길"  # a form breaks a road's name before its number
# 함평군 나산면 밤실리 3반, 솔골2리 마을회관 옆집
_LANDMARK: Final = (
    r"(?:마을\s?회관|경로당|노인정|교회|보건\s?(?:지소|진료소)|정미소|이장\s?댁|느티나무)\s(?:바로\s)?"
    r"(?:옆|앞|뒤|건너편?|맞은편|윗|아랫)\s?(?:첫\s?|둘째\s?)?집"
)
_VILLAGE: Final = rf"(?<=리\s)(?:(?:[1-9][0-9]?통\s?)?[1-9][0-9]?반(?![가-힣0-9])|{_LANDMARK})"
# 솔골리 전 83의 2: a kind of land before the number, and its branch as old registers write it
_LOT_NUMBER: Final = rf"(?:산\s?|(?:전|답|대|임야?)\s)?(?:[1-9][0-9]{{0,4}}의\s?[0-9]{{1,3}}(?![0-9])(?:번지)?|{_NUMBER})"
# 주소강원 원주시 …: a form's label may touch the province
_LABELS_BEFORE: Final = (
    "주소",
    "주소지",
    "배송지",
    "거주지",
    "소재지",
    "수령지",
    "도로명",
    "지번",
    "본적",
    "사업장",
    "등록기준지",
    "받는곳",
)
_LABELS_TOUCHING: Final = (*_LABELS_BEFORE, *(f"{label}는" for label in ("주소", "배송지", "거주지")))
_TOUCHED: Final = "|".join(f"(?<={label})" for label in _LABELS_TOUCHING)
_BEGINS: Final = rf"(?:(?<![가-힣A-Za-z0-9])|(?:{_TOUCHED})(?=(?:{PROVINCE})(?:[특광]|도?\s|[가-힣]{{1,4}}[시군구])))"
_FULL: Final = re.compile(
    rf"{_BEGINS}(?P<chain>{_CHAIN})(?:(?P<box>(?:우체국\s?)?사서함\s?[0-9]{{1,5}}(?:-[0-9]{{1,5}}){{0,2}}호?)"
    rf"|(?P<road>{_ROAD}|{_BROKEN_ROAD}|{_SPACED_ROAD})(?:[ \t]{{0,2}}|\s?\n(?![0-9]{{1,3}}[.)]))"
    rf"(?P<no>{_APART_NUMBER}|{_NUMBER})"
    rf"|(?P<talk>{_ROAD}(?:\s?[{spoken.NONZERO}십백]{{1,5}}\s?(?:번\s?)?길)?)[ \t](?P<word>{_SPOKEN_NUMBER})"
    rf"|(?P<lot>{_LOT}|{_SPACED_LOT})[ \t]{{0,2}}(?:(?P<village>{_VILLAGE})|"
    rf"(?P<lotno>{_LOT_NUMBER})|(?P<lotword>{_SPOKEN_LOT})|(?P<apt>{_PLACE}"
    rf"|(?:[가-힣A-Za-z]{{2,10}}\s)?[가-힣A-Za-z]{{2,10}})(?:\s?[0-9]{{1,2}}(?:차|단지))?(?:\s?(?=[0-9A-Za-z가]{{1,4}}동|"
    rf"[0-9]{{1,4}}호|[0-9]{{2,4}}-[0-9]{{2,4}}(?![-0-9]))|(?={_SPOKEN_BLOCK}{_SPOKEN_FLAT})))"
    rf"|(?P<apt2>{_PLACE})(?:\s?(?:[0-9]{{1,2}}단지\s?(?:아파트\s?)?)?(?=[0-9]{{1,4}}동\s?[0-9]{{1,4}}호)"
    r"|\s?[0-9]{1,2}단지\s?[1-9][0-9]{2,3}-[1-9][0-9]{1,3}(?![-0-9])"
    rf"|(?={_SPOKEN_BLOCK}{_SPOKEN_FLAT}))|"
    rf"(?P<street>[가-힣]{{1,10}}로\s?[0-9]{{1,4}}(?:번|{_LETTER})?길))(?P<detail>{_DETAIL})"
)
# The first word of an address ends like a region, a road or a lot, or is a province.
_WORD_START: Final = re.compile(
    rf"{_BEGINS}(?=[가-힣A-Za-z0-9])(?=[가-힣A-Za-z0-9·.]{{1,12}}[로길]|[가-힣]{{1,6}}[0-9]{{0,2}}[동리가읍면시군구]|"
    rf"{PROVINCE}|(?:{_CITIES})\s|[가-힣A-Za-z0-9]{{0,14}}(?:{BUILDING})|(?:우체국\s?)?사서함)"
)
_SEPARATORS: Final = re.compile(r"[\s,()]+")
_LONG_PROVINCE: Final = 4  # syllables of 경상남도
_LABEL: Final = re.compile(
    r"주소지?|배송지|거주지?|사는\s?곳|살고|살아|도로명|지번|본적|등록기준지|소재지|받는\s?곳|"
    r"보내는\s?곳|보내\s?주|수령지|집은|위치|사업장|(?i:address|addr)"
    rf"|(?<![가-힣])(?:{lexicon.spaced_out(('주소', '배송지', '거주지', '소재지', '도로명', '지번', '본적', '수령지', '사업장'))})"
)
_LIVED_AT: Final = re.compile(r"(?:에서?|으?로)?\s?(?:살(?!짝|펴)|거주|이사|배송|배달|보내)")
_HOMES: Final = re.compile(f"(?:{_HOME})$")
_PLACES: Final = re.compile(f"(?:{BUILDING})$")
_PARTICLE_ROAD: Final = re.compile(rf"(?:{lexicon.pattern(lexicon.words('words_like_roads'))}|.길)$")
_STREET_NUMBER: Final = re.compile(r"[0-9]\S{0,2}길$")
_SURE_ROAD: Final = re.compile(rf"대로|[로길]\s?[0-9]{{1,4}}(?:번|{_LETTER})?길$")
_NUMBERED_QUARTER: Final = re.compile(r"[가-힣]{1,5}[로동]\s?[1-9]가")  # 을지로3가, 당산동4가
_LONG_BRANCHED: Final = re.compile("[0-9]{2}.*-")  # 을지로 3가 302-1: with a blank, 3-1 is a score
# 152, Teheran-ro, Gangnam-gu, Seoul: a number before or behind the road, and a region behind it.
_LATIN: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:(?:(?:#|Building|Apartment|(?!To|At|In|On)[A-Z][A-Za-z]{0,4}\.?) ?)?[0-9][0-9A-Za-z\-]{0,8}|[0-9]{1,2}F"
    r"|[A-Z][A-Za-z]{1,14} (?:Apt|Apartments?|Bldg|Building|Villa|Tower|Mansion)\.?),?\s){0,4}"
    # Gasan digital 1-ro, World Cup buk-ro 44-gil; 25-3 Yeonnam-dong: a lot
    r"(?:[A-Z][A-Za-z]{1,14}(?:\s[A-Za-z][a-z]{1,11}){0,2}(?:\s?[0-9]{1,3})?-(?:daero|ro|gil)(?:\s?[0-9]{1,4}(?:beon)?-gil)?"
    r"(?:,?\s[0-9][0-9\-]{0,6})?"
    r"|(?<=[0-9]\s)[A-Z][a-z]{1,14}(?:\s?[0-9])?-(?:dong|ri)|(?<=[0-9],\s)[A-Z][a-z]{1,14}(?:\s?[0-9])?-(?:dong|ri))"
    r"(?P<region>(?:,?\s(?!Republic|South|Korea|Phone|Tel|Attn)[A-Z][a-z]{1,14}(?:-(?:dong|gu|si|gun|do|eup|myeon|ri))?){1,4})"
    r"(?:,?\s[0-9]{5}(?![0-9]))?(?:,\s(?:(?:Republic of |South )?Korea|KR))?"
)
# 도청대로 455-2 주택 화재: a word for any building, before what happened there or a particle, is no building's name
_ANY_BUILDING: Final = re.compile(
    r"(?<=[0-9호동층지길]) (?:단독 ?|다세대 ?|다가구 ?|공동 ?|연립 ?|전원 ?|마을 ?)?"
    r"(?:주택|아파트|상가|건물|빌딩|빌라|다세대|다가구|원룸|투룸|창고|공장|오피스텔|연립|기숙사|고시원|회관)$"
)
_HAPPENS: Final = re.compile(
    r"\s"
    r"(?:화재|불|폭발|붕괴|침수|누수|정전|단수|가스|사고|도난|절도|철거|공사|신축|재건축|리모델링|매매|매입|임대"
    r"|전세|월세|경매|낙찰|분양|보수|수리|점검"
    r"|소유|앞|옆|뒤|맞은편|건너편|뒤편|인근|근처|주변|주민|입주민|세입자|거주)"
    r"|(?:에서|에|의|을|를|은|는|이|가|로|으로|인데|입니다|이고|이며|이라|이랑|이지만|이에요|예요|부터|까지|하고|과"
    r"|와|도|만)"
    r"(?![가-힣])"
)
_PROVINCE: Final = re.compile(PROVINCE)
# 서울특별시, 서울시 and 서울; 전북특별자치도, 전라북도 and 전북
_SHORT_PROVINCES: Final = {
    name: f"{name[0]}{name[2]}" if name[2:3] in ("남", "북") and name.endswith("도") and len(name) == _LONG_PROVINCE else name[:2]
    for name in lexicon.words("provinces")
}
_SEVERAL: Final = frozenset(("중구", "동구", "서구", "남구", "북구", "강서구", "고성군", "광주시"))  # several places are called so
_SINGLE: Final = _NAMES - _SEVERAL
_PARTS: Final = re.compile(rf"{lexicon.either(sorted(_NAMES, key=lambda name: (-len(name), name)))}|[가-힣0-9]+")
# 수원 영통구, 서울 은평 갈현동: what people write without its last syllable
_FULL_NAMES: Final = {
    name: name + ending
    for listed, ending in (("districts", "구"), ("counties", "군"), ("cities", "시"))
    for name in lexicon.words(listed)
    if len(name) > 1
}
# 역삼동 123-4, 테헤란로 152: what names the household where the region is known
_SHORTENED: Final = re.compile(
    r"(?<![가-힣A-Za-z0-9])(?P<core>[가-힣A-Za-z0-9·.]{1,11}(?:[로길]|[가-힣][0-9]{0,2}[동리가])"
    r"(?:\s?[0-9]{1,4}(?:-[0-9]{1,4})?(?:번\s?[안가]?|안)?길)?\s?(?:산\s?)?[0-9]{1,4}(?:-[0-9]{1,4}|(?<=[0-9]{2})))(?![0-9\-])"
)
_OWN_FLAT: Final = re.compile(r"(?<![0-9])[1-9][0-9]{2,3}동\s?[1-9][0-9]{2,3}호")
# What stands behind a short address: a particle, but neither 번길 nor what the number counts.
ENDS: Final = re.compile(
    r"(?:번지)?(?:에서?|으?로|의|이|은|는|을|를|도|입니다|이에요|예요|이고|이며|인데)?"
    r"(?![0-9A-Za-z가-힣]|-[0-9]|,[0-9]{3}|\s?(?:시|분|원|개|명|년|월|일|%|번|점|회|인분)(?![가-힣]))"
)


class Reading(NamedTuple):
    """A match of the whole form with what its rules ask about."""

    found: re.Match[str]
    chain: tuple[str, ...]  # the words of a region that exists
    labelled: bool

    @property
    def detailed(self) -> bool:
        """A building, 동 or 호 stands behind the number."""
        return bool(self.found["detail"].strip())

    @property
    def exact(self) -> bool:
        """The lot has a branch number or 번지."""
        number = self.found["lotno"] or ""
        return "-" in number or "번지" in number or "의" in number

    @property
    def precise(self) -> bool:
        """The lot is exact, or a building, a village or a flat stands behind it."""
        return self.exact or self.detailed or bool(self.found["apt"] or self.found["village"])

    @property
    def placed(self) -> bool:
        """A region or a label stands before it."""
        return bool(self.chain) or self.labelled


Rule = tuple[str, Callable[[Reading], bool], bool]  # (name, when it decides, whether the match is an address)


def _road(reading: Reading) -> str:
    return reading.found["road"] or reading.found["talk"] or ""


def _particle(reading: Reading) -> bool:
    road = _road(reading)
    return bool(road) and _PARTICLE_ROAD.search(road) is not None and not _STREET_NUMBER.search(road)


def _sure_road(reading: Reading) -> bool:
    road = reading.found["road"] or ""
    return len(road) > 3 and _SURE_ROAD.search(road) is not None and not reading.found["talk"]


def _foreign_lot(reading: Reading) -> bool:
    apt = reading.found["apt"]
    return bool(apt) and not reading.chain and not _PLACES.search(apt)


def _own_home(reading: Reading) -> bool:
    """A flat in a building that is placed, has a name of its own, or is a home by its name."""
    place = reading.found["apt2"]
    if not place:
        return False
    return reading.placed or len(place) > 4 or _HOMES.search(place) is not None


def _near_lot(reading: Reading) -> bool:
    """A lot behind its region, where it is precise or a second region or a label places it."""
    if not reading.chain or not reading.found["lot"]:
        return False
    return reading.precise or len(reading.chain) > 1 or reading.labelled


def _lot_in_words(reading: Reading) -> bool:
    """A spoken lot with 번지: words of two syllables such as 우리 and 거리 sound like lots too."""
    found = reading.found
    return bool(found["lotword"]) and (reading.placed or len(found["lot"]) > 2)


def _names_a_lot(reading: Reading) -> bool:
    """The number behind a numbered quarter has a label before it or a branch; one of a single digit does behind a touching 가."""
    if reading.labelled:
        return bool(reading.found["lotno"])
    return reading.exact and (" " not in reading.found["lot"] or _LONG_BRANCHED.match(reading.found["lotno"]) is not None)


def _bare_lot(reading: Reading) -> bool:
    """A lot without a region needs two of 번지, a branch number, a building, a label and a numbered quarter."""
    found = reading.found
    if not found["lot"]:
        return False
    if found["apt"]:
        return reading.detailed
    if _NUMBERED_QUARTER.fullmatch(found["lot"]) and _names_a_lot(reading):
        return True
    if found["village"] or not reading.exact:
        return False
    return reading.detailed or reading.labelled or "번지" in found["lotno"]


RULES: Final[tuple[Rule, ...]] = (
    ("post office box", lambda r: bool(r.found["box"]), True),
    ("street without region", lambda r: bool(r.found["street"]) and not r.chain, False),
    ("region and street", lambda r: bool(r.found["street"]), True),
    ("region and road", lambda r: bool(_road(r)) and bool(r.chain), True),
    ("a word with 로", _particle, False),
    ("labelled road", lambda r: bool(r.found["road"]) and r.labelled, True),
    ("road with building", lambda r: len(r.found["road"] or "") > 2 and r.detailed, True),
    ("road with street number", _sure_road, True),
    ("lot in words", _lot_in_words, True),
    ("lot of another kind", _foreign_lot, False),
    ("home and flat", _own_home, True),
    ("region and lot", _near_lot, True),
    ("lot", _bare_lot, True),
)


def latin(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """An address in Latin letters around the road that ``hit`` stands in."""
    for found in _LATIN.finditer(text, max(floor, hit - 48), hit + 120):
        if found.start() <= hit < found.end():
            raw = found.group()
            if "-" in found["region"] and any(char.isdigit() for char in raw):
                yield Span(found.start(), found.end(), "address", _SEPARATORS.sub("", raw).lower(), 0.85, "Latin road and region")
            return


def postal(text: str, hit: int, floor: int, context: Context, lost: int = 0) -> Iterator[Span]:
    """The address whose street, lot or flat number starts at or shortly after ``hit``.

    ``lost`` is an earlier hit at which none was found: what begins before it need not be tried again.
    """
    low = max(floor, hit - 46, lost)
    for word in _WORD_START.finditer(text, low, hit + 3):
        found = _FULL.match(text, word.start(), hit + 90)
        if found is None or found.end() <= hit:
            continue
        if rule := _decided(found, text, floor):
            raw = _written(text, found)
            yield Span(found.start(), found.start() + len(raw), "address", _key(found["chain"], raw), 0.85, rule)
            return


def _key(chain: str, raw: str) -> str:
    """The one spelling of an address that begins with ``chain``: 서울특별시 마포구, 서울 마포구 and 마포구 are one place."""
    return place(chain) + _SEPARATORS.sub("", raw[len(chain) :])


@lru_cache(maxsize=1024)
def place(chain: str) -> str:
    """The region in one spelling, without what stands before a district, city or county of which there is one."""
    first = _PROVINCE.match(chain)
    province = _SHORT_PROVINCES.get(first.group(), first.group()) if first else ""
    parts = [_FULL_NAMES.get(part, part) for part in _PARTS.findall(chain, first.end() if first else 0)]
    known = next((place for place in range(len(parts) - 1, -1, -1) if parts[place] in _SINGLE), -1)
    return "".join(parts[known:]) if known >= 0 else province + "".join(parts)


def _written(text: str, found: re.Match[str]) -> str:
    """The address without the signs at its end, and without a word for any building before an event: 455-2 주택 화재."""
    raw = found.group().rstrip(", \n")
    return _ANY_BUILDING.sub("", raw) if _HAPPENS.match(text, found.end()) else raw


def _decided(found: re.Match[str], text: str, floor: int) -> str | None:
    """The name of the rule by which the match is an address, or None."""
    start = found.start()
    labelled = _LABEL.search(text, max(floor, start - 16), start) is not None or _LIVED_AT.match(text, found.end()) is not None
    reading = Reading(found, region(found["chain"].split()), labelled)
    for name, decides, verdict in RULES:
        if decides(reading):
            return name if verdict else None
    return None


def shortened(raw: str) -> Iterator[str]:
    """What one calls an address by where it is known: its road or lot with all behind it or alone, and its flat."""
    if found := _SHORTENED.search(raw):
        yield raw[found.start() :]
        yield found["core"]
        yield found["core"].replace(" ", "")
    if flat := _OWN_FLAT.search(raw):
        yield flat.group()


def region(words: list[str]) -> tuple[str, ...]:
    """``words`` when they name a region; none when they only sound like one (다시, 하면)."""
    real = any(word in _NAMES or word in _SHORT_CITIES or _PROVINCE.match(word) or word.endswith("읍") for word in words)
    return tuple(words) if real else ()


KIND: Final = Kind(
    name="address",
    label="주소",
    needs="a road or lot number with its region, or a label",
    source="도로명주소법 시행령 제6조, 제7조; 행정안전부 행정구역 현황(2026)",
    covers="비식별 조치 가이드라인 (식별자: 상세 주소)",
    order=170,
    remembered="value",
    beside="address",
    held=110,
    gates=(
        Gate(
            rf"[가-힣A-Za-z0-9·.][로길](?:\s?[0-9]{{1,4}}(?:번|{_LETTER})?길)?\s{{0,2}}(?:지하\s?)?[0-9]"
            r"|[시군구읍면]\s[가-힣]{1,6}\s(?:[0-9]{1,2}\s?)?(?:대?로|길|동|리)\s?[0-9]"
            r"|[가-힣][0-9]{0,2}[동리가읍면]\s{0,2}(?:(?:산|전|답|대|임야?)\s?)?[0-9]{1,5}(?:-[0-9]|반|통|의\s?[0-9]|"
            r"\s?번지|[^0-9가-힣]|로|에|으|입|이|인|앞|호|$)|[가-혷혹-힣]\s?[0-9]{1,4}동\s?[0-9]{1,4}호|사서함\s?[0-9]"
            rf"|(?:{BUILDING})\s?(?:[0-9]{{1,2}}(?:차|단지)\s?)?[0-9]{{2,4}}(?:-[0-9]{{2,4}}|동|호)"
            rf"|(?:{BUILDING})\s?(?:{_TENS}{{1,3}}\s?단지\s)?{_HUNDREDS}{{2,6}}\s?동\s?{_HUNDREDS}{{2,6}}\s?호"
            rf"|[가-힣]빌\s?[0-9]{{2,4}}(?:[호동]|-[0-9]{{2}})"
            rf"|[가-힣][0-9]{{0,2}}리\s{_LANDMARK}"
            rf"|[로길]\s[0-9](?:\s[0-9]){{1,2}}\s?번\s?길"
            rf"|[시군구읍면]\s[가-힣]+로\s?[0-9]{{1,4}}(?:번|{_LETTER})?길"
            rf"|[시군구]\s[가-힣0-9]+[로길]\s[{spoken.NONZERO}십백천]{{2,6}}"
            rf"|[가-힣][0-9]{{0,2}}[동리가]\s?(?:산\s?)?[{spoken.NONZERO}십백천]{{1,6}}"
            rf"(?:\s?(?:다시|에)\s?[{spoken.NONZERO}십백]{{1,4}})?\s?번지",
            postal,
            reaches_back=True,
        ),
        Gate(r"[A-Za-z0-9]-(?:daero|ro|gil)[, 0-9]|[0-9],? [A-Z][a-z]{1,14} ?[0-9]?-(?:dong|ri)[, ]", latin, reaches_back=True),
        Gate(records.CARD_GATE, records.on_a_card),
        Gate(records.SEGMENT_GATE, records.in_a_segment, reaches_back=True),
        Gate(records.PARTY_GATE, records.of_a_party, reaches_back=True),
        Gate(records.SAME_GATE, records.in_the_same_quarter),
        Gate(records.FLAT_GATE, records.flat),
        Gate(records.HOME_GATE, records.flat_of_a_home),
        Gate(records.DWELT_GATE, records.flat_dwelt_in),
        Gate(records.BLANKS_GATE, records.apart),
    ),
    examples=(
        "{{address:10, Gasan digital 1-ro, Geumcheon-gu, Seoul}}",
        "{{address:12, World Cup buk-ro 44-gil, Mapo-gu, Seoul}}",
        "Address: {{address:25-3 Yeonnam-dong, Mapo-gu, Seoul}}",
        "{{address:서울시 강남구 테헤란로 231, 센터필드 WEST 18층}}",
        "{{address:서울 송파구 올림픽로 300}} 센터장님께",
        "주소{{address:서울강남구역삼로12}}",
        "{{address:을지로 3가 302-1}}에서 봐요",
        "주소: {{address:을지로3가 302}}",
        "주소는{{address:강원 원주시 솔잎로 218번길 9-4}}",
        "받는곳{{address:서울 강남구 솔잎동 123-4}}",
        "제가 사는 곳은 {{address:207동 1103호}}입니다",
        "{{address:207동 1103호}}인데요 층간소음이",
        "{{address:207동 1103호}} 문 앞에 놔 주세요",
        "택배 {{address:207동 1103호}}로 부탁드려요",
        "사무실은 {{address:을지로3가 302-1}}",
        "{{address:당산동4가 1-1}} 앞",
        "{{address:종로5가 138-4}} 약국",
        "저희 집은 {{address:101동 1203호}}입니다",
        "우리 집 {{address:105동 1204호}}로 와 주세요",
        "관리실이죠? 여기 {{address:304동 1502호}}인데요",
        "윗집 {{address:207동 1103호}} 때문에 잠을 못 자요",
        "{{address:207동 1103호}}에 사는 사람이에요",
        "{{address:207동 1103호}} 입주민입니다",
        "{{address:207동 1103호}}로 배달해 주세요",
        "주소{{address:강원 원주시 솔잎로 218번길 9-4}}",
        "배송지{{address:경기도 성남시 분당구 솔잎로 12}}",
        "소재지{{address:서울특별시 강남구 솔잎동 123-4}}",
        "배송지 {{address:서울 은평 솔잎1동 218-3 B01호}}",
        "{{address:수원 영통 솔잎동 솔잎주공 그린빌 302-1104}} 이요",
        "2) {{address:대구 수성 솔잎동 871-2}}  3)",
        "{{address:강원 평창 솔골면 솔마루길 12}} 로",
        "지금 {{address:솔잎동 느티마을 보람아파트 이백삼동 천이백이호}} 앞인데 공동현관",
        "주 소 : {{address:경기도 여주시 솔마루로 1 2 - 7 , 2 0 3 호}}",
        "체류지 {{address:전남 영암군 삼호읍 솔앙 3 로 20 , 가동 302 호}}",
        "[{{address:서 울 강 남 구 솔 잎 로 17 길 2 1 - 5 지층}}\n취급",
        "{{address:제주 서귀포시 성산읍 솔평포구로 23-4 별채}}로",
        "{{address:해운대구 솔동순환로 99번길 6, 삼환A 12동 4층 왼쪽집}}이고",
        "{{address:충북 괴산군 청천면 솔양리 산 17-5}} 임야 중턱",
        "{{address:충남 아산시 둔포면 솔보선로 312-4 (석골리 산 7-2)}} 쪽",
        "{{address:경기 남양주시 솔산중앙로88번길 17 5207-1304}}\n전입",
        "송달장소 {{address:부산 영도구 솔영로 12번가길 5 (솔선동2가)}}",
        "호적에는 {{address:전라남도 신안군 흑산면 솔리 전 83의 2}}로",
        "시댁: {{address:강원 평창군 진부면 솔진부6리 마을회관 옆집}}\n",
        "{{address:대전 유성구 솔명동 417-2 지하1층}} → {{address:同 431-6 2층}} 누수",
        "관리소장 : 동호수 적어주세요\n{{person_name:김민준}} : {{address:207동 1103호}}요",
        "동호수: {{address:207동 1103호}}",
        "ADR;TYPE=WORK:;;{{address:솔마루로 123;광주 북구}};;61005;KR\n",
        "PID|1|||||||F|||{{address:솔마루로 77^^대구 중구^^^KOR}}||",
        "NAD+DP+++{{person_name:KIM MINJUN}}+{{address:SOLMARU-RO 31BEON-GIL 7+GUNSAN}}++54001+KR'",
        "Blue House\n{{address:23, Solmaru-ro 81beon-gil, Mokpo-si, Jeollanam-do, Republic of Korea}}",
        "{{address:안양시 동안구 버들로8번길 31 302호}} / {{person_name:설이겸}} / {{phone:010-8843-1067}}",
        "{{address:서울특별시 마포구 버들잎로 19, 7F}}\n",
        "{{address:전주시 완산구 솔마루2길 14-6 (2층)}} 배송",
        "{{address:충북혁신도시 두레들로 110, 3단지 해오름 405-1502}}\n",
        "배달: {{address:부산 사하구 소금뜰길 5 동백맨션 가-301}}. 벨",
        "동선 → {{address:의정부 신곡동 다온빌 201호}} → {{address:수원 매탄동 38-7 반지하}} →",
        "{{address:수원 영통구 버들로 12}} 앞",
        "우편은 {{address:원주시 단계동 늘봄로 9, 1층}} 딸네로",
        "{{address:서울 은평구 갈현로41나길 6-2 303}} 비번은",
        "{{address:광주 서구 운천로 87번안길 3, 2층}} 왼쪽",
        "{{address:수원시 영통구 느티마을 삼단지 삼백칠동 천이백사호}}예요",
        "주 소 : {{address:충남 아산시 배방읍 솔뫼로 1 2 번길 8}}\n",
        "{{address:대구광역시 달서구 한들로 45 , 106동 902호 (도원동 , 한들마을)}}\n내용물",
        "집은 {{address:전남 해남군 옥천면 대산길 14-3}} 마을회관 옆",
        "{{address:평택시 고덕면 해창리 789 고덕숲마을 11BL 1109-502}} / 매수",
        "여기는 {{address:함평군 나산면 밤골리 3반}} 살다가",
        "본적 {{address:황해도 벽성군 검은면 오리정리 206}}\n",
        "Ship to: {{address:#802, 101-dong, Haetnim Apt., 45 Jebi-ro, Nam-gu, Ulsan}}\n",
        "고객: 어, {{address:경남 김해시 율하일로 오십이 삼백칠동 구백일호}}요.",
        "{{address:대구 달서구 월배로 이십삼 이백일동 천이백삼호}}입니다",
        "{{address:인천 부평구 부평대로 오십길 육 백이동 천사호}} 이에요",
        "주 소 : {{address:전북 익산시 왕궁면 온수\n로 52-l}}\n소 유 자",
        "소재지 {{address:강원 원주시 흥업면 매지리 142O-I}}",
        "주소지 {{address:제주 서귀포시 성산 읍 고성리 1021-4}}",
        "주  소 {{address:전북 군산시 나운 로 48}}",
        "{{address:경북 포항시 북구 장량 로 120번 길 8}}",
        "{{address:경기 광명시 오리로 851번 길 16 2O4호}}\n부재시",
        "{{address:대전 유성구 노은동로 l87번길\n26 , 3O2호}}\n운송장",
        "전입 지 : {{address:전북 군산시  나운동  812-4}}\n신고",
        "{{address:경기 안산시 단원구 고잔 동 721-3}}",
        "{{address:울산 남구 삼산로 301 B1층}} / 냉장고",
        "{{address:부산 해운대구 좌동순환로 99}} 상가부터 시작",
        "{{address:인천 강화군 화도면 장화리 1029}} 단독주택이고 누수",
        "{{address:대전 서구 둔산로 100}} 다가구인데",
        "{{address:경기 화성시 발안로 77}} 공장에서",
        "고객 {{address:전북 익산시 무왕로 이십칠길 십오 백삼동 천이백사호}}요",
        "주소가 {{address:경기도 안양시 동안구 관악대로 이백팔 백삼동 칠백이호}}예요.",
        "출동 위치 {{address:경북 안동시 풍천면 도청대로 455-2}} 주택 화재, 인명피해 없음",
        "{{address:서울 강남구 테헤란로 152}} 아파트에서 누수",
        "{{address:서울 강남구 테헤란로 152, 3층}} 상가 임대",
        "{{address:서울 강남구 테헤란로 152 한빛아파트}}에서",
        "{{address:서울 강남구 테헤란로 152 주택}}",
        "residing at {{address:Room 203, 17 Gongdan 2-ro, Ansan-si, Gyeonggi-do}}.",
        "ship to {{address:Building 3, Apartment 1203, 45 Dongtan 12-gil, Hwaseong-si, Gyeonggi-do}}",
        "{{address:대전 서구 갈마로 십칠번길 이십사 삼백이호}}예요",
        "사업장 {{address:경남 사천시 어시장길 6l}}\n품목",
        "{{address:서울 중구 버들로 백십이 다시 삼}}입니다",
        "{{address:서울 중구 버들로 일오이}} 앞이요",
        "{{address:서울 중구 버들로 사이 백일동 천이백호}}요",
        "소재지 : {{address:인천광역시 부평구 장제로 247번길 18, 2층 2O3호}}\n보증금",
        "{{address:인천광역시 부평구 장제로 247번길 18, lO3호}}\n보증금",
        "{{address:전북 군산시 수송동로 39 한라비발디\n2O4동 7O1호}}\n품목",
        "{{address:전북 군산시 수송동로 39 한라비발디\nlO4동 I201호}}\n품목",
        "{{address:전라북도 군산시 나운안\n3길 18, 204호}}",
        "{{address:충남 논산시 연무읍 득안대로 504번길 사서함 76-12호}} 26연대",
        "{{address:경기도 이천시 마장면 덕이로 180, 물류동 3층}}",
        "{{address:경기도 이천시 마장면 덕이로 180 본관 지하 1층}}으로",
        "NAD+CN+++X+{{address:경기 시흥시 공단1대로 204}}++15084+KR'",
        "NAD+CN+++X+{{address:경기 시흥시 공단1대로 204}}+15084+KR'",
        "새 주소는 {{address:부산 사하구 낙동대로 삼백십이 이층}}이고요",
        "주소는 {{address:부산 사하구 낙동대로 312 지하 일층}}이에요",
        "{{address:부산 사하구 낙동대로 삼백십이 백일동 천이백삼호}}요",
        "{{address:부산 사하구 낙동대로 삼백십이 이층 이백일호}}입니다",
        "{{address:경기 용인시 기흥구 동백죽전대로 444-12 A동 1203}}",
        "{{address:경북 포항시 북구 흥해읍 초곡지구로 22 101/1203}} 앞",
        "주소 {{address:강원특별자치도 홍천군 남면 한서로 62}}\n위 사람은",
        "이름,주소,전화\n나,{{address:대전 유성구 은구비로 8}},{{phone:010-7300-4519}}",
        "{{address:서울 서초구 반포대로 41 한빛2차 B-1403}} 앞",
        "{{address:부산 수영구 망미로 19, 지층}}에",
        "{{address:서울시 강남구 테헤란로 152, 10층}}으로",
        "{{address:경기 성남시 분당구 정자동 123-4 101동 1203호}}",
        "{{address:서울 마포구 양화로 45 메세나폴리스 101동 2203호}} 문 앞",
        "{{address:서울시강남구테헤란로152}}",
        "{{address:반포자이 101동 101호}}",
        "{{address:152, Teheran-ro, Gangnam-gu, Seoul}}",
        "{{address:서울 강서구 화곡로 1길}}에서",
        "{{address:서울 용산구 한강로3가 40-664번지}}",
        "{{address:서울 중구 을지로3가 302-1}}",
        "{{address:경기 파주시 사서함 307-15호}} 앞",
        "주소가 {{address:인천 부평구 부평대로 이백팔십삼}} 거기",
        "{{address:부산 남구 용호동 LG메트로시티 2차 218동 1504호}}, 올수리",
        "{{address:서귀포시 남원읍 태위로 612-7}}",
        "주소 {{address:양화로 45}}",
        "{{address:무학로 45 한빛빌딩}}",
        "주소 {{address:대구광역시 수성구 동대구로\n311, 104동 1802호}}",
        "{{address:국회대로 74길 20}}",
        "{{address:역삼동 736-1번지}}",
        "[{{address:부산 해운대구 좌동순환로 99 (중동, 달맞이아파트) 305동 1704호}}] 앞",
        "{{address:서울 마포구 서교동 1024 한빛시티 207동 제9층 제903호}}",
        "{{address:제주 서귀포시 중문로 81번길 22 (301)}} 이에요",
        "{{address:한빛마을 11단지 1106-403}} 인데요",
        "{{address:도봉로 150다길 44}} 대문 앞",
        "{{address:불광로 12바길 7}} 집",
        "{{address:은하수마을 5단지 503동 1203호}}",
        "{{address:세종시 새롬동 새뜸마을 11단지 1106동 403호}}",
        "{{address:송정리 이백십이 다시 팔번지}} 비닐하우스",
        "ship to {{address:204-1102, 55 Dongtan-daero, Hwaseong-si, Gyeonggi-do}}",
        "주 소 : {{address:양화로 45}}",
        "{{address:서울 성동구 뚝섬로1길 43, 1106호}}, 고객센터 ☎ {{representative_phone:1588-0274}}",
        "{{address:서울 강남구 테헤란로 152}} (콜센터) {{representative_phone:1588-0274}}",
        "{{address:서울 강남구 테헤란로 152}}, 예약센터 {{phone:02-345-6789}}",
        "{{address:서울 강남구 테헤란로 152}} AS센터: {{phone:02-345-6789}}",
        "{{address:서울 강남구 테헤란로 152, 예약센터 2층}}으로",
    ),
    lookalikes=(
        "Meet at Yeonnam-dong, Mapo-gu, Seoul",
        "3 Yeonnam-dong cafes",
        "서울 강남 역삼동 맛집 10곳",
        "앞인데 공동현관 비번이요",
        "同 학과 431-6",
        "동호수는 207동부터",
        "서 울 강 남 구 에 서",
        "ADR;TYPE=WORK:;;;광주;;61005;KR",
        "|가^^나^^^KOR|",
        "NAD+BY+++X+SOLMARU-RO",
        "수원 통닭거리 3층 12호",
        "이천 쌀밥 2길 안내",
        "마을 이장 삼백 동네 이백호",
        "밤실리 3반 반장",
        "우리 반 3반 배정",
        "나산면 1리 경로당 3반",
        "빌라 201호 앞",
        "우리 동 다온빌 201호",
        "경기 안산 지역 5F 매장",
        "도로 1 2 번 안내",
        "등급 3-I, 제2-l절 참조",
        "길이 육 백이동 천사 같은 배우",
        "강원 동해시 천곡 동 쪽으로 3km",
        "전남 나주시 빛가람 로 가는 2번 버스",
        "경기도 양평군 대로 3번 버스",
        "Gongdan 2-ro 축제, Version 2-ro, 3-gil",
        "서류는 대전 서구 공지로 안내",
        "일시 신청서\n3길 18 방향",
        "물류동 3층 창고",
        "서울 강남구 테헤란로 20+알파",
        "서울 강남구 테헤란로 20+15084",
        "이층으로 올라가 백일동 앞",
        "서울 중구 버들로 사이에 있는 구간",
        "용인시 처인구 버들대로 이천시 방면",
        "용인시 처인구 버들대로 이천 방면",
        "서울 중구 버들로 이사 후기",
        "서울 중구 버들로 일이 많은 곳",
        "서울 중구 버들로 구이집, 서울 중구 버들로 사이사이",
        "서울 중구 버들로 오일장 서는 날",
        "서울 중구 버들로 이십 년째 영업",
        "서울 중구 버들로 삼백 미터 앞",
        "서울 중구 버들로 육이오 기념비",
        "서울 강남구 맛집",
        "101동 1203호 앞",
        "우리 집은 101동 옆이고 1203호는 아니에요",
        "우리 집 101동 120호선",
        "101동 1203호선으로 배달",
        "이번 팀2가 3-1로 이겼다",
        "그대로 2가 3-1로 이겼다",
        "을지로3가 10-15분 거리",
        "종로3가 5번 출구",
        "주소강원도민일보 1길",
        "앞으로 3일",
        "다시 홈으로 2번",
        "친구 집으로 3개",
        "Teheran-ro 축제",
        "국회대로 2단계",
        "이유로 80~90년대",
        "예정대로 10화",
        "1동 3-4위",
        "서로 사서 함께",
        "세운상가 3동 2호 근처",
        "집은 화곡로 1길 근처",
        "서울 강남구 테헤란로\n3. 다음 안건",
        "앞으로 45 한빛빌딩",
        "배송지는 별도로 12 한빛빌딩",
        "그 동네 이백 번지르르",
        "우리 이백 번지",
        "마을 11단지 1106",
        "우주 소식 양화로 45",
    ),
)
