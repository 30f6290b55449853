"""`timeline seal`."""

from pathlib import Path
from typing import Annotated

from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.parameters import Option, takes
from timeline.cli.recording_options import RECORDING_KNOWN, Recording
from timeline.cli.session import folder_of, recorder
from timeline.cli.show import wording
from timeline.cli.show.run import Run
from timeline.cli.show.screen import make_safe, print_data, print_message
from timeline.recording import seal
from timeline.recording.stamp import store_stamp


@takes(RECORDING_KNOWN)
def command(
    run: Run,
    *,
    name: Annotated[
        str,
        Option(
            "--name",
            metavar="NAME",
            show_default=False,
            help="What to call it, such as annual-report; seal-1, seal-2, ... without it.",
        ),
    ] = "",
    sign: Annotated[
        str,
        Option(
            "--sign",
            metavar="KEYFILE",
            show_default=False,
            help="Sign it with this SSH key: a private key, or the public key of one that your "
            "agent holds.",
        ),
        values.FILES,
    ] = "",
    timestamp: Annotated[
        str,
        Option(
            "--timestamp",
            metavar="FILE",
            show_default=False,
            help="Make no seal; store this time-stamp reply (RFC 3161) beside the seal that it "
            "stamps.",
        ),
        values.FILES,
    ] = "",
    recording: Recording,
) -> None:
    """Fix the state of the log: its events, its kept sources and its settings.

    Prints the id and the digest of the seal. Keep the digest where nobody who can write to the log
    can change it, such as in a letter: whoever has it can verify later that nothing was changed or
    lost. A log that is sealed already is not sealed again, unless you give a new name or sign.
    """
    folder = folder_of(run)
    if timestamp:
        if name or sign:
            raise UsageError("--timestamp makes no seal", "leave --name and --sign out")
        _store(folder, timestamp, recording)
        return
    done = seal.seal(folder, recorder(), name, sign, dry_run=recording.dry_run)
    for note in [_LOST] if done.lost else []:
        print_message(note, quiet=recording.quiet)
    if not done.new:
        print_data(f"{done.id} {done.digest}")
        message = f"nothing to seal: {done.name} covers all that the log holds"
        print_message(message, quiet=recording.quiet)
        return
    what = _describe(done)
    if recording.dry_run:
        print_message(f"would seal {what}", quiet=recording.quiet)
        return
    print_data(f"{done.id} {done.digest}")
    print_message(f"sealed {what}", quiet=recording.quiet)


def _describe(done: seal.Sealed) -> str:
    """What a new seal is the first to cover, and how it is called and signed."""
    new = [wording.with_noun(done.events, "event")] if done.events else []
    new += [wording.with_noun(done.sources, "kept source")] if done.sources else []
    what = f"{', '.join(new)} and the settings as {done.name}"
    if not new:
        what = f"the log as {done.name}; no events are new since the seal before"
    return f"{what}, signed with {done.fingerprint}" if done.fingerprint else what


_LOST = "warning: the log does not hold all that earlier seals cover; see: timeline verify"


def _store(folder: Path, file: str, recording: Recording) -> None:
    """Store a time stamp, and tell of which seal it is."""
    done = store_stamp(folder, file, dry_run=recording.dry_run)
    seal_ = done.link.seal
    how = "stored" if done.new else "stored already"
    if done.new and recording.dry_run:
        how = "would be stored"
    else:
        print_data(f"{seal_.id} {done.link.digest}")
    what = f"time stamp of {seal_.name}: {wording.stamped(done.reply.time, done.reply.authority)}"
    print_message(make_safe(f"{how}: {what}"), quiet=recording.quiet)
