"""Check digits and dates of Korean numbers. A wrong check digit refuses no number, because the law has made some of them random."""

from datetime import date
from typing import Final

# Digits are summed as bytes, which is twice as fast as int() for each; "0" is 48.
_VALUE: Final = bytes((byte - 48) % 256 for byte in range(256))
_DOUBLED: Final = bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)[byte - 48] if 48 <= byte < 58 else 0 for byte in range(256))
_RRN_WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_BRN_WEIGHTS: Final = (1, 3, 7, 1, 3, 7, 1, 3, 5)
_CRN_WEIGHTS: Final = (1, 2) * 6
_CENTURY: Final = {"9": 1800, "0": 1800, "1": 1900, "2": 1900, "5": 1900, "6": 1900, "3": 2000, "4": 2000, "7": 2000, "8": 2000}
_PAST: Final = 2026  # a year before this one needs no look at the calendar


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    """The sum of the first digits, each times its weight."""
    values, total = digits.encode(), 0
    for place in range(len(weights)):
        total += (values[place] - 48) * weights[place]
    return total


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 check digit, used by payment cards."""
    values = digits.encode()
    return (sum(values[-1::-2].translate(_VALUE)) + sum(values[-2::-2].translate(_DOUBLED))) % 10 == 0


def ean13(digits: str) -> bool:
    """GS1 check digit of an EAN-13 bar code (ISBN-13 included)."""
    return len(digits) == 13 and _weighted(digits, (1, 3) * 6 + (1,)) % 10 == 0


def resident(digits: str) -> bool:
    """Legacy check digit of a resident (주민) or foreigner (외국인) registration number; random since October 2020."""
    base = 13 if digits[6] in "5678" else 11
    return (base - _weighted(digits, _RRN_WEIGHTS) % 11) % 10 == int(digits[12])


def business(digits: str) -> bool:
    """Check digit of a business registration number (사업자등록번호), ten digits."""
    total = _weighted(digits, _BRN_WEIGHTS) + int(digits[8]) * 5 // 10
    return (10 - total % 10) % 10 == int(digits[9])


def corporate(digits: str) -> bool:
    """Check digit of a corporate registration number (법인등록번호), thirteen digits."""
    return (10 - _weighted(digits, _CRN_WEIGHTS) % 10) % 10 == int(digits[12])


def birth(digits: str) -> date | None:
    """The birth date in a 13-digit registration number, or None when it is impossible or in the future."""
    return day(_CENTURY[digits[6]] + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))


def day(year: int, month: int, of_month: int) -> date | None:
    """A past calendar day, or None."""
    if not (0 < month <= 12 and 0 < of_month <= 31):  # most numbers are no day, and an error takes ten times as long
        return None
    try:
        found = date(year, month, of_month)
    except ValueError:
        return None
    return found if year < _PAST or found <= today() else None


def today() -> date:
    """Today, in the server's own time zone: no birth date is later."""
    return date.today()
