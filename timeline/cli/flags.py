"""The options that stand for the fields of events."""

from timeline.event.schema import Field, Many

_SINGULARS = {"refs": "ref", "phases": "phase"}
"""Of fields whose name without its `s` would be no word, or the wrong one."""


def flag_of(field: Field) -> str:
    """The option that gives a field its value; of a list, one item of it: `--actor`."""
    name = field.name
    if isinstance(field.shape, Many):
        name = _SINGULARS.get(name) or name.removesuffix("s")
    return f"--{name.replace('_', '-')}"
