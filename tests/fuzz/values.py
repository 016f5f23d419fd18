"""What the fuzzer sends: invented personal data in the forms that JSON has, markers that no error may repeat, and odd values."""

import random
from copy import deepcopy
from typing import Any

from tests.personal import CARD, EMAIL, PHONE, RRN

PERSONAL = (PHONE, EMAIL, RRN, CARD)
# The digits by which a number that got through is known, whatever form it had.
DIGITS = ("9001011234568", "821012345678", "010-1234-5678", "900101-1234568", "gildong.hong@", "4111-1111-1111-1111")
MARKER = "hotmarker"
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 1.5, 2**31, 2**33, 2**63, 2**64 - 1, -(2**63), 1e30, "1e400", "nan", "-inf", "NaN", "1", " 3"),
    *(
        "",
        " ",
        "\u0000",
        "가" * 5000,
        [],
        {},
        [[]],
        [{}],
        [None],
        {"": None},
        ["a", 1],
        "true",
        "yes",
        "\ufeff",
        "\u202e",
        "[전화번호_1]",
    ),
)


def marker(draw: random.Random) -> str:
    """A text that an error must not quote."""
    return f"{MARKER}{draw.randrange(10**6)}"


def personal(draw: random.Random) -> Any:
    """A value of a person, as text or as number."""
    return draw.choice(
        (
            PHONE,
            f"연락처는 {PHONE} 입니다",
            EMAIL,
            RRN,
            CARD,
            9001011234568,
            9001011234568.0,
            821012345678,
            f'{{"rrn": 9001011234568.0, "phone": "{PHONE}"}}',
        )
    )


def value(draw: random.Random) -> Any:
    """Any value."""
    kind = draw.random()
    if kind < 0.35:
        return personal(draw)
    return marker(draw) if kind < 0.55 else deepcopy(draw.choice(ODD))
