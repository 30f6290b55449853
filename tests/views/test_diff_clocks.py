"""What changed on the record, in what was published, and between two logs."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from timeline.base.errors import TimelineError
from timeline.event.schema import fields_of
from timeline.event.types import Happening
from timeline.projection.database import open_aside
from timeline.views.chronology import FIELDS
from timeline.views.diff import happenings
from timeline.views.diff.compare import key_of
from timeline.views.diff.diff import Diff, against, diff
from timeline.views.diff.machine import as_json
from timeline.views.query import Filters
from timeline.views.sealed_state import State

from support.helpers import Ledger, Row, complete, declared, happening, instant, of_events, stored

NONE = Filters()


class Story:
    """Events that are recorded a second after each other."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, object]] = []

    def tell(self, said: Row) -> str:
        self.bodies.append(complete(said, instant(len(self.bodies))))
        return str(self.bodies[-1]["id"])

    def amend(self, id_: str, *unset: str, after: str = "", **set_: object) -> str:
        said: Row = {
            "event": "amendment",
            "amends": id_,
            "after": [after or id_],
            "reason": "a slip",
        }
        return self.tell(
            said | ({"set": set_} if set_ else {}) | ({"unset": [*unset]} if unset else {})
        )

    def retract(self, id_: str) -> str:
        return self.tell(
            {"event": "retraction", "retracts": id_, "after": [id_], "reason": "twice"}
        )

    @property
    def now(self) -> str:
        """The instant of the last event."""
        return instant(len(self.bodies) - 1)

    @property
    def db(self) -> sqlite3.Connection:
        return of_events(map(stored, self.bodies))

    def since(self, then: str, filters: Filters = NONE) -> Diff:
        return diff(self.db, then, "", filters, clock="recorded")


@pytest.fixture
def story() -> Story:
    return Story()


def test_what_was_amended_is_told_field_by_field_with_who_and_why(story: Story) -> None:
    story.tell(declared("actor", "moi"))
    id_ = story.tell(
        happening("2017", "Visit", tags=["a"], actors=[{"actor": "moi", "role": "host"}])
    )
    then = story.now
    change = story.amend(id_, "tags", date="2018", actors=[{"actor": "moi", "role": "guest"}])
    (row,) = story.since(then).chronology.changed
    fields: Any = row["fields"]
    assert list(fields) == ["date", "actors", "tags"]
    assert fields["date"] == ["2017", "2018"]
    assert fields["tags"] == [["a"], None]
    assert [part["role"] for value in fields["actors"] for part in value] == ["host", "guest"]
    assert [part["name"] for value in fields["actors"] for part in value] == ["Moi", "Moi"]
    at = f"{instant(2)}.000000Z"
    told = {"id": change, "event": "amendment", "at": at, "by": "Aida", "reason": "a slip"}
    assert "corrections" in row
    assert row["corrections"] == [told]


def test_backwards_no_correction_is_new(story: Story) -> None:
    id_ = story.tell(happening("2017"))
    then = story.now
    story.amend(id_, title="Other")
    (row,) = diff(story.db, story.now, then, NONE, clock="recorded").chronology.changed
    assert row["fields"] == {"title": ["Other", "A visit"]}
    assert "corrections" in row
    assert row["corrections"] == []


def test_a_correction_that_was_withdrawn_again_is_no_change(story: Story) -> None:
    id_ = story.tell(happening("2017"))
    then = story.now
    story.retract(story.amend(id_, title="Other"))
    assert not story.since(then).differs


def test_what_was_retracted_is_gone_and_says_who_withdrew_it_and_why(story: Story) -> None:
    id_ = story.tell(happening("2017"))
    then = story.now
    retraction = story.retract(id_)
    found = story.since(then)
    (row,) = found.chronology.removed
    assert row["id"] == id_
    assert row["retracted"] == {
        "id": retraction,
        "at": f"{instant(1)}.000000Z",
        "by": "Aida",
        "reason": "twice",
    }


def test_a_quote_that_was_corrected_is_a_change_of_the_sources(story: Story) -> None:
    story.tell(declared("source", "release"))
    id_ = story.tell(happening("2017", sources=[{"source": "release", "quote": "few"}]))
    then = story.now
    story.amend(id_, sources=[{"source": "release", "quote": "many"}])
    (row,) = story.since(then).chronology.changed
    fields: Any = row["fields"]
    assert [part["quote"] for value in fields["sources"] for part in value] == ["few", "many"]


def test_a_body_that_was_renamed_is_a_change_of_the_body_alone(story: Story) -> None:
    moi = story.tell(declared("actor", "moi", name="Interior Ministry"))
    story.tell(declared("program", "p", actors=[{"actor": "moi", "role": "owner"}]))
    story.tell(happening("2017", actors=[{"actor": "moi", "role": "host", "capacity": "Head"}]))
    then = story.now
    story.amend(moi, name="MoI")
    found = story.since(then)
    (row,) = found.actors.changed
    fields: Any = row["fields"]
    assert (key_of(row), fields["name"]) == ("moi", ["Interior Ministry", "MoI"])
    assert not found.chronology.differs
    assert not found.programs.differs


def test_a_body_that_is_one_with_another_now_is_gone_and_says_so(story: Story) -> None:
    story.tell(declared("actor", "moi", name="Ministry"))
    other = story.tell(declared("actor", "mvd", name="MVD"))
    story.tell(happening("2017", actors=[{"actor": "mvd", "role": "host"}]))
    then = story.now
    story.amend(other, same_as="moi")
    found = story.since(then)
    assert not found.chronology.differs
    (gone,) = found.actors.removed
    assert (gone["actor"], gone["same_as"], gone["same_as_name"]) == ("mvd", "moi", "Ministry")
    (row,) = found.actors.changed
    assert (key_of(row), row["fields"]["happenings"]) == ("moi", [0, 1])


def test_a_name_that_came_on_record_in_between_stands_for_nothing_before(story: Story) -> None:
    story.tell(happening("2017"))
    then = story.now
    story.tell(declared("actor", "moi"))
    story.tell(happening("2018", "Other", actors=[{"actor": "moi", "role": "host"}]))
    found = story.since(then, Filters(actor=("moi",)))
    assert [row["title"] for row in found.chronology.added] == ["Other"]
    back = diff(story.db, story.now, then, Filters(actor=("moi",)), clock="recorded")
    assert [row["title"] for row in back.chronology.removed] == ["Other"]
    with pytest.raises(TimelineError) as error:
        story.since(then, Filters(actor=("qqqqqq",)))
    assert str(error.value).startswith("no actor `qqqqqq`\n")


def test_other_clocks_hold_on_both_sides(story: Story) -> None:
    id_ = story.tell(happening("2017"))
    then = story.now
    story.amend(id_, date="2019")
    story.tell(happening("2016", "Early"))
    story.tell(happening("2020", "Late"))
    found = story.since(then, Filters(as_of="2018"))
    assert [row["title"] for row in found.chronology.added] == ["Early"]
    assert [row["title"] for row in found.chronology.removed] == ["A visit"]
    assert found.chronology.removed[0]["retracted"] is None


def test_what_was_published_in_between_is_new(story: Story) -> None:
    story.tell(declared("source", "early", published="2016-05"))
    story.tell(declared("source", "late", published="2018"))
    story.tell(happening("2015", "Early", sources=[{"source": "early"}]))
    story.tell(happening("2015", "Both", sources=[{"source": "late"}, {"source": "early"}]))
    story.tell(happening("2015", "Late", sources=[{"source": "late"}]))
    found = diff(story.db, "2016", "2018", NONE, clock="published")
    assert [row["title"] for row in found.chronology.added] == ["Late"]
    assert (found.chronology.removed, found.chronology.changed) == ([], [])


def test_views_that_are_left_out_are_null(story: Story) -> None:
    story.tell(declared("actor", "moi"))
    story.tell(happening("2017", actors=[{"actor": "moi", "role": "host"}]))
    found = diff(story.db, "2016", "2018", NONE, views=("actors",))
    told = as_json(found)
    assert [row["actor"] for row in found.actors.added] == ["moi"]
    assert [told["chronology"], told["programs"], told["figures"]] == [None] * 3


def test_every_field_of_a_happening_that_rows_have_is_told_as_they_have_it() -> None:
    known = {*fields_of(Happening)} & {*FIELDS} - {"id"}
    assert known == {*happenings._OF_ROWS}  # noqa: SLF001


VISIT = "event: happening\ndate: 2017\nkind: visit\ntitle: {}\n"


@pytest.fixture
def logs(tmp_path: Path) -> tuple[Ledger, Ledger]:
    """This log and another, which have one event in common."""
    ours, theirs = Ledger(tmp_path / "ours"), Ledger(tmp_path / "theirs")
    for log in (ours, theirs):
        log.put("shared.yaml", happening("2017", "Shared"))
    return ours, theirs


def test_of_two_logs_each_has_what_the_other_has_not(logs: tuple[Ledger, Ledger]) -> None:
    ours, theirs = logs
    ours.one(VISIT.format("Here"))
    theirs.one(VISIT.format("There"))
    found = against(State(theirs.open().db, NONE), State(ours.open().db, NONE))
    assert [row["title"] for row in found.chronology.added] == ["Here"]
    assert [row["title"] for row in found.chronology.removed] == ["There"]
    assert found.chronology.changed == []
    assert [row["name"] for row in found.events.added] == ["Here"]
    assert [row["name"] for row in found.events.removed] == ["There"]


def test_of_two_logs_corrections_are_told_with_what_they_correct(
    logs: tuple[Ledger, Ledger],
) -> None:
    ours, theirs = logs
    shared = next(iter(ours.open().db.execute("SELECT id FROM happenings")))[0]
    ours.amend(shared, title="Renamed")
    theirs.retract(shared)
    found = against(State(theirs.open().db, NONE), State(ours.open().db, NONE))
    assert [row["title"] for row in found.chronology.added] == ["Renamed"]
    (here,), (there,) = found.events.added, found.events.removed
    assert (here["event"], here["corrects"], here["name"]) == ("amendment", shared, "Renamed")
    assert (there["event"], there["corrects"], there["reason"]) == (
        "retraction",
        shared,
        "a mistake",
    )


def test_of_two_logs_filters_leave_the_events_that_are_about_what_they_leave(
    logs: tuple[Ledger, Ledger],
) -> None:
    ours, theirs = logs
    ours.add("event: actor\nactor: moi\nname: Ministry\n---\n" + VISIT.format("Here"))
    other = ours.one("event: happening\ndate: 2018\nkind: training\ntitle: Course\n")
    ours.amend(other, title="Courses")
    found = against(
        State(theirs.open().db, Filters(kind=("training",))),
        State(ours.open().db, Filters(kind=("training",))),
    )
    assert [row["event"] for row in found.events.added] == ["happening", "amendment"]
    assert [row["title"] for row in found.chronology.added] == ["Courses"]


def test_nothing_is_written_beside_the_other_log(logs: tuple[Ledger, Ledger]) -> None:
    _, theirs = logs
    before = sorted(theirs.folder.parent.rglob("*"))
    open_aside(theirs.folder).db.close()
    assert sorted(theirs.folder.parent.rglob("*")) == before
