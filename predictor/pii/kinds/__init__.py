"""The kinds of personal data, one file each. Every file here defines a ``KIND``, unless its name begins with an underscore.

No other list of kinds exists.
"""

import pkgutil
from importlib import import_module

from predictor.pii.kind import Kind


def load() -> tuple[Kind, ...]:
    """Every kind of this package, in their order."""
    found = [import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__) if module.name[0] != "_"]
    return tuple(sorted((module.KIND for module in found), key=lambda kind: (kind.order, kind.name)))


KINDS: tuple[Kind, ...] = load()
