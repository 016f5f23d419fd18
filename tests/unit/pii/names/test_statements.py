"""Names told by what goes on behind them, rows of names with one title, and who speaks on a line."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("행동특성: 도여울은(는) 친구를 잘 도움", "행동특성: [이름_1]은(는) 친구를 잘 도움"),
        ("신청인 남하린이(가) 제출함", "신청인 [이름_1]이(가) 제출함"),
        ("지갑 주웠어요. 표한별 / 학번 2023147083", "지갑 주웠어요. [이름_1] / 학번 [학번_1]"),
        ("오늘 감나린 생일인데 깜빡", "오늘 [이름_1] 생일인데 깜빡"),
        ("동생 앞으로 돼 있어요. 구준혁이고 저는 형이에요", "동생 앞으로 돼 있어요. [이름_1]이고 저는 형이에요"),
        ("아직 안 낸 도아람, 초이안 학생은 금요일까지", "아직 안 낸 [이름_1], [이름_2] 학생은 금요일까지"),
        ("회의록\n채도윤: 현장은 어디죠?", "회의록\n[이름_1]: 현장은 어디죠?"),
        ("Rahul Sharma: can someone check?", "[이름_1]: can someone check?"),
        ("Assignee: 도빛나래", "Assignee: [이름_1]"),
        ("성적우수상 3학년 2반 탁하준", "성적우수상 3학년 2반 [이름_1]"),
        ("수상자 명단은 남하린 외 2명", "수상자 명단은 [이름_1] 외 2명"),
        ("회원: 천둥 (회원번호 GX-20815)", "회원: [이름_1] (회원번호 [회원번호_1])"),
        ("사랑하는 막례 여사께", "사랑하는 [이름_1] 여사께"),
        ("옆집 점순 할머니가", "옆집 [이름_1] 할머니가"),
        ("어제 감미리내가 왔다", "어제 [이름_1]가 왔다"),
        ("DOCS P/KOR/M482K1093/KOR/02AUG86/F/17SEP31/OH/BADA", "DOCS P/KOR/[여권번호_1]/KOR/[생년월일_1]/F/17SEP31/[이름_1]"),
        ("1.OH/BADA MS 2.KIM/MINSUMR", "1.[이름_1] MS 2.[이름_2]MR"),
    ],
)
def test_a_name_is_told_by_what_goes_on_behind_it(masked: Masked, text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "비밀번호은(는) 필수입니다",
        "상품명이(가) 없습니다",
        "부서명 / 연락처",
        "지인 할인은 고객님 생일 쿠폰",
        "신입생 생일 파티",
        "조건문이고 저는 잘 몰라요",
        "사과, 배추, 고구마 님",
        "주의사항: 문을 닫으세요",
        "이용자: 여보세요?",
        "Release Notes: fixed",
        "배포 서버가 빛나래요",
        "CSS/HTML MSDN",
        "AC/DC MR. BRIGHTSIDE",
        "주문일 / 생년월일",
        "고객: 공란 (연락처 없음)",
        "회원: 전체 (회원 할인)",
        "3학년 2반 담임선생님",
        "임직원 외 3명",
        "Bill Amount: total",
        "Min Value: three",
        "우리 할머니와 이웃 어르신",
        "조은 사우나 이용권",
        "부디 건강하세요 님들",
    ],
)
def test_a_sentence_without_a_person_stays(masked: Masked, text: str) -> None:
    assert masked(text) == text
