"""A log opened from Python: its folder, who records, and its projection in the state asked for."""

import contextlib
import functools
import os
import sqlite3
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

from timeline.base.errors import PartialAnswerWarning
from timeline.log.find import current_folder, find_log
from timeline.log.recorder import recorder_name
from timeline.projection import database
from timeline.projection.kept_open import KeptOpen
from timeline.views.ask import Question, ask
from timeline.views.checks.errors import fault_of_lost
from timeline.views.diff import diff as diff_view
from timeline.views.query import Filters
from timeline.views.sealed_state import State, open_state

_CALLER = 6
"""How many calls lie between a question and what it opens."""


Method = TypeVar("Method", bound=Callable[..., Any])


def asking_again(method: Method) -> Method:
    """A question that is asked once more if damage of the projection may be why it failed."""

    @functools.wraps(method)
    def answer(log: "Opened", *args: Any, **kwargs: Any) -> Any:
        try:
            return method(log, *args, **kwargs)
        except database.SUSPICIOUS:
            if not database.condemn(log.folder):
                raise
        return method(log, *args, **kwargs)

    return cast(Method, answer)


class Opened:
    """A log that is open."""

    def __init__(self, folder: str | os.PathLike[str] | None = None, by: str = "") -> None:
        given = os.fspath(folder) if folder else os.environ.get("TIMELINE_LOG")
        self.folder = find_log(given, current_folder())
        self.by = by
        self._kept = KeptOpen(self.folder)

    def _recorder(self) -> str:
        return self.by or recorder_name(os.environ)

    def _projection(self) -> contextlib.closing[sqlite3.Connection]:
        opened = database.open_fresh(self.folder)
        for fault in (*opened.unread, *map(fault_of_lost, opened.lost)):
            warnings.warn(str(fault), PartialAnswerWarning, stacklevel=_CALLER)
        return contextlib.closing(opened.db)

    @contextlib.contextmanager
    def _ask(self, filters: Filters, namespace: str = "", name: str = "") -> Iterator[Question]:
        """The log asked what filters say, of the key that a name leads to."""
        with self._state(filters) as state:
            yield ask(state.db, state.filters, namespace=namespace, name=name)

    @contextlib.contextmanager
    def _state(self, filters: Filters) -> Iterator[State]:
        """The state of the log that filters ask about; `as_recorded` may name a seal."""
        with self._projection() as db, self._state_of(db, filters) as state:
            yield state

    def _state_of(self, db: sqlite3.Connection, filters: Filters) -> "_StateContext":
        return state_in(db, filters, self.folder)

    @contextlib.contextmanager
    def _states(
        self, filters: Filters, dates: tuple[str, str], clock: diff_view.Clock
    ) -> Iterator[Sequence[State]]:
        """The state that filters ask about; on the clock of recording those of two dates."""
        with self._projection() as db, contextlib.ExitStack() as stack:
            wanted = [filters]
            if clock == "recorded":
                wanted = [filters._replace(as_recorded=at) for at in dates]
            yield [stack.enter_context(self._state_of(db, one)) for one in wanted]


_StateContext = contextlib.AbstractContextManager[State]


@contextlib.contextmanager
def state_in(db: sqlite3.Connection, filters: Filters, folder: Path) -> Iterator[State]:
    """The state of a log that filters ask about, closed where it was made for this alone."""
    state = open_state(db, filters, folder)
    if state.seal and state.lacking:
        name = state.seal.seal.name
        problem = f"the log lacks {state.lacking:,} of the events that the seal {name} covers"
        warnings.warn(problem, PartialAnswerWarning, stacklevel=_CALLER)
    try:
        yield state
    finally:
        if state.made:
            state.db.close()
