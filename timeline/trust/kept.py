"""The sources that a log keeps, as their files are."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.log import archive
from timeline.log import folder as log
from timeline.log.archive import KeptFile
from timeline.trust.finding import Finding, from_fault


class KeptSources(NamedTuple):
    """The copies of sources whose bytes are those that they are named after, and the others."""

    files: Sequence[KeptFile]
    findings: Sequence[Finding]


def read_kept(folder: Path) -> KeptSources:
    """Read the copies of sources that a log keeps."""
    right: list[KeptFile] = []
    findings: list[Finding] = []
    try:
        for one in archive.kept_files(folder):
            try:
                sha256 = archive.sha256_of_file(folder, one.path)
            except OSError as error:
                findings.append(from_fault(log.unreadable(error, one.path), "unreadable"))
                continue
            if sha256 == one.sha256:
                right.append(one)
                continue
            problem = "its bytes are not those that it is named after"
            findings.append(Finding("changed", problem, _RESTORE, one.path))
    except OSError as error:
        findings.append(from_fault(log.unreadable(error, archive.FOLDER), "unreadable"))
    return KeptSources(right, findings)


_RESTORE = "restore the file (git checkout)"
