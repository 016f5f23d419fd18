"""Values of HTTP headers."""

MOST_DIGITS = 18  # a number of more digits is no length and no time


def whole(value: str) -> int | None:
    """The number of a header that holds decimal digits alone; None for any other, and for one of more than MOST_DIGITS.

    >>> whole("12"), whole("+12"), whole("²"), whole(""), whole("9" * 5000)
    (12, None, None, None, None)
    """
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= MOST_DIGITS else None
