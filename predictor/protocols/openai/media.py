"""Images, sounds and videos in base64, known by their first bytes, because a text in base64 would pass the masker unread."""

import base64
import binascii
import re
from typing import Final

DATA_URL: Final = re.compile(r"data:(?:image|audio|video)/[a-z0-9.+-]+(?:;[a-z0-9=.-]+)*;base64,", re.IGNORECASE)
BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
HEAD: Final = 64  # characters of base64 that are decoded
# The first bytes of each format, and where they stand. SVG is none of them, because it is text.
SIGNATURES: Final[tuple[tuple[int, bytes], ...]] = (
    (0, b"\x89PNG\r\n\x1a\n"),
    (0, b"\xff\xd8\xff"),  # JPEG
    (0, b"GIF87a"),
    (0, b"GIF89a"),
    (8, b"WEBP"),
    (6, b"\0\0\0\0"),  # BMP, behind "BM" and its size
    (0, b"II*\0"),  # TIFF
    (0, b"MM\0*"),
    (4, b"ftyp"),  # MP4, M4A, AVIF, HEIC
    (8, b"WAVE"),
    (8, b"AVI "),
    (0, b"OggS\0"),
    (0, b"fLaC\0"),
    (0, b"ID3\x02"),
    (0, b"ID3\x03"),
    (0, b"ID3\x04"),
    (0, b"\x1a\x45\xdf\xa3"),  # WebM, Matroska
    (0, b"\0\0\x01\xba"),  # MPEG
)
CONTAINERS: Final = {b"WEBP": b"RIFF", b"WAVE": b"RIFF", b"AVI ": b"RIFF", b"\0\0\0\0": b"BM"}
FRAME: Final = re.compile(rb"\xff[\xe0-\xff]")  # MP3 and AAC without a tag


def is_medium(value: str) -> bool:
    """True for a data URL or a base64 text that holds an image, a sound or a video."""
    url = DATA_URL.match(value)
    encoded = (value[url.end() :] if url else value).replace("\r", "").replace("\n", "")
    if not BASE64.fullmatch(encoded):
        return False
    head = encoded.rstrip("=")[:HEAD].replace("-", "+").replace("_", "/")
    try:
        return _is_known(base64.b64decode(head[: len(head) // 4 * 4]))
    except binascii.Error:
        return False


def _is_known(head: bytes) -> bool:
    if FRAME.match(head):
        return True
    return any(head.startswith(mark, place) and head.startswith(CONTAINERS.get(mark, b"")) for place, mark in SIGNATURES)
