"""Items with parts, made of cells: `Name:role`, and what a status says of a program."""

import re
from collections.abc import Mapping

from timeline.base.errors import TimelineError
from timeline.event.schema import Record, fields_of, likely
from timeline.exchange.tables.cell_texts import listed_meaning
from timeline.exchange.tables.mapping import FieldSource, parts_of

_EFFECTS = {
    "starts": ("start", "started", "begun", "began", "launched", "opened", "new"),
    "continues": ("continued", "ongoing", "running", "active", "in progress", "implementation"),
    "ends": ("ended", "end", "finished", "completed", "complete", "closed", "done"),
    "suspends": ("suspended", "paused", "on hold"),
    "resumes": ("resumed", "restarted"),
    "cancels": ("cancelled", "canceled", "stopped", "aborted"),
}
"""Words by which tables say how a program stands, and what a happening then does to it."""


def read_item(made: FieldSource, text: str, record: Record) -> dict[str, object]:
    """An item with parts, such as `Name:role`; parts at the end may be missing.

    Raises:
        TimelineError: a word for a status that means no effect.
    """
    form = made.form or "name"
    names = parts_of(form)
    before, *between, after = re.split(r"[a-z_]+", form)
    item: dict[str, object] = {}
    rest = text.removeprefix(before.strip()).removesuffix(after.strip())
    for name, separator in zip(names, [*between, ""], strict=True):
        part, _, rest = rest.partition(separator) if separator else (rest, "", "")
        put_part(made, item, name, part.strip(), record)
    return item


def put_part(
    made: FieldSource, item: dict[str, object], name: str, text: str, record: Record
) -> None:
    """Give an item a part by what its text means; what stands in the item itself goes before."""
    table = (made.values or {}).get(name)
    meant = listed_meaning(table, text) if isinstance(table, Mapping) else text
    own = next(iter(fields_of(record.cls)))
    key = own if name == "name" else "effect" if name == "status" else name
    if meant:
        item.setdefault(key, _effect(meant) if name == "status" else meant)


def _effect(status: str) -> str:
    """What a happening does to a program, by the word for how it stands."""
    word = status.casefold()
    for effect, words in _EFFECTS.items():
        if word == effect or word in words:
            return effect
    remedy = f"say in the mapping what it means; {likely(word, list(_EFFECTS))}"
    raise TimelineError(f"`{status}` does not say what the happening does to the program", remedy)
