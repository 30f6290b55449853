"""What `check` finds: each error with its exact words, and where in which file it stands."""

import datetime as dt

import pytest

from timeline.base.errors import TimelineError
from timeline.cli.show.advice import error_text, remedy_text

from support.helpers import Ledger, declared, happening

DECLARED_ELSEWHERE = """\
schema: 1
event: place
place: bishkek
name: Bishkek City
recorded: {at: 2020-01-01T00:00:00.000000Z, by: Bek}
"""


def now() -> str:
    """The instant at which somebody else records what a test writes into a file."""
    return f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def told(ledger: Ledger) -> list[tuple[str, str]]:
    return [(fault.where, fault.problem) for fault in ledger.checked()]


def write(ledger: Ledger, path: str, text: str) -> str:
    """An event as somebody wrote it, with the id that belongs to it; the id."""
    from timeline.event import document

    ((one,), faults) = document.read_yaml(text + 'id: ""\n', path)
    assert not faults
    id_ = document.id_of(document.digest(one.body))
    file = ledger.folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text + f"id: {id_}\n", encoding="utf-8")
    return id_


RECORDED = "recorded: {at: 2026-01-01T00:00:00.000000Z, by: Aida}\n"
VISIT = f"""\
schema: 1
event: happening
date: 2017
kind: visit
title: A visit
{RECORDED}"""


def test_a_log_without_faults_has_none(ledger: Ledger) -> None:
    ledger.add("{date: 2017, kind: visit, title: A visit, places: [Bishkek]}")
    assert ledger.checked() == []


def test_what_was_found_on_reading_is_told_among_the_rest(ledger: Ledger) -> None:
    (ledger.folder / "b.yaml").write_text("event: nothing\n", encoding="utf-8")
    write(ledger, "a.yaml", VISIT + "places: [nowhere]\n")
    write(ledger, "c.yaml", VISIT + "places: [nowhere]\nnote: another\n")
    assert [fault.path for fault in ledger.checked()] == ["a.yaml", "b.yaml", "c.yaml"]


@pytest.mark.parametrize(
    ("line", "column", "problem"),
    [
        ("places: [bishkek, biskek]", 19, "no place `biskek` is declared"),
        ("actors: [{role: host, actor: moi}]", 30, "no actor `moi` is declared"),
        ("actors: [{actor: undp, role: host, for: moi}]", 41, "no actor `moi` is declared"),
        ("programs: [{program: strive}]", 22, "no program `strive` is declared"),
        ("sources: [{source: release, at: para 1}]", 20, "no source `release` is declared"),
        ("part_of: 0123456789abcdef", 10, "the log holds no event 0123456789abcdef"),
        ("outcome_of: 0123456789abcdef", 13, "the log holds no event 0123456789abcdef"),
    ],
)
def test_what_a_happening_refers_to_must_be_there(
    ledger: Ledger, line: str, column: int, problem: str
) -> None:
    ledger.put("actor.yaml", declared("actor", "undp"))
    ledger.put("place.yaml", declared("place", "bishkek"))
    write(ledger, "x.yaml", VISIT + line + "\n")
    (fault,) = ledger.checked()
    assert fault.where == f"x.yaml:7:{column}"
    assert fault.problem == problem
    assert fault.excerpt == line


def test_the_remedy_names_the_nearest(ledger: Ledger) -> None:
    ledger.put("place.yaml", declared("place", "bishkek", name="Bishkek"))
    write(ledger, "x.yaml", VISIT + "places: [biskek]\n")
    (fault,) = ledger.checked()
    assert str(fault) == (
        "x.yaml:7:10: no place `biskek` is declared\n"
        "    places: [biskek]\n"
        "             ^\n"
        "  did you mean Bishkek (bishkek)"
    )


def test_an_event_that_is_missing_has_a_remedy(ledger: Ledger) -> None:
    write(ledger, "x.yaml", VISIT + "part_of: 0123456789abcdef\n")
    (fault,) = ledger.checked()
    assert fault.remedy == "merge the copy of the log that holds it, or amend this"


@pytest.mark.parametrize(
    ("namespace", "said"),
    [
        ("actor", {"part_of": "nobody"}),
        ("actor", {"same_as": "nobody"}),
        ("program", {"actors": [{"actor": "nobody", "role": "owner"}]}),
        ("place", {"part_of": "nobody"}),
        ("source", {"same_as": "nobody"}),
    ],
)
def test_what_a_declaration_refers_to_must_be_there(
    ledger: Ledger, namespace: str, said: dict[str, object]
) -> None:
    ledger.put("x.yaml", declared(namespace, "somebody", **said))
    of = "actor" if namespace == "program" else namespace
    assert [fault.problem for fault in ledger.checked()] == [f"no {of} `nobody` is declared"]


def test_a_declaration_that_others_need_is_not_retracted(ledger: Ledger) -> None:
    (id_,) = ledger.add("{event: place, place: bishkek, name: Bishkek}")
    (visit,) = ledger.add("{date: 2017, kind: visit, title: A visit, places: [bishkek]}")
    with pytest.raises(TimelineError) as caught:
        ledger.retract(id_)
    assert error_text(caught.value) == (
        "1 other event names the place bishkek\n"
        "  amend them first, or make it the same as another: "
        "timeline merge bishkek KEY --reason ..."
    )
    ledger.retract(visit)
    ledger.retract(id_)
    assert ledger.checked() == []


def test_of_two_declarations_of_a_key_one_may_be_retracted(ledger: Ledger) -> None:
    ledger.add("{event: place, place: bishkek, name: Bishkek}")
    ledger.add("{date: 2017, kind: visit, title: A visit, places: [bishkek]}")
    other = write(ledger, "merged.yaml", DECLARED_ELSEWHERE)
    assert len(ledger.checked()) == 1
    ledger.retract(other)
    assert ledger.checked() == []


def test_a_phase_that_is_declared_twice_is_named(ledger: Ledger) -> None:
    ledger.add(
        "{event: program, program: p, name: P, phases: [{phase: a}, {phase: b}, {phase: a}]}"
    )
    ((_, problem),) = told(ledger)
    assert problem == "the phase a of p is declared twice"


def test_an_event_that_vanished_is_named_until_it_is_back(ledger: Ledger) -> None:
    ledger.add("{date: 2017, kind: visit, title: A visit}")
    ledger.open().db.close()
    (file,) = ledger.folder.rglob("a-visit-*.yaml")
    content = file.read_bytes()
    file.unlink()
    for _ in range(2):
        ((_, problem),) = told(ledger)
        assert problem == f"the event {file.stem[-16:]} (A visit) was changed or removed"
    file.write_bytes(content)
    assert ledger.checked() == []


def test_what_is_retracted_has_no_faults(ledger: Ledger) -> None:
    id_ = write(ledger, "x.yaml", VISIT + "places: [nowhere]\n")
    assert len(ledger.checked()) == 1
    ledger.retract(id_)
    assert ledger.checked() == []


def test_a_fault_that_an_amendment_brought_in_stands_in_the_amendment(ledger: Ledger) -> None:
    id_ = write(ledger, "x.yaml", VISIT + "places: [nowhere]\n")
    amendment = f"""\
schema: 1
event: amendment
amends: {id_}
after: [{id_}]
reason: a slip
set:
  title: Another title
  places:
    - elsewhere
{RECORDED}"""
    write(ledger, "amendment.yaml", amendment)
    assert told(ledger) == [("amendment.yaml:9:7", "no place `elsewhere` is declared")]


def test_a_fault_that_an_amendment_left_alone_stands_where_it_was(ledger: Ledger) -> None:
    id_ = write(ledger, "x.yaml", VISIT + "places: [nowhere]\n")
    ledger.amend(id_, title="Another title")
    assert told(ledger) == [("x.yaml:7:10", "no place `nowhere` is declared")]


def test_a_fault_that_an_amendment_put_right_is_no_more(ledger: Ledger) -> None:
    id_ = write(ledger, "x.yaml", VISIT + "places: [nowhere]\n")
    ledger.amend(id_, "places")
    assert ledger.checked() == []


def test_the_sources_of_a_correction_must_be_there(ledger: Ledger) -> None:
    id_ = write(ledger, "x.yaml", VISIT)
    said = f"schema: 1\nevent: amendment\namends: {id_}\nafter: [{id_}]\nreason: r\n"
    said += "set: {title: t}\nsources: [{source: memo}]\n"
    write(ledger, "y.yaml", said + RECORDED)
    assert told(ledger) == [("y.yaml:7:20", "no source `memo` is declared")]


def test_what_stands_instead_of_a_retracted_event_must_be_there(ledger: Ledger) -> None:
    id_ = write(ledger, "x.yaml", VISIT)
    said = f"schema: 1\nevent: retraction\nretracts: {id_}\nafter: [{id_}]\nreason: r\n"
    write(ledger, "y.yaml", said + "instead: 0123456789abcdef\n" + RECORDED)
    assert told(ledger) == [("y.yaml:6:10", "the log holds no event 0123456789abcdef")]


def test_a_key_that_is_declared_twice_is_told_at_the_later_one(ledger: Ledger) -> None:
    first = ledger.put("b.yaml", declared("actor", "moi", name="Ministry"), "2026-01-01T00")
    later = ledger.put("a.yaml", declared("actor", "moi", name="MoI"), "2026-01-02T00")
    (fault,) = ledger.checked()
    assert (fault.where, fault.excerpt) == ("a.yaml:4:8", "actor: moi")
    assert fault.problem == (
        f"the actor moi is declared twice: {first} counts (Ministry, in b.yaml), not {later} (MoI)"
    )
    assert remedy_text(fault.remedy) == (
        "if they are one, give it both names: "
        "timeline declare actor Ministry --key moi --name MoI --reason ...\n"
        f"  then withdraw the second: timeline retract {later} --reason ...\n"
        "  if they are two, declare the second under another key: "
        "timeline declare actor MoI --key moi-2\n"
        f"  then withdraw the second: timeline retract {later} --reason ...\n"
        "  see what has the key: "
        "timeline list --actor moi --columns date,title,recorded_by,id\n"
        "  and for each of these that means MoI, replace it: "
        "timeline amend ID --replace actor=moi=moi-2 --reason ..."
    )
    ledger.retract(later)
    assert ledger.checked() == []


def test_one_key_may_name_things_of_two_kinds(ledger: Ledger) -> None:
    for namespace in ("actor", "program", "place", "source"):
        ledger.put(f"{namespace}.yaml", declared(namespace, "bishkek"))
    assert ledger.checked() == []


@pytest.mark.parametrize("namespace", ["actor", "program", "place"])
def test_a_circle_of_parts_is_told_once(ledger: Ledger, namespace: str) -> None:
    for key, whole in (("a", "b"), ("b", "c"), ("c", "a"), ("outside", "a")):
        ledger.put(f"{key}.yaml", declared(namespace, key, part_of=whole))
    (fault,) = ledger.checked()
    assert (fault.where, fault.excerpt) == ("a.yaml:6:10", "part_of: b")
    assert (fault.problem, remedy_text(fault.remedy)) == (
        "a circle of parts: a in b in c in a",
        (
            f"take one of them out, such as: timeline declare {namespace} A --key a "
            "--unset part_of --reason ..."
        ),
    )


def test_what_lies_in_itself_is_a_circle(ledger: Ledger) -> None:
    ledger.put("a.yaml", declared("place", "a", part_of="a"))
    assert told(ledger) == [("a.yaml:6:10", "a circle of parts: a in a")]


def test_a_fork_is_told_until_a_correction_settles_it(ledger: Ledger) -> None:
    id_ = ledger.put("x.yaml", happening())
    said = {"event": "amendment", "amends": id_, "after": [id_], "reason": "a slip"}
    heads = sorted(
        ledger.put(f"{title}.yaml", {**said, "set": {"title": title}}) for title in ("one", "other")
    )
    (fault,) = ledger.checked()
    assert fault.path in ("one.yaml", "other.yaml")
    assert (fault.line, fault.column) == (5, 8)
    assert fault.excerpt == f"after: [{id_}]"
    assert fault.problem == (
        f"a fork: {id_} was corrected by {heads[0]} and {heads[1]}, neither knowing the other"
    )
    assert remedy_text(fault.remedy) == (
        f"both apply; see them: timeline show {id_}\n"
        f"  settle it by a correction after both: timeline amend {id_} --reason ..."
    )
    ledger.amend(id_, title="Settled")
    assert ledger.checked() == []


def test_two_copies_of_one_claim_are_told_at_the_later_one(ledger: Ledger) -> None:
    first = ledger.put("b.yaml", happening(), "2026-01-01T00")
    later = ledger.put("a.yaml", happening(), "2026-01-02T00")
    third = ledger.put("c.yaml", happening(), "2026-01-03T00")
    assert [
        (fault.where, fault.problem, remedy_text(fault.remedy)) for fault in ledger.checked()
    ] == [
        (
            f"{path}:2:5",
            f"a duplicate: {id_} records the same as {first}",
            f"withdraw one: timeline retract {id_} --reason duplicate",
        )
        for path, id_ in (("a.yaml", later), ("c.yaml", third))
    ]
    ledger.retract(later)
    assert [fault.path for fault in ledger.checked()] == ["c.yaml"]


def test_a_copy_of_a_file_is_no_duplicate(ledger: Ledger) -> None:
    ledger.put("a.yaml", happening())
    ledger.put("b.yaml", happening())
    assert ledger.checked() == []


ABSENT = "0123456789abcdef"


@pytest.mark.parametrize(
    ("said", "place", "problem", "remedy"),
    [
        (
            {"event": "amendment", "amends": ABSENT, "after": [ABSENT], "set": {"title": "t"}},
            "4:9",
            f"amendment of {ABSENT}, which the log does not hold",
            "merge the copy of the log that holds it",
        ),
        (
            {"event": "retraction", "retracts": ABSENT, "after": [ABSENT]},
            "4:11",
            f"retraction of {ABSENT}, which the log does not hold",
            "merge the copy of the log that holds it",
        ),
        (
            {"event": "amendment", "amends": "ID", "after": [ABSENT], "set": {"title": "t"}},
            "5:8",
            f"comes after {ABSENT}, which the log does not hold",
            "merge the copy of the log that holds it",
        ),
        (
            {"event": "amendment", "amends": "ID", "after": ["ID"], "set": {"date": "2017-13"}},
            "8:9",
            "there is no month 13",
            None,
        ),
        (
            {"event": "amendment", "amends": "ID", "after": ["ID"], "unset": ["publisher"]},
            "7:8",
            "a happening has no `publisher`",
            None,
        ),
    ],
)
def test_a_correction_that_cannot_be_applied_is_told_at_what_is_wrong(
    ledger: Ledger, said: dict[str, object], place: str, problem: str, remedy: str | None
) -> None:
    id_ = ledger.put("x.yaml", happening())

    def real(value: object) -> object:
        if isinstance(value, list):
            return [real(part) for part in value]
        return id_ if value == "ID" else value

    ledger.put("y.yaml", {key: real(value) for key, value in said.items()} | {"reason": "r"})
    (fault,) = ledger.checked()
    assert (fault.where, fault.problem) == (f"y.yaml:{place}", problem)
    assert remedy is None or remedy_text(fault.remedy) == remedy


def test_a_correction_of_a_correction_can_be_withdrawn_as_its_remedy_says(ledger: Ledger) -> None:
    id_ = ledger.one("{date: 2017, kind: visit, title: A visit}")
    amendment = ledger.amend(id_, title="Other")
    said = {"event": "amendment", "amends": amendment, "after": [amendment], "reason": "r"}
    wrong = ledger.put("y.yaml", {**said, "set": {"title": "t"}}, at=now())
    (fault,) = ledger.checked()
    assert fault.problem == "an amendment is not amended"
    assert fault.remedy == f"retract {wrong}, and correct the event anew"
    ledger.retract(wrong)
    assert ledger.checked() == []


def test_a_correction_with_an_invalid_result_can_be_withdrawn(ledger: Ledger) -> None:
    id_ = ledger.one("{date: 2017, kind: visit, title: A visit}")
    said = {"event": "amendment", "amends": id_, "after": [id_], "reason": "r"}
    wrong = ledger.put("y.yaml", {**said, "set": {"date": "2017-13"}}, at=now())
    assert len(ledger.checked()) == 1
    ledger.retract(wrong)
    assert ledger.checked() == []
