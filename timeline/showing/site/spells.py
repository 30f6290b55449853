"""When offices were held and phases ran, in sentences."""

from collections.abc import Iterator

from timeline.dates.edtf import Hemisphere
from timeline.projection.evidence import SpellFields
from timeline.showing.report.dates import read, when_in_words
from timeline.showing.report.words import sentence
from timeline.views.actors import OfficeSpell
from timeline.views.programs import PhaseRow, ProgramRow

_STATES = {"suspended": "Suspended.", "cancelled": "Cancelled."}
_END_BY = {"planned": "Was to end", "recorded": "Ended", "next-phase": "Gave way to the next phase"}


def office_sentences(spell: OfficeSpell, hemisphere: Hemisphere) -> str:
    """When an office was held, and what is not known of that."""
    return " ".join(filter(None, _office(spell, hemisphere)))


def phase_sentences(row: PhaseRow, hemisphere: Hemisphere) -> str:
    """When a phase ran, and for when it was planned."""
    planned = when(row["planned"], hemisphere)
    said = [
        *_spell(row, hemisphere),
        f"Declared for {planned}." if planned else "",
        *_announced(row["announced"], hemisphere),
    ]
    return " ".join(filter(None, said)) or "Nothing of it is on record."


def program_sentences(row: ProgramRow, phase: str, hemisphere: Hemisphere) -> str:
    """What the record shows of a programme: in which phase it is, since when, until when.

    Args:
        row: of the programme.
        phase: the name of the phase that it is in; empty for none.
        hemisphere: for seasons.
    """
    if row["status_derived"] == "not-begun":
        said = [*_announced(row["announced"], hemisphere)]
        return " ".join(said) or "No beginning is on record."
    mark = " possibly" if row["match"] == "possible" else ""
    said = [
        f"It is{mark} in the phase “{phase}”." if phase else "",
        _STATES.get(row["status_derived"], ""),
        _began(row["since"], hemisphere),
        _ended(row["until"], row["until_by"], row["last_seen_date"], hemisphere),
    ]
    return " ".join(filter(None, said))


def when(text: str | None, hemisphere: Hemisphere) -> str:
    """A date of the log after a verb, without `in` or `on`; empty where there is none."""
    date = read(text, hemisphere)
    return when_in_words(date).removeprefix("in ").removeprefix("on ") if date else ""


def _office(spell: OfficeSpell, hemisphere: Hemisphere) -> Iterator[str]:
    yield from _spell(spell, hemisphere)
    if planned := read(spell["planned_end"], hemisphere):
        yield f"Planned to end {when_in_words(planned)}."


def _spell(row: SpellFields, hemisphere: Hemisphere) -> Iterator[str]:
    if row["state"] == "not-begun":
        return
    start = read(row["start"], hemisphere)
    if row["state"] == "mentioned":
        yield f"Mentioned {when_in_words(start)}." if start else "Mentioned."
        return
    yield _STATES.get(row["state"], "")
    yield _began(row["start"], hemisphere)
    yield _ended(row["end"], row["end_by"], row["last_seen_date"], hemisphere)


def _began(start: str | None, hemisphere: Hemisphere) -> str:
    date = read(start, hemisphere)
    return f"Began {when_in_words(date)}." if date else "No beginning is on record."


def _ended(
    end: str | None, end_by: str | None, last_seen: str | None, hemisphere: Hemisphere
) -> str:
    if date := read(end, hemisphere):
        return f"{_END_BY.get(end_by or '', 'Ended')} {when_in_words(date)}."
    seen = read(last_seen, hemisphere)
    return f"No end is on record{f'; last seen {when_in_words(seen)}' if seen else ''}."


def _announced(text: str | None, hemisphere: Hemisphere) -> Iterator[str]:
    if date := read(text, hemisphere):
        yield sentence(f"planned {when_in_words(date)}.")
