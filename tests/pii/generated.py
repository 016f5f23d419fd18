"""Texts made by crossing values with spellings, contexts and particles: what a corpus written by hand cannot cover."""

import itertools
from collections.abc import Iterator

from tests.pii.scoring import Labelled

_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
_HANGUL = str.maketrans("0123456789", "공일이삼사오육칠팔구")
_SCANNED = tuple(str.maketrans(digits, letters) for digits, letters in (("0", "O"), ("1", "l"), ("01", "Ol")))
_PARTICLES = ("", "입니다", "이에요", "으로 연락 주세요", "이고요", "은 예전 거예요", ".", ",", ")", "\n", "요", "만", "에서")
_CONTEXTS = ("", "제 정보는 ", "확인: ", "(", "\n- ", "“", "그리고 ", "=", "안녕하세요. ")
_NUMBERS = {
    "phone": (
        ("010", "2345", "6789"),
        ("010", "9071", "0013"),
        ("02", "345", "6789"),
        ("031", "234", "5678"),
        ("070", "7777", "1234"),
    ),
    "rrn": (("850312", "1234641"), ("021231", "4567890")),
    "frn": (("930418", "6771234"),),
    "card": (("4579", "5751", "4200", "0540"), ("9410", "4688", "4210", "5466")),
    "business_number": (("120", "29", "89353"),),
    "driver_license": (("14", "17", "339102", "81"),),
}
_JOINTS = {
    "phone": ("-", " ", ".", "–", " - ", "/", "\u00a0", "ㅡ", "·"), "rrn": ("-", " - ", "–", "－"), "frn": ("-", "–"),
    "card": ("-", " ", ".", "–", ""), "business_number": ("-", "–"), "driver_license": ("-", "–"),
}  # fmt: skip
_MAILS = ("kim.minsu@example.com", "sky_92@naver.com", "a-b@mail.example.co.kr")


def _numbers() -> Iterator[tuple[str, str]]:
    for kind, numbers in _NUMBERS.items():
        for groups, joint in itertools.product(numbers, _JOINTS[kind]):
            plain = joint.join(groups)
            yield kind, plain
            yield kind, plain.translate(_WIDE)
            if joint:
                yield kind, "\u200b".join(plain)
            if joint == "-":
                yield from ((kind, read) for read in dict.fromkeys(map(plain.translate, _SCANNED)) if read != plain)
        if kind in ("phone", "rrn"):
            for groups in numbers[:2]:
                yield kind, " ".join(groups).translate(_HANGUL)
    for groups in _NUMBERS["phone"]:
        yield "phone", f"+82 {groups[0][1:]}-{groups[1]}-{groups[2]}"
        yield "phone", f"({groups[0]}) {groups[1]}-{groups[2]}"


def _mails() -> Iterator[tuple[str, str]]:
    for mail in _MAILS:
        local, host = mail.split("@")
        yield from (
            ("email", spelled)
            for spelled in (mail, mail.translate(_WIDE), mail.upper(), f"{local} (at) {host}", f"{local}골뱅이{host}")
        )
        yield "email", f"{local} 골뱅이 {host.replace('.', ' 점 ')}"
        yield "email", f"{local}%40{host}"
        yield "email", f"{local}&#64;{host}"


def crossed() -> Iterator[Labelled]:
    """Every spelling in a few of all contexts and particles: each pair of them meets, in an order that never changes."""
    turn = 0
    for kind, value in itertools.chain(_numbers(), _mails()):
        for particle in _PARTICLES:
            context = _CONTEXTS[turn % len(_CONTEXTS)]
            turn += 1
            yield Labelled(context + value + particle, ((len(context), len(context) + len(value), kind),))
