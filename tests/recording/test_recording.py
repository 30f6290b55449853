import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from timeline.base.errors import ConflictError, TimelineError, UsageError
from timeline.event import document
from timeline.event.document import Document
from timeline.log import folder as log
from timeline.log import settings
from timeline.log.files import read_file
from timeline.projection import database, states
from timeline.projection.states import Current, Target
from timeline.recording import amend as correcting
from timeline.recording import append
from timeline.recording import retract as retracting
from timeline.recording.amend import Change
from timeline.recording.append import Outcome, Report
from timeline.recording.resolve import New


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "events"
    log.create(folder, settings.starter())
    return folder


VISIT = """\
date: 4-5 October 2011
kind: Workshop
title: Workshop on community policing
"""


def offered(text: str) -> list[Document]:
    found, faults = document.read_input(text.encode(), "in.yaml")
    assert not faults
    return found


def add(folder: Path, text: str, *, new: New = False, dry_run: bool = False) -> Report:
    return append.append(folder, offered(text), "Aida", new=new, dry_run=dry_run)


def add_one(folder: Path, text: str) -> str:
    (outcome,) = add(folder, text).outcomes
    return outcome.id


def state(folder: Path, id_: str) -> Current:
    db = database.open_fresh(folder).db
    try:
        return states.current(db, id_)
    finally:
        db.close()


def amend(
    folder: Path, id_: str, set_: dict[str, object], *unset: str, new: New = False
) -> Outcome:
    change = Change(set_, unset)
    report = correcting.amend(folder, state(folder, id_), change, "a slip", "Bek", new=new)
    return report.outcomes[-1]


def target(folder: Path, id_: str) -> Target:
    db = database.open_fresh(folder).db
    try:
        return states.target(db, id_)
    finally:
        db.close()


def retract(folder: Path, id_: str) -> Outcome:
    (outcome,) = retracting.retract(folder, target(folder, id_), "in error", "Bek").outcomes
    return outcome


def stored(folder: Path) -> dict[str, dict[str, object]]:
    """Every event of the log, by its path, each checked against its id."""
    found = {}
    for file in log.scan(folder).files:
        held, faults = read_file((folder / file.path).read_bytes(), file.path)
        assert held is not None, faults
        found[file.path] = dict(held.body)
    return found


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(TimelineError) as raised:
        act()
    return str(raised.value)


# --- append


def test_a_happening_is_recorded_with_its_id_in_a_file_of_its_year(folder: Path) -> None:
    report = add(folder, VISIT)
    (outcome,) = report.outcomes
    assert outcome.new
    assert outcome.path == f"happenings/2011/workshop-on-community-policing-{outcome.id}.yaml"
    assert stored(folder) == {outcome.path: outcome.body}
    assert outcome.body["date"] == "2011-10-04/2011-10-05"
    assert outcome.body["kind"] == "workshop"
    assert any("2011-10-04/2011-10-05" in note for note in report.notes)


@pytest.mark.parametrize(
    ("date", "below"),
    [
        ("2011-10-04", "2011"),
        ("../2011-10", "2011"),
        ("2011/..", "2011"),
        ("-0043-03-15", "-0043"),
        ("Y170000002", "170000002"),
        ("2011-12-30/2012-01-02", "2011"),
        ("[..2011]", "2011"),
    ],
)
def test_a_file_lies_in_the_year_of_its_earliest_day_else_of_its_latest(
    folder: Path, date: str, below: str
) -> None:
    (outcome,) = add(folder, f"date: '{date}'\nkind: visit\ntitle: '!'\n").outcomes
    assert outcome.path == f"happenings/{below}/{outcome.id}.yaml"


def test_the_same_claim_again_is_answered_with_the_event_that_is_there(folder: Path) -> None:
    first = add(folder, VISIT).outcomes[0]
    again = add(folder, VISIT.replace("4-5 October 2011", "2011-10-04/2011-10-05")).outcomes[0]
    assert again == first._replace(new=False)
    assert len(stored(folder)) == 1


def test_the_same_claim_twice_in_one_batch_is_recorded_once(folder: Path) -> None:
    one, other = add(folder, f"{VISIT}---\n{VISIT}").outcomes
    assert (one.new, other.new, one.id) == (True, False, other.id)
    assert len(stored(folder)) == 1


def test_a_claim_that_was_amended_is_recorded_already(folder: Path) -> None:
    id_ = add_one(folder, VISIT)
    amend(folder, id_, {"title": "Another title"})
    again = add(folder, VISIT).outcomes[0]
    assert (again.id, again.new) == (id_, False)
    assert again.body["title"] == "Workshop on community policing"


def test_a_claim_that_was_retracted_is_refused_with_the_way_to_lift_it(folder: Path) -> None:
    id_ = add_one(folder, VISIT)
    retraction = retract(folder, id_).id
    message = refused(lambda: add(folder, VISIT))
    assert f"was recorded as {id_} and retracted by {retraction}" in message
    assert "  lift the retraction" in message
    retract(folder, retraction)
    again = add(folder, VISIT).outcomes[0]
    assert (again.id, again.new) == (id_, False)


def test_a_batch_is_recorded_in_its_order_and_what_it_declares_can_be_used_at_once(
    folder: Path,
) -> None:
    report = add(
        folder,
        "event: actor\nactor: moi\nname: Ministry of Interior\nnames: [MoI]\n---\n"
        "event: place\nplace: bishkek\nname: Бишкек\n---\n"
        f"{VISIT}actors: [{{actor: MOI, role: Partner}}]\nplaces: [бишкек]\n---\n"
        f"date: 2012\nkind: visit\ntitle: Later\npart_of: workshop on community policing\n",
    )
    assert [outcome.path.split("/")[0] for outcome in report.outcomes] == [
        "actors",
        "places",
        "happenings",
        "happenings",
    ]
    *_, visit, later = report.outcomes
    assert visit.body["actors"] == [{"actor": "moi", "role": "partner"}]
    assert visit.body["places"] == ["bishkek"]
    assert later.body["part_of"] == visit.id
    instants = [str(outcome.body["recorded"]) for outcome in report.outcomes]
    assert instants == sorted(set(instants))


def test_a_batch_with_one_fault_records_nothing_and_all_faults_are_told(folder: Path) -> None:
    text = f"{VISIT}---\ndate: 2012\n---\n{VISIT}titel: x\nactors: [{{actor: X, role: partner}}]\n"
    message = refused(lambda: add(folder, text))
    assert stored(folder) == {}
    assert "in.yaml:5:1: a happening needs `kind`" in message
    assert "in.yaml:10:1: unknown key `titel`" in message
    assert "in.yaml:11:18: no actor `X`" in message


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    report = add(folder, VISIT, dry_run=True)
    assert report.outcomes[0].new
    assert stored(folder) == {}


def test_names_and_words_that_are_unknown_are_refused_and_with_new_declared(folder: Path) -> None:
    text = (
        "date: 2012\nkind: hackathon\ntitle: x\nplaces: [Osh]\n"
        "actors: [{actor: Министерство, role: mentor, for: ООН}]\n"
        "programs: [{program: STRIVE Asia}]\nsources: [{source: The report}]\n"
    )
    message = refused(lambda: add(folder, text))
    assert message.count("or accept it as new: new=True") == 7
    report = add(folder, text, new=True)
    assert [(o.body["event"], o.new) for o in report.declared] == [
        ("place", True),
        ("actor", True),
        ("actor", True),
        ("program", True),
        ("source", True),
    ]
    assert [(o.body["event"], o.new) for o in report.outcomes] == [("happening", True)]
    assert report.outcomes[-1].body["actors"] == [
        {"actor": "ministerstvo", "role": "mentor", "for": "oon"}
    ]
    assert set(report.notes) >= {
        "new kind: hackathon",
        "new role: mentor",
        "new place: Osh (osh)",
        "new actor: Министерство (ministerstvo)",
        "new source: The report (the-report)",
    }
    assert not add(folder, text).outcomes[-1].new


def test_a_name_that_may_be_several_is_refused_also_with_new(folder: Path) -> None:
    for key in ("a", "b"):
        add(folder, f"event: actor\nactor: {key}\nname: {key} x\nnames: [Centre]\n")
    text = f"{VISIT}actors: [{{actor: Centre, role: partner}}]\n"
    for new in (True, False):
        message = refused(lambda new=new: add(folder, text, new=new))  # type: ignore[misc]
        assert "may be several" in message
        assert "--new" not in message


def test_two_new_names_that_give_one_key_get_two(folder: Path) -> None:
    text = f"{VISIT}places: [Osh!, Osh?]\n"
    message = refused(lambda: add(folder, text, new=True))
    assert "no place `Osh?`\n" in message
    assert '  did you mean Osh! (osh); or accept it as new: new="exact"' in message
    report = add(folder, text, new="exact")
    assert report.outcomes[-1].body["places"] == ["osh", "osh-2"]


def test_a_name_of_which_no_key_can_be_made_is_refused(folder: Path) -> None:
    message = refused(lambda: add(folder, f"{VISIT}places: ['!!!']\n", new=True))
    assert "no key can be made of `!!!`" in message


def test_a_key_is_declared_once(folder: Path) -> None:
    declared = "event: actor\nactor: moi\nname: Ministry of Interior\n"
    id_ = add_one(folder, declared)
    assert not add(folder, declared).outcomes[0].new
    message = refused(lambda: add(folder, declared.replace("Ministry", "Bureau")))
    assert "in.yaml:2:8: actor moi is declared already" in message
    retract(folder, id_)
    assert add(folder, declared.replace("Ministry", "Bureau")).outcomes[0].new


def test_keys_that_the_log_gives_and_corrections_are_not_taken(folder: Path) -> None:
    assert "`id` is given by the log" in refused(lambda: add(folder, f"id: x\n{VISIT}"))
    for kind in ("amendment", "retraction"):
        assert "are not added" in refused(lambda kind=kind: add(folder, f"event: {kind}\n"))  # type: ignore[misc]


def test_half_a_surrogate_pair_from_a_command_line_is_refused(folder: Path) -> None:
    said = Document({"date": "2012", "kind": "visit", "title": "caf\udce9", "tags": ["\udce9"]})
    message = refused(lambda: append.append(folder, [said], "Aida"))
    assert "U+DCE9 half of a surrogate pair" in message
    assert "tags 1: a character that cannot be stored" in message
    message.encode()


def test_an_event_too_large_to_read_back_is_refused(folder: Path) -> None:
    said = Document({"date": "2012", "kind": "visit", "title": "x", "summary": "x" * (1 << 20)})
    problem = refused(lambda: append.append(folder, [said], "Aida"))
    assert problem == "larger than 1,048,576 bytes\n  shorten it"
    assert stored(folder) == {}


def test_eight_writers_at_once_record_one_claim_once_and_lose_nothing(folder: Path) -> None:
    add(folder, VISIT)
    outcomes: list[Outcome] = []

    def write(n: int) -> None:
        for i in range(3):
            text = (
                f"{VISIT.replace('2011', '2012')}---\ndate: 2013\nkind: visit\ntitle: v {n} {i}\n"
            )
            outcomes.extend(add(folder, text).outcomes)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 48
    assert sum(outcome.new for outcome in outcomes) == 25
    assert len(stored(folder)) == 26


# --- amend


def test_an_amendment_changes_the_event_and_leaves_its_file(folder: Path) -> None:
    id_ = add_one(folder, f"{VISIT}summary: long\n")
    before = stored(folder)
    outcome = amend(folder, id_, {"title": "Two workshops", "kind": "Training"}, "summary")
    assert outcome.path == f"corrections/workshop-on-community-policing-{outcome.id}.yaml"
    assert stored(folder) == before | {outcome.path: outcome.body}
    assert outcome.body["after"] == [id_]
    assert outcome.body["set"] == {"title": "Two workshops", "kind": "training"}
    assert outcome.body["unset"] == ["summary"]
    now = state(folder, id_)
    assert (now.body["title"], now.body["kind"]) == ("Two workshops", "training")
    assert "summary" not in now.body
    assert now.heads == (outcome.id,)


def test_a_second_amendment_comes_after_the_first(folder: Path) -> None:
    id_ = add_one(folder, VISIT)
    first = amend(folder, id_, {"title": "a"})
    second = amend(folder, id_, {"title": "b"})
    assert second.body["after"] == [first.id]
    assert state(folder, id_).body["title"] == "b"


def test_an_event_that_was_corrected_meanwhile_is_not_amended(folder: Path) -> None:
    id_ = add_one(folder, VISIT)
    known = state(folder, id_)
    other = amend(folder, id_, {"title": "a"})
    with pytest.raises(ConflictError) as raised:
        correcting.amend(folder, known, Change({"title": "b"}), "a slip", "Cholpon")
    assert raised.value.exit_code == 3
    assert f"{id_} was corrected meanwhile, by {other.id}" in str(raised.value)
    assert len(stored(folder)) == 2


def test_of_eight_amendments_at_once_after_one_version_one_wins(folder: Path) -> None:
    known = state(folder, add_one(folder, VISIT))
    results: list[str] = []

    def correct(n: int) -> None:
        try:
            correcting.amend(folder, known, Change({"title": f"t {n}"}), "a slip", "Bek")
        except ConflictError:
            results.append("conflict")
        else:
            results.append("won")

    threads = [threading.Thread(target=correct, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["conflict"] * 7 + ["won"]


@pytest.mark.parametrize(
    "change",
    [
        Change({}),
        Change({"title": "Workshop on community policing"}),
        Change({"date": "4-5 October 2011", "kind": "WORKSHOP"}),
        Change({"note": ""}),
        Change({}, ("summary",)),
    ],
)
def test_what_is_so_already_is_not_amended(folder: Path, change: Change) -> None:
    known = state(folder, add_one(folder, VISIT))
    (outcome,) = correcting.amend(folder, known, change, "a slip", "Bek").outcomes
    assert (outcome.id, outcome.new) == (known.id, False)
    assert len(stored(folder)) == 1


def test_setting_a_field_to_nothing_takes_it_away(folder: Path) -> None:
    id_ = add_one(folder, f"{VISIT}note: x\ntags: [a]\n")
    outcome = amend(folder, id_, {"note": "", "tags": []})
    assert outcome.body["unset"] == ["note", "tags"]
    assert "note" not in state(folder, id_).body


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change({"titel": "x"}), "unknown key `titel`\n  did you mean `title`?"),
        (
            Change({}, ("titel",)),
            "no field `titel` in events of the kind happening\n  did you mean",
        ),
        (Change({"publisher": "x"}), "unknown key `publisher`"),
        (Change({"id": "x"}), "`id` cannot be amended"),
        (Change({}, ("recorded",)), "`recorded` cannot be amended"),
        (Change({}, ("title",)), "a happening needs `title`"),
        (Change({"status": "maybe"}), "`status` cannot be `maybe`"),
        (Change({"date": "2017-13"}), "there is no month 13"),
        (Change({"places": ["Osh"]}), "places 1: no place `Osh`"),
        (Change({"actors": [{"actor": "X"}]}), "actors 1: no actor `X`"),
    ],
)
def test_an_amendment_whose_result_is_no_event_is_refused(
    folder: Path, change: Change, said: str
) -> None:
    known = state(folder, add_one(folder, VISIT))
    message = refused(lambda: correcting.amend(folder, known, change, "a slip", "Bek"))
    assert message.startswith(said)
    assert len(stored(folder)) == 1


def test_an_amendment_may_declare_new_names(folder: Path) -> None:
    id_ = add_one(folder, VISIT)
    outcome = amend(folder, id_, {"places": ["Osh"]}, new=True)
    assert outcome.body["set"] == {"places": ["osh"]}
    in_order = sorted(stored(folder).values(), key=lambda body: str(body["recorded"]))
    assert [body["event"] for body in in_order] == ["happening", "place", "amendment"]


def test_a_new_name_does_not_get_the_key_of_one_that_was_retracted(folder: Path) -> None:
    id_ = add_one(folder, VISIT)
    retract(folder, add_one(folder, "event: place\nplace: osh\nname: Osh\n"))
    assert amend(folder, id_, {"places": ["Osh"]}, new=True).body["set"] == {"places": ["osh-2"]}


def test_a_retracted_event_is_not_amended(folder: Path) -> None:
    id_ = add_one(folder, VISIT)
    retraction = retract(folder, id_).id
    message = refused(lambda: amend(folder, id_, {"title": "x"}))
    assert message == f"{id_} is retracted, by {retraction}\n  lift the retraction"


def test_a_correction_is_not_amended(folder: Path) -> None:
    outcome = amend(folder, add_one(folder, VISIT), {"title": "x"})
    assert "corrections are not amended" in refused(lambda: state(folder, outcome.id))
    assert "no event" in refused(lambda: state(folder, "0" * 16))


def test_a_correction_needs_a_reason(folder: Path) -> None:
    known = state(folder, add_one(folder, VISIT))
    with pytest.raises(UsageError, match="needs a reason"):
        correcting.amend(folder, known, Change({"title": "x"}), " ", "Bek")
    with pytest.raises(UsageError, match="needs a reason"):
        retracting.retract(folder, target(folder, known.id), "", "Bek")


def test_a_declaration_is_amended_but_not_its_key(folder: Path) -> None:
    id_ = add_one(folder, "event: actor\nactor: moi\nname: Ministry of Interior\n")
    amend(folder, id_, {"names": ["MoI"], "part_of": "moi"})
    assert state(folder, id_).body["names"] == ["MoI"]
    assert "`actor` cannot be amended" in refused(lambda: amend(folder, id_, {"actor": "x"}))


# --- retract


def test_a_retraction_withdraws_an_event_and_its_own_retraction_brings_it_back(
    folder: Path,
) -> None:
    id_ = add_one(folder, VISIT)
    first = retract(folder, id_)
    assert state(folder, id_).retracted_by == first.id
    second = retract(folder, first.id)
    assert second.body["after"] == [first.id]
    assert not state(folder, id_).retracted_by
    third = retract(folder, second.id)
    assert state(folder, id_).retracted_by == first.id
    assert [o.path.split("/")[0] for o in (first, second, third)] == ["corrections"] * 3


def test_what_is_retracted_already_is_not_retracted_again(folder: Path) -> None:
    id_ = add_one(folder, VISIT)
    first = retract(folder, id_)
    again = retract(folder, id_)
    assert (again.id, again.new) == (first.id, False)
    assert len(stored(folder)) == 2


def test_a_retracted_amendment_leaves_the_event_as_it_was(folder: Path) -> None:
    id_ = add_one(folder, VISIT)
    amendment = amend(folder, id_, {"title": "x"})
    retraction = retract(folder, amendment.id)
    now = state(folder, id_)
    assert now.body["title"] == "Workshop on community policing"
    assert now.heads == (retraction.id,)


def test_an_event_can_stand_instead_of_one_that_is_retracted(folder: Path) -> None:
    id_, other = add_one(folder, VISIT), add_one(folder, VISIT.replace("2011", "2012"))
    report = retracting.retract(folder, target(folder, id_), "twice", "Bek", instead=other)
    assert report.outcomes[0].body["instead"] == other
    known = target(folder, other)
    message = refused(lambda: retracting.retract(folder, known, "x", "Bek", instead="0" * 16))
    assert message.startswith("no event 0000000000000000 to stand instead")


def test_what_the_log_does_not_hold_is_not_retracted(folder: Path) -> None:
    assert "no event" in refused(lambda: retract(folder, "0" * 16))


def test_a_correction_of_what_the_log_does_not_hold_is_not_retracted(folder: Path) -> None:
    id_ = add_one(folder, VISIT)
    amendment = amend(folder, id_, {"title": "x"})
    (original,) = (path for path in stored(folder) if id_ in path)
    (folder / original).unlink()
    message = refused(lambda: retract(folder, amendment.id))
    assert "corrects an event that the log does not hold" in message


def test_a_dry_run_of_a_correction_writes_nothing(folder: Path) -> None:
    known = state(folder, add_one(folder, VISIT))
    change = Change({"title": "x"})
    assert correcting.amend(folder, known, change, "x", "Bek", dry_run=True).outcomes[-1].new
    assert (
        retracting.retract(folder, target(folder, known.id), "x", "Bek", dry_run=True)
        .outcomes[-1]
        .new
    )
    assert len(stored(folder)) == 1


def test_an_event_offered_as_json_and_as_yaml_is_one_claim(folder: Path) -> None:
    (first,) = add(folder, VISIT).outcomes
    said = {"title": "Workshop on community policing", "kind": "workshop"}
    text = json.dumps({**said, "date": "4-5 October 2011"})
    (again,) = add(folder, text).outcomes
    assert (again.id, again.new) == (first.id, False)
