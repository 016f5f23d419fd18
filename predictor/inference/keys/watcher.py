"""Reads the key file again when it changes: whole or not at all, and a broken file leaves the keys as they are."""

import asyncio
import logging
import os
import time
from pathlib import Path
from typing import Final

from predictor.inference.keys.key_file import KeyFileError, parse, read
from predictor.inference.keys.ring import KeyRing
from predictor.inference.keys.rules import KeyRules, last_expiry
from predictor.telemetry import metrics

log = logging.getLogger("predictor.keys")
POLL_SEC: Final = 0.25
SETTLE_POLLS: Final = 2  # polls for which a file that is written in place must rest
Signature = tuple[int, int, int, int]  # device, inode, modification in ns, size


class KeyFile:
    """The key file of one process, and the ring of its latest good reading, which `ring` names.

    Polling by `stat` is used, because it sees a Secret's symbolic link change on every kind of volume, where inotify does not.
    A file that is replaced (a new inode, as `mv` and a mounted Secret make it) is read at once. One that is written in place is
    read when it has rested for SETTLE_POLLS polls, because half of a list of keys is a valid list of keys too.
    """

    def __init__(self, path: Path | None, plain: tuple[str, ...] = (), kept: Path | None = None) -> None:
        """Read `path`; raises KeyFileError. None is no key file, and the ring holds the `plain` keys alone.

        `kept` gets a copy of each good content. A process that starts while the file is broken begins with that copy.
        """
        self._path = path
        self._plain = plain
        self._kept = kept
        self._read: Signature | None = None
        self._seen: Signature | None = None
        self._rested = 0
        self._names: set[str] = set()
        self.ring = KeyRing(plain)
        if path is not None:
            self._read = self._seen = _signature(path)
            try:
                self._take(*_load(path))
            except KeyFileError as error:
                if kept is None or not kept.exists():
                    raise
                self._take(*_load(kept))
                self._refuse(self._read, str(error))

    async def watch(self) -> None:
        """Poll until cancelled."""
        while self._path is not None:
            await asyncio.sleep(POLL_SEC)
            await self.poll()

    async def poll(self) -> None:
        """Look once, and read the file where it is new; an unusable file is logged and counted in `llm_key_file_valid`."""
        assert self._path is not None
        signature = _signature(self._path)
        replaced = signature is not None and self._seen is not None and signature[:2] != self._seen[:2]
        self._rested = self._rested + 1 if signature == self._seen else 0
        self._seen = signature
        if signature == self._read or not (replaced or self._rested >= SETTLE_POLLS):
            return
        try:
            content, keys = await asyncio.to_thread(_load, self._path)
        except KeyFileError as error:
            self._refuse(signature, str(error))
            return
        if _signature(self._path) == signature:  # else it changed while it was read, and the next poll reads it
            self._read = signature
            self._take(content, keys)

    def _refuse(self, signature: Signature | None, reason: str) -> None:
        self._read = signature
        metrics.KEY_FILE_VALID.set(0)
        log.error("LLM_KEY_FILE cannot be used, so the keys stay as they were: %s", reason)

    def _take(self, content: bytes, keys: tuple[KeyRules, ...]) -> None:
        self._keep(content)
        self.ring = KeyRing(self._plain, keys, required=True)
        metrics.KEY_FILE_VALID.set(1)
        metrics.KEY_FILE_LOADED.set(time.time())
        self._show(keys)
        log.info("key file read", extra={"fields": {"keys": len(keys)}})

    def _keep(self, content: bytes) -> None:
        if self._kept is None:
            return
        written = self._kept.with_suffix(f".{os.getpid()}")
        written.touch(mode=0o600)
        written.write_bytes(content)
        written.replace(self._kept)

    def _show(self, keys: tuple[KeyRules, ...]) -> None:
        """Set the gauges of each key, and drop those of keys that are gone."""
        for name in self._names - {key.name for key in keys}:
            metrics.forget_key(name)
        self._names = {key.name for key in keys}
        for key in keys:
            metrics.show_key(key.name, last_expiry(key), {"minute": key.tokens_per_minute, "day": key.tokens_per_day})


def _load(path: Path) -> tuple[bytes, tuple[KeyRules, ...]]:
    content = read(path)
    return content, parse(content)


def _signature(path: Path) -> Signature | None:
    """What changes with the file's content; None where there is no file."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size
