"""메신저ID: a handle of KakaoTalk, LINE, Telegram, WeChat, Instagram and such, behind its service's name."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii import lexicon
from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds import _accounts, _speakers
from predictor.pii.kinds import _messenger_fields as fields
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_SERVICE: Final = lexicon.pattern(lexicon.words("messengers"))
_PORTAL: Final = (
    r"(?:네이버|밴드|유튜브|구글|애플|카카오|톡|깃헙|깃허브|깃랩|링크드인|트위치|스팀|배틀넷|넥슨|당근|번장|카페|블로그)"
    r"\s?(?:아이디|아디|계정|ID|채널)"
)
_NAMED: Final = r"(?:은|는)?\s?(?:아이디|아디|号|號|是|태그|계정|ID|id|Id|핸들|닉네임|닉|채널)"
_STILL: Final = fields.STILL
_SAID: Final = rf"(?:{_NAMED}(?:\s[은는이가])?)?(?:은|는|이|가)?\s?(?:[:=(\[<]?\s?|{_STILL}\s)"
_HANDLE: Final = r"[A-Za-z0-9_][A-Za-z0-9._\-]{2,29}"
_WAY: Final = r"(?:\s?(?:디엠|DM|dm|메시지|메세지|쪽지|댓글|팔로우|계정|주소))?"  # 인스타 디엠 @moss_jam
_AT: Final = re.compile(rf"(?:{_SERVICE}){_WAY}{_SAID}(?P<value>@{_HANDLE})(?![A-Za-z0-9@])", re.ASCII)
_BARE: Final = re.compile(
    rf"(?:{_PORTAL}(?:은|는|이|가)?\s?[:=]?\s?"
    rf"|(?:{_SERVICE})(?:{_NAMED}(?:\s?[은는이가])?(?:\s?[:=]?\s?|\s{_STILL}\s)|\s?[:=]\s?))"
    rf"(?P<value>{_HANDLE}(?:#[0-9]{{4}})?)(?![A-Za-z0-9@.])",
    re.ASCII,
)
# 라인 is left out, because a line of a program stands before its names too.
_SPOKEN_OF: Final = (
    r"(?:카카오톡|카톡|오픈톡|갠톡|인스타그램|인스타|인별|텔레그램|텔레|텔레방|위챗|微信|디스코드|디코|틱톡|스레드"
    r"|스냅챗|페북|페이스북|페메|"
    r"트위터|왓츠앱|왓츠|스카이프|디엠)"
)
_LIBRARY: Final = r"[A-Za-z0-9_\-]+\.(?:js|jsx|ts|tsx|py|go|rs|rb|php|cs|kt|java|json|ya?ml|md|txt|html?|css|sh)(?![A-Za-z0-9._\-])"
# Without 아이디 any Latin word may follow the service's name.
_PLAIN: Final = re.compile(
    rf"{_SPOKEN_OF}(?:(?:은|는|도)?\s(?:{_STILL}\s)?|\s?\((?=[A-Za-z0-9._\-]{{6,30}}\)))"
    rf"(?P<value>(?!{_LIBRARY}){fields.NO_WORD}[a-z][A-Za-z0-9._\-]{{5,29}}(?:#[0-9]{{4}})?)(?![A-Za-z0-9@.])",
    re.ASCII,
)
# 카톡 아이디(moss_jam), | 카톡 ID | moss_jam |, 카톡 → moss_jam: a word behind such a sign may head the next column
_PARTED: Final = (
    rf"(?:(?:{_PORTAL}|(?:{_SERVICE}){_NAMED})(?:[\])]\s?|\s?(?:[(|,]|-\s)\s?)"
    rf"|(?:{_PORTAL}|(?:{_SERVICE})(?:{_NAMED})?)\s?[→⇒]\s?"
    rf"|(?:{_PORTAL}|(?:{_SERVICE})\s?(?:아이디|계정))\"\s?:\s?)[\"']?"
)
_APART: Final = re.compile(
    rf"{_PARTED}(?P<value>(?!{_LIBRARY})(?![A-Za-z]{{2,16}}_(?i:id|name|account)(?![A-Za-z0-9]))"
    rf"{fields.NO_WORD}[A-Za-z_][A-Za-z0-9._\-]{{3,29}})(?![A-Za-z0-9@(\[=])",
    re.ASCII,
)
# 카톡 haneul-seaa 로 알려 주세요: a dash is enough where somebody is asked to write there
_ASKED: Final = re.compile(
    rf"{_SPOKEN_OF}(?:은|는|도)?\s"
    r"(?P<value>(?!(?:open|plus|e-|talk|chat|kakao|channel|live|group|self|msg))"
    rf"[a-z][A-Za-z0-9._]{{1,15}}"
    r"(?:-"
    rf"[A-Za-z0-9._]{{2,15}}){{1,2}})"
    r"(?=\s?(?:으?로|을|를)\s?(?:알려|연락|톡|보내|문의|추가|친추|친구|검색|주[세시]|답|회신))",
    re.ASCII,
)
# @mint.choco_92 (인스타)
_BEFORE: Final = re.compile(rf"(?<![A-Za-z0-9@._\-])(?P<value>@{_HANDLE})\s?[(\[<](?:{_SERVICE})[)\]>]", re.ASCII)
# Discord's handles end with four digits.
_DISCORD: Final = r"(?:디스코드|디코|(?i:discord))[^0-9A-Za-z\n\x00]{1,12}"
_TAGGED: Final = re.compile(rf"{_DISCORD}(?P<value>[A-Za-z0-9_][A-Za-z0-9._\-]{{2,29}}#[0-9]{{4}})(?![0-9A-Za-z])", re.ASCII)
_TELLING: Final = (
    rf"(?:{_SERVICE})[^0-9A-Za-z\n.?\x00]{{1,16}}?(?:아이디|아디|계정|닉네임|닉|친구\s?추가|친추)(?:은|는|이|가)?\s?[:=]?\s?"
)
# The service's name may stand some words before 아이디: 인스타 만들었는데 아이디가 mint.choco_92.
_TOLD: Final = re.compile(
    rf"{_TELLING}(?P<value>{fields.NO_WORD}[A-Za-z_][A-Za-z0-9._\-]{{4,29}})(?![A-Za-z0-9@])",
    re.ASCII,
)
# 인스타 바꿨어 narae.bakes로 팔로우 해줘, 텔레 새로 팠어 nari_moss
_RENEWED: Final = (
    rf"{_SPOKEN_OF}\s?(?:아이디|아디|계정|닉네임|닉|부계정?|본계정?)?(?:을|를|도|은|는)?\s(?:새로\s|다시\s|하나\s|또\s|이번에\s)?"
    r"(?:바[꿨꾸꿔꿈뀌뀐뀜]|변경|만들|만듦|만든|팠|판\s|파서|개설|갈아[탔타]|옮[겼긴]|새로\s)[가-힣]{0,5}[.,!~ㅋㅎㅠ]{0,4}\s"
    r"(?:(?:아이디|이제|이걸로|여기로|새\s?아이디)(?:는|가)?\s|→\s?)?[\"'(]?"
)
_RENAMED: Final = re.compile(
    rf"{_RENEWED}(?P<value>@?{fields.NO_WORD}[A-Za-z][A-Za-z0-9._\-]{{4,29}})(?![A-Za-z0-9@/(])",
    re.ASCII,
)
_OWN: Final = re.compile(r"(?P<value>wxid_[A-Za-z0-9]{6,20})(?![A-Za-z0-9])")
_SERVICES: Final = "kakao(?:talk)?|telegram|instagram|insta|wechat|discord"
_IN_A_FIELD: Final = rf"(?P<value>{fields.NO_WORD}[A-Za-z][A-Za-z0-9._\-]{{4,29}})"
# A field's name: "kakaoId": "mint.choco_92", telegram_id=….
_FIELD: Final = rf"(?i:{_SERVICES})(?:_id|-id|Id|ID)[\"']?(?:\s?[:=]\s?|\svalue=)[\"']?"
_FIELDED: Final = re.compile(
    rf"{_FIELD}{_IN_A_FIELD}(?![A-Za-z0-9@(\[])",
    re.ASCII,
)
# slack.handle=Slack eungyeol.c, teams_username: "moss.jam": a key of two words, and the service's name again before its handle
_WORKING: Final = (
    rf"(?:{_SERVICES}|slack|teams|whatsapp|skype|mattermost|zoom|jandi|dooray|github|gitlab|twitter|threads|tiktok|facebook"
    r"|linkedin)"
)
_TITLED: Final = (
    rf"(?i:{_WORKING}[._\-]?(?:handle|account|acct|user_?name|nick(?:name)?|display_?name|user_?id|id))[\"']?\s?[:=]\s?[\"']?"
    rf"(?:(?i:{_WORKING})\s)?@?"
)
_TITLED_HANDLE: Final = re.compile(rf"{_TITLED}{_IN_A_FIELD}(?![A-Za-z0-9@(\[])", re.ASCII)
# Slack eungyeol.c, 슬랙은 eungyeol.c: at work the service is a tool too, and its handle needs 핸들, an at sign or a copula
_AT_WORK: Final = (
    r"(?:슬랙|팀즈|잔디|두레이|매터모스트|(?i:slack|teams|mattermost))(?:은|는)?(?:\s?:)?\s"
    r"(?:(?:아이디|핸들|계정|닉네임|(?i:id|handle|account))(?:은|는|이|가)?\s?[:=]?\s?@?|@)"
)
_WORKING_HANDLE: Final = re.compile(rf"{_AT_WORK}{_IN_A_FIELD}(?![A-Za-z0-9@(\[])", re.ASCII)
_ROBOT: Final = re.compile(r"(?i:bot|webhook|alert|notif|deploy|channel|build|monitor|dev_?ops|support|system)")
# The service's name itself as a key, and a quoted handle: { kakao: 'mint.choco_92' }.
_KEY: Final = rf"(?i:{_SERVICES}|twitter|facebook)[\"']?\s?:\s?[\"']@?"
_KEYED: Final = re.compile(rf"{_KEY}{_IN_A_FIELD}[\"']", re.ASCII)
_SHAPES: Final = (_AT, _BARE, _PLAIN, _ASKED, _TAGGED, _TOLD, _FIELDED, _KEYED, _OWN, _RENAMED, _APART)
# Who speaks in an exported chat: @ji.won  10:31, [19:44] 밤샘법사#2210:, - @moss_jam: 안녕
_HOUR: Final = r"(?:오전\s?|오후\s?)?[0-9]{1,2}:[0-9]{2}"
_AT_A_TIME: Final = re.compile(rf"(?:^|\n)@(?P<value>{_HANDLE})\s{{1,3}}{_HOUR}(?![0-9])", re.ASCII)
_AT_A_COLON: Final = re.compile(r"(?:^|\s)@(?P<value>(?=[a-z0-9.]*[0-9_.])[a-z0-9_.]{4,29}):\s[가-힣]", re.ASCII)
_NUMBERED: Final = re.compile(rf"\[{_HOUR}\]\s(?P<value>[^\s#@:\[\]]{{2,24}}#[0-9]{{4}})$")
_NUMBERED_REACH: Final = 44
_DOMAIN: Final = re.compile(r".*\.(?:com|net|kr|me|org|io|tv)")
_ROOM: Final = re.compile(r"(?i:server|channel|room|guild|chat|lobby|group|team)[_\-]?[0-9]{0,4}")
_VERSION: Final = re.compile(r"_?v[0-9]+$|^v[0-9.]+$")
_JOINTS: Final = frozenset("-.:/@$")
# An attribute or a constant: args.handle, HEADER_LINE.
_EXPRESSION: Final = re.compile(
    r"(?i:args|self|this|cfg|config|settings|options|props|data|env|params|request|user)\.[A-Za-z_.]+|[A-Z]+(?:_[A-Z]+)+"
)
_LETTERS: Final = re.compile(r"[A-Za-z]+(?:[.\-][A-Za-z]+)*")
_NAMING: Final = re.compile(_NAMED)
_WORD: Final = re.compile(r"[a-z]+|[A-Z][a-z]+|[A-Z]+")


def handle(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A handle with its at sign, one behind 아이디, or one that holds its service's name."""
    found = next(filter(None, (shape.match(text, hit) for shape in _SHAPES)), None)
    if found is None or found.start("value") < floor or _inside(text, hit):
        return
    value, start = found["value"].rstrip(".-"), found.start("value")
    if not _ordinary(value) and not _of_a_program(text, hit, start, start + len(value)):
        yield Span(start, start + len(value), "messenger_id", value.lower().lstrip("@"), 0.85, "service before")


def at_work(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A handle in a service's field of two words, or behind a service of work and 핸들 or an at sign; a robot has one too."""
    found = _TITLED_HANDLE.match(text, hit) or _WORKING_HANDLE.match(text, hit)
    if found is None or found.start("value") < floor or text[hit - 1 : hit].isalnum():
        return
    value, start = found["value"].rstrip(".-"), found.start("value")
    if not _ordinary(value) and not _ROBOT.search(value) and not _EXPRESSION.fullmatch(value):
        yield Span(start, start + len(value), "messenger_id", value.lower(), 0.75, "service before")


def speaking(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A handle before its message in an exported chat: behind an at sign, with a time or a colon behind."""
    found = _AT_A_TIME.match(text, hit) or _AT_A_COLON.match(text, hit)
    if found and found.start("value") >= floor:
        yield Span(*found.span("value"), "messenger_id", found["value"].lower(), 0.75, "speaker of a chat")


def before_service(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A handle with its at sign before its service's name in brackets."""
    found = _BEFORE.match(text, hit)
    if found and hit >= floor:
        yield Span(*found.span("value"), "messenger_id", found["value"].lower().lstrip("@"), 0.85, "service behind")


def numbered(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name with its four digits between a time in brackets and a colon: Discord's export."""
    low = max(floor, hit - _NUMBERED_REACH)
    found = _NUMBERED.search(text, low, hit + 5)
    if found:
        yield Span(*found.span("value"), "messenger_id", found["value"].lower(), 0.75, "speaker of a chat")


def _ordinary(value: str) -> bool:
    """Whether a handle may as well be a word or a site."""
    if _DOMAIN.fullmatch(value) or _VERSION.search(value) or _ROOM.fullmatch(value):
        return True
    return value[0] != "@" and len(value) < 6 and _WORD.fullmatch(value) is not None


def _inside(text: str, hit: int) -> bool:
    """Whether the service's name is the end of a longer word or identifier: 온라인, disable-next-line, skip_telegram."""
    before = text[hit - 1] if hit else " "
    return before in _JOINTS if text[hit].isascii() else "가" <= before <= "힣"


def _of_a_program(text: str, hit: int, start: int, end: int) -> bool:
    """Whether a service's Latin name and the value at [start, end) are rather a program's: line = String(…), telegram: boolean."""
    if not text[hit].isascii() or text[start] == "@":
        return False
    value, service = text[start:end], text[hit:start].strip("_ :=").lower()
    if text[end : end + 1] in ("(", "[") or service in value.lower().split("_"):
        return True
    return _EXPRESSION.fullmatch(value) is not None or (
        _LETTERS.fullmatch(value) is not None and _NAMING.search(text, hit, start) is None
    )


KIND: Final = Kind(
    name="messenger_id",
    label="메신저ID",
    needs="its service's name before it",
    source="each service's own rules of 4 to 30 Latin letters, digits, dots and underscores",
    covers="비식별 조치 가이드라인 (식별자: 계정)",
    order=280,
    remembered="code",
    gates=(
        Gate(rf"(?:{_SERVICE}){_WAY}{_SAID}@?[A-Za-z0-9_][A-Za-z0-9._\-]{{2}}", handle),
        Gate(rf"{_PORTAL}(?:은|는|이|가)?\s?[:=]?\s?[A-Za-z0-9]", handle),
        Gate(rf"{_PARTED}[A-Za-z_][A-Za-z0-9._\-]{{3}}", handle),
        Gate(rf"{_DISCORD}[A-Za-z0-9_][A-Za-z0-9._\-]{{2,29}}#[0-9]{{4}}", handle),
        Gate(rf"{_FIELD}[A-Za-z][A-Za-z0-9._\-]{{4}}", handle),
        Gate(rf"(?:{_TITLED}|{_AT_WORK})[A-Za-z][A-Za-z0-9._\-]{{4}}", at_work),
        Gate(rf"{_KEY}[A-Za-z][A-Za-z0-9._\-]{{4}}", handle),
        Gate(rf"{_SPOKEN_OF}(?:(?:은|는|도)?\s(?:{_STILL}\s)?|\s?\()[a-z][A-Za-z0-9._\-]{{5}}", handle),
        Gate(r"wxid_[A-Za-z0-9]{6}", handle),
        Gate(rf"(?:^|\n)@{_HANDLE}\s{{1,3}}[오0-9]|(?:^|\s)@[a-z0-9_.]{{4,29}}:\s[가-힣]", speaking),
        Gate(rf"@{_HANDLE}\s?[(\[<](?:{_SERVICE})[)\]>]", before_service),
        Gate(r"#[0-9]{4}:", numbered, reaches_back=True),
        Gate(_accounts.GATE, _accounts.account),
        Gate(rf"{_TELLING}[A-Za-z_][A-Za-z0-9._\-]{{4}}", handle),
        Gate(rf"{_RENEWED}@?[A-Za-z][A-Za-z0-9._\-]{{4}}", handle),
        Gate(fields.KEY_GATE, fields.keyed),
        Gate(fields.LINE_GATE, fields.said),
        Gate(fields.ITEM_GATE, fields.in_an_item),
        Gate(fields.ENGLISH_GATE, fields.in_english),
        Gate(_speakers.HEAD_GATE, _speakers.heading),
        Gate(_speakers.NUMBERED_GATE, _speakers.numbered, reaches_back=True),
        Gate(_speakers.SLACK_GATE, _speakers.in_slack),
        Gate(_speakers.CALLED_GATE, _speakers.called),
        Gate(_speakers.MEMBER_GATE, _speakers.member),
        Gate(_speakers.OWN_GATE, _speakers.of_one),
        Gate(_speakers.MENTION_GATE, _speakers.mentioned),
        Gate(_speakers.LINE_GATE, _speakers.in_a_line),
        Gate(_speakers.ASKED_GATE, _speakers.asked),
        Gate(_speakers.ADDED_GATE, _speakers.to_add),
        Gate(_speakers.TRADER_GATE, _speakers.trading),
        Gate(_speakers.CELL_GATE, _speakers.in_a_column),
        Gate(_speakers.PAGE_GATE, _speakers.on_a_page),
    ),
    examples=(
        "카톡 아이디({{messenger_id:sunny_day92}})",
        "카카오톡 ID - {{messenger_id:sunny_day92}}",
        "| 카카오톡 ID | {{messenger_id:sunny_day92}} |",
        "카톡 → {{messenger_id:sunny_day92}}",
        "[네이버 아이디] {{messenger_id:sunny_day92}}",
        '"카톡 아이디": "{{messenger_id:sunny_day92}}"',
        "인스타 디엠 {{messenger_id:@moss_1234}}로 주세요",
        "트위터 DM은 {{messenger_id:@moss_jam}}",
        "중고차 / 판매자 닉 {{messenger_id:moss_car77}} / 번호",
        "작성자 아이디: {{messenger_id:lemon.27}} 신고",
        "당근 닉네임 '{{messenger_id:초록냄비77}}' 명의",
        "인스타는 {{messenger_id:moss_ceramics}}이고 라인은 {{messenger_id:mo.ss.88}}, "
        "텔레는 골뱅이 빼고 {{messenger_id:moss88x}} 입니다",
        "카톡은 없고요 라인도 있음 {{messenger_id:moss.linn}}",
        "{{messenger_id:이끼잼#4410}} 오늘 오후 9:31에\n정모",
        "{{messenger_id:moss.jam}} [3:12 AM]\n접속 안 됨",
        "{{messenger_id:이끼잼#4410}} — 오늘 오후 9:31\n정모 오실 분",
        "#oncall\n{{messenger_id:moss.jam}}  3:12 AM\n접속 안 됨\n{{messenger_id:lemon_b}}  3:14 AM\n@{{messenger_id:moss.jam}} 키",
        "{{messenger_id:lemon_b}}  오후 3:14\n확인했어요",
        "**{{messenger_id:moss.jam}}** added **{{messenger_id:lemon_nabi}}** to #공지",
        "{{messenger_id:moss.jam}} joined #공지\n안녕하세요",
        "정모 오실 분 제 오픈톡 {{messenger_id:@moss_guild}}",
        "내 아이디 {{messenger_id:@moss_0c}} 로 친추",
        "사기 신고, 판매자 닉 {{messenger_id:moss_mania77}} / 번호",
        "카톡 ID 는 {{messenger_id:moss_oh92}} 입니다",
        "라인은 {{messenger_id:mo.jam.88}}, 텔레는 골뱅이 빼고 {{messenger_id:mojam88x}} 입니다",
        "프로필 https://www.linkedin.com/in/{{messenger_id:jio-han-77}} 참고",
        "instagram.com/{{messenger_id:moss.jam_}}",
        "t.me/{{messenger_id:moss_jam}} 로 주세요",
        "|회원ID|등급|\n|---|---|\n|{{messenger_id:moss_0412}}|골드|\n",
        "login_id,grade\n{{messenger_id:lemon27}},A\n{{messenger_id:nari_m}},B",
        "{{messenger_id:mossjam#2041}} — 오늘 21:07\n공대 두 자리",
        "{{messenger_id:lemon_}} — 어제 오후 11:30\nㄱㄱ",
        "<{{messenger_id:@moss_jam}}> 키보드 네고 되나요",
        "인스타 DM 백업 > {{messenger_id:moss.jam__04}}: 언니 입금했어요\n{{messenger_id:lemon_market}}: 확인했어용",
        "우산 주우신 분 {{messenger_id:@moss.umb_22}} 연락 좀요",
        "친추는 {{messenger_id:moss.jam07}} 이걸로 해줘",
        "친구추가 {{messenger_id:lemon_nabi27}} 부탁",
        "문의: Slack: @{{messenger_id:eun.choi}}",
        "트위터 계정 새로 팠습니다 {{messenger_id:@moss_jam}}",
        "[AuthFilter] user={{messenger_id:moss_jam77}} login ok",
        "인스타 바꿨어 {{messenger_id:narae.bakes}}로 팔로우 해줘",
        "텔레 새로 팠어 {{messenger_id:nari_moss}} 추가",
        "인스타 계정 새로 만들었어요 {{messenger_id:bom.nal_07}} 팔로우",
        "카톡 아이디 바꿨어요ㅎㅎ 이제 {{messenger_id:haneul_sea9}}",
        "login ok userId={{messenger_id:pk_moss92}} ip=",
        "[INFO] loginId={{messenger_id:sj_moss91}} ip=",
        "라인은 {{messenger_id:soyoon.kk}} 라며. 메일",
        "라인은 {{messenger_id:moss_jam77}}라던데",
        "TEL:1\nX-KAKAOTALK:{{messenger_id:mossjam}}\nEND:VCARD",
        "X-LINE-ID:{{messenger_id:moss_jam}}\nEND:VCARD",
        "IMPP;TYPE=home:telegram:{{messenger_id:moss_jam}}\n",
        '<input name="instagramId" value="{{messenger_id:nayeon.gam}}">',
        "loginId: '{{messenger_id:winter_bear}}',\n  password: '{{secret:Bear@winter01}}'",
        '{"userId":"{{messenger_id:winter-bear}}","pwd":"{{secret:Bear@winter01}}"}',
        "안 되면 카톡 {{messenger_id:haneul-seaa}} 로 알려 주세요",
        "라인은 그대로 {{messenger_id:moss_jam}} 쓰고 있어요",
        "라인은 아직 {{messenger_id:moss_jam77}} 써요",
        "위챗 아이디는 그대로 {{messenger_id:linmei_w0906}} 써요",
        "· {{person_name:김하늘}} - 3동 512호, WeChat {{messenger_id:linmei_w0906}}\n· 다음",
        "연락처: Telegram {{messenger_id:moss_jam77}}",
        "숙소 문의 (KakaoTalk ID {{messenger_id:moss_jam77}})",
        "통역 담당 / Instagram {{messenger_id:moss.jam_}} / 영어",
        "사진은 라인 {{messenger_id:harbor_min09}} 으로 보내 주시고",
        "app.slack.handle=Slack {{messenger_id:eungyeol.c}}",
        'teams_username: "{{messenger_id:moss_jam77}}"',
        "슬랙 핸들은 {{messenger_id:eungyeol.c}}이에요",
        "Slack @{{messenger_id:moss_jam}}에게",
        "송장은 보냈습니다. 라인은 {{messenger_id:yubin.m_bag}}으로 추가해 주세요",
        "라인 {{messenger_id:moss_jam77}}이에요",
        '{"name":"{{person_name:천아라}}","ig":"{{messenger_id:ara_1000_}}"}',
        '{"line_id":"{{messenger_id:moss_03}}","phone":"{{phone:010-1234-5678}}"}',
        '{"성명":"{{person_name:천아라}}","카톡 아이디":"{{messenger_id:moss_03}}"}',
        '<user name="{{person_name:천아라}}" tg="{{messenger_id:moss_03}}"/>',
        "<name>{{person_name:천아라}}</name><wx>{{messenger_id:moss_03}}</wx>",
        "My Telegram is {{messenger_id:moss_jam77}}, thanks",
        "add me on Instagram {{messenger_id:moss.jam_}} please",
        "IG @{{messenger_id:moss_jam77}} 팔로우",
        "LINEのIDは{{messenger_id:moss_jam77}}です",
        "깃헙 아이디 {{messenger_id:remido-dev}}",
        "번호는 몰라요 톡아이디는 {{messenger_id:haru_math}}예요",
        '"kakaoId": "{{messenger_id:mint.choco_92}}"',
        "insta: '{{messenger_id:mint.choco_92}}',",
        "telegram_id={{messenger_id:moon_rabbit}}",
        "인스타 {{messenger_id:@mint.choco_92}} 디엠 주세요",
        "라인 ID: {{messenger_id:jjangguya1}} / 위챗 {{messenger_id:wxid_kp29dkf}}",
        "추가는 {{messenger_id:wxid_kp29dkf}} 로",
        "카톡아이디는 {{messenger_id:moon_rabbit27}} 인데",
        "텔레그램 {{messenger_id:@hong_gd}}",
        "라인은 아이디 {{messenger_id:lemon.nabi__}}",
        "인스타 {{messenger_id:@_moss.jam}} 로 디엠",
        "친구 인스타({{messenger_id:@danbi.moss_}})를 자기 폰으로",
        "텔레그램 [{{messenger_id:@danbi_moss}}], 카톡 아이디(danbi)",
        "인스타그램 ({{messenger_id:danbi.moss_}}) 팔로우",
        "{{messenger_id:@danbi.moss_}}(인스타그램)로 연락",
        "카톡아디 {{messenger_id:moonrabbit88}} 추가",
        "인스타 {{messenger_id:moon.rabbit_88}} 팔로우",
        "디스코드 닉 {{messenger_id:moonrabbit#1234}}",
        "네이버 아이디 {{messenger_id:moonrabbit88}}",
        "디코 {{messenger_id:moonrabbit#4417}} 로 친추",
        "디스코드 {{messenger_id:haru#0417}}",
        "디코 친추 {{messenger_id:pixelcat#0099}}",
        "我的微信是 {{messenger_id:linmei_88}}",
        "李秀妍。微信 {{messenger_id:lxy_seoul0417}}.",
        "微信号: {{messenger_id:lxyseoul}}",
        "@{{messenger_id:moss.jam}}  10:31  배포 끝\n@{{messenger_id:lemon_nabi}}  10:33  네",
        "후원 - @{{messenger_id:moss_jam}}: 팬미팅 가요",
        "[19:44] {{messenger_id:새벽기사#2041}}: 사기 조심",
        "카톡 친구추가 {{messenger_id:mossjam77}} 해 주세요",
        "인스타는 {{messenger_id:moss.jam_}} 이에요",
        "dn: uid={{messenger_id:mossjam}},ou=people",
        "login failed userId={{messenger_id:lemon_nabi27}} ip=",
        "인스타 개설함ㅋㅋ 아이디가 {{messenger_id:mint.choco_92}} 임",
        "텔레 {{messenger_id:sori_in97}}",
        "카톡은 그대로 {{messenger_id:mountain_kang}}",
        "네이버 밴드 아이디 {{messenger_id:bonggu_seol48}}",
        "페메 {{messenger_id:haru_math7}} 로",
        "디엠은 아직 {{messenger_id:mint.choco_92}}",
    ),
    lookalikes=(
        "디스코드 server1 접속",
        "| 카카오톡 ID | Instagram_ID |",
        "카카오톡 ID | Email | 비고",
        "인스타 계정(discord.js)",
        "카톡 아이디, test 계정",
        "디스코드 discord.js 사용법",
        "디코 discord.py 봇",
        "텔레그램 telegraf.ts 예제",
        "인스타 디엠 @ 보내기",
        "판매자 닉 변경 요청",
        "당근 닉네임 '변경' 메뉴",
        "작성자 아이디 user_id 필드",
        "라인은 main_v2 배포",
        "라인도 있음 main_v2",
        "버그#1234 - 오늘 오후 3:10 수정",
        "main.py 3:12 AM\nmoss_jam 3:12 AM 시작",
        "이슈#4410 — 오늘 회의",
        "main.py  3:12 AM\nbuild_1  3:12 done",
        "@moss.jam 님을 찾아요",
        "build_7 added #공지\nbuild_7 added more",
        "아이디 @naver.com 으로 끝나는 메일",
        "판매자 아이디 생성 규칙 user",
        "로봇 라인은 mo.jam.88, 창고는",
        "instagram.com/p/CxYz12",
        "instagram.com/brandshop",
        "linkedin.com/company/hankyul-77",
        "column,type\nuser_id,int\nlemon27,int",
        "|단계|상태|\n|---|---|\n|step_1|완료|",
        "v2.0.1 — 2024.03.02 배포",
        "<@param> 설명",
        "user_id: 사용자 번호\norder_no: 주문",
        "data_1: 첫째 값",
        "@lru_cache 연락처 목록",
        "친추 main_v2.py 추가",
        "Slack: @channel 공지",
        "export user=moss_jam77 host=db",
        "superuser=moss_jam77 login",
        "라인 바꿨어 main_v2 배포",
        "카톡 바꿨어 v2.0.1 업데이트",
        "인스타 광고 만들었어 main.py 돌려봐",
        "login ok userId=pk92 ip=",
        "라인은 main_v2 라벨",
        "X-CACHE-ID:moss_jam\nX-LINE: 12",
        "loginId: 'admin_bear',\n  password: ''",
        "loginId: 'winter',\n  password: ''",
        "loginId: winter_bear,\n  region: ''",
        '<input name="instagramLogo" value="nayeon.gam">',
        "카톡 open-chat 으로 연락 주세요",
        "생산 라인은 그대로 robot_a7 쓰고 있어요",
        "라인은 robot_a7 쓰고 있어요",
        "- Telegram moss_jam77",
        "연동: Slack, Telegram push_bot2, 메일",
        "지원: Discord discord_rpc2",
        "연동 서비스: Slack, Discord py_cord2",
        "지원, Telegram tdlib_1.8",
        "연동, WeChat pay_api3",
        "연동, WeChat linmei.py",
        "한국어 WeChat linmei_w0906 입력",
        "카톡 two-way 방식",
        "slack.username=deploy_bot_1",
        "slack.handle=settings.SLACK_HANDLE",
        "slack.channel=proj_moss",
        "슬랙 연동 moss_jam77",
        "streams_username: moss_jam77",
        "3번 라인은 robot_a7로 추가 배치",
        "생산 라인 robot_a7로 추가",
        "라인은 main_v2.py로 추가",
        "온라인 moss_jam77로 추가",
        "라인은 robot_a7로 교체",
        '{"orderNo":"A1","line_id":"prod_03"}',
        '{"name":"천아라"}\n{"q":1,"ig":"prod_03"}',
        '{"name":"천아라","line":"line_03"}',
        '{"name":"천아라","big":"prod_03"}',
        "my line main_v2 is here",
        "My Telegram is moss_bot.py",
        "kakao_id: string",
        "kakao: 'sdk-loader'",
        "facebook: 'https://fb.com/x_1'",
        "@param: 설명",
        "@Override\n@10:31",
        "[core] bug#1234: 수정",
        "userId=user1234 name=",
        "userId: string10",
        "uid=user,dc=example",
        "userId=lemon27",
        "discord_id = 123456789",
        "카톡으로 보내",
        "인스타 감성 카페",
        "라인 ID: none",
        "트위터 @",
        "인스타 reels 보기",
        "인스타 reels_v2 업데이트",
        "카톡 update",
        "디코 moonrabbit 방",
        "깃헙 moonrabbit#4417",
        "인스타 개설함ㅋㅋ 아이디가 instagram 이냐",
        "인스타(main_v2.html 수정)",
        "인스타(오픈 전) danbi",
        "@danbi (스타일)",
        "lib@danbi.moss (인스타)",
        "인스타 봤어. 회원 아이디는 mint.choco_92",
        "페이스북 facebook.com 접속",
        "네이버 아이디 만들기",
        "온라인 ID: abcdef1",
        "// eslint-disable-next-line @next/next/no-img-element",
        "skip_telegram=args.skip_telegram",
        "let line = String(repeating: x)",
        "line: lines[4]",
        "telegram: boolean",
        'name="twitter:creator" content',
        "Kakao=yellow",
        "line = line.strip()",
        "header_line = USAGE_HEADER_LINE",
        "lines[start_line:end_line]",
        "모텔레 sori_in97",
        "라인 main.py 12",
        "카톡 연동 kakao_api 호출",
        "디엠 v2.0.1 업데이트",
        "카톡은 그대로 쓰고 main.py 수정",
        "허리밴드 아이디어 abc_77",
    ),
)
