"""기기식별자: what Android, iOS and advertisers call a handset by: a UUID, or 16 to 64 hexadecimal digits, behind a label."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds._labels import behind_label
from predictor.pii.scan import columns
from predictor.pii.scan.context import Context
from predictor.pii.scan.forms import UUID
from predictor.pii.scan.span import Span

_WORDS: Final = (
    "device id",
    "device uuid",
    "device uid",
    "device unique id",
    "device identifier",
    "^dvc id",
    "^dev id",
    "android id",
    "^adid$",
    "^gaid$",
    "^aaid$",
    "^oaid$",
    "^idfa$",
    "^idfv$",
    "^ssaid$",
    "^udid$",
    "advertising id",
    "advertising identifier",
    "google ad id",
    "기기 식별자",
    "기기 식별 번호",
    "기기 고유 번호",
    "기기 고유 식별자",
    "기기 고유 ID",
    "기기 ID",
    "기기 아이디",
    "단말 ID",
    "단말기 ID",
    "단말 식별자",
    "디바이스 ID",
    "디바이스 아이디",
    "디바이스 식별자",
    "안드로이드 ID",
    "안드로이드 아이디",
    "광고 ID",
    "광고 아이디",
    "광고 식별자",
)
_FORM: Final = rf"{UUID}|[0-9A-Fa-f]{{16,64}}|[0-9A-Fa-f]{{4}}(?:-[0-9A-Fa-f]{{4}}){{3,7}}"
# 기기ID R5CX20YM8TB: a maker's serial behind the same label
_SERIAL: Final = "[A-Z][A-Z0-9]{9,11}"
_TWO_DIGITS: Final = re.compile(r"[^0-9]*[0-9][^0-9]*[0-9]")
_DIGIT: Final = re.compile("[1-9]")  # zeros alone stand for a handset that may not be told
_BEHIND_LABEL: Final = behind_label("device_id", _WORDS, f"{_FORM}|{_SERIAL}")
# "device":{"id":"a41f9c07-…"}: the record's own field
_RECORD: Final = r"[\"'](?i:(?:client_?|user_?|mobile_?)?device|handset)[\"']\s?:\s?\{\s{0,8}[\"'](?i:id|uuid|uid)[\"']\s?:\s?[\"']"
_IN_A_RECORD: Final = re.compile(rf"{_RECORD}(?P<value>{_FORM})(?=[\"'])")
# LoginService - ip=211.184.37.92 device=a7f3c91e5b2d4806: in a line of a log about a person
_DEVICE: Final = r"(?i:(?:device|dvc|handset|terminal|device_?(?:key|hash|fp|fingerprint)))=[\"']?"
_LOGGED: Final = re.compile(rf"{_DEVICE}(?P<value>{_FORM})(?![0-9A-Za-z\-])")
_PERSON: Final = re.compile(
    r"(?i:log-?in|log-?out|sign-?in|auth(?!or)|session)|로그인|(?i:\bip|user_?id|member|phone|tel|mbr_?no|uid)[\"']?\s?[:=]"
)
_LINE: Final = 120
_CELL: Final = re.compile(rf"{columns.OPENS}(?P<value>{_FORM})(?={columns.CLOSES})")
_HEAD: Final = re.compile(
    r"(?i:(?:[a-z]{2,8}_)?(?:(?:device|dvc|dev|android|advertising|(?:google_)?ad)[_ ]?(?:id|uuid|uid|identifier)"
    r"|adid|gaid|aaid|idfa|idfv|ssaid|udid))"
    r"|(?:기기|단말기?|디바이스|안드로이드|광고)\s?(?:고유\s?)?(?:ID|아이디|식별자|(?:고유|식별)\s?번호)"
)


# 폰 기기변경 … UUID A41F9C07-…: near a word about a handset, because programs call everything by one
_BY_NAME: Final = r"(?i:uuid)(?:은|는|이|가)?[\"']?\s?[:=]?\s?[\"']?"
_NAMED: Final = re.compile(rf"{_BY_NAME}(?P<value>{UUID})(?![0-9A-Za-z\-])")
_HANDSET: Final = re.compile(
    r"단말"
    r"|휴대(?:폰|전화)"
    r"|핸드폰|스마트폰"
    r"|(?<![가-힣])폰(?![가-힣]{2})"
    r"|기기\s?(?:변경|등록|인증|정보|분실)"
    r"|디바이스|아이폰|갤럭시|유심|(?i:imei|handset|\bsim\b)"
)
_HANDSET_REACH: Final = 60


def named(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A UUID that is called so, near behind a word about a handset."""
    found = _NAMED.match(text, hit)
    if found is None or found.start("value") < floor or text[hit - 1 : hit].isalpha():
        return
    if _DIGIT.search(found["value"]) and _HANDSET.search(text, max(0, hit - _HANDSET_REACH), hit):
        yield _span(found, "a handset before")


def labelled(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A handset's identifier behind its label; zeros name no handset."""
    found = _BEHIND_LABEL.finder(text, hit, floor, context)
    return [span for span in found if _DIGIT.search(span.key) and _TWO_DIGITS.match(span.key)]


def in_a_record(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The id of a record that is called device."""
    found = _IN_A_RECORD.match(text, hit)
    if found and found.start("value") >= floor and _DIGIT.search(found["value"]):
        yield _span(found, "a device's record")


def in_a_log(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A handset in a line that tells of a login or of its user's address."""
    found = _LOGGED.match(text, hit)
    if found is None or found.start("value") < floor or text[hit - 1 : hit].isalpha() or not _DIGIT.search(found["value"]):
        return
    before = text[columns.line_part(text, hit, _LINE) : hit]
    behind = text[found.end() : columns.line_end(text, found.end(), _LINE)]
    if _PERSON.search(before + behind):
        yield _span(found, "a log's line")


def in_a_column(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """An identifier in a table's column of its own."""
    found = _CELL.match(text, hit)
    if found is None or found.start("value") < floor or not _DIGIT.search(found["value"]):
        return
    if _HEAD.fullmatch(columns.heading(text, *found.span("value"))):
        yield _span(found, "column")


def _span(found: re.Match[str], rule: str) -> Span:
    return Span(*found.span("value"), "device_id", found["value"].replace("-", "").upper(), 0.85, rule)


KIND: Final = Kind(
    name="device_id",
    label="기기식별자",
    needs="a label, and a UUID or 16 to 64 hexadecimal digits",
    source="Android developers: Settings.Secure.ANDROID_ID, advertising ID; Apple: identifierForVendor, advertisingIdentifier",
    covers="비식별 조치 가이드라인 (식별자: 기기 고유번호)",
    order=275,
    remembered="code",
    held=72,
    gates=(
        Gate(_BEHIND_LABEL.pattern, labelled),
        Gate(rf"{_BY_NAME}[0-9A-Fa-f]{{8}}-", named),
        Gate(rf"{_DEVICE}[0-9A-Fa-f]{{4}}(?:[0-9A-Fa-f]{{4}}|-)", in_a_log),
        Gate(rf"{_RECORD}(?:[0-9A-Fa-f]{{8}}|[0-9A-Fa-f]{{4}}-)", in_a_record),
        Gate(
            rf"{columns.OPENS}(?:[0-9A-Fa-f]{{8}}-[0-9A-Fa-f]{{4}}-|[0-9A-Fa-f]{{4}}-[0-9A-Fa-f]{{4}}-|[0-9A-Fa-f]{{16}})",
            in_a_column,
        ),
    ),
    examples=(
        "login fail (x-device-id={{device_id:a91f-77c0-4e2b-d004}}) cnt=4",
        "기기ID {{device_id:R5CW30XN7TC}} 등록해제",
        "휴대폰 기기변경 요청, UUID {{device_id:A41F9C07-53BE-4D2E-9B1A-6C08E7F2D913}} 유지",
        "갤럭시 분실했는데 uuid는 {{device_id:a41f9c07-53be-4d2e-9b1a-6c08e7f2d913}}입니다",
        "LoginService - ip={{ip_address:211.184.37.92}} device={{device_id:a7f3c91e5b2d4806}} result=OK",
        "auth fail device_hash={{device_id:a7f3c91e5b2d4806}} user=3",
        "[push] device_id={{device_id:a3f09c71d2e84b56}} token refreshed",
        '{"deviceId":"{{device_id:a41f9c07-53be-4d2e-9b1a-6c08e7f2d913}}","os":"17"}',
        "X-Device-Id: {{device_id:A41F9C07-53BE-4D2E-9B1A-6C08E7F2D913}}",
        "ADID {{device_id:a41f9c07-53be-4d2e-9b1a-6c08e7f2d913}}로 조회",
        "&gaid={{device_id:a41f9c07-53be-4d2e-9b1a-6c08e7f2d913}}&os=aos",
        '"IDFA" : "{{device_id:A41F9C07-53BE-4D2E-9B1A-6C08E7F2D913}}"',
        "갤럭시 워치 기기ID {{device_id:R5CX20YM8TB}} 해제",
        "단말기 ID: {{device_id:F2LX40ABPH1K}}",
        "userSsaid: {{device_id:a3f09c71d2e84b56}}",
        "기기 고유번호는 {{device_id:a3f09c71d2e84b56}}입니다",
        "광고 식별자가 {{device_id:a41f9c07-53be-4d2e-9b1a-6c08e7f2d913}}이에요",
        "android_id={{device_id:9774d56d682e549c}}",
        "UDID {{device_id:00008030001a4d2e0e9b802e1c3f5a7d2b4c6e8f}} 등록",
        '"device": {"id": "{{device_id:a3f09c71d2e84b56}}", "model": "SM-S911N"}',
        "no,device_id\n1,{{device_id:a3f09c71d2e84b56}}\n2,{{device_id:9774d56d682e549c}}",
        "| 회원 | 광고ID |\n|---|---|\n| 가 | {{device_id:a41f9c07-53be-4d2e-9b1a-6c08e7f2d913}} |",
    ),
    lookalikes=(
        "host_name: api-gateway-2 lease time",
        "commit a9:1f (main-branch-2)",
        "hostname=web-01 up",
        "x-device-id=a91f-77c0",
        "요청 UUID a41f9c07-53be-4d2e-9b1a-6c08e7f2d913 처리",
        "render error device=a3f09c71d2e84b56 fps=30",
        "login\ndevice=a3f09c71d2e84b56\nip=",
        "login mydevice=a3f09c71d2e84b56",
        "login device=0000000000000000",
        "태블릿 시리얼 R9TW30K8VBX",
        "기기ID CONFIGURED1 오류, device id REQUIRED, DEVICE_ID CONNECTION",
        "device=a3f09c71d2e84b56",
        "session_id=a3f09c71d2e84b56",
        "requestId: a41f9c07-53be-4d2e-9b1a-6c08e7f2d913",
        "commit a3f09c71d2e84b56a3f09c71d2e84b56a3f09c71",
        "idfa=00000000-0000-0000-0000-000000000000",
        "device_id=a3f09c71",
        "device_id=a3f09c71d2e84b56zz",
        "device_id: unknown, 기기 식별자 없음",
        "기기 식별자 facadefacadedeed",
        "no,trace_id\n1,a3f09c71d2e84b56",
        "no,idfa\n1,00000000-0000-0000-0000-000000000000",
        '"device": {"id": "00000000-0000-0000-0000-000000000000"}',
        '"session": {"id": "a3f09c71d2e84b56"}',
    ),
)
