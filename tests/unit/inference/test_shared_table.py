import multiprocessing
import os
import signal
from pathlib import Path

from predictor.inference.shared_table import CONNECTIONS, PLACES, SharedPlaces, SharedTable

FORK = multiprocessing.get_context("fork")


def hold_and_die(file: Path) -> None:
    table = SharedTable(file, 2)
    with table.locked():
        table.set(1, PLACES, 5)
        os.kill(os.getpid(), signal.SIGKILL)


def take_all(file: Path, row: int, taken: "multiprocessing.Queue[int]") -> None:
    places = SharedPlaces(SharedTable(file, 4), row)
    taken.put(sum(places.take(1, limit=1000) for _ in range(1000)))


def test_front_ends_see_each_others_numbers(tmp_path: Path) -> None:
    one, other = SharedTable(tmp_path / "table", 2), SharedTable(tmp_path / "table", 2)
    one.set(0, CONNECTIONS, 3)
    other.set(1, PLACES, 2)
    assert one.loads() == other.loads() == [3, 2]


def test_the_limit_is_exact_while_four_processes_take_at_once(tmp_path: Path) -> None:
    file, taken = tmp_path / "table", FORK.Queue()
    processes = [FORK.Process(target=take_all, args=(file, row, taken)) for row in range(4)]
    for process in processes:
        process.start()
    counts = [taken.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()
    assert sum(counts) == 1000
    assert sum(SharedTable(file, 4).column(PLACES)) == 1000


def test_a_killed_holder_frees_the_lock_and_its_places_can_be_cleared(tmp_path: Path) -> None:
    file = tmp_path / "table"
    process = FORK.Process(target=hold_and_die, args=(file,))
    process.start()
    process.join()
    table = SharedTable(file, 2)
    places = SharedPlaces(table, 0)
    assert not places.take(1, limit=5)
    table.clear(1)
    assert places.take(5, limit=5)
    places.give_back(5)
    assert places.held == 0
