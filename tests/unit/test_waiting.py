import asyncio
import time

import pytest

from tests.waiting import until, wait_until


def test_it_returns_as_soon_as_the_condition_holds() -> None:
    end = time.monotonic() + 0.1
    wait_until(lambda: time.monotonic() > end, 5)
    assert time.monotonic() < end + 2


def test_it_fails_with_the_given_words_when_time_is_up() -> None:
    with pytest.raises(AssertionError, match=r"not true after [\d.]+ s\. the log"):
        wait_until(lambda: False, 0.05, lambda: "the log")


def test_only_the_named_exceptions_count_as_not_yet() -> None:
    results = iter([OSError(), OSError(), None])

    def holds() -> bool:
        error = next(results)
        if error:
            raise error
        return True

    wait_until(holds, 5, passing=(OSError,))
    empty: dict[str, bool] = {}
    with pytest.raises(KeyError):
        wait_until(lambda: empty["missing"], 1, passing=(OSError,))


async def test_the_loop_goes_on_meanwhile() -> None:
    done = asyncio.Event()
    asyncio.get_running_loop().call_later(0.02, done.set)
    await until(done.is_set, 5)
    with pytest.raises(AssertionError, match="not true"):
        await until(lambda: False, 0.02)
