"""IP주소. Those that name no host (loopback, unspecified, broadcast) and version numbers stay."""

import ipaddress
import re
from string import ascii_letters, digits
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.scan.context import OTHER, Context
from predictor.pii.scan.presence import anywhere
from predictor.pii.scan.span import Span

_V4: Final = re.compile(r"(?<![0-9.])(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2})(?![0-9]|\.[0-9])")
_V6: Final = re.compile(
    r"(?<![0-9A-Za-z:._])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:(?<=:)(?:[0-9]{1,3}\.){3}[0-9]{1,3})?(?![0-9A-Fa-f:])"
)
_DOTTED: Final = re.compile(r"(?:[0-9]{1,3}\.)+(?=(?:[0-9]{1,3}\.){3}[0-9])|[0-9]+")
_GROUPS: Final = re.compile(r"[0-9A-Za-z:._]+")
# Behind these words, and an optional colon or equals sign, four numbers are a version.
_VERSIONS: Final = (
    "ver",
    "version",
    "버전",
    "릴리스",
    "릴리즈",
    "release",
    "build",
    "빌드",
    "펌웨어",
    "firmware",
    "드라이버",
    "driver",
    "패치",
    "ios",
    "android",
    "안드로이드",
    "macos",
    "windows",
    "윈도우",
    "chrome",
    "크롬",
    "firefox",
    "safari",
    "edge",
    "웨일",
    " java",
    "tomcat",
    "python",
    "spring",
    "jdk",
    "php",
    "kernel",
    "sdk",
)
# 버전 10.12.4.1에서 11.0.0.2로: a version stands before.
_NEXT_VERSION: Final = anywhere(
    rf"(?i:{'|'.join(map(str.strip, _VERSIONS))})[ .:=]{{0,2}}[0-9.]{{5,15}}\s?"
    r"(?:에서|부터|과|와|및|또는|이나|[,/~]|->?|=>|→|to)\s?$"
)
# 릴리스 노트 … 10.4.2.118 에서 10.4.3.7 로 올릴 때: the text compares versions and says nothing of a network.
_OF_VERSIONS: Final = anywhere(
    r"펌웨어|베타|드라이버|(?i:firmware)"
    r"|릴리[스즈]"
    r"|버전|업데이트|업그레이드|다운그레이드|핫픽스|패치\s?노트|변경\s?이력"
    r"|(?i:release\snotes?|changelog|version|upgrad|hotfix)"
)
_COMPARING: Final = anywhere(r"비교|노트|올[라려리릴린]|내[려리릴린]|업그레이드|다운그레이드|(?i:notes|changelog|upgrad)")
# 4.2.0.11 베타에서 고쳐졌습니다
_VERSION_BEHIND: Final = re.compile(
    r"\s?\(?"
    r"(?:베타|알파"
    r"|정식\s?(?:판|버전)"
    r"|버전|펌웨어|빌드"
    r"|릴리[스즈]"
    r"|핫픽스"
    r"|패치(?:에서|를|가|로)"
    r"|(?i:beta|alpha|rc[0-9]|build|version|firmware|release)(?![A-Za-z]))"
    r"(?!\s?(?:배포\s?)?(?:서버|머신|노드|장비|에이전트|호스트|(?i:server|host|agent|node)))"
)
_OF_A_NETWORK: Final = re.compile(
    r"서버|배포\s?대상|차단|허용|디비|접속|아이피|호스트|클라이언트|네트워크|게이트웨이|방화벽|대역|서브넷|라우터"
    r"|스위치|노드|공인|사설|장비|원격|인스턴스"
    r"|(?<![A-Za-z])(?i:ip|db|was|host|ssh|ping|gateway|subnet|dns|vpn|nat|node|curl|https?|proxy|server|addr)(?![a-z])"
)
_VERSIONS_REACH: Final = 160
# 크롬 122.0.6261.94, 에이전트 4.18.2.110: an agent has an address too, so that another program's version must stand beside it.
_PROGRAMS: Final = (
    "에이전트", "모듈", "플러그인", "브라우저", "웹뷰", "런처", "뷰어", "백신", "확장 프로그램", "확장프로그램",
    "agent", "module", "plugin", "plug-in", "browser", "webview", "launcher", "viewer", "extension",
)  # fmt: skip
_PROGRAM_REACH: Final = 12
_VERSION_WORDS: Final = "|".join(map(str.strip, _VERSIONS))
_BESIDE_VERSION: Final = re.compile(rf"(?i:{_VERSION_WORDS})[ .:=]{{0,2}}[0-9]{{1,5}}\.[0-9]{{1,5}}\.[0-9]{{1,5}}")
_SAME_FIRST: Final = re.compile(
    rf"(?i:{_VERSION_WORDS}|에이전트|모듈|플러그인|브라우저|웹뷰|런처|뷰어|백신|agent|module|plug-?in|browser|viewer)[ .:=]{{0,2}}"
    r"(?P<first>[0-9]{1,3})\.[0-9]{1,3}\.[0-9]{1,5}\.[0-9]{1,5}(?![0-9])"
)
_SIGNS: Final = frozenset("/=~^@_-")
_IN_GROUPS: Final = frozenset(f"{ascii_letters}{digits}:._")
_PRODUCT: Final = re.compile(r"(?:^|[^A-Za-z/])[A-Z][A-Za-z]+/$")  # Chrome/131.0.0.0 (RFC 9110, product)

_LENGTH: Final = re.compile(r"/(1[0-6]|[89])(?![0-9./])")


def dotted_end(text: str, hit: int) -> int:
    """Where the last four groups of the dotted digits at ``hit`` begin: an address is all of them or none.

    Of four groups or fewer, where the first one ends.
    """
    run = _DOTTED.match(text, hit)
    return run.end() if run else hit + 1


def groups_end(text: str, hit: int) -> int:
    """The same for the groups of an IPv6 address."""
    run = _GROUPS.match(text, hit)
    return run.end() if run else hit + 1


def version4(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """The IPv4 address at ``hit``, unless the text speaks of a version."""
    found = _V4.search(text, max(floor, hit - 3), hit + 18)
    if found is None:
        return []
    start, end = found.span()
    octets = list(map(int, found.group().split(".")))
    most = max(octets)
    if most > 255 or _names_no_host(text, end, octets):
        return []
    label = context.before(text, start, floor)
    if label != "ip_address" and (
        label == OTHER or _small(octets) or _versioned(text, start, most) or _said_to_be_one(text, start, end)
    ):
        return []
    return [Span(start, end, "ip_address", found.group(), 0.95 if label == "ip_address" else 0.85, "four octets")]


def _names_no_host(text: str, end: int, octets: list[int]) -> bool:
    """Whether ``octets`` are no host's: loopback and such, or a network of 65,536 hosts or more with its length: 10.0.0.0/8."""
    if octets[0] in (0, 127, 255):
        return True
    if octets[3] or text[end : end + 1] != "/" or (length := _LENGTH.match(text, end)) is None:
        return False
    return int.from_bytes(octets) << int(length[1]) & 0xFFFFFFFF == 0


def _small(octets: list[int]) -> bool:
    """Whether four numbers are a version's or a dish's allergens, which schools list in order from 1 to 19."""
    most = max(octets)
    return most < 10 or (most < 20 and octets == sorted(set(octets)))


def _versioned(text: str, start: int, most: int) -> bool:
    """Whether four numbers, ``most`` the greatest, belong to the word before them: a version, a path, a package.

    Behind two slashes stands a URL's host.
    """
    before = text[max(0, start - 20) : start]
    sign = before[-1:]
    if sign == "/" and _PRODUCT.search(before):
        return True
    if sign in _SIGNS:
        return not before.endswith("//") and not (sign in ("@", "=", "/") and most > 99)
    if sign.isascii() and sign.isalpha():
        return True
    if sign == "제" or before.rstrip(" .:=").lower().endswith(_VERSIONS):
        return True
    return _NEXT_VERSION(text, max(0, start - 40), start)


def _said_to_be_one(text: str, start: int, end: int) -> bool:
    """Whether a word behind says that four numbers are a version, or the text compares versions."""
    if _VERSION_BEHIND.match(text, end) is not None or _compared(text, start, end):
        return True
    low, high = max(0, start - _VERSIONS_REACH), end + _VERSIONS_REACH
    return (_beside_versions(text, low, start, high) or _of_the_same(text, low, start)) and not _OF_A_NETWORK.search(
        text, low, high
    )


def _beside_versions(text: str, low: int, start: int, high: int) -> bool:
    """Whether a program's name stands before four numbers, and another program's version in [low, high)."""
    before = text[max(low, start - _PROGRAM_REACH) : start]
    name = before.rstrip(" :=")
    return name != before and name.lower().endswith(_PROGRAMS) and _BESIDE_VERSION.search(text, low, high) is not None


def _of_the_same(text: str, low: int, start: int) -> bool:
    """Whether a version before four numbers begins with the same number: 에이전트 4.18.2.110 … 4.17.9.88에서는 됐어."""
    first = text[start : text.index(".", start)]
    if text.find(f"{first}.", low, start) < 0:
        return False
    return any(found["first"] == first for found in _SAME_FIRST.finditer(text, low, start))


def _compared(text: str, start: int, end: int) -> bool:
    """Whether the text before four numbers speaks of versions, another four stand near, and nothing speaks of a network."""
    low, high = max(0, start - _VERSIONS_REACH), end + _VERSIONS_REACH
    if not _OF_VERSIONS(text, low, start) or not _COMPARING(text, low, high):
        return False
    if _OF_A_NETWORK.search(text, low, high):
        return False
    return any(other.start() != start for other in _V4.finditer(text, low, high))


def version6(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """The IPv6 address around ``hit``."""
    start, low = hit, max(floor, hit - 40)
    while start > low and text[start - 1] in _IN_GROUPS:
        start -= 1
    found = _V6.match(text, start, hit + 48)
    if found is None or found.end() <= hit:
        return []
    raw = found.group()
    try:
        address = ipaddress.IPv6Address(raw)
    except ValueError:
        return []
    return [] if _reserved(address, raw) else [Span(start, found.end(), "ip_address", address.compressed, 0.95, "IPv6 groups")]


def _reserved(address: ipaddress.IPv6Address, raw: str) -> bool:
    """Whether an address names no host, or is a time or a serial number that only reads like one."""
    groups = [part for part in raw.split(":") if part]
    if address.is_loopback or address.is_unspecified or len(groups) < 2 or not any(char.isdigit() for char in raw):
        return True
    return len(groups) < 3 and not raw.lower().startswith(("fe80", "2", "fd", "fc"))


KIND: Final = Kind(
    name="ip_address",
    label="IP주소",
    needs="four octets or IPv6 groups",
    source="RFC 791, RFC 4291",
    covers="비식별 조치 가이드라인 (식별자: IP 주소)",
    order=130,
    gates=(
        Gate(r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}", version4, early=True, run_end=dotted_end, hides_digits=True),
        Gate(r"[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]", version6, early=True, run_end=groups_end),
    ),
    words=("^ip", "아이피", "접속", "서버", "호스트", "클라이언트", "host", "server", "client", "remote", "addr"),
    examples=(
        "서버 {{ip_address:10.31.8.117}}/24 설정",
        "장비 {{ip_address:10.31.8.0}}/8",
        "고객 {{ip_address:211.54.130.64}}/28",
        "{{ip_address:211.54.130.0}}/24 대역 차단",
        "크롬 122.0.6261.94 쓰는데 에이전트 {{ip_address:10.4.2.118}} 접속 불가",
        "에이전트 {{ip_address:10.4.2.118}} 응답 없음",
        "크롬 122.0.6261.94 쓰는 손님, {{ip_address:203.0.113.45}}에서 로그인",
        "{{ip_address:10.4.2.118}} 빌드 서버에서",
        "펌웨어 서버 {{ip_address:10.4.2.118}} 에서 {{ip_address:10.4.3.7}} 로 올린",
        "{{ip_address:10.4.2.118}} 패치 적용 중",
        "{{ip_address:203.0.113.45}}에서",
        "{{ip_address:2001:db8::ff00:42:8329}}",
        "업데이트 서버는 {{ip_address:10.4.2.118}} 에서 {{ip_address:10.4.3.7}} 로 이전",
        "이번 릴리스 배포: {{ip_address:10.4.2.118}}, {{ip_address:10.4.2.119}}",
        "이번 배포 {{ip_address:10.4.2.118}} 확인",
        "업데이트 후 {{ip_address:10.4.2.118}} 차단",
        "jdbc:mysql://{{ip_address:10.21.7.45}}:3306/erp",
    ),
    lookalikes=(
        "서브넷 10.0.0.0/8 이랑 192.168.0.0/16",
        "윈도우 10.0.19045.3803, 크롬 122.0.6261.94, 에이전트 4.18.2.110인데 안 떠요",
        "버전 4.18.2.110에서 팝업이 안 떠요. 4.17.9.88에서는 됐어요",
        "증상은 4.2.0.11 베타에서 고쳐졌습니다",
        "공유기 펌웨어 3.12.0.7에서 4.1.9로 올린 뒤 끊기는 증상은 4.2.0.11에서 고쳐졌습니다",
        "4.2.0.11(beta) 설치 후",
        "12.4.0.131 버전부터 지원",
        "버전 1.2.3.4",
        "버전 10.1.2.30 → 10.1.3.44 적용",
        "릴리스 노트 비교해 줘. 10.4.2.118 에서 10.4.3.7 로 올릴 때 깨지는 거\n- 10.4.2.118: 기본 포트",
        "업데이트하면 10.4.2.118 에서 10.4.3.7 로 올라갑니다",
        "버전 10.12.4.1에서 11.0.0.2로",
        "펌웨어 3.20.1.7 -> 3.21.0.12",
        "127.0.0.1",
        "12:30:45",
        "iOS 18.1.1.22",
        "Chrome/131.0.0.0 Safari/537.36",
        "Whale/3.24.223.18",
        "콩나물무침 2.5.13.16 (620kcal)",
        "pkg@10.2.7.45",
        "/lib/5.15.0.45/",
        "//cdn.sample.kr/lib@3.5.7.21",
    ),
)
