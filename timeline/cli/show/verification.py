"""What a verification found, as lines for people."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from timeline.cli.show import colours, wording
from timeline.cli.show.advice import fault_text
from timeline.cli.show.layout import Fact, Page, Section
from timeline.cli.show.screen import make_safe
from timeline.cli.show.tables import Column
from timeline.trust.chain import Link
from timeline.trust.finding import Finding
from timeline.trust.verify import Gap, Verified
from timeline.trust.witness import Witnessed

_SHOWN = 20
"""So many findings of one kind are told; machine formats have all."""
_SEALS_SHOWN = 5


def format_verified(found: Verified, since: str, *, paint: bool) -> Iterator[str]:
    """The findings with what to do about them, the gaps, the seals, and what is there.

    Args:
        found: with paths as seen from here.
        since: the seal that was asked for, as typed; empty for all.
        paint: in colour.
    """
    for _, several in groupby(found.findings, key=lambda one: (one.is_fault, one.kind)):
        yield from _format_some(list(several), paint=paint)
    for gap in found.gaps:
        yield _format_gap(gap.id, gap)
    for gap in found.kept_gaps:
        yield _format_gap(f"archive/{gap.id}.*", gap)
    if found.findings or found.gaps or found.kept_gaps:
        yield ""
    yield from _format_seals(found)
    yield from _format_counts(found, since)


def verification_page(found: Verified, since: str) -> Page:
    """The same as a page with tables, which has all findings and seals; see `format_verified`."""
    counts = [Fact("log", line) for line in _format_counts(found, since)]
    gaps = [
        *((gap.id, gap) for gap in found.gaps),
        *((f"archive/{gap.id}.*", gap) for gap in found.kept_gaps),
    ]
    sections = [
        _section("Findings", [_finding_row(one) for one in found.findings]),
        _section("Erased", [_gap_row(what, gap) for what, gap in gaps]),
        _section("Seals", [_seal_row(link, found.witnessed) for link in found.seals]),
    ]
    return Page("Verification", [Fact("result", verdict(found)), *counts], sections)


def _section(heading: str, rows: Sequence[Mapping[str, str]]) -> Section:
    names = rows[0] if rows else ()
    return Section(heading, [Column(name, itemgetter(name)) for name in names], rows)


def _finding_row(one: Finding) -> Mapping[str, str]:
    kind = one.kind if one.is_fault else f"notice: {one.kind}"
    fault = one.fault
    return {
        "Kind": kind,
        "Where": fault.where,
        "Problem": fault.problem,
        "Remedy": str(fault.remedy),
    }


def _gap_row(what: str, gap: Gap) -> Mapping[str, str]:
    on = wording.date(gap.at[:10])
    return {"What": what, "On": on, "By": gap.by, "Why": gap.reason, "Erasure": gap.erasure}


def _seal_row(link: Link, witnessed: Mapping[str, Witnessed]) -> Mapping[str, str]:
    seal = link.seal
    confirmed = _format_witnesses(witnessed[seal.id]) if seal.id in witnessed else ()
    return {
        "Seal": seal.name,
        "On": wording.date(seal.recorded.at[:10]),
        "By": seal.recorded.by,
        "Digest": link.digest,
        "Confirmed": "; ".join(confirmed),
    }


def _format_gap(what: str, gap: Gap) -> str:
    on = wording.date(gap.at[:10])
    return make_safe(f"erased: {what} on {on} by {gap.by}: {gap.reason} ({gap.erasure})")


def _format_some(findings: Sequence[Finding], *, paint: bool) -> Iterator[str]:
    """Findings of one kind, the first of many and how many more."""
    yield from (_format_finding(one, paint=paint) for one in findings[:_SHOWN])
    if (more := len(findings) - _SHOWN) > 0:
        yield f"and {more:,} more: {findings[0].kind}"


def _format_finding(finding: Finding, *, paint: bool) -> str:
    """A fault or a notice with its file and what to do."""
    fault = finding.fault
    kind = finding.kind if finding.is_fault else f"notice: {finding.kind}"
    if finding.kind != "unreadable":
        fault = fault._replace(problem=f"{kind}: {fault.problem}")
    text, where = make_safe(fault_text(fault)), make_safe(fault.where)
    if not paint:
        return text
    rest = text[len(where) :].removeprefix(": ")
    label, colon, more = rest.partition(":")
    label = colours.red(label) if finding.is_fault else colours.yellow(label)
    return f"{colours.bold(f'{where}:')} {label}{colon}{more}" if where else f"{label}{colon}{more}"


def _format_seals(found: Verified) -> Iterator[str]:
    """The newest seals, with their digests and what others confirm of them."""
    earlier = found.seals[:-_SEALS_SHOWN]
    if earlier:
        yield f"{wording.with_noun(len(earlier), 'earlier seal')}; all are in --format json"
    for link in found.seals[-_SEALS_SHOWN:]:
        yield make_safe(f"seal {_called(link)}")
        yield f"  {link.digest}"
        if witnessed := found.witnessed.get(link.seal.id):
            yield from (make_safe(f"  {line}") for line in _format_witnesses(witnessed))


def _called(link: Link) -> str:
    seal = link.seal
    return f"{seal.name}, {wording.date(seal.recorded.at[:10])}, {seal.recorded.by}"


def _format_witnesses(witnessed: Witnessed) -> Iterator[str]:
    """Who signed a seal, and when an authority stamped it."""
    if signature := witnessed.signature:
        by = f" by {signature.principal}" if signature.principal else ""
        yield f"signed with {signature.fingerprint}{by}{_SIGNATURES[signature.state]}"
    for stamp in witnessed.stamps:
        how = wording.stamped(stamp.time, stamp.authority)
        yield f"time stamp of {how}{_STAMPS[stamp.state]}"


_SIGNATURES = {
    "good": "",
    "bad": ": the signature is not accepted",
    "lost": ": the signature is lost",
    "unchecked": ": not checked, as ssh-keygen is not installed",
}
_STAMPS = {
    "good": "",
    "bad": ": it does not hold",
    "unchecked": ": not checked, as no --ca is given",
}


def _format_counts(found: Verified, since: str) -> Iterator[str]:
    """What the log holds, and how far the seals reach."""
    kept = f", {wording.with_noun(found.kept, 'kept source')}" if found.kept else ""
    files = wording.with_noun(found.files, "file")
    yield f"{wording.with_noun(found.events, 'event')} in {files}{kept}"
    if not found.seals:
        yield "no seal: what was removed before this copy was made does not show"
        return
    which = f"covered by {since}" if since else "sealed"
    if not found.missing:
        yield make_safe(f"{which}: {found.sealed:,}, all are there")
    else:
        erased = len(found.gaps)
        counts = ((erased, "erased"), (found.missing - erased, "changed or lost"))
        parts = ", ".join(f"{count:,} {word}" for count, word in counts if count)
        yield make_safe(f"{which}: {found.sealed + found.missing:,}, of which {parts}")
    if since:
        yield f"recorded since: {found.since:,}"
    elif found.unsealed:
        yield f"not sealed: {found.unsealed:,}"


def verdict(found: Verified) -> str:
    """Whether the log is verified, with how many faults and notices."""
    notices = f", {wording.with_noun(len(found.notices), 'notice')}" if found.notices else ""
    if found.faults:
        return f"not verified: {wording.with_noun(len(found.faults), 'fault')}{notices}"
    return f"verified{notices}"
