"""Whether a request wants the page or JSON (RFC 9110, 12.5.1)."""

from typing import Final

HTML: Final = "text/html"
# Every browser names it when it opens an address. Java's HttpURLConnection names text/html too, and gets JSON, because it does not.
XHTML: Final = "application/xhtml+xml"
JSON_RANGES: Final = ("application/json", "application/*", "*/*")
MOST_RANGES: Final = 32


def prefers_page(accept: str) -> bool:
    """True where the header `Accept` names both of a browser's types and weighs HTML above JSON.

    >>> prefers_page("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), prefers_page("*/*"), prefers_page("")
    (True, False, False)
    >>> prefers_page("text/html, image/gif, image/jpeg, */*; q=.2")
    False
    """
    weights = dict(_weight(one) for one in accept.split(",", MOST_RANGES)[:MOST_RANGES])
    json = next((weights[name] for name in JSON_RANGES if name in weights), 0.0)
    return weights.get(XHTML, 0.0) > 0 and weights.get(HTML, 0.0) > json


def _weight(media_range: str) -> tuple[str, float]:
    """(media type, its `q` from 0 to 1); one that cannot be read weighs nothing."""
    name, *parameters = (part.strip().lower() for part in media_range.split(";"))
    given = next((part.partition("=")[2].strip() for part in parameters if part.partition("=")[0].strip() == "q"), "1")
    try:
        weight = float(given)
    except ValueError:
        return name, 0.0
    return name, weight if 0 <= weight <= 1 else 0.0
