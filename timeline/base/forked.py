"""Work on many things by several processes at once, with the results in the order of the things."""

import os
import sys
from collections.abc import Callable, Generator, Sequence
from typing import BinaryIO, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def processors() -> int:
    """How many processes can be of use at once; 1 where a process cannot safely be split.

    Threads do not go along, and what they hold would stay locked.
    """
    threading = sys.modules.get("threading")
    if sys.platform != "linux" or (threading and threading.active_count() > 1):
        return 1
    return len(os.sched_getaffinity(0))


def map_in_order(
    work: Callable[[Item], Result], items: Sequence[Item], count: int
) -> Generator[Result, None, None]:
    """What a function gives of each thing, in their order.

    What a process does not deliver, since it could not be started or ended early, is done here: so
    nothing is left out, and an error is raised as it would be without other processes.

    Args:
        work: what is done; results are pickled.
        items: the things.
        count: how many processes share them; with 1 all is done here.

    Raises:
        Exception: whatever the function raises.
    """
    if count == 1:
        yield from map(work, items)
        return
    import pickle  # noqa: PLC0415 (most work is done by one process)
    import signal  # noqa: PLC0415

    processes: list[tuple[int, BinaryIO]] = []
    try:
        _start(processes, work, items, count)
        for place, item in enumerate(items):
            share = place % count
            found = read_result(processes[share][1]) if share < len(processes) else b""
            yield pickle.loads(found) if found else work(item)  # noqa: S301 (our own process)
    finally:
        for process, results in processes:
            results.close()
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


def _start(
    processes: list[tuple[int, BinaryIO]],
    work: Callable[[Item], Result],
    items: Sequence[Item],
    count: int,
) -> None:
    """Start processes, each of which works on every so many of the items; fewer if refused."""
    for share in range(min(count, len(items))):
        ends: tuple[int, ...] = ()
        try:
            ends = os.pipe()
            process = os.fork()
        except OSError:
            for end in ends:
                os.close(end)
            return
        if not process:
            try:
                for end in (*(results.fileno() for _, results in processes), ends[0]):
                    os.close(end)
                _deliver(work, items[share::count], ends[1])
            finally:  # whatever happens: what the first process goes on with is not done twice
                os._exit(0)
        os.close(ends[1])
        processes.append((process, open(ends[0], "rb")))  # noqa: PTH123, SIM115 (closed by the caller)


def _deliver(work: Callable[[Item], Result], items: Sequence[Item], end: int) -> None:
    """Write results to a pipe; Ctrl-C ends this process without a word."""
    import pickle  # noqa: PLC0415 (as above)
    import signal  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with open(end, "wb") as pipe:
        for item in items:
            found = pickle.dumps(work(item), pickle.HIGHEST_PROTOCOL)
            pipe.write(len(found).to_bytes(_SIZE))
            pipe.write(found)
            pipe.flush()


_SIZE = 8


def read_result(results: BinaryIO) -> bytes:
    """The next result of a process; empty if it ended before that was whole."""
    size = results.read(_SIZE)
    found = results.read(int.from_bytes(size)) if len(size) == _SIZE else b""
    return found if len(found) == int.from_bytes(size) else b""
