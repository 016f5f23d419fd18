"""좌표: latitude and longitude inside Korea, exact enough to tell a house, where the text speaks of a person's place."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.names import holder
from predictor.pii.scan import columns
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

# 37.51283N 127.04417E, N37.51283 E127.04417
_COMPASS: Final = re.compile(
    r"(?:N\s?3[3-9]\.[0-9]{5,8}°?[\s,/]{1,3}E\s?1(?:2[4-9]|3[0-2])\.[0-9]{5,8}°?"
    r"|3[3-9]\.[0-9]{5,8}°?\s?N[\s,/]{1,3}1(?:2[4-9]|3[0-2])\.[0-9]{5,8}°?\s?E)"
    r"(?![0-9A-Za-z])"
)
# Five decimals are about a metre; Korea lies between 33 and 39 north, 124 and 132 east.
_LAT: Final = r"3[3-9]\.[0-9]{5,8}"
_LON: Final = r"1(?:2[4-9]|3[0-2])\.[0-9]{5,8}"
_PAIR: Final = re.compile(rf"(?<![0-9.])(?:{_LAT}\s?(?:,|/|;|\s)\s?{_LON}|{_LON}\s?(?:,|/|;|\s)\s?{_LAT})(?![0-9.])")
_NAMED: Final = re.compile(
    r"(?<![0-9.])"
    rf"(?P<first>{_LAT}(?=[^0-9\n]{{1,20}}{_LON})"
    rf"|{_LON}(?=[^0-9\n]{{1,20}}{_LAT}))"
    rf"[^0-9\n]{{1,20}}(?P<second>[0-9]{{2,3}}\.[0-9]{{5,8}})(?![0-9.])"
)
_DEGREES: Final = re.compile(
    r"(?P<lat>(?:N\s?)?3[3-9]°\s?[0-9]{1,2}['′]\s?[0-9]{1,2}(?:\.[0-9]{1,4})?[\"″]?(?:\s?N)?)[\s,/]{1,3}"
    r"(?P<lon>(?:E\s?)?1(?:2[4-9]|3[0-2])°\s?[0-9]{1,2}['′]\s?[0-9]{1,2}(?:\.[0-9]{1,4})?[\"″]?(?:\s?E)?)"
)
# A home is somebody's or a word of its own: 맛집, 꽃집 and 집합 are none.
_WHOSE: Final = (
    r"우리|저희|[내제네니]|친구|언니|오빠|누나|형|동생|엄마|아빠|어머니|아버지|할머니|할아버지"
    r"|이모|고모|삼촌|부모님?|본가|외가|처가|시댁"
    r"|고객님?|본인|신혼|자취|전세|월세"
)
_HOME: Final = rf"(?:(?<![가-힣])|(?<![가-힣])(?:{_WHOSE}))집(?!합|계|중|단|값|회|결|행|진|하)"
# 위치 is a person's behind who or what a person carries, or at the beginning of a phrase: 매장 위치 and 태풍 현재 위치 are none.
_PERSONS: Final = (
    rf"{_WHOSE}|(?<![가-힣])(?:나|저|차)|지금|고객|기사|라이더|배달"
    r"|배송|운전자|신고자?|환자|아이|아들|딸|남편|아내|와이프"
    r"|가족|자녀|조난자?|실종자?"
    r"|요구조자|사고|구조|피보호자|착용자|어르신|학생|직원|폰|휴대폰|핸드폰|단말기?|기기|차량|주차"
    rf"|접속|로그인|{_HOME}|자택|거주지?|숙소|님|씨"
    r"|(?i:gps)"
)
_NOW: Final = r"(?:(?:현재|지금|실시간|마지막|최종|최근|확인|접속|수신|발신)\s?){0,2}"
_POSITION: Final = rf"(?:(?<![가-힣])(?<![가-힣]\s)|(?:{_PERSONS})(?:이|가|의|은|는)?\s?){_NOW}위치(?:정보|공유|추적)?"
_NAMED_POSITION: Final = holder.behind(rf"(?:\s?(?:님|씨|군|양))?(?:의)?\s?{_NOW}위치(?:는|은|가)?\s?[:=(]?\s?")
_NAMED_REACH: Final = 24
_PLACE: Final = re.compile(
    rf"{_HOME}|자택"
    r"|지금\s(?:저|나|제가|내가)\s"
    r"|여기(?:에)?\s(?:서\s)?있"
    rf"|거주|{_POSITION}|배달"
    r"|(?:여기|이리)로\s?와"
    r"|조난"
    r"|(?:사고|추락|실종|발견|목격|분실|도난)\s?(?:지점|장소|현장)"
    r"|구조\s?(?:요청|신고|대)"
    r"|찾아\s?오"
    r"|(?i:gps|home|location)"
)
# A field that holds the pair of where somebody or something is at the moment: pos=…, "latlng": "…", loc: […
_HALF: Final = r"(?:[\"']?(?i:lat(?:itude)?|l(?:ng|on)|longitude|[xy])[\"']?\s?[:=]\s?[\"']?)?"
# "lost_at": { "lat": …, pickupPoint: {lat: …: where somebody was, or lost something
_SPOT: Final = (
    r"(?:lost|found|last_?seen|seen"
    r"|pick(?:ed)?_?up"
    r"|drop(?:ped)?_?off"
    r"|current|parked|home|sos|emergency|check_?in|start|end|departure|destination)"
    r"_?(?:at|pos|point|place|spot|geo|coords?|lat_?l(?:ng|on))|last_?seen|pick_?up|drop_?off"
)
_FIELD: Final = re.compile(
    r"(?<![A-Za-z])"
    r"(?i:pos(?:ition)?"
    r"|coords?|loc"
    r"|lat_?l(?:ng|on)"
    r"|last_?(?:loc(?:ation)?|pos(?:ition)?|gps|coords?)"
    rf"|{_SPOT})"
    rf"[\"']?\s?[:=|]\s?[\"'(\[{{]{{0,2}}\s?{_HALF}$"
)
# Who or what is on the way: {"riderName": …, "lat": …
_MOVING: Final = re.compile(
    r"라이더|기사|운전|(?i:rider|driver|courier|plate|imei|device_?id|user_?(?:id|name)|vcard|\nfn:|\ntel)"
    # A tracker's owner: "wearer":"…","lat":…, 착용자 … 37.5665
    r"|착용자|피보호자|보호\s?대상자?|실종자|조난자|신고자|요구조자|탑승자|승객|환자|치매|배회"
    r"|(?i:wearer|patient|child|kid|elder|senior|passenger|victim|caller|hiker|runner|worker|employee|student)"
    r"(?i:_?(?:name|nm|id))?[\"']?\s?[:=]"
)
# |이름|최근위치|: a column of where persons are
_HEAD: Final = re.compile(
    r"(?:최근|마지막|현재|최종|실시간|집|자택|거주지?|접속|로그인)\s?(?:위치|좌표)"
    r"|(?i:(?:last|current|home|user)_?(?:loc(?:ation)?|pos(?:ition)?|gps|coords?))"
)
# 사고 위치 GPS 35.1531, 129.1187: four decimals are ten metres, enough directly behind where somebody is.
_WHERE: Final = (
    r"(?:(?:사고|추락|실종|발견|목격|분실|현재|내|제|집|자택|실시간|마지막|최종|신고|구조|조난|접속|운전자|기사|환자"
    r"|신고자)"
    r"(?:의)?\s?(?:확인\s?|접속\s?|수신\s?)?(?:위치|지점|좌표)"
    r"|위치\s?(?:정보|공유)"
    r"|(?:내비|네비)(?:게이션)?에\s?(?:(?:안|못|잘)\s)?(?:[가-힣]{1,5}\s){0,2}"
    r"|(?i:gps|current\slocation))"
    r"(?:은|는|가)?\s?(?:(?i:gps|좌표)\s?)?[:=(]?\s?"
)
_FOUR_DECIMALS: Final = (
    r"(?:N\s?)?3[3-9]\.[0-9]{4,8}\s?°?(?:\s?N)?\s?[,/]?\s?(?:E\s?)?1(?:2[4-9]|3[0-2])\.[0-9]{4,8}(?:\s?°(?:\s?E)?|\s?E)?"
)
_LOCATED: Final = re.compile(rf"{_WHERE}(?P<value>{_FOUR_DECIMALS})(?![0-9A-Za-z]|\.[0-9])")


# 태풍 현재 위치, 맛집 위치
_OF_A_THING: Final = re.compile(r"(?:태풍|지진|진앙|선박|위성|비행기|열차|기차|버스|매장|가게|행사|점포|공사)\s?$")
_THING_REACH: Final = 6
_A_HOME: Final = re.compile(_HOME)


def _of_a_thing(text: str, hit: int) -> bool:
    """Whether the place at ``hit`` is a thing's or a shop's."""
    if text[hit] == "집" and _A_HOME.match(text, hit) is None:
        return True
    return _OF_A_THING.search(text, max(0, hit - _THING_REACH), hit) is not None


def located(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A pair directly behind the words for a person's place."""
    found = _LOCATED.match(text, hit)
    if found and found.start("value") >= floor and not _of_a_thing(text, hit):
        yield Span(*found.span("value"), "coordinates", re.sub(r"\s", "", found["value"]), 0.8, "behind a person's place")


# 아이폰 찾기에 뜬 위도경도 35.1587, 129.1604: behind the words for the pair, near a word about a person's or a lost thing's place
_BOTH: Final = r"(?:위도\s?[,/·와]?\s?경도|위경도|좌표)(?:값)?(?:은|는|이|가)?\s?[:=(]?\s?"
_TOLD: Final = re.compile(rf"{_BOTH}(?P<value>{_FOUR_DECIMALS})(?![0-9A-Za-z]|\.[0-9])")
_SOUGHT: Final = re.compile(
    r"(?:아이폰|아이패드|에어팟|에어태그|기기|내\s?폰|휴대폰|핸드폰|나의|디바이스)\s?찾기"
    r"|찾기에|분실|잃어버|실종|도난|추락|조난"
    r"|구조\s?(?:요청|신고|대)"
    r"|(?i:find\smy)"
)
_SOUGHT_REACH: Final = 48


def told(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A pair directly behind the words for one, where somebody or something is sought."""
    found = _TOLD.match(text, hit)
    if found and found.start("value") >= floor and _SOUGHT.search(text, max(0, hit - _SOUGHT_REACH), hit):
        yield Span(*found.span("value"), "coordinates", re.sub(r"\s", "", found["value"]), 0.8, "of what is sought")


def pair(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Both numbers as one value where they stand together, else each for itself."""
    if hit < floor or not _of_a_person(text, hit):
        return
    if found := _PAIR.match(text, hit) or _DEGREES.match(text, hit) or _COMPASS.match(text, hit):
        yield Span(*found.span(), "coordinates", re.sub(r"\s", "", found.group()), 0.8, "a person's place")
    elif found := _NAMED.match(text, hit):
        for part in ("first", "second"):
            yield Span(*found.span(part), "coordinates", found[part], 0.8, "a person's place")


def _of_a_person(text: str, hit: int) -> bool:
    """Whether the text speaks of a home, of somebody's place, or of somebody on the way."""
    if (
        _HEAD.fullmatch(columns.heading(text, hit, hit + 4))
        or _PLACE.search(text, max(0, hit - 30), hit + 48)
        or _FIELD.search(text, max(0, hit - 40), hit)
    ):
        return True
    if _MOVING.search(text, max(0, hit - 80), hit):
        return True
    return holder.before(text, hit, _NAMED_POSITION, _NAMED_REACH) is not None


KIND: Final = Kind(
    name="coordinates",
    label="좌표",
    needs="five decimals inside Korea, and a word about a home or a person's place",
    source="WGS 84; 위치정보법 제2조",
    covers="위치정보법 제2조 제2호 (개인위치정보)",
    order=145,
    remembered="code",
    held=60,
    gates=(
        Gate(
            r"(?:N\s?)?3[3-9](?:\.[0-9]{5,8}[^0-9\n]{1,20}1[23][0-9]\.[0-9]{5}|°\s?[0-9]{1,2}['′]\s?[0-9])"
            r"|1[23][0-9]\.[0-9]{5,8}[^0-9\n]{1,20}3[3-9]\.[0-9]{5}",
            pair,
            early=True,
        ),
        Gate(rf"{_WHERE}{_FOUR_DECIMALS}", located),
        Gate(rf"{_BOTH}{_FOUR_DECIMALS}", told),
    ),
    examples=(
        "할머니 위치 {{coordinates:37.498213, 127.027641}}",
        "{{person_name:김민수}} 위치 {{coordinates:37.498213, 127.027641}}",
        "지금 저희 위치가 {{coordinates:37.498213, 127.027641}}",
        "조난 신고 좌표 {{coordinates:N37°38'14.6\" E128°21'07.1\"}} 부근",
        "아이폰 찾기에 뜬 화면, 위도 경도 {{coordinates:35.1587, 129.1604}} 캡처",
        "실종자 위경도: {{coordinates:35.1587 129.1604}}",
        "기체 추락 지점 {{coordinates:N37°38'14.6\" E128°21'07.1\"}} / 회수",
        "내비에 안 나오면 {{coordinates:35.1587, 129.1604}} 찍고 오세요",
        "|이름|생일|최근위치|\n|---|---|---|\n|가|-|{{coordinates:35.81472, 128.60936}}|\n",
        "지금 저 {{coordinates:37.88127, 127.73004}} 여기 서 있는데",
        "lic_no|1|last_loc|{{coordinates:36.81524,127.11387}}|ins",
        "lastPos={{coordinates:36.81524,127.11387}}",
        '"lost_at": { "lat": {{coordinates:35.157382}}, "lng": {{coordinates:129.061947}} }',
        "pickupPoint: { lat: {{coordinates:35.157382}}, lng: {{coordinates:129.061947}} }",
        '"dropoff":[{{coordinates:129.061947,35.157382}}]',
        '{"wearer":"{{person_name:권말례}}","lat":{{coordinates:35.157402}},"lon":{{coordinates:129.059816}} }',
        "착용자 {{person_name:권말례}} {{coordinates:35.157402, 129.059816}}",
        "child_id=7 lat={{coordinates:35.157402}} lng={{coordinates:129.059816}}",
        "사고 위치 GPS {{coordinates:35.1531, 129.1187}}.",
        "마지막 확인 위치 {{coordinates:35.1587° N, 129.1604° E}}. 유심",
        "실종자 최종 위치 {{coordinates:N 35.1587 E 129.1604}}",
        "현재 위치는 {{coordinates:37.5665 126.9780}}이에요",
        "gps={{coordinates:37.5665,126.9780}}",
        "집 위치 {{coordinates:37°30'46.2\"N 127°03'30.2\"E}}",
        "집 좌표가 {{coordinates:37.482913, 126.930184}} 인데",
        "위치: {{coordinates:N37°30'46.2\" E127°02'39.0\"}}",
        "우리집({{coordinates:N37.51283 E127.04417}})에서",
        "네비에 {{coordinates:35.11824, 128.93047}} 찍고 여기로 와",
        "집은 {{coordinates:37.51283N, 127.04417E}} 근처",
        "위치 로그 lat={{coordinates:37.498095}}, lng={{coordinates:127.027610}}",
        "08:12:05 pos={{coordinates:37.498095,127.027610}} speed=42",
        '"latlng": "{{coordinates:37.498095, 127.027610}}"',
        "BEGIN:VCARD\nGEO:{{coordinates:37.498095;127.027610}}",
        '"pos":{"lat":{{coordinates:37.548812}},"lng":{{coordinates:126.921774}} }',
        "coords: {x: {{coordinates:126.921774}}, y: {{coordinates:37.548812}} }",
        "loc: [{{coordinates:127.027610, 37.498095}}]",
        "position=({{coordinates:37.498095, 127.027610}})",
        'lat_lon="{{coordinates:37.498095/127.027610}}"',
        "집 x={{coordinates:127.027610}}&y={{coordinates:37.498095}}",
        "driver=D1 y={{coordinates:37.498095}} x={{coordinates:127.027610}} t=3",
    ),
    lookalikes=(
        "매장 위치 37.498213, 127.027641",
        "맛집 위치 37.498213, 127.027641",
        "맛집 좌표 37.498213, 127.027641",
        "등산로 입구 위치(37.498213, 127.027641)",
        "태풍 현재 위치 34.123456, 127.123456",
        "진앙 위치 35.123456, 129.123456",
        "집합 장소 37.498213, 127.027641",
        "독도 위치는 37.241234, 131.864321",
        "내비 2024 35.15, 129.16",
        "매장 위도경도 35.1587, 129.1604",
        "공사 지점 N37°38'14.6\" E128°21'07.1\"",
        "|매장|위치|\n|---|---|\n|역삼 지점 본관 1층 안내 데스크 옆|35.81472, 128.60936|",
        "shop_pt|36.81524,127.11387|ins",
        '"opened_at": { "lat": 35.157382, "lng": 129.061947 }',
        '"checkpoint": { "lat": 35.157382, "lng": 129.061947 }',
        '{"children":3,"lat":35.157402,"lon":129.059816}',
        '{"store":"행복약국","lat":35.157402,"lon":129.059816}',
        "매장 위치 37.5665, 126.9780",
        "매장 위치 35.1587° N, 129.1604° E",
        "마지막 확인 위치 35.1587° C, 129.1604° E",
        "현재 위치 37.566, 126.978",
        "현재 위치 37.5665, 136.9780",
        "좌표 37.5665, 126.9780",
        "pos=37.5665,126.9780",
        "BEGIN:VEVENT\nGEO:37.498095;127.027610",
        "pos=37.498095,137.027610",
        "compos=37.498095,127.027610",
        "x=127.123456 y=37.123456",
        '"shop":{"lat":37.548812,"lng":126.921774}',
        "매장 lat=37.498095, lng=127.027610",
        "pos=137.498095,127.027610",
        "위도 37.123456 경도 127.123456",
        "위치 37.12, 126.98",
        "집값 37.123456배",
        "집 온도 36°",
        "집 N37.51 E127.04",
    ),
)
