"""Work by several processes: all is done, in order, whatever becomes of them."""

import io
import os
import signal
import threading
from pathlib import Path

import pytest

from timeline.base.forked import map_in_order, processors, read_result


def double(number: int) -> list[int]:
    return [2 * number] * 30_000


def no_process_is_left() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("count", [1, 2, 3, 9])
@pytest.mark.parametrize("items", [0, 1, 2, 7])
def test_results_come_in_the_order_of_the_things(count: int, items: int) -> None:
    found = list(map_in_order(double, range(items), count))
    assert found == [double(number) for number in range(items)]
    assert no_process_is_left()


def test_other_processes_do_the_work() -> None:
    found = set(map_in_order(lambda _: os.getpid(), range(6), 2))
    assert len(found) == 2
    assert os.getpid() not in found


@pytest.mark.parametrize("at", [0, 3, 4, 9])
def test_what_a_process_that_died_did_not_deliver_is_done_here(at: int) -> None:
    here = os.getpid()

    def work(number: int) -> list[int]:
        if number == at and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return double(number)

    assert list(map_in_order(work, range(10), 2)) == [double(number) for number in range(10)]
    assert no_process_is_left()


def test_an_error_is_raised_here(capfd: pytest.CaptureFixture[str]) -> None:
    def work(number: int) -> int:
        if number == 3:
            raise OSError(number)
        return number

    found: list[int] = []
    with pytest.raises(OSError, match="3"):
        found.extend(map_in_order(work, range(9), 2))
    assert no_process_is_left()
    assert capfd.readouterr() == ("", "")


def test_a_result_that_is_cut_is_none() -> None:
    whole = (3).to_bytes(8) + b"abc"
    assert read_result(io.BytesIO(whole)) == b"abc"
    for length in range(len(whole)):
        assert read_result(io.BytesIO(whole[:length])) == b""


@pytest.mark.parametrize("call", ["fork", "pipe"])
@pytest.mark.parametrize("allowed", [0, 1])
def test_all_is_done_where_the_system_starts_fewer_processes(
    call: str, allowed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = open_files()
    left, usual = [allowed], getattr(os, call)

    def refused() -> object:
        left[0] -= 1
        if left[0] < 0:
            raise BlockingIOError
        return usual()

    monkeypatch.setattr(os, call, refused)
    assert list(map_in_order(double, range(7), 3)) == [double(number) for number in range(7)]
    assert no_process_is_left()
    assert open_files() == before


def test_processes_end_with_the_work_that_was_begun() -> None:
    results = map_in_order(double, range(100), 2)
    assert next(results) == double(0)
    results.close()
    assert no_process_is_left()


def test_a_process_with_threads_is_not_split() -> None:
    if threading.active_count() == 1:
        assert processors() == len(os.sched_getaffinity(0))
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    assert processors() == 1
    done.set()
    thread.join()
