"""What a report says, as values: each format lays the same ones out.

Texts are plain, in English or in the words of the log, of one line each, and mean no markup.
Numbers of notes are those of `Report.notes`, ids those of happenings.
"""

from typing import NamedTuple

from timeline.showing.chart.content import Chart


class Note(NamedTuple):
    """A footnote: a source, and where in it.

    `place` is such as `paragraphs 2 and 4`, with quotes; `first` says that no note before it leads
    to this source. `published` is empty where that is not known, `url` where there is none.
    """

    number: int
    source: int
    publisher: str
    title: str
    published: str
    url: str
    place: str
    first: bool


class Statement(NamedTuple):
    """Something that the log says, with the numbers of the notes that it rests on."""

    text: str
    notes: tuple[int, ...] = ()


class Detail(NamedTuple):
    """A statement with a label, such as `Organisers`; `entry` is the happening that it names."""

    label: str
    statement: Statement
    entry: str = ""


class Entry(NamedTuple):
    """A happening: its date in words, what is to be known before it is read, and what it says.

    `tags` are such as `Planned` or `Disputed`; `remarks` are what is told of it by the report.
    """

    id: str
    date: str
    tags: tuple[str, ...]
    title: Statement
    summary: tuple[Statement, ...]
    details: tuple[Detail, ...]
    remarks: tuple[str, ...]


class Pointer(NamedTuple):
    """A happening that is told in full elsewhere, under a heading."""

    entry: str
    date: str
    title: Statement
    heading: str


class Section(NamedTuple):
    """Happenings under a heading."""

    heading: str
    about: tuple[Statement, ...]
    entries: tuple[Entry | Pointer, ...]


class Listed(NamedTuple):
    """A happening in a list at the end, with what the list says of it."""

    entry: str
    date: str
    title: str
    remarks: tuple[str, ...] = ()


class Source(NamedTuple):
    """A source, and the happenings that cite it; of each, `remarks` say where."""

    number: int
    publisher: str
    title: str
    published: str
    url: str
    cited: tuple[Listed, ...]


class Actor(NamedTuple):
    """Who took part, what else it is called, and where that is known from."""

    name: str
    part_of: str
    names: tuple[str, ...]
    known_from: tuple[str, ...]


class Fact(NamedTuple):
    """Something to be known of the report itself; `code` says that it is to be copied as it is."""

    label: str
    text: str
    code: bool = False


class Report(NamedTuple):
    """A chronology for readers.

    `scope` says what was asked for, `lead` what the report holds and how it is to be read;
    `closing` is what it rests on. `made` is the time of making in seconds since 1970, None where
    none is to be told, and `recorded` that of the newest recording. `chart` is drawn in it.
    """

    title: str
    scope: tuple[str, ...]
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    sources: tuple[Source, ...]
    actors: tuple[Actor, ...]
    planned: tuple[Listed, ...]
    uncertain: tuple[Listed, ...]
    unsourced: tuple[Listed, ...]
    closing: tuple[Fact, ...]
    made: int | None
    recorded: int
    chart: Chart | None = None
