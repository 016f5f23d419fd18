"""Names with a title behind them, and names by their sound alone."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("박서준 고객님", "[이름_1] 고객님"),
        ("김 철수 님", "[이름_1] 님"),
        ("남궁민수 과장님께", "[이름_1] 과장님께"),
        ("변우석 드림", "[이름_1] 드림"),
        ("표예진(만 34세, 여)", "[이름_1](만 34세, 여)"),
        ("김만석님이시고요", "[이름_1]님이시고요"),
        ("김만석 팀장님이었습니다", "[이름_1] 팀장님이었습니다"),
        ("옥순애(82/F) 낙상", "[이름_1](82/F) 낙상"),
        ("여말숙 F/81 낙상", "[이름_1] F/81 낙상"),
        ("비상1,설하준 (모),010", "비상1,[이름_1] (모),010"),
        ("세대원: 빈도형(본인), 탁하율(자)", "세대원: [이름_1](본인), [이름_2](자)"),
        ("예동찬(부) 통화", "[이름_1](부) 통화"),
        ("제18회 엄필성 동문이", "제18회 [이름_1] 동문이"),
        ("연규상 동지 사건", "[이름_1] 동지 사건"),
        ("주인이 남율하 씨면 연락", "주인이 [이름_1] 씨면 연락"),
        ("김민수 (인)", "[이름_1] (인)"),
        ("표수빈(생년월일 1991.2.3)", "[이름_1](생년월일 [생년월일_1])"),
        ('임차인과 진나리(이하 "을")는', '임차인과 [이름_1](이하 "을")는'),
        ("송강하(前 해밀초 교장)님 별세", "[이름_1](前 해밀초 교장)님 별세"),
        ("2등 임도하(4418)", "2등 [이름_1](4418)"),
        ("내일 한소율 이름으로 예약", "내일 [이름_1] 이름으로 예약"),
        ("봉태환 명의로 개통", "[이름_1] 명의로 개통"),
        ("바오로 신부님께", "[이름_1] 신부님께"),
        ("봉준호 감독님", "[이름_1] 감독님"),
        ("응우옌 티 흐엉 씨", "[이름_1] 씨"),
        ("오늘 블라디미르 씨는 쉽니다", "오늘 [이름_1] 씨는 쉽니다"),
        ("어제 김민수가 왔다", "어제 [이름_1]가 왔다"),
        ("김철수님 이영희님 박민수님", "[이름_1]님 [이름_2]님 [이름_3]님"),
    ],
)
def test_a_title_or_a_description_shows_a_name(masked: Masked, text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "선생님 안녕하세요",
        "고객님",
        "김대리님",
        "안중근 의사 기념관",
        "봉준호 감독의 영화",
        "가족 명의로 개통",
        "파일을 다른 이름으로 저장",
        "진라면(2207)",
        "진미채(4400)",
        "신청서(생년월일 기재)",
        "공영주차장 사장님",
        "이소 고객 후기",
        "윤동주의 서시",
        "용호동 12 근처",
        "여기 김 철수입니다만",
    ],
)
def test_a_title_without_a_name_and_a_well_known_person_stay(masked: Masked, text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *(f"{head}주차장{tail}" for head in ("공영", "임시", "노상", "유료", "옥상") for tail in ("님", "님께", "님이 답변을")),
        "공설운동장", "공설운동장님", "주경기장에서", "박람회장", "전기공사장님", "서초구청장님께",
    ],
)  # fmt: skip
def test_a_place_that_ends_like_a_title_is_no_name_with_or_without_an_honorific(masked: Masked, text: str) -> None:
    assert masked(f"{text} 확인 부탁드려요") == f"{text} 확인 부탁드려요"


@pytest.mark.parametrize("name", ["최영주", "한성주", "박은주", "강민주"])
def test_a_known_given_name_before_such_an_ending_stays_a_name(masked: Masked, name: str) -> None:
    assert masked(f"{name}차장님께 전달했습니다") == "[이름_1]차장님께 전달했습니다"
