"""What a site tells, as values: pages lay it out, and so does the start page that is explored.

Texts are plain, in English or in the words of the log, of one line each, and mean no markup; dates
are EDTF, or in words; days are numbers (1970-01-01 = 0), infinite where a side is open or unknown.
"""

from collections.abc import Mapping
from typing import NamedTuple

from timeline.showing.chart.content import Stretch
from timeline.showing.report.content import Fact
from timeline.showing.report.dates import Years
from timeline.showing.site.tested import Tested


class Named(NamedTuple):
    """Something that has a page: its key, its name, and the name where room is scarce."""

    key: str
    name: str
    short: str


class Participant(NamedTuple):
    """Who took part: in which role and office, for whom, and what that did to the office."""

    actor: Named
    role: str
    office: str
    body: Named | None
    effects: tuple[str, ...]


class InProgram(NamedTuple):
    """A programme, the phase by key and name (empty without), and what was done to it."""

    program: Named
    phase: str
    phase_name: str
    effects: tuple[str, ...]


class Citation(NamedTuple):
    """A place in a source: `at` such as `para 2`, `quote` its words; empty where not told."""

    source: Named
    at: str
    quote: str


class Label(NamedTuple):
    """A text with what it is: `Target`, `Participants: about 60 people`."""

    label: str
    text: str


class Change(NamedTuple):
    """A field that a correction changed: what it took away, and what it gave."""

    label: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


class Correction(NamedTuple):
    """A correction of an event: when it was recorded, by whom, why, and what it changed.

    `withdraws` says that it is a retraction, `withdrawn` that it does not count any more.
    """

    recorded_at: str
    recorded_by: str
    reason: str
    withdraws: bool
    withdrawn: bool
    changes: tuple[Change, ...]


class Happening(NamedTuple):
    """A happening.

    `words` is its date in words, without a capital letter. It surely lies within `earliest` and
    `latest`; `certain` are the days on which it surely took place, None without any. `stretches`
    say which days are certain, possible, planned and so on, in the order of time, `tested` what
    tests of its date go by. `years` are those in which it began, as a heading, and `began` the
    first and the last day on which it may have. `possible` says that its date leaves open whether
    it answers the filters.

    `confidence` is empty where the recorder said nothing. `doubts` are sentences about what is
    uncertain, `date_text` how the source words the date, `date_basis` what the date rests on.
    `forked` says that corrections of it did not know of each other.
    `part_of` and `outcome_of` are ids of happenings with their titles; they have a page only if
    they are in `Content.by_id`, as `parts` and `outcomes` are.
    """

    id: str
    title: str
    date: str
    words: str
    earliest: float
    latest: float
    certain: tuple[float, float] | None
    stretches: tuple[Stretch, ...]
    tested: Tested
    years: Years
    kind: str
    status: str
    confidence: str
    possible: bool
    actors: tuple[Participant, ...]
    programs: tuple[InProgram, ...]
    places: tuple[Named, ...]
    sources: tuple[Citation, ...]
    figures: tuple[Label, ...]
    summary: tuple[str, ...]
    remarks: tuple[str, ...]
    tags: tuple[str, ...]
    doubts: tuple[str, ...]
    date_text: str
    date_basis: str
    announced: str
    part_of: tuple[str, str] | None
    outcome_of: tuple[str, str] | None
    parts: tuple[str, ...]
    outcomes: tuple[str, ...]
    recorded_at: str
    recorded_by: str
    amended: int
    began: tuple[float, float]
    corrections: tuple[Correction, ...] = ()
    forked: bool = False


class OtherName(NamedTuple):
    """Another name, its language as a tag, and when it was in use in words; empty if not told."""

    name: str
    lang: str
    during: str


class Spell(NamedTuple):
    """When an office was held, or a phase ran: in words, with the ids of what that rests on.

    `label` is the office or the phase, `of` who or what it is of or for, with the kind of page
    that this has (`actor`); `state` is a word or two, empty where there is nothing to say.
    """

    label: str
    of: Named | None
    words: str
    state: str
    evidence: tuple[str, ...]


class Thing(NamedTuple):
    """An actor, a programme or a place.

    `facts` are what its declaration says besides, `whole` what it is a part of, `parts` its parts.
    `spells` are offices that it held or phases that it has; `people` who held its offices. Of a
    programme `related` are the actors that it declares, of an actor the programmes that do so, each
    with the role. `happenings` are ids, in order; those of parts are not among them.
    """

    key: str
    name: str
    short: str
    type: str
    names: tuple[OtherName, ...]
    facts: tuple[Label, ...]
    remarks: tuple[str, ...]
    whole: Named | None
    parts: tuple[Named, ...]
    related: tuple[tuple[Named, str], ...]
    spells: tuple[Spell, ...]
    people: tuple[Spell, ...]
    sources: tuple[Citation, ...]
    happenings: tuple[str, ...]
    corrections: tuple[Correction, ...] = ()

    @property
    def named(self) -> Named:
        """How others name it."""
        return Named(self.key, self.name, self.short)


class Source(NamedTuple):
    """A source; `published` is in words, `lang` a tag, `rests` what it is cited for.

    `rests` are places in it, each with the ids of happenings, in the order of the places.
    """

    key: str
    title: str
    publisher: str
    published: str
    url: str
    lang: str
    facts: tuple[Label, ...]
    remarks: tuple[str, ...]
    rests: tuple[tuple[str, tuple[str, ...]], ...]
    corrections: tuple[Correction, ...] = ()

    @property
    def named(self) -> Named:
        """How others name it."""
        return Named(self.key, self.title, self.title)


class Content(NamedTuple):
    """All that a site tells, each thing in the order in which it is listed.

    `scope` says what was asked for, `aside` what was left out for its open dates; `closing` is what
    the site rests on. `by_id` has the happenings by their ids. `languages` are those of sources.
    `running` are the days on which programmes ran or may have run, by their keys.
    """

    title: str
    happenings: tuple[Happening, ...]
    by_id: Mapping[str, Happening]
    actors: tuple[Thing, ...]
    programs: tuple[Thing, ...]
    places: tuple[Thing, ...]
    sources: tuple[Source, ...]
    languages: Mapping[str, str]
    running: Mapping[str, tuple[Stretch, ...]]
    scope: tuple[str, ...]
    aside: str
    closing: tuple[Fact, ...]
