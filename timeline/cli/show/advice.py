"""Faults as the command line shows them: what to do about them is a command, or an option."""

import shlex
from collections.abc import Iterator

from timeline.base.advice import Call, Remedy
from timeline.base.errors import Fault, Reason, TimelineError

ACCEPTING = {"new": "--new", "exact": "--new-exact"}
"""The option that accepts what is unknown, by the value of `new`."""


def error_text(error: TimelineError) -> str:
    """An error with all its faults, each as `fault_text` has it."""
    return "\n".join(map(fault_text, error.faults))


def fault_text(fault: Fault) -> str:
    """A fault with what to type to mend it."""
    return str(fault._replace(remedy=whole_remedy(fault), reason=Reason()))


def whole_remedy(fault: Fault) -> str:
    """What to type to mend a fault, or to take it as it is."""
    accept = fault.reason.accept
    or_new = f"or accept it as new: {ACCEPTING[accept]}" if accept else ""
    return "; ".join(filter(None, (remedy_text(fault.remedy), or_new)))


def remedy_text(remedy: Remedy) -> str:
    """What to do, with what to type."""
    if isinstance(remedy, str):
        return remedy
    text = f"{remedy.words}: {typed(remedy.call)}"
    return f"{text}\n  {remedy_text(remedy.more)}" if remedy.more else text


def typed(call: Call) -> str:
    """A call as it is typed: `timeline retract ID --reason ...`, or its options alone."""
    parts = ["timeline", call.name] if call.name else []
    if any(name == "log" for name, _ in call.options):  # which stands before the command
        parts = ["timeline"]
    parts += [shlex.quote(one) for one in call.given]
    blank = "..." if call.name else '"..."'
    for name, value in call.options:
        parts += _option(name.rstrip("_").replace("_", "-"), value, blank)
    return " ".join(parts)


def _option(name: str, value: object, blank: str) -> Iterator[str]:
    values = value if isinstance(value, tuple) else (value,)
    for one in values:
        yield f"--{name}"
        if one is not True:
            yield blank if one is ... else shlex.quote(str(one))
