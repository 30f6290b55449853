"""Recording from Python: events, corrections, imports, drafts."""

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from timeline.api.given import body_of, names_of
from timeline.api.opened import Opened
from timeline.base.errors import UsageError
from timeline.drafting.source.source_draft import SourceDetails
from timeline.event.document import Document
from timeline.event.types import DECLARATIONS
from timeline.exchange.reading import ReadOptions, open_file
from timeline.projection import states
from timeline.projection.find_event import find_event, find_recorded
from timeline.recording import amend as correcting
from timeline.recording import append as recording
from timeline.recording import merge as merging
from timeline.recording import retract as retracting
from timeline.recording.amend import Change
from timeline.recording.append import Outcome
from timeline.recording.declare import prepare_declaration, record_declaration
from timeline.recording.imports import take_in as importing
from timeline.recording.imports.take_in import Imported, Wanted
from timeline.recording.imports.take_in import Row as ImportedRow
from timeline.recording.pack import Packed, pack
from timeline.recording.resolve import New


class Recording(Opened):
    """What enters a log from Python, as the commands record it."""

    def append(
        self,
        *events: Mapping[str, object],
        new: New = False,
        dry_run: bool = False,
    ) -> tuple[Outcome, ...]:
        """Record events, all of them or none, as `timeline add --file` does.

        Args:
            events: each with the keys of docs/format.md, without id, schema and recorded; a
                happening unless `event` says otherwise.
            new: accept unknown words, and declare unknown names; `"exact"` also those that
                resemble known ones.
            dry_run: do everything but write.

        Returns:
            An outcome an event: its id, and whether it is new or was there already.

        Raises:
            TimelineError: faults in the events, all of them.
        """
        offered = [Document(body_of(event)) for event in events]
        report = recording.append(
            self.folder, offered, self._recorder(), new=new, dry_run=dry_run, kept=self._kept
        )
        return report.outcomes

    def amend(
        self,
        event: str,
        reason: str,
        set: Mapping[str, object] | None = None,  # noqa: A002 (the key of an amendment)
        unset: str | Iterable[str] = (),
        *,
        keep: str | Iterable[str] = (),
        new: New = False,
        dry_run: bool = False,
    ) -> Outcome:
        """Correct an event: `set` gives fields whole, lists included; `unset` takes fields away.

        Args:
            event: an id, its beginning, words of a title; or the key or name of a declaration.
            reason: why.
            set: fields and their new values.
            unset: the name of a field, or several.
            keep: likewise, of fields that describe the date, and still hold with a new one.
            new: accept unknown words, and declare unknown names, as in `append`.
            dry_run: do everything but write.

        Raises:
            ConflictError: the event was corrected meanwhile.
            TimelineError: no such event, or the result would be none.
        """
        with self._projection() as db:
            known = states.current(db, find_recorded(db, event))
        change = Change(body_of(set or {}), names_of(unset), names_of(keep))
        by = self._recorder()
        return correcting.amend(
            self.folder, known, change, reason, by, new=new, dry_run=dry_run
        ).outcomes[0]

    def declare(
        self,
        kind: str,
        name: str,
        *,
        key: str = "",
        reason: str = "",
        unset: str | Iterable[str] = (),
        new: New = False,
        dry_run: bool = False,
        **fields: object,
    ) -> Outcome:
        """Declare what a key means, as `timeline declare` does; a key that is known is amended.

        Args:
            kind: actor, program, place or source.
            name: the name to show; of a source its title. Without a key it may be any name that
                is known, whose declaration is then amended.
            key: lower-case letters, digits and hyphens; made from the name if not given.
            reason: why it is amended.
            unset: where it is amended: the name of a field to take away, or several.
            new: accept unknown words, and declare unknown names, as in `append`.
            dry_run: do everything but write.
            fields: what else it says, by the keys of docs/format.md. Where it is amended, these
                replace what stood there, and items are added to lists.

        Returns:
            The declaration or its amendment; not `new` where all of it is on record already.

        Raises:
            ConflictError: the declaration was corrected meanwhile.
            TimelineError: it would be no valid event.
            UsageError: no such kind, no key can be made of the name, or no such field.
        """
        if kind not in DECLARATIONS:
            raise UsageError(f"no kind of key `{kind}`", f"one of {', '.join(DECLARATIONS)}")
        declaration = prepare_declaration(
            self.folder, kind, name, body_of(fields), key=key, unset=names_of(unset)
        )
        return record_declaration(
            self.folder, declaration, self._recorder(), reason=reason, new=new, dry_run=dry_run
        ).outcomes[0]

    def retract(
        self, event: str, reason: str, instead: str = "", *, dry_run: bool = False
    ) -> Outcome:
        """Withdraw an event, or lift a retraction by retracting it.

        Args:
            event: an id, its beginning, words of a title; or the key or name of a declaration.
            reason: why.
            instead: the event that stands in its place: an id, its beginning, words of a title.
            dry_run: do everything but write.

        Raises:
            ConflictError: the event was corrected meanwhile.
            TimelineError: no such event, or none to stand in its place.
        """
        with self._projection() as db:
            known = states.target(db, find_recorded(db, event))
            other = find_event(db, instead) if instead else ""
        by = self._recorder()
        return retracting.retract(
            self.folder, known, reason, by, instead=other, dry_run=dry_run
        ).outcomes[0]

    def last_recorded(self) -> str | None:
        """The id of what `by` recorded last and still stands; None where there is none."""
        with self._projection() as db:
            return states.newest(db, self._recorder())

    def merge(
        self, key: str, into: str, reason: str, kind: str = "", *, dry_run: bool = False
    ) -> Outcome:
        """Make two keys one: what was recorded of either is told of `into`.

        Args:
            key: the key, or a name, of what is the same as another.
            into: that other, which is shown.
            reason: why.
            kind: actor, program, place or source, where both are known as several of these.
            dry_run: do everything but write.

        Raises:
            ConflictError: the declaration was corrected meanwhile.
            TimelineError: no such keys of one kind.
        """
        by = self._recorder()
        merged = merging.merge(self.folder, key, into, reason, by, kind=kind, dry_run=dry_run)
        return merged.report.outcomes[0]

    def take_in(
        self,
        format_: str,
        file: str | os.PathLike[str],
        asked: ReadOptions = ReadOptions(),  # noqa: B008 (it cannot change)
        wanted: Wanted = Wanted(),  # noqa: B008
        told: Callable[[ImportedRow], None] = lambda _: None,
    ) -> Imported:
        """Take in a file of another program or log, as `timeline import` does.

        Args:
            format_: csv, xlsx, jsonl and so on.
            file: its path.
            asked: how it is to be read: a mapping and the like.
            wanted: how it is to be recorded: `new`, `dry_run`, `keep_going` and so on.
            told: is given what became of each entry, and why it was refused.

        Returns:
            How many entries became what; `written` says whether anything was recorded.

        Raises:
            OSError: the file cannot be opened.
            TimelineError: it cannot be read at all.
        """
        with Path(file).open("rb") as data:
            found = open_file(format_, Path(file), data, asked).items
            return importing.take_in(self.folder, found, self._recorder(), wanted, told)

    def draft(self, file: str | os.PathLike[str], given: SourceDetails = SourceDetails()) -> str:  # noqa: B008
        """Events proposed from the text of a source, as `timeline draft` prints them.

        Args:
            file: its path; plain text or HTML.
            given: what the text does not say of itself, such as when it was published.

        Returns:
            YAML with comments, to be corrected by somebody and then appended.

        Raises:
            OSError: the file cannot be opened.
            TimelineError: it is no text, or too large.
        """
        from timeline.drafting.draft import make_draft  # noqa: PLC0415 (150 ms, for this alone)
        from timeline.drafting.yaml_draft import format_draft  # noqa: PLC0415

        data = Path(file).read_bytes()
        with self._projection() as db:
            return format_draft(make_draft(db, data, os.fspath(file), given, self.folder))

    def pack(self, *, dry_run: bool = False) -> Packed:
        """Put the events that have files of their own into one file, as `timeline pack` does."""
        return pack(self.folder, dry_run=dry_run)
