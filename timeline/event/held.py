"""An event as a file of a log holds it, whose typed form is made when it is asked for."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from timeline.event.build_again import build_again
from timeline.event.document import Forms
from timeline.event.types import TYPES, Event


class Held(NamedTuple):
    """An event that was read and checked.

    `kind` is which of the events it is; `text` its JSON, keys in the order of the file; `line` that
    of a pack, 0 where it has a file alone.
    """

    id: str
    kind: str
    recorded_at: str
    recorded_by: str
    text: str
    forms: Forms
    line: int = 0

    @property
    def body(self) -> Mapping[str, Any]:
        """Its texts, lists and maps."""
        body: dict[str, Any] = json.loads(self.text)
        return body

    @property
    def event(self) -> Event:
        """The event, typed."""
        return build_again(TYPES[self.kind], self.body)
