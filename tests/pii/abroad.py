"""``python -m tests.pii.abroad FOLDER``: which Hangul words stand in names of other countries, written to predictor/pii/lexicon.

FOLDER is that of the package kiwipiepy_model (0.24.0, Apache-2.0). Its ``multi.dict`` holds titles of Wikidata (CC0) with their class,
of which Q5 is a human being; its ``default.dict`` holds words of one part. A word is kept that stands in the names of three persons
or more and hardly in other titles, and that is no everyday word.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from predictor.pii.names import evidence
from tests.pii.learn import rewrite

_HUMAN: Final = "Q5"
_WORD: Final = re.compile("[가-힣]{2,8}")
_PERSONS: Final = 3  # with a word in their names
_SHARE: Final = 4  # persons for each other title with the word
_EVERYDAY: Final = frozenset(("NNG", "MAG", "VV", "VA", "XR", "IC"))  # parts of speech of kiwi
_A_LINE: Final = 25  # words
# Ranks and loanwords that stand in the names of nobles and artists.
_NO_NAMES: Final = frozenset(
    "교황 왕녀 대공 후작 자작 여공작 공녀 북위 후한 숙의 당주 폐비 귀인 포스터 버그 트럼프 루트 타이 게이 커리 워드 클라스 바로 활동 다수 이삼 수비 스카프"
    " 슬리퍼 콜라 캐리어 렌즈 렌지 린스 그래프 포인터 샘플 바겐 비용 파이프 트레이 카풀 펜스 클린 젤리 삼바 밸런스 서밋 컬럼 멜로 외날 롤러 초크 파인더"
    " 수리 바질 아이보리 엔터테이너 스콜라 그래머 드라이어 에이치 비제이 디제이 스톡 시니어 홀더 브랜치 부르주아 불독 데크 샤만 다트 외제 치수 올리브"
    " 트럼펫 핸들러 하루에 작품과 사이가 아우라 요르단 아이만 데일리 시드니 버지니아 오스틴 판타지 필드가 트리오 게르만 리베로 이사금 이머전"
    " 페이버 레이어드 플레어 코사크 왕조의 스키 베이컨 콘티 무디 레이디 비비 본드 파운더 스타 체스트넛 크리스털 자스민".split()
)


def titles(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """(title, whether it is a human being's name) of each line of ``multi.dict``."""
    for line in lines:
        fields = line.rstrip("\n").split("\t")
        if len(fields) > 1 and not line.startswith("#"):
            yield fields[0], fields[-1].strip("# ") == _HUMAN


def everyday(lines: Iterable[str]) -> set[str]:
    """The words of ``default.dict`` that are no proper nouns."""
    rows = (line.rstrip("\n").split("\t") for line in lines if not line.startswith("#"))
    return {row[0] for row in rows if len(row) > 1 and row[1] in _EVERYDAY}


def words(found: Iterable[tuple[str, bool]], refused: set[str]) -> list[str]:
    """The words of persons' names, the most frequent first."""
    persons: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for title, human in found:
        (persons if human else others).update(word for word in set(title.split()) if _WORD.fullmatch(word))
    return [
        word
        for word, count in persons.most_common()
        if not word.endswith("의")
        and count >= max(_PERSONS, _SHARE * others[word])
        and word not in refused
        and word not in evidence.RANKS
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    refused = everyday((folder / "default.dict").read_text(encoding="utf-8").splitlines()) | evidence.COMMON | _NO_NAMES
    kept = words(titles((folder / "multi.dict").read_text(encoding="utf-8").splitlines()), refused)
    lines = (", ".join(kept[place : place + _A_LINE]) for place in range(0, len(kept), _A_LINE))
    rewrite("foreign_names_learned", "".join(f"{line}\n" for line in lines))
    print(f"{len(kept)} words")


if __name__ == "__main__":
    main()
