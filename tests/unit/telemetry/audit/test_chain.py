import pytest

from predictor.telemetry.audit.chain import GENESIS, Chain, Head, Sealer, read_line
from tests.unit.telemetry.audit.writing import KEY, NOON


@pytest.mark.parametrize("key", [None, KEY])
def test_a_line_names_the_hash_of_the_one_before(key: bytes | None) -> None:
    chain = Chain(Head("c"), Sealer(key))
    first, second = (read_line(chain.link("request", NOON, {"n": n})) for n in range(2))
    assert first
    assert second
    assert (first.previous, first.sequence, second.previous, second.sequence) == (GENESIS, 1, first.hash, 2)
    assert Sealer(key).hash(second.body) == second.hash
    assert chain.head == Head("c", 2, second.hash)


def test_every_changed_byte_of_a_line_shows() -> None:
    raw = Chain(Head("c"), Sealer()).link("request", NOON, {"n": 1, "text": "가"})
    for place in range(len(raw) - 1):
        changed = read_line(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
        assert changed is None or Sealer().hash(changed.body) != changed.hash


@pytest.mark.parametrize("text", ["a\nb", "a\r\n\u2028b", '","hash":"', "\x00", "half \ud800 of a pair"])
def test_no_text_breaks_a_line(text: str) -> None:
    raw = Chain(Head("c"), Sealer()).link("request", NOON, {"request_id": text})
    line = read_line(raw)
    assert line is not None
    assert raw.count(b"\n") == 1
    assert line.fields["request_id"] == text


def test_a_key_has_an_id_that_does_not_show_it_and_a_short_one_is_refused() -> None:
    assert Sealer(KEY).name.startswith("hmac-sha256:")
    assert Sealer(KEY).name != Sealer(KEY + b"2").name
    with pytest.raises(ValueError, match="32 bytes or more"):
        Sealer(b"short")


@pytest.mark.parametrize("raw", [b"", b"{}", b"\xff\xfe", b'{"audit":"sha256","hash":"' + b"0" * 64 + b'"}', b"[" * 100_000])
def test_what_is_no_line_is_none(raw: bytes) -> None:
    assert read_line(raw) is None
