"""이름: a person's name, by evidence that is weighed (``predictor.pii.names``)."""

from typing import Final

from predictor.pii import lexicon
from predictor.pii.kind import Gate, Kind
from predictor.pii.names import candidates, exported, labels, letters, lists, recorded, speech, titles, told
from predictor.pii.names.form import (
    ACCENTED_SURNAME,
    BEFORE_MAIL,
    COMPOUND,
    FIRST,
    FOREIGN_ALONE,
    FOREIGN_HEADS,
    GIVEN_NAMES,
    LAST,
    ROMAN_SURNAME,
    SURNAMES,
    VIETNAMESE_MIDDLE,
    VIETNAMESE_SURNAME,
)

NAME: Final = "person_name"
_HANGUL: Final = r"[가-힣]"
_BARE_LEAST: Final = 20  # tenths of the likelihood ratio that a name without a cue needs to be looked at


def _bare_pairs() -> str:
    """Two syllables that sound much more like a given name than like a word, or are a known one that is seldom a word."""
    known = GIVEN_NAMES.difference(lexicon.words("given_names_like_words"))
    seconds: dict[str, str] = {}
    for first, ratio in FIRST.items():
        fit = "".join(last for last, other in LAST.items() if ratio + other >= _BARE_LEAST or first + last in known)
        if fit:
            seconds[fit] = seconds.get(fit, "") + first
    return "|".join(f"[{firsts}][{fit}]" for fit, firsts in seconds.items())


def _not(syllable: str) -> str:
    """Any other syllable, because RE2 has no look-ahead."""
    return f"[가-{chr(ord(syllable) - 1)}{chr(ord(syllable) + 1)}-힣]"


_BOUNDARY: Final = r"(?:^|[^가-힣A-Za-z0-9])"
_FOREIGN_HEAD: Final = f"(?:{'|'.join(FOREIGN_HEADS)})"
_DESCRIBED: Final = (
    rf"(?:\s?[(\[]\s?(?:{labels.LABELS}|{recorded.FIELDS}|이하\s?[\"']?[갑을병정]|만|[0-9]|[남여MF]|인|서명|{titles.KIN})|,\s?[남여]|(?:입니다"
    rf"|라고\s합니다)[.,!~]?\s?[처반잘다인]|\s\(?인\)?|\s[MF]\s?/\s?[0-9]|\s[0-9]{{1,3}}\s?/\s?[MF]|\s(?:이름|명의)(?:으로|로)|\s?\([^()\n]{{2,16}}\)\s?(?:님|씨)|{BEFORE_MAIL}|\s{{0,2}}\((?:[가-힣A-Z]{{2,8}}(?:과|팀|실|부|처|국|센터)[\s,)]|[1-6]학년|(?:{candidates.RANKS})[,)]|{titles.LAST_FOUR}\)))"
)
_TITLED: Final = rf"(?: ?(?:[|/] ?|</td>\s?<td>)?(?:{candidates.TITLES})|이?(?:한테|에게)|{_DESCRIBED})"
_ADDRESSED: Final = ("고객", "선생", "부모")  # 고객님, 선생님, 부모님 stand in every chat and begin like a surname
_SHORT: Final = (
    f"(?:[{''.join(char for char in SURNAMES if all(char != word[0] for word in _ADDRESSED))}]{_HANGUL}{{1,2}}|"
    + "|".join(f"{first}{_not(second)}{_HANGUL}?" for first, second in _ADDRESSED)
    + ")"
)
_TWO_VOWELS: Final = (
    r"(?:[AEIOUWY]|[A-Z][a-z]{0,2}[aeiouwy])[a-z\- ]{1,5}[aeiou]"  # a given name in Latin letters has two syllables
)

KIND: Final = Kind(
    name=NAME,
    label="이름",
    needs="성명: or such a word before, 님 or 씨 or a title behind, or the sound of a name where nothing speaks against it",
    source="통계청 2015 인구주택총조사 (성씨); given names' syllables learned by tests/pii/learn.py",
    covers="개인정보 보호법 제2조, 비식별 조치 가이드라인 (식별자: 성명)",
    order=500,
    remembered="value",
    beside="name",
    held=40,
    apart=True,
    gates=(
        # What stands behind a label's sign is the finder's business: a gate that counts it would have too many states.
        Gate(rf"(?:{labels.LABELS})(?:[^가-힣A-Za-z0-9\n\x00]|은|는|이|가|란에|으로)", labels.labelled),
        Gate(rf"(?:{labels.WEAK_LABELS})(?:\s?\([가-힣/]{{1,8}}\))?[\"'*`)\]]{{0,3}}\s{{0,2}}[:：=|>\-/\t]", labels.labelled),
        Gate(rf"{labels.KEYS}[^가-힣A-Za-z0-9\n\x00]{{1,6}}(?:{_HANGUL}{{2}}|[A-Z][A-Za-z])", labels.keyed),
        Gate(
            rf"{_BOUNDARY}[{SURNAMES}]{_HANGUL}{{2}}(?:\s?[.,]\s?[{SURNAMES}]{_HANGUL}{{2}})?\s?의\s{speech.CHILD}\s",
            speech.related,
        ),
        Gate(rf"{_BOUNDARY}[{SURNAMES}]{_HANGUL}{{2}}\s?,\s[{SURNAMES}]{_HANGUL}{{2}}[, 님씨]", told.in_a_row),
        # One gate for what a word begins with: its alternatives share the surname, which keeps the automaton small.
        Gate(
            rf"{_BOUNDARY}(?:[{SURNAMES}](?:{_bare_pairs()}| {_HANGUL}{{2}}{_TITLED}"
            rf"| {_HANGUL} {_HANGUL} ?(?:{candidates.CLOSINGS}|귀하))|{_SHORT}{_TITLED}"
            rf"|(?:{COMPOUND}){_HANGUL}|(?:{FOREIGN_ALONE}) ?(?:씨|님|선생님|강사|교수|고객님)"
            rf"|{_FOREIGN_HEAD}(?: {_HANGUL}{{1,6}}){{1,3}} ?(?:씨|님|선생님|고객님|학생|강사|교수))",
            titles.named,
        ),
        Gate(
            rf"{_BOUNDARY}(?:{speech.OPENERS})[,.!~]{{0,2}}\s{_HANGUL}{{2,4}}(?:입|이|예|에|인|구|라|임|야|고|[은는이가]\(|[은는]\s[위상아다귀본개])",
            speech.introduced,
        ),
        Gate(
            rf"{_BOUNDARY}(?:(?:{speech.CALLINGS}|[0-9]{{2}}학번)(?:인|이신|의|은|는)?|{_HANGUL}+(?:팀|부서|본부|지점|센터|과|실))\s[{SURNAMES}]{_HANGUL}{{2}}",
            speech.introduced,
        ),
        Gate(
            rf"(?:{speech.GREETINGS})[,.!~]{{0,2}}\s[가-힣A-Za-z0-9]{{2,10}}\s(?:{_HANGUL}{{2,6}}\s)?[{SURNAMES}]{_HANGUL}{{2,3}}[입이예인라]",
            speech.answering,
        ),
        Gate(
            rf"{_BOUNDARY}[{SURNAMES}]{_HANGUL}{{2,3}}(?:[은는이가을를]\([은는이가을를]\)|\s?/\s?(?:{told.NUMBERS})|\s(?:{told.DAYS})|\s[외등]\s[0-9]|이[고구며]요?,?\s[저전제])",
            told.told,
        ),
        Gate(rf"{_BOUNDARY}[{SURNAMES}](?:{told.LONG}|{_HANGUL}{{3}} ?(?:{candidates.CLOSINGS}))", told.long),
        Gate(
            rf":[0-9]{{2}}(?:[\],]{{0,2}}\s{{1,2}}(?:[{SURNAMES}]{_HANGUL}{{2,3}}|(?:{FOREIGN_ALONE}) [{SURNAMES}])\s?:\s"
            rf"|\t[{SURNAMES}]{_HANGUL}{{2,3}}\t)",
            exported.behind_a_clock,
        ),
        Gate(
            rf"(?:^|\n)[{SURNAMES}]{_HANGUL}{{2,3}}\s{{1,2}}\[?(?:오전\s|오후\s)?[0-9]{{1,2}}:[0-9]{{2}}"
            rf"|From [{SURNAMES}]{_HANGUL}{{2,3}} to "
            rf"|\([{SURNAMES}]{_HANGUL}{{2,3}}\s{{1,12}}[0-9]{{4}}-|CN=[\"']?[{SURNAMES}]{_HANGUL}{{2,3}}[\"';:]|@[{SURNAMES}]{_HANGUL}{{2,3}}",
            exported.exported,
        ),
        Gate(rf"{exported.SURNAME_FIELD}[{SURNAMES}]", exported.in_parts),
        Gate(rf"[1-6]학년\s?[0-9]{{1,2}}반\s?(?:[0-9]{{1,2}}번\s?)?[{SURNAMES}]{_HANGUL}{{2}}", told.of_a_class, early=True),
        Gate(rf"(?:{recorded.PERSONS})(?:\s?[:：]\s?|[은는]\s|\s){_HANGUL}{{2,4}}\s?[(,]", recorded.with_its_field),
        Gate(rf"{recorded.PLACED}(?:{_HANGUL}{{3,4}}|[A-Z][a-z])", recorded.placed),
        Gate(rf"{_BOUNDARY}{_HANGUL}{{2}}\s?(?:{told.ELDERS})", told.by_given_name),
        Gate(rf"(?:^|\n)(?:[{SURNAMES}]{_HANGUL}{{2,3}}\s?:\s|[A-Z][a-z]{{1,15}}(?: [A-Z][a-z]{{1,15}}){{1,2}}: )", told.speaking),
        Gate(
            rf"[A-Z]{{2,20}}/[A-Z]{{2,20}}(?: [A-Z]{{2,20}})? ?(?:{told.TRAVELLERS})(?:[^A-Z]|$)"
            r"|/[MFUX]I?/[0-9]{2}[A-Z]{3}[0-9]{2}/[A-Z]{2}",
            told.travelling,
        ),
        Gate(rf"{_BOUNDARY}(?:{speech.KIN})\s{_HANGUL}{{2}}이[가는를도한랑네]", speech.own_child),
        Gate(
            rf"(?:{lists.DUTY})[^\n0-9월화수목금토일]{{0,12}}\n?\s?[월화수목금토일](?:요일)?\s?[:：]?\s?{_HANGUL}{{2}}",
            lists.rostered,
        ),
        Gate(rf"{lists.PARTY}{_HANGUL}{{3}}", lists.transferred),
        Gate(rf"(?:{lists.PRESENT})\s?[:：]\s?(?:[가-힣]{{2,3}}|[A-Z][A-Za-z \-]{{1,24}})\s?\(", lists.attended),
        Gate(rf"(?:{lists.DUES})[^\n0-9]{{4,24}}\n?[^\n0-9]{{0,6}}(?:[0-9]|미납|완납)", lists.paid),
        Gate(rf"{_BOUNDARY}{_HANGUL}{{4,7}}\s씨(?:$|[은는가이를의와도하에한께]|[^가-힣])", titles.unknown),
        Gate(rf"(?:{speech.NARROWED})\s(?:[{SURNAMES}]{_HANGUL}{{2}}|[A-Z][a-z])", speech.narrowed),
        Gate(
            r"[,;|\t\n] ?[가-힣]{2,7}(?: [가-힣]{1,7})? ?[;|\t]|[/\n] ?[가-힣]{2,7}(?: [가-힣]{1,7})? /|/ [가-힣]{2,7}\n"
            r"|[,\t\n][가-힣]{2,7}[,\t\n]|[,(] ?[\"'][가-힣]{2,7}[\"']",
            labels.celled,
        ),
        Gate(r"[,\n][가-힣]{2,7} [가-힣]{1,7},", labels.celled),
        Gate(r"[,;|\t\n] ?[\"']?(?:[A-Z][a-z]{1,15}[ \-][A-Z][a-z.]{1,15}[^\n]?|[A-Z]{3,15} [A-Z])", labels.celled_latin),
        Gate(rf"{letters.CAPITALISED} ?(?:{letters.HONORIFICS})", letters.honoured),
        Gate(
            rf"(?:{speech.NATIONS}){speech.ORIGIN}{_HANGUL}{{2,7}}(?: {_HANGUL}{{2,7}}){{0,2}} ?(?:[씨님(]|입니다|이에요|예요)",
            speech.national,
        ),
        Gate(rf"{labels.ROLE_ENDING}\s?[:：]\s?{_HANGUL}{{3}}", labels.roled),
        Gate(
            r"(?:From|To|Cc|Bcc):\s?[\"']?(?:[가-힣]{2}|[A-Z])|(?:Mr|Ms|Mrs|Miss|Dr|Prof|Sgt|Capt|Lt|Col|Maj|Rev)\.?\s[A-Z]|(?:Dr|Prof|Mr|Ms|Mrs)\.?\s?[가-힣]{3}|(?:MR|MRS|MS|DR)\.\s[A-Z]{2}"
            r"|(?:caller|patient|guest|passenger|'s name) is\s[A-Z]"
            r"|(?:Author|Committer|-by):\s{1,2}[가-힣]{2}"
            r"|(?i:surname|given names?|family name|first name"
            r"|last name)[^\n:]{0,16}[:\n]\s?[A-Z]|(?i:surname|given names?)\s[A-Z]{2}"
            r"|(?:[Mm]y|[Hh]is|[Hh]er|[Tt]heir) name is\s(?:[A-Z][a-zA-Z]|[가-힣]{3})"
            r"|(?:[Rr]egards|[Ss]incerely|[Tt]hanks|[Tt]hank you|[Bb]est(?: wishes)?|[Cc]heers|[Tt]ruly),?\s{1,3}[A-Z]"
            r"|(?:Dear|Hi|Hello|Hey),?\s[A-Z][a-z]"
            r"|(?:Attn|Attention|Contact(?: person)?|(?:Prepared|Signed|Approved) by)\s?:\s?[A-Z]",
            letters.addressed,
        ),
        Gate(
            rf"(?:{ROMAN_SURNAME}),? {_TWO_VOWELS}|{_TWO_VOWELS}[a-z\-]{{0,4}} (?:{ROMAN_SURNAME})"
            rf"|(?:{ROMAN_SURNAME.upper()})(?: / |[ /])[A-Z]{{3}}"
            rf"|(?:{VIETNAMESE_SURNAME}) (?:{VIETNAMESE_MIDDLE}) [A-Z]"
            rf"|(?:{VIETNAMESE_SURNAME.upper()}) (?:{VIETNAMESE_MIDDLE.upper()}) [A-Z]",
            letters.romanised,
        ),
        Gate(
            rf"{_BOUNDARY}성(?:씨)?(?:\s?/\s?[A-Z][a-z]{{2,10}})?\s{{0,2}}[:：]?\s?[A-Z]{{2,12}}[\s,/|]{{1,4}}(?:이\s?름|명)",
            letters.in_two_fields,
        ),
        Gate(rf"(?:^|[^A-Za-z])(?:(?:{ACCENTED_SURNAME}) [A-ZÀ-ỸĐ]|[А-ЯЁ][а-яё]{{1,14}} [А-ЯЁ])", letters.in_other_scripts),
        Gate(rf"[A-Z][a-z]{{1,15}},? [A-Z][a-z\- A-Z]{{1,24}}\s?\([{SURNAMES}]{_HANGUL}{{2}}[),/ ]", letters.in_both),
        Gate(r"[A-Z][a-z]{2,14} [A-Z][a-z]{2,12}(?:ov|ova|ev|eva)(?:[^a-z]|$)", letters.eastern),
        Gate(r"[A-Z][a-z]{1,15}(?:-[a-z]{1,10})?,?(?: [A-Z]\.)?[ \-][A-Z][a-z]{1,15}[\"']?\s?<[^<>\s]", letters.displayed),
        Gate(
            r"\[(?:[가-힣]{2,4}|[가-힣] [가-힣]{2})(?:\s[가-힣]{1,6})?\]\s?\[(?:오전|오후|[0-9])"
            r"|(?:오전|오후)\s?[0-9]{1,2}:[0-9]{2}[\],]{0,2}\s{0,2}[가-힣]{2,4}"
            rf"|{_BOUNDARY}[{SURNAMES}][가-힣]{{1,3}},\s\[?(?:오전|오후)",
            speech.chatted,
        ),
    ),
    examples=(
        "성명: {{person_name:김서윤}}",
        "[{{person_name:김 철수}}] [오후 1:02] 안녕",
        "나 {{person_name:소은결}}인데 문 좀",
        "환자 성명 {{person_name:임하 솔}}  주민등록번호",
        "검진의 {{person_name:사공헌}}, 판정",
        "회의 메모: {{person_name:강민서}}가 자료를 정리",
        '보낸사람: "{{person_name:용다해}}" <{{email:dahae@moraelab.example}}>',
        "On Tue {{person_name:Minseo Gil}} <{{email:ms@gil.kr}}> wrote:",
        'To: "{{person_name:Brown, Emily}}" <{{email:em@gil.kr}}>',
        "1. {{person_name:황보경}} (감사실 사무관",
        "- {{person_name:황보경}} (3학년 4반)",
        "감사 {{person_name:황보경}} (단장)",
        "이름: {{person_name:부영도}}",
        "성명 {{person_name:강 찬}}, 남",
        "성명: {{person_name:탁   서   율}}",
        "성명: {{person_name:헤스터 존스}} ({{person_name:Hester Jones}})",
        "상주 {{person_name:남일건}} · {{person_name:남기훈}}",
        "태국 사람 {{person_name:솜차이 분미}}예요",
        "Tôi tên là {{person_name:Phạm Thị Thu Hà}}, số",
        "근로자 {{person_name:Юсупов Бахтиёр}} 입국",
        "담당 설계사 {{person_name:오미자}} {{phone:010-2771-4408}}",
        "내가 이름이 {{person_name:국중만}}이고",
        "{{person_name:어 진 혁}} 드림",
        "참석: {{person_name:박경수}} 책임, {{person_name:김도윤}} 과장, {{person_name:이하율}}",
        'holder "{{person_name:Alisher Karimov}}".',
        "forward to {{person_name:Seo Yun-ah}} ({{person_name:서윤아}}, 재무)",
        "우즈벡 {{person_name:Каримов Руслан}}({{person_name:카리모프 루슬란}})",
        "{{person_name:곽두선}}·{{person_name:서말희}}의 장남 {{person_name:곽단}}",
        "{{person_name:유정난}}의 차녀 {{person_name:한지원}}",
        "{{person_name:Haneul Ye}} ({{person_name:예하늘}})",
        "우리 딸 {{person_name:김하늘}}이가 학교에서",
        "받는 사람: {{person_name:김하늘}}; {{person_name:박서준}}",
        "{{person_name:천동해}} 씨한테 전화",
        "Call Sgt. {{person_name:Oh Taekwang}} at",
        "{{person_name:박서준}} 고객님",
        "저는 {{person_name:김민준}}입니다",
        "{{person_name:이말년}}님",
        "{{person_name:김 철수}} 님",
        "성명: {{person_name:홍 길 동}}",
        "팀원: {{person_name:김도윤}}, {{person_name:이하율}}, {{person_name:박시온}}",
        "검토자: {{person_name:변우석}}",
        "{{person_name:변우석}} 드림",
        "대표 {{person_name:명세빈}}",
        "{{person_name:표예진}}(만 34세, 여)",
        "보호자(모): {{person_name:곽지은}}",
        "From {{person_name:Kim Minsu}}",
        "{{person_name:HONG/GILDONG}}",
        "{{person_name:백종원}}입니다 처음 뵙겠습니다",
        "피고소인 {{person_name:김민수}}는",
        "법무팀 {{person_name:송기범}}",
        "{{person_name:김민수}} (인)",
        "[{{person_name:김민수}}] [오후 2:15] 안녕",
        "2026. 9. 1. 오후 7:22, {{person_name:김민수}} : 안녕",
        'custNm":"{{person_name:현지수}}"',
        "<nm>{{person_name:봉준희}}</nm>",
        "성명: {{person_name:쩐반남}}",
        "성명: {{person_name:김마이클}}",
        "영문명: {{person_name:Seo Ji-woo}}",
        "베트남에서 온 {{person_name:응우옌 티 흐엉}} 씨",
        "{{person_name:Le Thi Hong Nhung}} called",
        "어제 {{person_name:김민수}}가 왔다",
        "예금주 {{person_name:부태화}} 신한은행",
        "근로자 {{person_name:바트바야르}} 국적 몽골",
        "담당 매니저 {{person_name:Jennifer Oh}}에게 메일",
        "성명 {{person_name:왕리훙}} 체류자격 F-4",
        "이름은 {{person_name:알리 하산}}이고",
        "배송기사 {{person_name:윤근배}}입니다",
        "신청자: {{person_name:강이든}}(경영학과), {{person_name:문하람}}(사회학과)",
        "부서,이름\\n재무팀,{{person_name:빈하준}},010",
        "영문명 {{person_name:GU NARAE}} 확인",
        "Dear Mr. {{person_name:Ha Jun-ho}}, hello",
        "{{person_name:David Kwon}} 님이",
        "{{person_name:Sarah}}씨",
        "연변 출신 {{person_name:리금화}}입니다",
        "Hi {{person_name:Minseo}},\nthanks",
        "Best,\n{{person_name:Minseo}}",
        "Attn: {{person_name:Sarah Lee}}",
        "Mr. {{person_name:Tak}} called",
        "성명 {{person_name:NGUYEN THI LAN}}",
        "성명(영문) {{person_name:KARIMOV RUSLAN}}",
        "매도인: {{person_name:매향숙}}",
        "임차인 {{person_name:후지민}} (이하",
        "보험계약자 {{person_name:모준서}} 피보험자 {{person_name:모하린}}",
        "작성자: {{person_name:남궁 현}}",
        "주민등록증\n{{person_name:황 보 현}}\n{{rrn:830427-1182034}}",
        "{{person_name:주아람}}에게 전달",
        "우즈베키스탄에서 온 {{person_name:카리모프 루슬란}} 씨",
        "중국인 {{person_name:장쉐리}} 씨",
        "{{person_name:제임스}} 선생님께",
        "no\t담당자\t부서\n1\t{{person_name:탁하람}}\t재무",
        "INSERT INTO m (mbr_nm, tel) VALUES ('{{person_name:계은별}}', 1)",
        "근로자명,국적\n{{person_name:바트바야르}},몽골",
        "customer-name: {{person_name:탁하람}}",
        "수상자 {{person_name:인하율}}",
        "운전자 {{person_name:편도한}}, 면허번호 {{driver_license:11-07-384910-52}}",
        "아들 {{person_name:은파랑}}({{birth_date:2003.9.18}})",
        "피보험자 {{person_name:하늬}} ({{birth_date:1972. 6. 8.}})",
        "상대방은 {{person_name:길태평}}, 전화 {{phone:010-9472-1603}}",
        "회원: {{person_name:석류}} (회원번호 {{member_number:GX-30418}})",
        "엄마 성함은 {{person_name:이슬}}이고",
        "신입 이름이 {{person_name:주인공}}이라서",
        "1위 {{person_name:모나리}} 39:05",
        "3위 {{person_name:Wanjiru Njeri}} 39:41",
        "2) {{person_name:압둘라 우마로프}} {{frn:990921-5763908}}",
        "대표 {{person_name:마동혁}}({{person_name:馬東赫}}) 별세",
        "성명 {{person_name:황금별}} (한자) {{person_name:黃金별}}",
        "납부자: {{person_name:감태수}}, {{person_name:남보람}}, {{person_name:도기욱}}, {{person_name:류미애}}, "
        "{{person_name:방글이}}, {{person_name:석명자}}",
        "납부자: {{person_name:감태수}}, {{person_name:남보람}}, {{person_name:도기욱}}, {{person_name:류미애}}, "
        "{{person_name:심지한}} 이상 5명",
        "이름\t연락처\n{{person_name:위대한}}\t{{phone:010-4873-2265}}",
        '"name":"{{person_name:연다함}}","gender":"F"',
        "  - name: {{person_name:표진}}\n    phone: {{phone:010-4417-9320}}",
        "성 명 {{person_name:피어라}}\n주 소",
        "헌혈자: {{person_name:피나눔}}\n전화: {{phone:010-7093-5581}}",
        "수신인 {{person_name:국정임}}, 서울",
        "예약자 {{person_name:Moreau Élodie}}\n",
        '"holder":"{{person_name:MO SARANG}}"',
        "{{person_name:Bayarmaa Ganbold}} 박사에게도",
        "His name is {{person_name:국세온}}, from",
        "지도해 주신 {{person_name:하성겸}} 교수님과",
        "<td>{{person_name:소하담}}</td><td>과장</td>",
        "{{person_name:탁이레}} 씨네 집들이",
        "담임 {{person_name:변가람솔}} 드림",
        "00:03:11 {{person_name:임하슬린}}: 아 네",
        "00:03:14 {{person_name:제이슨 곽}}: 들립니다",
        "사위 {{person_name:제임스 오코너}}\n",
        "{{person_name:표창식}} · {{person_name:민들레}} 의 장남 {{person_name:한솔}}",
        "우수: {{person_name:이다로}}(가람초 4), {{person_name:현주리}}(새봄초 6)",
        "아버지 {{person_name:사공철}}은 뱃사람",
        "저는 학번 {{student_number:2021-14057}} {{person_name:여진솔}}이고",
        "{{person_name:판도윤}} 고객님",
        "어제 {{person_name:채온유}}도 왔다",
        "{{person_name:고진욱}}이더러 자르라고",
        "{{person_name:유도희}}네 집에서",
        "{{person_name:오규식}}이랑은 아직",
        "{{person_name:박수빈}}조차 몰랐다",
        "FW {{person_name:한태오}} {{person_name:김민준}}",
        "{{person_name:김민준}}/{{person_name:임은하}} 25:21",
        "{{person_name:도길남}} 아저씨한테",
        "사위: {{person_name:노재관}}",
        "농가주 {{person_name:신근배}} 씀",
        "Dear Ms. {{person_name:Gyeong-ah Bing}},",
        "Mr. {{person_name:Juno Calderón}} as",
        "{{person_name:Kwok Hyun-a}} 가",
    ),
    lookalikes=(
        "이름이 뭐예요?",
        "위치를 이동하는 동안",
        "[공지 사항] [오후 2:15] 점검",
        "[전 체] [오후 2:15] 점검",
        "나 이번인데",
        '"고객지원" <b>',
        "Customer Support <b>굵게</b>",
        "장애 (운영팀)",
        "이벤트 (3학년)",
        "성명: 추후 공지",
        "이름: 미정",
        "환자 이 약을",
        "베트남에서 온 며느리예요",
        "Hồ Chí Minh 시내",
        "히라가나\n연자 합자입니다",
        "Привет Мир",
        "민원실 044-20",
        "보험계약자 기재란",
        "해바라기 씨를 심고",
        "황기 씨앗",
        "조생종 씨를 심고",
        "둘이가 아니라 셋이가",
        "주인공의 아들 노릇",
        "Daily Report (이번주)",
        "Primary Colors (주조색)",
        "이름: 구례군",
        "화면명: 테스트 요구수준",
        "The Dyatlov 사건",
        "이름이 정해지고 나면",
        "이 게 뭐 드림",
        "Casa Nova 호텔",
        "담당자 연락처 051-222",
        "선생님 안녕하세요",
        "방문한 기사님이",
        "김대리님",
        "보내는 이유가",
        "유효성 검사",
        "Park Avenue",
        "담당자: 미정",
        "firstName이나",
        "공영주차장 요금",
        "지하주차장과 노상주차장",
        "공영주차장님께 문의",
        "공설운동장 이용 안내",
        "박람회장 배치도",
        "서초구청장 면담",
        "추진 경위",
        "사건 경위",
        "명예교수",
        "신임 회장",
        "선임 간호사",
        "지휘감독",
        "배상책임",
        "사무국장",
        "위해 고객의",
        "주신 고객님",
        "고객: 여보세요?",
        "피고인은 2024. 8. 17. 범행",
        "환자 이송",
        "피해자 명예 보호",
        "담당자 전결",
        "이름\t부서",
        "성명 불상의 남자",
        "유명한 배우",
        "윤동주의 서시",
        "백종원의 골목식당",
        "부서,비고\\n재무팀,이동함,3",
        "[공지사항] [오후 2:15] 점검",
        "name: Acme Foundation",
        "Hi Team,",
        "Google 님",
        "Apple 씨앗",
        "중국 출신 유학생입니다",
        "Hello World!",
        "Mr. Robot 시즌",
        "Contact: Customer Service",
        "서초동과 서원동에 지점",
        "이용자에게 알림",
        "중국인 관광객 (20명)",
        "미국 친구 아저씨",
        "경희대 교수",
        "정다운 이웃",
        "품목,담당자\n볼펜,미정",
        "file-name: 한국어",
        "담당자 변경, 전화 02-120",
        "신청인 주소, 연락처, 전화번호",
        "환자 안내(연락처는 아래)",
        "원고 국민연금(2003. 9. 18.)",
        "성함은 어떻게 되세요",
        "제 이름은 이거예요",
        "1위 대한민국 3:10",
        "2위 서울시 39:05",
        "2) 외국인 등록 확인",
        "한국어(韓國語)를 배운다",
        "| 순번 | 성명 | 사번 | 내선 |",
        "name: 우체국\nphone: 안내",
        "이름\t연락처\n우체국\t02-120",
        'placeholder: "Kim Text"',
        "예약자 Booking Page로",
        "김밥집 사장님",
        "한문반 선생님",
        "메가박스 씨네 시간표",
        "한빛약국 드림",
        "서비스팀 드림",
        "태연과 제시카 무대",
        "우수: 국어(90), 수학(80)",
        "오늘은 안 하나 봐요",
        "안하나 봐요",
        "별로 안무섭네",
        "이하루 동안",
        "송정리 이백십이 다시",
        "주인 아저씨 계신가요",
        "정수기 아저씨가",
    ),
)
