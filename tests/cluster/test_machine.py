"""What the machine lacks is answered in words."""

import os
import shutil
from collections import namedtuple

import pytest

from tests.cluster import machine
from tests.cluster.process import Unable

Usage = namedtuple("Usage", "total used free")


def test_a_full_disk_is_named_with_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(100 * 2**30, 97 * 2**30, 3 * 2**30))
    (text,) = [text for text in machine.lacks(cold=False) if "disk" in text]
    assert "6 GiB of free disk" in text
    assert "(3 there)" in text


def test_go_is_needed_only_where_something_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert any(text.startswith("Go ") for text in machine.lacks(cold=True))
    assert not any(text.startswith("Go ") for text in machine.lacks(cold=False))


def test_a_user_who_is_not_root_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.getuid", lambda: 1000)
    assert any(text.startswith("root") for text in machine.lacks(cold=False))


@pytest.mark.skipif(os.getuid() != 0, reason="namespaces need root")
def test_a_kernel_that_refuses_a_step_is_told_with_the_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "KERNEL", "true\nmount -t nosuchfs none /mnt")
    monkeypatch.setattr(machine, "absent", list)
    with pytest.raises(Unable, match=r"kernel refuses .*mount"):
        machine.prepare()
