"""``python -m tests.benchmarks.pii``: the masker's speed, one thread, beside Presidio and ko-pii when their environment is given.

Peers run in their own environment (see tests/pii/README.md): ``--peers /path/to/venv/bin/python``.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from predictor.inference.text import normalise_whitespace, truncate
from predictor.pii import COMPILED, Masker
from tests.benchmarks.results import best, yardstick

_TALK = (
    "안녕하세요 어제 주문한 원피스가 아직 도착하지 않아서 문의드려요. 이번 주 안에 받을 수 "
    "있을까요? 3일 뒤에 여행을 가는데 꼭 필요해서요. "
    "가격은 15,000원이었고 색상은 남색입니다. 혹시 오늘 오후 2시 전에 확인해 주실 수 있나요? "
    "친구도 같은 옷을 샀는데 이미 받았다고 하네요. "
)
_VALUES = ("010-1234-5678", "hong@naver.com", "900101-1234567", "4111-1111-1111-1111", "02-345-6789", "12가3456", "203.0.113.12",
           "120-29-89353", "M12345678", "김철수 고객님")  # fmt: skip
CLEAN = (_TALK * 20)[:2000]
TEN = "".join((_TALK * 2)[:185].rstrip() + f" {value} " for value in _VALUES)[:2000].ljust(2000, "요")
FIFTY = "".join(f"{_TALK[place * 7 % 60 : place * 7 % 60 + 24]} {_VALUES[place % 10]} " for place in range(50))[:2000]
# A chat in which every eighth sentence holds a value: what the adversarial inputs are compared with.
CHAT = "".join(
    _TALK + (f"제 번호는 010-{number:04}-5678이고 메일은 user{number}@example.com이에요. ") for number in range(2000, 2040)
)
_BETWEEN = (" 네 ", " 그래서 ", "\n", ", ", " 배송 ", " ok ", ". ", " 7 ", "!", " 내일 ")
ADVERSARIAL = {
    "digits": "0123456789",
    "zeros": "0",
    "ones with spaces": "1 ",
    "dashes": "-",
    "digits and dashes": "1-",
    "dotted digits": "1.2.",
    "Hangul digits": "공일이삼사오육칠팔구",
    "Hangul digits apart": "일 이 ",
    "nested brackets": "[(",
    "closing brackets": ")]",
    "at signs": "@",
    "mail heads": "a@",
    "mail domains": "a.b.",
    "phone heads": "010-",
    "country codes": "+82 ",
    "letters": "a",
    "words at words": "a at b dot ",
    "colons": "a:b:",
    "percent signs": "%41",
    "broken escapes": "&#6",
    "full-width digits": "０１",
    "decomposed Hangul": "\u1100\u1161\u11a8",
    "invisible": "0\u200b",
    "region names": "서울시 강남구 ",
    "roads": "로 1길 ",
    "lots": "동 1-",
    "surnames": "김이박",
    "titles": "김철수님 ",
    "labels": "성명: 이름: ",
    "passwords": "password: ",
    "token heads": "eyJa.",
    "key headers": "-----BEGIN PRIVATE KEY-----",
    "placeholders": "[전화번호_1]",
    "plates": "12가",
    "births": "생년월일 90",
    "account words": "계좌 12-",
    "newlines": "\n",
    "dates": "2026-11-23 ",
    "Latin names": "Kim Min ",
    "Latin roads": "1 Teheran-ro ",
    "bare roles": "담당자: ",
    "flats": "1동 1호 ",
    "values that touch": "010-1234-5678가",
    "spoken nines": "구 구",
    "colons and dots": "39::510.",
    "spoken groups": "구공다시\n",
    "spoken digits with commas": "구,",
    "numbers in brackets": "(61.30)",
    "numbers behind letters": "A01012345678, ",
    "addresses that touch": "학로5 빌딩3",
}


def own() -> dict[str, float]:
    masker = Masker()
    texts = {"clean": CLEAN, "ten values": TEN, "fifty values": FIFTY}
    return {name: best(lambda text=text: masker.begin().mask(text)) for name, text in texts.items()}  # type: ignore[misc]


def preprocessed(masker: Masker, text: str) -> float:
    """Milliseconds of a request's whole preprocessing: whitespace, masking, the cut to length."""

    def run() -> None:
        masking = masker.begin()
        truncate(masking.mask(normalise_whitespace(text)), 2048, masking.placeholders)

    return best(run)


def streamed(masker: Masker, text: str) -> float:
    """Microseconds for each three-character token of a masked stream."""
    tokens = [text[place : place + 3] for place in range(0, len(text), 3)]

    def run() -> None:
        stream = masker.begin().output_stream()
        for token in tokens:
            stream.feed(token)
        stream.flush()

    return best(run) * 1000 / len(tokens)


def slowest_tokens(masker: Masker, text: str, rounds: int = 9) -> float:
    """Microseconds that 99 of 100 three-character tokens of a stream stay below; of each token the fastest of ``rounds``."""
    fastest = [float("inf")] * -(-len(text) // 3)
    for _ in range(rounds):
        stream = masker.begin().output_stream()
        for number, place in enumerate(range(0, len(text), 3)):
            started = time.perf_counter()
            stream.feed(text[place : place + 3])
            fastest[number] = min(fastest[number], time.perf_counter() - started)
    return sorted(fastest)[int(0.99 * len(fastest))] * 1e6


def repeated(unit: str, length: int) -> str:
    """An adversarial input as a flood of one unit."""
    return (unit * (length // len(unit) + 1))[:length]


def varied(unit: str, length: int) -> str:
    """The same with words between the units, so that the text never repeats itself."""
    chance, pieces, size = random.Random(7), [], 0
    while size < length:
        pieces.append(unit * chance.randint(1, 12) + chance.choice(_BETWEEN))
        size += len(pieces[-1])
    return "".join(pieces)[:length]


def adversarial(length: int) -> list[tuple[str, float, float]]:
    """(name, time over the time of as much chat, the same of the input varied), the slowest first."""
    masker = Masker()

    def once(text: str) -> float:
        started = time.process_time()
        masker.redact(text)
        return time.process_time() - started

    chat = min(once(repeated(CHAT, length)) for _ in range(3))
    print(f"chat, {length:,} characters: {chat * 1000:.0f} ms")

    def ratio(text: str) -> float:
        return min(once(text), once(text)) / chat

    rows = [(name, ratio(repeated(unit, length)), ratio(varied(unit, length))) for name, unit in ADVERSARIAL.items()]
    return sorted(rows, key=lambda row: -row[1])


def print_prose(folder: Path) -> None:
    """Milliseconds of 2,000 characters of real prose, in the first reading, which builds the gates' automata, and in the second."""
    text = "\n".join(path.read_text() for path in sorted(folder.glob("*.txt")))
    pieces = [text[place : place + 2000] for place in range(0, len(text), 2000)]
    masker = Masker()
    for reading in ("first", "second"):
        times = []
        for piece in pieces:
            started = time.perf_counter()
            masker.begin().mask(piece)
            times.append(time.perf_counter() - started)
        mean, slowest = 1000 * sum(times) / len(times), 1000 * max(times)
        print(f"real prose, {reading} reading: {mean:.3f} ms for 2,000 characters, the slowest {slowest:.1f} ms")


def in_compiled_copy(args: argparse.Namespace) -> int:
    """The same command in a copy of the repository with a compiled masker; its exit code."""
    from tests.pii.outcomes import compiled_copy

    with tempfile.TemporaryDirectory() as folder:
        compiled_copy(Path(folder))
        command = [sys.executable, "-m", "tests.benchmarks.pii", "--length", str(args.length)]
        for option in ("peers", "prose"):
            if path := getattr(args, option):
                command += [f"--{option}", path]
        return subprocess.run(command, cwd=folder, check=False).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=lambda path: Path(path).absolute(), help="the Python of an environment with the peers")
    parser.add_argument("--length", type=int, default=1_000_000, help="characters of each adversarial input")
    parser.add_argument("--compiled", action="store_true", help="time a compiled copy; needs a C compiler and three minutes")
    parser.add_argument("--prose", type=lambda path: Path(path).absolute(), help="the folder that `make pii-prose` filled")
    args = parser.parse_args()
    if args.compiled and not COMPILED:
        return in_compiled_copy(args)
    print(f"the masker is {'compiled' if COMPILED else 'Python'}")
    print(f"yardstick, ten thousand squares: {yardstick():.3f} ms")
    ours = own()
    print("| 2,000 Korean characters | clean, ms | ten values, ms | fifty values, ms |\n|---|---:|---:|---:|")
    print(f"| this masker | {ours['clean']:.4f} | {ours['ten values']:.3f} | {ours['fifty values']:.3f} |")
    if args.peers:
        script = Path(__file__).parents[1] / "pii" / "peers.py"
        done = subprocess.run(
            [args.peers, script, "--time"], input=json.dumps([CLEAN, TEN]), capture_output=True, text=True, check=True
        )
        for name, (clean, ten) in json.loads(done.stdout).items():
            print(f"| {name} | {clean:.3f} ({clean / ours['clean']:.0f}x) | {ten:.3f} ({ten / ours['ten values']:.1f}x) | |")
    masker = Masker()
    print(f"\nwhole preprocess: clean {preprocessed(masker, CLEAN):.3f} ms, ten values {preprocessed(masker, TEN):.3f} ms")
    for name, text in (("clean", CLEAN), ("ten values", TEN)):
        print(f"stream, per token, {name}: {streamed(masker, text):.1f} µs, p99 {slowest_tokens(masker, text):.1f} µs")
    if args.prose:
        print_prose(args.prose)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print("time over that of chat: a flood of one unit, the units among words")
    for name, flood, mixed in adversarial(args.length):
        print(f"  {flood:5.2f}x {mixed:5.2f}x {name}{'  TOO SLOW' if max(flood, mixed) > 8 else ''}")
    print(f"memory: {(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024:.0f} MB more at its highest")
    return 0


if __name__ == "__main__":
    sys.exit(main())
