"""What an event is: frozen types, and the words a new log starts with.

The types are the schema. Reading a document, the JSON Schema, the tables in docs/format.md
and the options of `add` are all derived from the annotations here, by `timeline.event.schema`.
A field's annotation says what its text must be (`Edtf`, `Key`, ...) and what it means.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, NamedTuple

SCHEMA_VERSION = "1"

Body = Mapping[str, object]
"""An event as stored: texts, lists and maps, nothing empty, keys as in the file."""


class Is(NamedTuple):
    """What a text in a document must be; `of` narrows it, as the namespace of a key does."""

    kind: str
    of: str = ""


Text = Annotated[str, Is("text")]
Line = Annotated[str, Is("line")]
Edtf = Annotated[str, Is("edtf")]
Instant = Annotated[str, Is("instant")]
Id = Annotated[str, Is("id")]
Number = Annotated[str, Is("number")]
Count = Annotated[str, Is("count")]
Sha256 = Annotated[str, Is("sha256")]
Coordinates = Annotated[str, Is("coordinates")]
ActorKey = Annotated[str, Is("key", "actor")]
ProgramKey = Annotated[str, Is("key", "program")]
PlaceKey = Annotated[str, Is("key", "place")]
SourceKey = Annotated[str, Is("key", "source")]
PhaseKey = Annotated[str, Is("line")]
KindWord = Annotated[str, Is("word", "kind")]
RoleWord = Annotated[str, Is("word", "role")]

Status = Literal["planned", "occurred", "postponed", "cancelled"]
Effect = Literal["starts", "continues", "ends", "suspends", "resumes", "cancels"]
Dated = Literal["stated", "inferred", "outside"]
Confidence = Literal["confirmed", "likely", "disputed", "unsure"]
Bound = Literal["exact", "about", "at-least", "at-most"]
FigureType = Literal["actual", "target", "baseline", "level"]
ActorType = Literal["organisation", "unit", "person", "group"]
ProgramType = Literal["programme", "project", "law", "strategy"]
PlaceType = Literal["country", "region", "city", "village", "site"]
ProgramStatus = Literal[
    "pipeline", "implementation", "finalisation", "closed", "cancelled", "suspended"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An identifier that some other system or register gives."""

    scheme: Annotated[Line, "the system or register, such as iati, wikidata, lei"]
    id: Annotated[Line, "the identifier there"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """When and by whom an event entered the log."""

    at: Annotated[Instant, "UTC, six decimals, Z"]
    by: Annotated[Line, "who recorded it"]
    entered: Annotated[Instant, "the true moment of entry, where `at` was taken over"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One of the names of an actor, program or place."""

    name: Annotated[Line, "the name as it is written"]
    lang: Annotated[Line, "its language, as a BCP 47 tag"] = ""
    during: Annotated[Edtf, "when it was in use"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """An actor's part in a happening."""

    actor: Annotated[ActorKey, "who"]
    role: Annotated[RoleWord, "in which role"]
    capacity: Annotated[Line, "the office in which the actor appeared"] = ""
    for_: Annotated[ActorKey, "the body on whose behalf, or in which the office is held"] = ""
    effect: Annotated[tuple[Effect, ...], "what the happening does to the office"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramPart:
    """A happening's place in a program."""

    program: Annotated[ProgramKey, "which program"]
    phase: Annotated[PhaseKey, "which phase of it"] = ""
    effect: Annotated[tuple[Effect, ...], "what the happening does to the phase or program"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that a source states."""

    measure: Annotated[Line, "what is counted"]
    value: Annotated[Number, "how many"]
    unit: Annotated[Line, "in which unit, such as person or USD"] = ""
    bound: Annotated[Bound, "how the number is meant"] = "exact"
    type: Annotated[FigureType, "only `actual` figures add up; `level` is a stock"] = "actual"
    by: Annotated[Mapping[str, str], "the split it belongs to, such as {sex: female}"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a statement comes from."""

    source: Annotated[SourceKey, "which source"]
    at: Annotated[Line, "where in it, such as para 4"] = ""
    quote: Annotated[Text, "the words of the source"] = ""
    prefix: Annotated[Text, "words before the quote, where it stands there more than once"] = ""
    suffix: Annotated[Text, "words after the quote, likewise"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseDeclared:
    """A phase as a program declares it."""

    phase: Annotated[PhaseKey, "its key within the program"]
    name: Annotated[Line, "its name"] = ""
    planned: Annotated[Edtf, "when it is planned to run"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramActor:
    """An actor's standing role in a program."""

    actor: Annotated[ActorKey, "who"]
    role: Annotated[RoleWord, "in which role, such as owner or funder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What every event has."""

    EVENT: ClassVar[str] = ""

    schema: Annotated[Line, "the version of this format"]
    id: Annotated[Id, "derived from the content"]
    event: Annotated[Line, "which of the events below it is"]
    recorded: Annotated[Recorded, "when and by whom it was recorded"]
    note: Annotated[Text, "a remark of the recorder"] = ""
    refs: Annotated[tuple[Reference, ...], "its identifiers in other systems"] = ()
    tags: Annotated[tuple[Line, ...], "free words"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening(Event):
    """Something took place in the world, or is planned to."""

    EVENT: ClassVar[str] = "happening"

    date: Annotated[Edtf, "when it took place, or is planned to"]
    date_text: Annotated[Line, "how the source words the date"] = ""
    date_basis: Annotated[Text, "what the date rests on, in one sentence"] = ""
    dated: Annotated[Dated, "whether the source states the date"] | None = None
    kind: Annotated[KindWord, "what kind of happening"]
    status: Annotated[Status, "whether it took place"] = "occurred"
    title: Annotated[Line, "what happened, on one line"]
    summary: Annotated[Text, "more of it, as Markdown"] = ""
    part_of: Annotated[Id, "the happening of which it is a part"] = ""
    outcome_of: Annotated[Id, "the planned happening of which it is the outcome"] = ""
    announced: Annotated[Edtf, "when it was announced"] = ""
    places: Annotated[tuple[PlaceKey, ...], "where"] = ()
    actors: Annotated[tuple[Participation, ...], "who took part, and how"] = ()
    programs: Annotated[tuple[ProgramPart, ...], "the programs it belongs to"] = ()
    figures: Annotated[tuple[Figure, ...], "numbers that the source states"] = ()
    sources: Annotated[tuple[Citation, ...], "where it is known from"] = ()
    confidence: Annotated[Confidence, "how sure the recorder is"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorDeclared(Event):
    """What an actor's key means."""

    EVENT: ClassVar[str] = "actor"

    actor: Annotated[ActorKey, "the key"]
    name: Annotated[Line, "the name to show"]
    short: Annotated[Line, "the name where room is scarce, such as UNODC"] = ""
    names: Annotated[tuple[Name, ...], "its other names"] = ()
    type: Annotated[ActorType, "what it is"] | None = None
    part_of: Annotated[ActorKey, "the body of which it is a part"] = ""
    same_as: Annotated[ActorKey, "another key of the same actor"] = ""
    identifiers: Annotated[tuple[Reference, ...], "its identifiers in registers"] = ()
    sources: Annotated[tuple[Citation, ...], "where it is known from"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramDeclared(Event):
    """What a program's key means."""

    EVENT: ClassVar[str] = "program"

    program: Annotated[ProgramKey, "the key"]
    name: Annotated[Line, "the name to show"]
    short: Annotated[Line, "the name where room is scarce, such as UNODC"] = ""
    names: Annotated[tuple[Name, ...], "its other names"] = ()
    type: Annotated[ProgramType, "what it is"] | None = None
    part_of: Annotated[ProgramKey, "the program of which it is a part"] = ""
    same_as: Annotated[ProgramKey, "another key of the same program"] = ""
    period: Annotated[Edtf, "when it runs, as declared"] = ""
    status: Annotated[ProgramStatus, "its status, as declared"] | None = None
    sequential: Annotated[Literal["true", "false"], "whether a phase ends the one before"] = "false"
    phases: Annotated[tuple[PhaseDeclared, ...], "its phases, in order"] = ()
    actors: Annotated[tuple[ProgramActor, ...], "owner, funder and the like"] = ()
    sources: Annotated[tuple[Citation, ...], "where it is known from"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDeclared(Event):
    """What a place's key means."""

    EVENT: ClassVar[str] = "place"

    place: Annotated[PlaceKey, "the key"]
    name: Annotated[Line, "the name to show"]
    short: Annotated[Line, "the name where room is scarce, such as UNODC"] = ""
    names: Annotated[tuple[Name, ...], "its other names"] = ()
    type: Annotated[PlaceType, "what it is"] | None = None
    part_of: Annotated[PlaceKey, "the place in which it lies"] = ""
    same_as: Annotated[PlaceKey, "another key of the same place"] = ""
    coordinates: Annotated[Coordinates, "latitude, longitude in degrees"] = ""
    sources: Annotated[tuple[Citation, ...], "where it is known from"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDeclared(Event):
    """What a source's key means."""

    EVENT: ClassVar[str] = "source"

    source: Annotated[SourceKey, "the key"]
    title: Annotated[Line, "its title"]
    publisher: Annotated[Line, "who published it"] = ""
    published: Annotated[Edtf, "when it came out"] = ""
    url: Annotated[Line, "where it can be read"] = ""
    language: Annotated[Line, "its language, as a BCP 47 tag"] = ""
    paragraphs: Annotated[Count, "how many paragraphs it has"] = ""
    archive: Annotated[Line, "path of a copy that was kept, from the folder of the log"] = ""
    sha256: Annotated[Sha256, "SHA-256 of that copy"] = ""
    same_as: Annotated[SourceKey, "another key of the same source"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment(Event):
    """Corrects fields of an earlier event."""

    EVENT: ClassVar[str] = "amendment"

    amends: Annotated[Id, "the event it corrects"]
    after: Annotated[tuple[Id, ...], "the newest corrections the writer knew, or the event itself"]
    reason: Annotated[Text, "why"]
    set: Annotated[Mapping[str, object], "fields and their new values, whole"] | None = None
    unset: Annotated[tuple[Line, ...], "fields that are taken away"] = ()
    sources: Annotated[tuple[Citation, ...], "what the correction rests on"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraction(Event):
    """Withdraws an earlier event."""

    EVENT: ClassVar[str] = "retraction"

    retracts: Annotated[Id, "the event it withdraws"]
    after: Annotated[tuple[Id, ...], "the newest corrections the writer knew, or the event itself"]
    reason: Annotated[Text, "why"]
    instead: Annotated[Id, "the event that stands in its place"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure(Event):
    """Removes the content of an event for good; this stub stays in its place."""

    EVENT: ClassVar[str] = "erasure"

    erases: Annotated[Id, "the event whose content is removed"]
    digest: Annotated[Sha256, "the digest of that event, by which seals know it"]
    claim: Annotated[Sha256, "the digest of its claim, by which it is known when it comes again"]
    reason: Annotated[Text, "why, without repeating what is removed"]
    after: Annotated[tuple[Id, ...], "of a correction erased alone: what it came after"] = ()
    sources: Annotated[tuple[Sha256, ...], "SHA-256 of kept sources that are removed with it"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal(Event):
    """Fixes the state of the log, so that any later change of it shows."""

    EVENT: ClassVar[str] = "seal"

    name: Annotated[Line, "what people call it"]
    count: Annotated[Count, "how many leaves it adds to those of the seals before it"]
    root: Annotated[Sha256, "the root of the Merkle tree over these leaves"]
    leaves: Annotated[Sha256, "SHA-256 of the file that lists them, a line `ID DIGEST` each"]
    previous: Annotated[tuple[Id, ...], "the newest seals before it, leaves of it too"] = ()
    settings: Annotated[Sha256, "SHA-256 of timeline.yaml"]
    sources: Annotated[tuple[Sha256, ...], "SHA-256 of the sources kept since these"] = ()
    signature: Annotated[Line, "the public SSH key that signs it, in a file beside it"] = ""


Declared = ActorDeclared | ProgramDeclared | PlaceDeclared | SourceDeclared
Correction = Amendment | Retraction

TYPES: dict[str, type[Event]] = {
    cls.EVENT: cls
    for cls in (
        Happening,
        ActorDeclared,
        ProgramDeclared,
        PlaceDeclared,
        SourceDeclared,
        Amendment,
        Retraction,
        Erasure,
        Seal,
    )
}
DECLARATIONS = ("actor", "program", "place", "source")
CORRECTIONS = ("amendment", "retraction")
ABOUT_LOG = ("erasure", "seal")
"""Events that say nothing of the world: what was removed from the log, and how it stood."""
DRAFTED = ("happening", *DECLARATIONS)
"""Events that people write down; the others are made by commands of their own."""
FIXED = ("schema", "id", "event", "recorded", *DECLARATIONS)
"""Fields that no amendment can change."""

# Roles after IATI's OrganisationRole codelist (1-4), then those a programme's records need.
KINDS = (
    *("meeting", "workshop", "training", "roundtable", "dialogue", "conference", "visit"),
    *("statement", "publication", "presentation", "launch", "agreement", "decision", "law"),
    *("works", "procurement", "delivery", "assistance", "research", "campaign"),
    *("appointment", "establishment", "situation"),
)
ROLES = (
    *("funder", "accountable", "extending", "implementer"),
    *("organiser", "co-organiser", "partner", "host", "supporter"),
    *("trainer", "facilitator", "speaker", "participant", "member"),
    *("beneficiary", "publisher", "author", "owner", "subject"),
)
