"""The key file is read strictly: what two readers could understand differently is refused, and no message shows a secret."""

import hashlib
import json
from pathlib import Path

import pytest

from predictor.inference.keys.key_file import MOST_BYTES, KeyFileError, parse, read

GOOD = """
keys:
  - name: team-a
    secrets: [sha256:DIGEST, {value: invented-plain-secret, expires: 2027-01-31T00:00:00+09:00}]
    comment: 주문 상담
    expires: "2027-06-30T00:00:00+09:00"
    protocols: [openai, native]
    models: [llm]
    adapters: []
    requests_per_second: 10
    tokens_per_minute: 100000
    tokens_per_day: 2000000
    max_tokens: 512
    pii: mask
    restore: off
    priority: 5
""".replace("DIGEST", hashlib.sha256(b"invented").hexdigest())
SECRET = "invented-secret-value"


def rows(*texts: str) -> bytes:
    return ("keys:\n" + "".join(f"  - {{{text}}}\n" for text in texts)).encode()


def test_every_field_is_read() -> None:
    (key,) = parse(GOOD.encode())
    assert (key.name, len(key.secrets), key.restore, key.priority, key.adapters) == ("team-a", 2, "off", 5, frozenset())
    assert key.expires is not None
    assert key.expires.isoformat() == "2027-06-30T00:00:00+09:00"
    assert SECRET not in repr(parse(rows(f"name: a, secrets: [{SECRET}]")))


def test_a_byte_order_mark_and_json_are_read_too() -> None:
    assert parse(b"\xef\xbb\xbf" + GOOD.encode()) == parse(GOOD.encode())
    assert parse(b'{"keys": [{"name": "a", "secrets": ["invented-secret"]}]}')[0].name == "a"
    assert parse(b"keys: []") == ()


BOMB = "a: &a [x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "mapping"),
        (b"- a", "mapping"),
        (b"keys: 5", "keys"),
        (b"\xff\xfe\x00", "UTF-8"),
        ("keys: []\n".encode("utf-16"), "UTF-8"),
        (b"keys: []\nkeys: []", "twice"),
        (rows(f"name: a, name: b, secrets: [{SECRET}]"), "twice"),
        (BOMB.encode() + b"keys: []", "anchors"),
        (b"keys: &x []", "anchors"),
        (b"keys: " + b"[" * 50_000, "deeper"),
        (b"keys: !!python/object/apply:os.system [ls]", "YAML"),
        (b"keys: [\x00]", "YAML"),
        (b"keys:\n\t- a", "line 2"),
        (b"keys: []\n---\nkeys: []", "another document"),
        (b"#" * (MOST_BYTES + 1), "larger"),
        (rows(f"name: a, secrets: [{SECRET}], rps: 5"), "a: keys.0.rps: there is no such field; docs/keys.md"),
        (b"keys:", "must be a list of keys"),
        (b"keys: {team-a: [openai]}", "must be a list of keys"),
        (b"keys: [team-a]", "must be a mapping"),
        (rows("name: a, secrets: [12345678]"), "must be a list of one secret or more"),
        (rows(f"name: a, secrets: {SECRET}"), "must be a list of one secret or more"),
        (rows(f"name: a, secrets: [{SECRET}], models: llm"), "a: keys.0.models: must be a list of names"),
        (rows(f"name: a, secrets: [{SECRET}], models: []"), "leave the field out to allow all"),
        (rows(f"name: a, secrets: [{SECRET}], adapters: [1]"), "must be a list of names"),
        (rows("name: a"), "a: keys.0.secrets"),
        (rows("name: a, secrets: []"), "a: keys.0.secrets"),
        (rows("name: a, secrets: [short]"), "8 or more"),
        (rows(f"name: a, secrets: [sha256:{'G' * 64}]"), "hexadecimal"),
        (rows(f"name: 'a b', secrets: [{SECRET}]"), "letters"),
        (rows(f"name: none, secrets: [{SECRET}]"), "another name"),
        (rows(f"name: a, secrets: [{SECRET}], expires: 2027-01-31"), "zone"),
        (rows(f"name: a, secrets: [{SECRET}], expires: 2027-01-31T00:00:00"), "zone"),
        (rows(f"name: a, secrets: [{SECRET}], tokens_per_minute: 0"), "greater than or equal to 1"),
        (rows(f"name: a, secrets: [{SECRET}], tokens_per_minute: '5'"), "integer"),
        (rows(f"name: a, secrets: [{SECRET}], tokens_per_minute: true"), "integer"),
        (rows(f"name: a, secrets: [{SECRET}], tokens_per_minute: 9, tokens_per_day: 5"), "tokens_per_day"),
        (rows(f"name: a, secrets: [{SECRET}], protocols: [http]"), "openai"),
        (rows(f"name: a, secrets: [{SECRET}], protocols: []"), "protocols"),
        (rows(f"name: a, secrets: [{SECRET}]", f"name: a, secrets: [{SECRET}x]"), "a: the name stands twice"),
        (rows(f"name: a, secrets: [{SECRET}]", f"name: b, secrets: [{SECRET}]"), "b: has a secret that a has too"),
        (
            rows(f"name: a, secrets: [{SECRET}]", f"name: b, secrets: ['sha256:{hashlib.sha256(SECRET.encode()).hexdigest()}']"),
            "b: has a secret that a has too",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place_and_without_the_secret(content: bytes, says: str) -> None:
    with pytest.raises(KeyFileError) as refused:
        parse(content)
    assert says in str(refused.value)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    "value",
    [
        "$2b$12$invented.invented.invented.invented.invented.invented",
        "$argon2id$v=19$m=65536,t=3,p=4$aW52ZW50ZWQ$aW52ZW50ZWQ",
        "$6$invented$invented",
        "{SHA}aW52ZW50ZWRpbnZlbnRlZA==",
        "sha512:" + "0" * 128,
        "sha-256:" + "0" * 64,
        "md5:" + "0" * 32,
        "pbkdf2_sha256$600000$invented$aW52ZW50ZWQ=",
        "SHA256:" + "0" * 64,
        "sha256:" + "A" * 64,
    ],
)
def test_a_hash_of_another_kind_is_no_plain_secret(value: str) -> None:
    with pytest.raises(KeyFileError, match="sha256: "):
        parse(json.dumps({"keys": [{"name": "a", "secrets": [value]}]}).encode())


def test_many_faults_are_named_together_and_not_without_end() -> None:
    with pytest.raises(KeyFileError) as refused:
        parse(rows(*(f"name: k{number}, secrets: 5" for number in range(40))))
    assert "k9: " in str(refused.value)
    assert str(refused.value).endswith("and 30 more")


def test_a_file_that_cannot_be_read_is_told_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="No such file"):
        read(tmp_path / "missing.yaml")
    with pytest.raises(KeyFileError, match="directory"):
        read(tmp_path)
