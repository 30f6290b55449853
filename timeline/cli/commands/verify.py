"""`timeline verify`."""

from pathlib import Path
from typing import Annotated

from timeline.base.errors import TimelineError
from timeline.cli import values
from timeline.cli.exits import Exit
from timeline.cli.options import OUTPUT
from timeline.cli.parameters import Option, takes
from timeline.cli.session import folder_of, locate_fault
from timeline.cli.show.advice import whole_remedy
from timeline.cli.show.output import Output, deliver, emit_one, emit_pages, look_of
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.cli.show.verification import format_verified, verdict, verification_page
from timeline.trust.chain import NoSealError
from timeline.trust.finding import Finding
from timeline.trust.rows import verified_row
from timeline.trust.verify import verify
from timeline.trust.witness import Checks


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
        from timeline.cli.proof_folder import write_proof  # noqa: PLC0415 (its pages take time to load)

        write_proof(run, folder, proof, since, output)
        return
    try:
        found = verify(folder, since, Checks(allowed_signers, ca))
    except NoSealError as error:
        raise TimelineError(tuple(locate_fault(folder, one) for one in error.faults)) from error
    whole = found._replace(findings=tuple(_locate(folder, one) for one in found.findings))
    if output.format in ("table", "plain"):
        paint = output.format == "table" and look_of(output).color
        deliver("\n".join(format_verified(whole, since, paint=paint)), output)
    elif output.for_people:
        emit_pages([verification_page(whole, since)], output)
    else:
        typed = (one._replace(remedy=whole_remedy(one.fault)) for one in found.findings)
        emit_one(verified_row(found._replace(findings=tuple(typed))), output)
    print_message(verdict(found), quiet=output.quiet)
    if found.faults:
        raise Exit(1)


def _locate(folder: Path, finding: Finding) -> Finding:
    return finding._replace(path=locate_fault(folder, finding.fault).path)
