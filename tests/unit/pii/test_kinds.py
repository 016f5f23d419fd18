"""What is derived from the list of kinds, and each kind's own examples. The labelled corpus in tests/pii is the larger one."""

import re
from pathlib import Path

import pytest

from predictor.pii import Masker, Policy, kinds
from predictor.pii.catalogue import CATALOGUE
from predictor.pii.kind import Kind, table
from predictor.pii.kinds import KINDS
from predictor.pii.scan.engine import Search, encode
from predictor.pii.scan.fold import fold
from tests.pii.score import finder
from tests.pii.scoring import parse

EXAMPLES = [(kind.name, line) for kind in KINDS for line in kind.examples]
LOOKALIKES = [(kind.name, text) for kind in KINDS for text in kind.lookalikes]
README = Path(kinds.__file__).parents[1] / "README.md"


@pytest.fixture(scope="module")
def masker() -> Masker:
    """A masker that looks for every kind, those that are off by default too."""
    return Masker(Policy(actions={kind.name: "mask" for kind in KINDS}))


@pytest.mark.parametrize(("kind", "line"), EXAMPLES)
def test_exactly_the_values_of_an_example_are_found_and_called_by_their_kinds(masker: Masker, kind: str, line: str) -> None:
    labelled = parse(line)
    assert tuple(finder(masker)(labelled.text)) == labelled.values


@pytest.mark.parametrize(("kind", "text"), LOOKALIKES)
def test_what_only_looks_like_it_stays(masker: Masker, kind: str, text: str) -> None:
    assert kind not in {found for _, _, found in finder(masker)(text)}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_has_examples_of_its_own_and_look_alikes_and_a_source(kind: Kind) -> None:
    assert any(f"{{{{{kind.name}:" in line for line in kind.examples)
    assert kind.lookalikes
    assert kind.source
    assert kind.action == "mask" or kind.reason


@pytest.mark.parametrize(("kind", "line"), EXAMPLES)
def test_the_gate_opens_wherever_a_finder_finds(kind: str, line: str) -> None:
    """A text in which a value is found must be one that the first scan does not pass over."""
    masker = Masker()
    assert not masker.finds_nothing(masker.read(parse(line).text))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.gates], ids=lambda kind: kind.name)
def test_each_finder_reads_the_examples_where_its_own_gate_opens(kind: Kind) -> None:
    """Gate ⊇ finder: at a place where the gate does not open, the finder finds none of the kind's examples."""
    for one in kind.gates:
        search = Search(f"(?:{one.pattern})")
        for line in kind.examples:
            text = fold(parse(line).text).text
            opened = set()
            encoded, place = encode(text), 0
            while (low := search.next(encoded, place, len(encoded))[0]) >= 0:
                opened.add(len(encoded[:low].decode()))
                place = low + len(text[len(encoded[:low].decode())].encode())
            found = {(span.start, span.end) for hit in range(len(text)) for span in one.finder(text, hit, 0, CATALOGUE.context)}
            at_gates = {(span.start, span.end) for hit in opened for span in one.finder(text, hit, 0, CATALOGUE.context)}
            values = {(start, end) for start, end, _ in parse(line).values}
            assert found & values <= at_gates | _others(kind, text), (one.pattern[:60], line)


def _others(kind: Kind, text: str) -> set[tuple[int, int]]:
    """What the kind's other gates and forms find: a value need not be seen by all of them."""
    return {(span.start, span.end) for span in Masker().find(fold(text))}


def test_representative_numbers_are_a_kind_of_their_own_and_off_by_default() -> None:
    assert Masker().begin().mask("1588-1234로 전화") == "1588-1234로 전화"
    masker = Masker(Policy(actions={"representative_phone": "mask"}))
    assert masker.begin().mask("1588-1234로 전화") == "[대표번호_1]로 전화"


def test_a_wrong_legacy_check_digit_does_not_let_a_number_pass() -> None:
    assert Masker().begin().mask("201105-4123456") == "[주민등록번호_1]"
    assert Masker().begin().mask("201105-4123457") == "[주민등록번호_1]"


def test_a_mistyped_date_behind_the_label_does_not_let_a_number_pass() -> None:
    assert Masker().begin().mask("주민등록번호 901332-1234567") == "주민등록번호 [주민등록번호_1]"


def test_a_label_speaks_of_the_first_number_behind_it_only() -> None:
    text = "바코드 8809563559367 / 문의 070-8888-9999"
    assert Masker().begin().mask(text) == "바코드 8809563559367 / 문의 [전화번호_1]"


def test_the_table_of_the_readme_is_that_of_the_kinds() -> None:
    """``python -m predictor.pii --kinds`` prints it."""
    assert table(KINDS) in README.read_text(encoding="utf-8")


def test_names_of_kinds_are_fit_for_settings() -> None:
    assert all(re.fullmatch("[a-z][a-z0-9_]{2,39}", kind.name) for kind in KINDS)
    assert len({kind.name for kind in KINDS}) == len({kind.label for kind in KINDS}) == len(KINDS)
