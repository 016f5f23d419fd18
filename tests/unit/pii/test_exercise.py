"""A kind of personal data is one file: a new one is found, listed and set without a change anywhere else."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.service import ROOT

LIBRARY_CARD = '''"""대출증번호: the number of a library's card."""

from predictor.pii.kind import Kind
from predictor.pii.kinds._labels import behind_label

_WORDS = ("대출증 번호", "대출증", "library card")

KIND = Kind(
    name="library_card",
    label="대출증번호",
    needs="a label",
    source="each library's own numbering",
    order=216,
    gates=(behind_label("library_card", _WORDS, r"[0-9]{8,12}"),),
    words=_WORDS,
    words_touch=True,
    examples=("대출증 번호는 {{library_card:20230011}}이고",),
    lookalikes=("대출증을 잃어버렸어요",),
)
'''
USE = """
from predictor.pii import Masker, Policy
masking = Masker().begin()
print(masking.mask("대출증 번호는 20230011이고 제 학번은 2021148203이에요"))
print(masking.output_stream(restore=True).feed("[대출증번호_1] 확인 "))
print(Masker(Policy(actions={"library_card": "off"})).begin().mask("대출증 번호는 20230011이고"))
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the masker with one file more."""
    root = tmp_path_factory.mktemp("tree")
    shutil.copytree(ROOT / "predictor" / "pii", root / "predictor" / "pii", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "predictor" / "__init__.py", root / "predictor")
    (root / "predictor/pii/kinds/library_card.py").write_text(LIBRARY_CARD, encoding="utf-8")
    return root


def run(tree: Path, *arguments: str) -> str:
    """What Python prints in the tree."""
    done = subprocess.run([sys.executable, *arguments], cwd=tree, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


def test_a_kind_that_is_one_new_file_is_masked_restored_and_set(tree: Path) -> None:
    masked, restored, left = run(tree, "-c", USE).splitlines()
    assert masked == "대출증 번호는 [대출증번호_1]이고 제 학번은 [학번_1]이에요"
    assert restored == "20230011 확인 "
    assert left == "대출증 번호는 20230011이고"


def test_the_new_kind_stands_in_the_table_of_kinds(tree: Path) -> None:
    assert "| `library_card` | 대출증번호 | a label | mask |" in run(tree, "-m", "predictor.pii", "--kinds")
