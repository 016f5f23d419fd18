"""What the tests of names share: a masker with its defaults."""

from collections.abc import Callable

import pytest

from predictor.pii import Masker


@pytest.fixture(scope="session")
def masked() -> Callable[[str], str]:
    """Masks a text as a conversation of its own."""
    masker = Masker()
    return lambda text: masker.begin().mask(text)
