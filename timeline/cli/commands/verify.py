"""`timeline verify`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from timeline.cli import values
from timeline.cli.exits import Exit
from timeline.cli.options import OUTPUT
from timeline.cli.parameters import Option, takes
from timeline.cli.proof_folder import write_proof
from timeline.cli.session import folder_of, locate_fault
from timeline.cli.show import colours, wording
from timeline.cli.show.advice import fault_text, whole_remedy
from timeline.cli.show.output import Output, deliver, emit_one, look_of
from timeline.cli.show.run import Run
from timeline.cli.show.screen import make_safe, print_message
from timeline.trust.finding import Finding
from timeline.trust.rows import verified_row
from timeline.trust.verify import Verified, verify
from timeline.trust.witness import Checks, Witnessed


@takes(OUTPUT)
def command(
    run: Run,
    *,
    since: Annotated[
        str,
        Option(
            "--since",
            metavar="SEAL",
            show_default=False,
            help="Verify that the log holds all that this seal covers: its name, id or digest.",
        ),
        values.SEALS,
    ] = "",
    proof: Annotated[
        str,
        Option(
            "--proof",
            metavar="ID",
            show_default=False,
            help="Write the proof of one event to the folder --output, for somebody else to check: "
            "an id or its beginning, or words of a title. It ends in the seal --since, else in the "
            "first that covers the event.",
        ),
        values.EVENTS,
    ] = "",
    allowed_signers: Annotated[
        str,
        Option(
            "--allowed-signers",
            metavar="FILE",
            show_default=False,
            help="Tell who signed seals, and refuse other keys: a file as ssh-keygen has it.",
        ),
        values.FILES,
    ] = "",
    ca: Annotated[
        str,
        Option(
            "--ca",
            metavar="FILE",
            show_default=False,
            help="Check time stamps with openssl: the certificates of authorities that you trust.",
        ),
        values.FILES,
    ] = "",
    output: Output,
) -> None:
    """Verify that the log is what was recorded and sealed.

    Reads the files themselves: each event against its id, each pack against its name, each seal
    against the log, its signature and its time stamps, each kept source against its hash. Names
    every file that was changed, lost, renamed, swapped or cut. What changes no content, such as a
    comment or the place of a file, is a notice. Exit code 1 if there is any fault.
    """
    folder = folder_of(run)
    if proof:
        write_proof(run, folder, proof, since, output)
        return
    found = verify(folder, since, Checks(allowed_signers, ca))
    if output.format in ("table", "plain"):
        paint = output.format == "table" and look_of(output).color
        told = [*found.faults, *found.notices]
        lines = [_format_finding(_locate(folder, one), paint=paint) for one in told]
        lines += _format_gaps(found)
        deliver("\n".join([*lines, *_format_summary(found, since)]), output)
    else:
        typed = (one._replace(remedy=whole_remedy(one.fault)) for one in found.findings)
        emit_one(verified_row(found._replace(findings=tuple(typed))), output)
    print_message(_verdict(found), quiet=output.quiet)
    if found.faults:
        raise Exit(1)


def _locate(folder: Path, finding: Finding) -> Finding:
    return finding._replace(path=locate_fault(folder, finding.fault).path)


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


def _format_gaps(found: Verified) -> Iterator[str]:
    for gap in found.gaps:
        on = wording.date(gap.at[:10])
        yield make_safe(f"erased: {gap.id} by {gap.by} on {on}, {gap.erasure}: {gap.reason}")


def _format_summary(found: Verified, since: str) -> Iterator[str]:
    """What was looked at, seal by seal, and how far the seals reach."""
    events = wording.with_noun(found.events, "event")
    files = wording.with_noun(found.files, "file")
    kept = f", {wording.with_noun(found.kept, 'kept source')}" if found.kept else ""
    yield f"{events} in {files}{kept}"
    for link in found.seals:
        seal = link.seal
        on = wording.date(seal.recorded.at[:10])
        yield make_safe(f"{seal.name}, sealed on {on} by {seal.recorded.by}: {link.digest}")
        if witnessed := found.witnessed.get(seal.id):
            yield from (make_safe(f"  {line}") for line in _format_witnesses(witnessed))
    if not found.seals:
        yield "no seal: what was removed before this copy was made does not show"
        return
    which = f"the seal {since} covers" if since else "the seals cover"
    count = f"{found.sealed:,} of {found.sealed + found.missing:,}"
    erased = f", {len(found.gaps):,} erased" if found.gaps else ""
    yield make_safe(f"of the events that {which} {count} are there{erased}")
    yield f"{wording.with_noun(found.unsealed, 'event')} without a seal"


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


def _verdict(found: Verified) -> str:
    notices = f", {wording.with_noun(len(found.notices), 'notice')}" if found.notices else ""
    if found.faults:
        return f"not verified: {wording.with_noun(len(found.faults), 'fault')}{notices}"
    return f"verified{notices}"
