"""``python -m predictor.pii.compilation``: compiles the masker in place, by mypyc and the C compiler; a value takes half the time.

The Python sources stay the one source of truth. Beside each the compiler puts an extension module of the same name, which Python
imports instead; without these the masker runs as Python and finds the same. A changed source needs a new compilation. One module is
written in C: the automaton of all gates, for which RE2 stands in where it is not compiled.

GCC compiles twice: code of the first compilation counts how often ``predictor.pii.workload`` takes each branch, and the second is
optimised by the counts, which takes 6 % off a value's time. ``--once`` leaves that out; other compilers compile once.
"""

import argparse
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from copy import copy
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
GROUP: Final = "predictor_pii"  # names the library that holds the code of all modules
# Compiled loops keep the interpreter's lock, and a large text is masked in a thread. RE2 and the automaton give it away; these
# modules loop over a whole text without them, so they stay Python, which hands the lock over every few milliseconds.
LOOPS: Final = frozenset(("scan/fold.py", "placeholders.py"))
AUTOMATON: Final = "predictor/pii/scan/_automaton.c"
_NEVER: Final = frozenset(("__init__.py", "__main__.py", "compilation.py", "document.py", "workload.py"))
# mypyc indents its C code ever deeper, up to 77 MB of blanks, and GCC's look at them takes longer than the compilation.
_UNREAD: Final = "-Wno-misleading-indentation"
# The library's functions are called directly, because nothing outside of it takes their place; Python's without a jump between.
_DIRECT: Final = ("-fno-plt", "-Wl,-Bsymbolic") if sys.platform == "linux" else ()
_COUNTING: Final = "-fprofile-generate={counts}"
# Code that the workload never reaches is optimised as it would be without counts.
_BY_COUNTS: Final = ("-fprofile-use={counts}", "-fprofile-partial-training", "-Wno-missing-profile")


def sources(root: Path = ROOT) -> list[str]:
    """The modules to compile, as paths relative to ``root``, which holds the package ``predictor``."""
    package = root / "predictor" / "pii"
    found = sorted(path for path in package.rglob("*.py") if path.name not in _NEVER)
    return [str(path.relative_to(root)) for path in found if path.relative_to(package).as_posix() not in LOOPS]


def missing() -> str:
    """What the compilation lacks on this machine, with the way to get it; empty where nothing is missing."""
    if not any(map(shutil.which, (os.environ.get("CC", "cc"), "gcc", "clang"))):
        return "no C compiler is on the PATH; install one (Debian: apt-get install gcc libc6-dev)"
    if not Path(sysconfig.get_path("include"), "Python.h").exists():
        return f"Python.h is not in {sysconfig.get_path('include')}; install it (Debian: apt-get install python3-dev)"
    try:
        import mypyc.build  # noqa: F401
        import setuptools  # noqa: F401
    except ImportError as error:
        return f"{error.name} is not installed; install it (pip install --require-hashes -r requirements/mypyc.txt)"
    return ""


def is_gcc() -> bool:
    """Whether the C compiler is GCC. Other compilers compile once, because they need another tool to read counts of branches."""
    command = (os.environ.get("CC") or str(sysconfig.get_config_var("CC") or "cc")).split()[:1]
    try:
        done = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return "Free Software Foundation" in done.stdout


def compile_in_place(root: Path, work: Path, once: bool) -> None:
    """Compile the modules below ``root`` and put the extension modules beside them; ``work`` takes what the compiler leaves.

    Raises ``subprocess.CalledProcessError`` where the workload fails.
    """
    os.chdir(root)  # because mypy derives the modules' names from it
    modules = _modules(root, work)
    if once:
        _build(modules, work, in_place=True)
        return
    counts = work / "counts"
    _build(modules, work, _COUNTING.format(counts=counts), in_place=True)
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-m", "predictor.pii.workload"], cwd=root, env=environment, check=True)
    _build(modules, work, *(option.format(counts=counts) for option in _BY_COUNTS), in_place=True)


def _modules(root: Path, work: Path) -> list[Any]:
    """The extension modules. mypyc writes their C code below ``work``."""
    from mypyc.build import mypycify

    of_mypy = ["--config-file=", f"--cache-dir={work / 'mypy'}", "--ignore-missing-imports", "--follow-imports=silent"]
    written = mypycify(
        [*of_mypy, *sources(root)], opt_level="3", debug_level="0", group_name=GROUP, target_dir=str(work / "c"), verbose=False
    )
    return [*(_with_options(module, (_UNREAD, *_DIRECT)) for module in written), _automaton()]


def compile_automaton(work: Path) -> Path:
    """Compile the automaton alone, which takes seconds; the extension module, below ``work``."""
    _build([_automaton()], work, in_place=False)
    return next(work.rglob("_automaton*.so"))


def _automaton() -> Any:
    from setuptools import Extension

    return Extension(AUTOMATON.removesuffix(".c").replace("/", "."), [AUTOMATON], extra_compile_args=["-O3"])


def _build(modules: list[Any], work: Path, *options: str, in_place: bool) -> None:
    """Compile and link ``modules`` with ``options``."""
    from setuptools import Distribution

    distribution = Distribution({"name": GROUP, "ext_modules": [_with_options(module, options) for module in modules]})
    command = distribution.get_command_obj("build_ext")
    command.inplace, command.build_temp, command.build_lib = in_place, str(work / "objects"), str(work / "libraries")
    command.force = True  # because only the options may have changed
    distribution.run_command("build_ext")


def _with_options(module: Any, options: tuple[str, ...]) -> Any:
    changed = copy(module)
    changed.extra_compile_args = [*module.extra_compile_args, *options]
    changed.extra_link_args = [*module.extra_link_args, *options]
    return changed


def main() -> int:
    """Compile the package that this module belongs to."""
    parser = argparse.ArgumentParser(description="Compile the masker in place.")
    parser.add_argument("--once", action="store_true", help="compile without counts of branches, in a third of the time")
    once = parser.parse_args().once
    if lack := missing():
        print(f"error: {lack}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as work:
        compile_in_place(ROOT, Path(work), once or not is_gcc())
    print(f"compiled {len(sources()) + 1} modules of {ROOT / 'predictor' / 'pii'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
