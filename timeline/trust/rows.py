"""What a verification found, for machines."""

from typing import Annotated, TypedDict

from timeline.trust.chain import Link
from timeline.trust.finding import Finding
from timeline.trust.signatures import Signature
from timeline.trust.verify import Gap, Verified
from timeline.trust.witness import Stamp, Witnessed


class FindingRow(TypedDict):
    """Something that a verification found."""

    kind: Annotated[str, "what became of it, such as changed, lost, renamed, swapped, reformatted"]
    path: Annotated[str, "the file below the log; of a lost one what its name ends in"]
    line: Annotated[int, "the line in it, from 1; 0 for the whole file"]
    id: Annotated[str | None, "the event or seal that is meant; null where none is known"]
    problem: Annotated[str, "what is wrong"]
    remedy: Annotated[str, "what to do about it"]


class GapRow(TypedDict):
    """An event that a seal covers and an erasure removed."""

    id: Annotated[str, "the event"]
    erasure: Annotated[str, "the erasure"]
    reason: Annotated[str, "why it was erased"]
    at: Annotated[str, "when, as an instant in UTC"]
    by: Annotated[str, "by whom"]
    seal: Annotated[str, "the first seal that covers the event"]


class KeptGapRow(TypedDict):
    """A kept source that a seal covers and an erasure removed."""

    sha256: Annotated[str, "of its bytes"]
    erasure: Annotated[str, "the erasure"]
    reason: Annotated[str, "why it was erased"]
    at: Annotated[str, "when, as an instant in UTC"]
    by: Annotated[str, "by whom"]
    seal: Annotated[str, "the seal that covers it"]


class SignatureRow(TypedDict):
    """The signature of a seal."""

    key: Annotated[str, "the public SSH key, its type and base64"]
    fingerprint: Annotated[str, "its fingerprint, as ssh prints it"]
    principal: Annotated[str | None, "who signed, as the allowed signers have it; null without"]
    state: Annotated[str, "good, bad, lost, or unchecked where ssh-keygen is not installed"]


class StampRow(TypedDict):
    """A time stamp of a seal."""

    path: Annotated[str, "its file below the log"]
    time: Annotated[str, "when the authority stamped the seal, as an instant in UTC"]
    authority: Annotated[str, "what the authority is called there"]
    state: Annotated[str, "good, bad, or unchecked where no certificates were given"]


class SealRow(TypedDict):
    """A seal of a log."""

    id: Annotated[str, "its id"]
    name: Annotated[str, "its name"]
    digest: Annotated[str, "its digest: SHA-256, in hexadecimal"]
    root: Annotated[str, "the root of the tree over its leaves"]
    count: Annotated[int, "how many leaves it is the first to cover"]
    previous: Annotated[list[str], "the seals it builds on, by their ids"]
    at: Annotated[str, "when it was made, as an instant in UTC"]
    by: Annotated[str, "by whom"]
    place: Annotated[str, "where it lies below the log"]
    signature: Annotated[SignatureRow | None, "who signed it; null where it states no key"]
    stamps: Annotated[list[StampRow], "its time stamps"]


class VerifiedRow(TypedDict):
    """Whether a log is what it was."""

    ok: Annotated[bool, "whether there are no faults"]
    events: Annotated[int, "how many events the log holds, seals and erasures left out"]
    files: Annotated[int, "in how many files"]
    packs: Annotated[int, "how many of them are packs"]
    kept: Annotated[int, "how many sources are kept with the bytes that they are named after"]
    sealed: Annotated[int, "how many events are there of those that the seals cover"]
    missing: Annotated[int, "how many of these are not there, erased ones among them"]
    unsealed: Annotated[int, "how many events no seal covers"]
    since: Annotated[int, "how many events the seals that were asked for do not cover"]
    seals: Annotated[list[SealRow], "the seals, in the order of recording"]
    erased: Annotated[list[GapRow], "what the seals cover and erasures removed"]
    erased_sources: Annotated[list[KeptGapRow], "kept sources likewise"]
    faults: Annotated[list[FindingRow], "why the log is not what it was"]
    notices: Annotated[list[FindingRow], "what changes no content"]


def verified_row(found: Verified) -> VerifiedRow:
    """What a verification found, as one thing."""
    return {
        "ok": not found.faults,
        "events": found.events,
        "files": found.files,
        "packs": found.packs,
        "kept": found.kept,
        "sealed": found.sealed,
        "missing": found.missing,
        "unsealed": found.unsealed,
        "since": found.since,
        "seals": [_seal_row(link, found.witnessed.get(link.seal.id)) for link in found.seals],
        "erased": [_gap_row(gap) for gap in found.gaps],
        "erased_sources": [_kept_gap_row(gap) for gap in found.kept_gaps],
        "faults": [_finding_row(one) for one in found.faults],
        "notices": [_finding_row(one) for one in found.notices],
    }


def _seal_row(link: Link, witnessed: Witnessed | None) -> SealRow:
    seal = link.seal
    signature = witnessed.signature if witnessed else None
    stamps = witnessed.stamps if witnessed else ()
    return {
        "id": seal.id,
        "name": seal.name,
        "digest": link.digest,
        "root": seal.root,
        "count": int(seal.count),
        "previous": list(seal.previous),
        "at": seal.recorded.at,
        "by": seal.recorded.by,
        "place": link.place,
        "signature": _signature_row(signature) if signature else None,
        "stamps": [_stamp_row(stamp) for stamp in stamps],
    }


def _signature_row(signature: Signature) -> SignatureRow:
    return {
        "key": signature.key,
        "fingerprint": signature.fingerprint,
        "principal": signature.principal or None,
        "state": signature.state,
    }


def _stamp_row(stamp: Stamp) -> StampRow:
    return {
        "path": stamp.path,
        "time": stamp.time,
        "authority": stamp.authority,
        "state": stamp.state,
    }


def _gap_row(gap: Gap) -> GapRow:
    return {
        "id": gap.id,
        "erasure": gap.erasure,
        "reason": gap.reason,
        "at": gap.at,
        "by": gap.by,
        "seal": gap.seal,
    }


def _kept_gap_row(gap: Gap) -> KeptGapRow:
    return {
        "sha256": gap.id,
        "erasure": gap.erasure,
        "reason": gap.reason,
        "at": gap.at,
        "by": gap.by,
        "seal": gap.seal,
    }


def _finding_row(finding: Finding) -> FindingRow:
    return {
        "kind": finding.kind,
        "path": finding.path,
        "line": finding.line,
        "id": finding.id or None,
        "problem": finding.problem,
        "remedy": str(finding.remedy),
    }
