"""What a verification finds: faults, and notices of what changes no content."""

from typing import Literal, NamedTuple, get_args

from timeline.base.advice import Remedy
from timeline.base.errors import Fault

FaultKind = Literal[
    "unreadable",
    "changed",
    "lost",
    "renamed",
    "swapped",
    "added",
    "returned",
    "seal",
    "signature",
    "stamp",
]
NoticeKind = Literal["reformatted", "moved", "settings", "attributes", "late", "unused", "unsigned"]
Kind = FaultKind | NoticeKind
FAULTS: tuple[Kind, ...] = get_args(FaultKind)
KINDS: tuple[Kind, ...] = (*FAULTS, *get_args(NoticeKind))
"""All kinds, in the order in which they are told."""


class Finding(NamedTuple):
    """One thing that a verification finds.

    `path` is below the log; of a file that is lost it is what its name ends in. `id` is that of the
    event, or of the seal, that is meant; empty where none is known.
    """

    kind: Kind
    problem: str
    remedy: Remedy = ""
    path: str = ""
    line: int = 0
    id: str = ""

    @property
    def is_fault(self) -> bool:
        """Whether the log is not what it was; else it is a notice."""
        return self.kind in FAULTS

    @property
    def fault(self) -> Fault:
        """The finding as faults are shown."""
        return Fault(self.problem, self.remedy, self.path, self.line)


def from_fault(fault: Fault, kind: Kind, id_: str = "") -> Finding:
    """The finding of a file that is at fault."""
    return Finding(kind, fault.problem, fault.remedy, fault.path, fault.line, id_)
