from predictor.protocols.openai.field_kinds import (
    ATOM,
    CONTROL,
    ENGINE,
    JSON,
    KINDS,
    MAPS,
    MEDIA,
    NAME,
    REGEX,
    SALT,
    TABLES,
    TEXT,
    kind,
)

KNOWN = {TEXT, CONTROL, NAME, SALT, ATOM, JSON, REGEX, MEDIA, ENGINE}


def test_every_field_leads_to_a_kind_or_to_a_table_that_exists() -> None:
    wrong = {
        f"{table}.{field}" for table, fields in TABLES.items() for field, what in fields.items() if what not in KNOWN | set(TABLES)
    }
    assert wrong == set()


def test_a_field_that_no_table_names_is_text_so_that_it_is_masked() -> None:
    assert kind("request", "something_new") == TEXT
    assert kind("no such table", "model") == TEXT
    assert kind("message", "note") == TEXT


def test_every_field_of_a_map_is_of_one_kind_whatever_its_name() -> None:
    for name in ("phone", "type", "$ref", "아무거나"):
        assert kind("schemas", name) == "schema"
        assert kind(MEDIA, name) == MEDIA
    assert set(MAPS) == {"schemas", MEDIA}


def test_what_the_engine_would_read_unmasked_is_named_at_every_place() -> None:
    assert {kind("request", field) for field in ("prompt_embeds", "prompt_token_ids", "kv_transfer_params")} == {ENGINE}
    assert {kind("part", "prompt_embeds"), kind("part", "file_data"), kind("medium", "file_data")} == {ENGINE}


def test_texts_and_numbers_are_no_kind_of_control_word() -> None:
    assert {TEXT, ATOM, JSON}.isdisjoint(KINDS)
    assert set(KINDS.values()) == {CONTROL, NAME, SALT, REGEX, MEDIA, ENGINE}
