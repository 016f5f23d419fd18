"""Names in speech: who introduces a person, and who speaks in an exported chat."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("저는 김민준입니다", "저는 [이름_1]입니다"),
        ("법무팀 송기범", "법무팀 [이름_1]"),
        ("배송기사 윤근배입니다", "배송기사 [이름_1]입니다"),
        ("담당 매니저 Jennifer Oh에게 메일", "담당 매니저 [이름_1]에게 메일"),
        ("[김민수] [오후 2:15] 안녕", "[[이름_1]] [오후 2:15] 안녕"),
        ("2026. 9. 1. 오후 7:22, 김민수 : 안녕", "2026. 9. 1. 오후 7:22, [이름_1] : 안녕"),
        ("감사합니다, 한빛케어 표서진입니다", "감사합니다, 한빛케어 [이름_1]입니다"),
        ("우리 둘째 민준이가 열이 나요", "우리 둘째 [이름_1]이가 열이 나요"),
        ("본인 표하율은 위 내용에 동의합니다", "본인 [이름_1]은 위 내용에 동의합니다"),
        ("사법경찰관 경사 엄태하", "사법경찰관 경사 [이름_1]"),
        ("19학번 노승민입니다", "19학번 [이름_1]입니다"),
        ("저는 카를로스예요", "저는 [이름_1]예요"),
        ("장녀, 사위 Michael Trent", "장녀, 사위 [이름_1]"),
        ("성함이 어떻게 되세요? 고객: 국중만이요", "성함이 어떻게 되세요? 고객: [이름_1]이요"),
        ("원장님 성함이 남기찬이래", "원장님 성함이 [이름_1]이래"),
        ("이장 서민준올시다", "이장 [이름_1]올시다"),
        ("본인은 김민수은(는) 동의합니다", "본인은 [이름_1]은(는) 동의합니다"),
    ],
)
def test_speech_shows_a_name(masked: Masked, text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "저는 이용자입니다",
        "추진 경위 설명",
        "본인 서명은 위 칸에",
        "신임 회장 선출",
        "[공지사항] [오후 2:15] 점검",
        "고객센터 이용 안내",
        "안녕하세요, 이번 주말입니다",
        "고객 Special Offer",
        "이름이 뭐예요? 사과예요",
        "우리 동생 고양이가",
    ],
)
def test_a_role_and_a_room_are_no_names(masked: Masked, text: str) -> None:
    assert masked(text) == text
