"""Work that Python cannot interrupt by itself, because it is done by another language."""

import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def run_interruptibly(work: Callable[[], Result]) -> Result:
    """What a function gives, run in a thread of its own, so that Ctrl-C is heeded meanwhile.

    Args:
        work: what is done; after Ctrl-C it goes on until the process ends.

    Raises:
        KeyboardInterrupt: somebody pressed Ctrl-C.
        Exception: whatever the function raises.
    """
    found: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            found.append(work())
        except BaseException as error:  # noqa: BLE001 (raised again below)
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return found[0]
