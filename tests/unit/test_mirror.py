"""The tests mirror the rooms: every module of `predictor/` has a test file at the same place under `tests/unit/`."""

import ast

from tests.service import ROOT

# Rooms whose tests have a form of their own: the masker's are by behaviour, the demo model's are checked where it is served.
OTHER_FORM = ("pii", "demo")
# The judge's parts are proved together, by the rollouts that they decide.
BY_ROLLOUT_TESTS = {
    f"rollout/{module}.py": f"unit/rollout/{test}.py"
    for module, test in {
        "api": "test_cluster",
        "split": "test_cluster",
        "meter": "test_cluster",
        "state": "test_judge",
        "execution": "test_judge",
        "rehearsal": "test_judge",
        "sides": "test_traps",
        "load": "test_traps",
    }.items()
}
# Small parts that are proved by the protocol that uses them.
BY_PROTOCOL_TESTS = {
    "inference/compilations.py": "unit/protocols/openai/test_structured_output.py",
    "protocols/kserve/tensors.py": "unit/protocols/kserve/test_rest.py",
    "telemetry/loop_lag.py": "unit/test_isolation.py",
    "telemetry/audit/files.py": "unit/telemetry/audit/test_verify.py",
    "telemetry/audit/preconditions.py": "unit/telemetry/audit/test_setup.py",
    "telemetry/audit/tally.py": "unit/telemetry/audit/test_file_sink.py",
}
# Several front ends are processes, so their parts are proved by a server that has two.
BY_SERVER_TESTS = {
    f"server/{module}.py": f"unit/server/{test}.py"
    for module, test in {
        "activity": "test_watchdog",
        "fork_server": "test_front_end_group",
        "front_end_process": "test_front_end_group",
        "one_process": "test_supervisor",
        "shared_rate": "test_front_end_group",
    }.items()
}
# Engines that need torch, which unit tests run without.
BY_ENGINE_TESTS = {"engines/vllm.py": "engine/test_vllm.py", "engines/transformers.py": "engine/test_transformers.py"}


def modules() -> dict[str, str]:
    """The test file of each module that holds code, by the module's path; both relative to their own folder."""
    found = {}
    for path in sorted((ROOT / "predictor").rglob("*.py")):
        inner = path.relative_to(ROOT / "predictor")
        if inner.parts[0] in OTHER_FORM or path.name == "__init__.py":
            continue
        mirrored = f"unit/{inner.with_name('test_' + inner.stem.strip('_') + '.py')}"
        found[str(inner)] = (BY_ENGINE_TESTS | BY_ROLLOUT_TESTS | BY_SERVER_TESTS | BY_PROTOCOL_TESTS).get(str(inner), mirrored)
    return found


def names_of_tests(path: str) -> list[str]:
    """The test functions that a file defines."""
    file = ROOT / "tests" / path
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.exists() else ast.Module([], [])
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return [node.name for node in tree.body if isinstance(node, kinds) and node.name.startswith("test_")]


def test_every_module_has_a_test_file_at_the_mirrored_place() -> None:
    assert len(modules()) > 50
    assert {module: path for module, path in modules().items() if not names_of_tests(path)} == {}


def test_every_folder_of_unit_tests_is_a_room() -> None:
    folders = {path.parent.relative_to(ROOT / "tests/unit") for path in (ROOT / "tests/unit").rglob("test_*.py")}
    assert [str(folder) for folder in sorted(folders) if not (ROOT / "predictor" / folder).is_dir()] == []
