"""One judge at a time, and a state that outlives it."""

import threading
from collections.abc import Callable

import pytest

from predictor.rollout.cluster import KubernetesCluster
from predictor.rollout.lease import Held
from tests.unit.rollout.release import Release

Make = Callable[..., KubernetesCluster]


@pytest.fixture(autouse=True)
def _release(release: Callable[[str], Release]) -> None:
    release("Standard")


def test_a_second_judge_refuses_while_the_first_renews(cluster: Make) -> None:
    first, second = cluster("judge-1"), cluster("judge-2")
    first.lease.acquire()
    stop = threading.Event()

    def work() -> None:
        while not stop.wait(0.2):
            first.save("state")

    thread = threading.Thread(target=work)
    thread.start()
    with pytest.raises(Held, match="judge-1 is judging this rollout already"):
        second.lease.acquire()
    stop.set()
    thread.join()


def test_a_judge_that_died_is_followed_after_the_lease_s_time_and_its_state_is_there(cluster: Make) -> None:
    first, second = cluster("judge-1"), cluster("judge-2")
    first.lease.acquire()
    first.save("the evidence")
    second.lease.acquire()
    assert second.load() == "the evidence"
    with pytest.raises(Held, match="taken this rollout over"):
        first.save("more")


def test_a_judge_that_lost_the_lease_does_not_take_it_from_the_next_one(cluster: Make) -> None:
    first, second = cluster("judge-1"), cluster("judge-2")
    first.lease.acquire()
    second.lease.acquire()
    with pytest.raises(Held):
        first.save("late")
    first.lease.release()
    second.save("mine")
    assert cluster("reader").load() == "mine"


def test_a_judge_that_ends_hands_over_at_once(cluster: Make) -> None:
    first, second = cluster("judge-1", seconds=600), cluster("judge-2", seconds=600)
    first.lease.acquire()
    first.save("state")
    first.lease.release()
    second.lease.acquire()
    assert second.load() == "state"


def test_a_command_reaches_the_judge_once(cluster: Make) -> None:
    first, other = cluster("judge-1"), cluster("laptop")
    first.lease.acquire()
    first.save("a")
    other.lease.send("abort")
    assert first.save("b") == "abort"
    assert first.save("c") == ""
    assert other.load() == "c"


def test_an_unknown_command_is_left_out(cluster: Make) -> None:
    first = cluster("judge-1")
    first.lease.acquire()
    cluster("laptop").lease.send("explode")
    assert first.save("a") == ""


def test_of_judges_that_start_together_one_gets_the_lease(cluster: Make) -> None:
    judges = [cluster(f"judge-{number}") for number in range(4)]
    together, refused = threading.Barrier(len(judges)), []

    def start(judge: KubernetesCluster) -> None:
        read = judge.lease.read

        def all_have_read() -> object:
            found = read()
            together.wait(timeout=20)
            return found

        judge.lease.read = all_have_read  # type: ignore[method-assign]
        try:
            judge.lease.acquire()
        except Held as held:
            refused.append(str(held))

    threads = [threading.Thread(target=start, args=(judge,)) for judge in judges]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(judge.lease.held is not None for judge in judges) == 1
    assert refused == ["another judge was quicker"] * 3
