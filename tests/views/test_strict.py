"""What `check --strict` warns of: each warning with its place and words, and how it goes away."""

from pathlib import Path

import pytest

from timeline.base.errors import Fault
from timeline.cli.show.advice import fault_text, remedy_text
from timeline.views.checks.warnings import warnings

from support.helpers import Ledger, Row, day, declared, happening
from support.running import here

CITED: list[dict[str, str]] = [{"source": "memo", "at": "para 1"}]
TODAY = "2020-06-15"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    found = Ledger(tmp_path / "events")
    found.put("memo.yaml", declared("source", "memo"))
    return found


def found(ledger: Ledger, today: str = TODAY) -> list[Fault]:
    opened = ledger.open()
    faults = warnings(opened.db, ledger.folder, day(today))
    opened.db.close()
    return faults


def one(ledger: Ledger, today: str = TODAY) -> tuple[str, str, str]:
    (fault,) = found(ledger, today)
    return fault.where, fault.problem, remedy_text(fault.remedy)


def cited(date: str = "2017", title: str = "A visit", **said: object) -> Row:
    return {**happening(date, title), "sources": CITED, **said}


def figure(measure: str, unit: str = "person", **said: object) -> Row:
    return {"measure": measure, "value": "3", "unit": unit, **said}


def host(actor: str = "moi", role: str = "host", **said: str) -> Row:
    return {"actor": actor, "role": role, **said}


# Sources


def test_a_happening_without_a_source_is_told_at_its_title(ledger: Ledger) -> None:
    id_ = ledger.put("x.yaml", happening(title="A visit"))
    (fault,) = found(ledger)
    assert fault_text(fault) == (
        "x.yaml:6:8: a happening without a source\n"
        "    title: A visit\n"
        "           ^\n"
        f"  say where it is known from: timeline amend {id_} --source KEY@PARAGRAPH --reason ..."
    )
    ledger.amend(id_, sources=CITED)
    assert found(ledger) == []


def test_every_source_without_a_paragraph_is_told(ledger: Ledger) -> None:
    ledger.put("note.yaml", declared("source", "note"))
    sources = [{"source": "memo"}, {"source": "note"}]
    id_ = ledger.put("x.yaml", happening(sources=sources))
    told = [(fault.where, fault.problem, remedy_text(fault.remedy)) for fault in found(ledger)]
    assert told == [
        (
            f"x.yaml:{line}:3",
            "a source without a paragraph",
            f"say where in it: timeline amend {id_} --source {key}@PARAGRAPH --reason ...",
        )
        for line, key in ((8, "memo"), (9, "note"))
    ]


def test_a_source_without_a_paragraph_is_put_right_by_its_remedy(ledger: Ledger) -> None:
    cwd = ledger.folder.parent
    id_ = ledger.put("x.yaml", happening(sources=[{"source": "memo"}]))
    assert len(found(ledger)) == 1
    done = here("amend", id_, "--source", "memo@4", "-r", "found", cwd=cwd)
    assert done.code == 0
    assert found(ledger) == []


def test_what_is_wrong_since_an_amendment_is_told_in_the_amendment(ledger: Ledger) -> None:
    id_ = ledger.put("x.yaml", cited(figures=[figure("visitors")]))
    ledger.put(
        "amendment.yaml",
        {
            "event": "amendment",
            "amends": id_,
            "after": [id_],
            "reason": "r",
            "set": {"figures": [{"measure": "visitors", "value": "4"}]},
        },
    )
    (fault,) = found(ledger)
    assert (fault.path, fault.problem) == (
        "amendment.yaml",
        "the figure `visitors` has no unit",
    )
    assert "value: 4" in fault.excerpt


def test_what_is_retracted_is_not_looked_at(ledger: Ledger) -> None:
    id_ = ledger.put("x.yaml", happening())
    assert len(found(ledger)) == 1
    ledger.retract(id_)
    assert found(ledger) == []


# Actors


def test_an_actor_that_nothing_names_is_told_at_its_key(ledger: Ledger) -> None:
    id_ = ledger.put("moi.yaml", declared("actor", "moi"))
    assert one(ledger) == (
        "moi.yaml:4:8",
        "no happening or program has the actor moi",
        f"record where it took part, or withdraw it: timeline retract {id_} --reason ...",
    )
    ledger.retract(id_)
    assert found(ledger) == []


def test_an_actor_is_used_by_taking_part(ledger: Ledger) -> None:
    ledger.put("moi.yaml", declared("actor", "moi"))
    assert len(found(ledger)) == 1
    ledger.put("x.yaml", cited(actors=[host()]))
    assert found(ledger) == []


def test_an_actor_is_used_when_somebody_appears_for_it(ledger: Ledger) -> None:
    for key in ("moi", "aidai"):
        ledger.put(f"{key}.yaml", declared("actor", key))
    ledger.put("x.yaml", cited(actors=[host("aidai", **{"for": "moi"})]))
    assert found(ledger) == []


def test_an_actor_is_used_by_having_a_role_in_a_program(ledger: Ledger) -> None:
    ledger.put("moi.yaml", declared("actor", "moi"))
    ledger.put("p.yaml", declared("program", "reform", actors=[host(role="owner")]))
    assert found(ledger) == []


def test_whatever_a_used_actor_is_a_part_of_is_used(ledger: Ledger) -> None:
    ledger.put("state.yaml", declared("actor", "state"))
    ledger.put("moi.yaml", declared("actor", "moi", part_of="state"))
    ledger.put("police.yaml", declared("actor", "police", part_of="moi"))
    ledger.put("x.yaml", cited(actors=[host("police")]))
    assert found(ledger) == []


def test_a_part_of_a_used_actor_is_not_used_by_that(ledger: Ledger) -> None:
    ledger.put("moi.yaml", declared("actor", "moi"))
    ledger.put("police.yaml", declared("actor", "police", part_of="moi"))
    ledger.put("x.yaml", cited(actors=[host()]))
    assert one(ledger)[:2] == ("police.yaml:4:8", "no happening or program has the actor police")


def test_actors_that_lie_in_each_other_are_no_trouble(ledger: Ledger) -> None:
    ledger.put("a.yaml", declared("actor", "a", part_of="b"))
    ledger.put("b.yaml", declared("actor", "b", part_of="a"))
    ledger.put("x.yaml", cited(actors=[host("a")]))
    assert found(ledger) == []


def test_another_key_of_a_used_actor_is_used_and_so_is_what_it_lies_in(ledger: Ledger) -> None:
    ledger.put("state.yaml", declared("actor", "state"))
    ledger.put("moi.yaml", declared("actor", "moi"))
    ledger.put("mvd.yaml", declared("actor", "mvd", same_as="moi", part_of="state"))
    ledger.put("x.yaml", cited(actors=[host("mvd")]))
    assert found(ledger) == []


# Happenings that may be recorded twice


def test_the_same_date_title_and_source_are_told_whatever_the_kind(ledger: Ledger) -> None:
    first = ledger.put("a.yaml", cited("2017-05", "Inspectors trained"), "2026-01-01T00")
    said = cited("2017-05", "Inspectors  TRAINED", kind="training")
    second = ledger.put("b.yaml", said, "2026-01-02T00")
    where, problem, remedy = one(ledger)
    assert where == "b.yaml:6:8"
    assert problem == f"the same date, title and source as {first}: this may be recorded twice"
    command = f"timeline retract {second} --instead {first} --reason ..."
    assert remedy == f"if they are one, withdraw this: {command}"
    words = command.split()[1:]
    assert here(*words, cwd=ledger.folder.parent).code == 0
    assert found(ledger) == []


def test_two_keys_of_a_source_are_the_same_source(ledger: Ledger) -> None:
    ledger.put("note.yaml", declared("source", "note", same_as="memo"))
    ledger.put("a.yaml", cited(), "2026-01-01T00")
    ledger.put("b.yaml", cited(sources=[{"source": "note", "at": "para 3"}]), "2026-01-02T00")
    assert one(ledger)[0] == "b.yaml:6:8"


def test_of_what_has_no_source_date_and_title_are_enough(ledger: Ledger) -> None:
    first = ledger.put("a.yaml", happening(), "2026-01-01T00")
    ledger.put("b.yaml", happening(kind="training"), "2026-01-02T00")
    told = [(fault.path, fault.problem) for fault in found(ledger)]
    assert told == [
        ("a.yaml", "a happening without a source"),
        ("b.yaml", "a happening without a source"),
        ("b.yaml", f"the same date and title as {first}: this may be recorded twice"),
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"date": "2017-05"},
        {"title": "Another visit"},
        {"sources": [{"source": "note", "at": "para 1"}]},
        {"sources": CITED, "kind": "visit"},  # the very same: an error of plain `check`
    ],
)
def test_happenings_that_more_tells_apart_are_not_told(ledger: Ledger, other: Row) -> None:
    ledger.put("note.yaml", declared("source", "note"))
    ledger.put("a.yaml", cited(), "2026-01-01T00")
    ledger.put("b.yaml", {**cited(), **other}, "2026-01-02T00")
    assert found(ledger) == []


@pytest.mark.parametrize("link", ["outcome_of", "part_of"])
def test_a_happening_may_be_called_as_what_it_belongs_to(ledger: Ledger, link: str) -> None:
    first = ledger.put("a.yaml", cited(), "2026-01-01T00")
    ledger.put("b.yaml", cited(**{link: first}), "2026-01-02T00")
    assert found(ledger) == []


# Names


@pytest.mark.parametrize("namespace", ["actor", "place", "program"])
def test_a_name_of_two_is_told_where_the_second_gets_it(ledger: Ledger, namespace: str) -> None:
    ledger.put("a.yaml", declared(namespace, "a", name="Ak-Suu"))
    second = ledger.put("b.yaml", declared(namespace, "b", names=["Other", "AK-SUU"]))
    if namespace == "actor":
        ledger.put("x.yaml", cited(actors=[host("a"), host("b")]))
    assert one(ledger) == (
        "b.yaml:6:16",
        "`AK-SUU` is a name of a, too: nobody can tell which is meant",
        (
            "name one of them otherwise; or if they are one: timeline merge b a "
            f"--as {namespace} --reason ..."
        ),
    )
    ledger.amend(second, names=["Other"])
    assert found(ledger) == []


def test_a_name_of_two_goes_away_by_its_remedy(ledger: Ledger) -> None:
    ledger.put("a.yaml", declared("place", "a", name="Ak-Suu"))
    ledger.put("b.yaml", declared("place", "b", name="Ak-Suu"))
    assert one(ledger)[0] == "b.yaml:5:7"
    command = one(ledger)[2].partition("timeline ")[2].split()
    assert here(*command, cwd=ledger.folder.parent).code == 0
    assert found(ledger) == []


def test_a_name_of_three_is_told_at_each_but_the_first(ledger: Ledger) -> None:
    for key in "abc":
        ledger.put(f"{key}.yaml", declared("place", key, name="Ak-Suu"))
    assert [fault.path for fault in found(ledger)] == ["b.yaml", "c.yaml"]


def test_a_key_that_is_a_name_of_another_is_told(ledger: Ledger) -> None:
    ledger.put("a.yaml", declared("place", "undp", name="Programme"))
    ledger.put("b.yaml", declared("place", "bureau", names=[{"name": "UNDP", "lang": "en"}]))
    assert one(ledger)[:2] == (
        "a.yaml:4:8",
        "`UNDP` is a name of bureau, too: nobody can tell which is meant",
    )


def test_two_keys_of_one_thing_may_share_a_name(ledger: Ledger) -> None:
    ledger.put("a.yaml", declared("place", "a", name="Ak-Suu"))
    ledger.put("b.yaml", declared("place", "b", name="Ak-Suu", same_as="a"))
    assert found(ledger) == []


def test_things_of_two_kinds_may_share_a_name(ledger: Ledger) -> None:
    ledger.put("a.yaml", declared("place", "a", name="Ak-Suu"))
    ledger.put("b.yaml", declared("program", "b", name="Ak-Suu"))
    assert found(ledger) == []


@pytest.mark.parametrize(
    "other", [{"published": "2018"}, {"published": "2017", "publisher": "UNDP"}, {}]
)
def test_sources_may_share_a_title_that_more_tells_apart(
    ledger: Ledger, other: dict[str, str]
) -> None:
    ledger.put("a.yaml", declared("source", "a", title="Annual report", published="2017"))
    ledger.put("b.yaml", declared("source", "b", title="Annual report", **other))
    assert found(ledger) == []


def test_a_title_may_be_the_key_of_another_source(ledger: Ledger) -> None:
    ledger.put("a.yaml", declared("source", "note", title="Another"))
    ledger.put("b.yaml", declared("source", "letter", title="NOTE"))
    assert found(ledger) == []


def test_sources_that_nothing_tells_apart_are_told_and_made_one_by_the_remedy(
    ledger: Ledger,
) -> None:
    said = {"title": "It's a report", "published": "2017", "publisher": "UNDP"}
    ledger.put("a.yaml", declared("source", "a", **said))
    ledger.put("b.yaml", declared("source", "b", **said))
    where, problem, remedy = one(ledger)
    assert (where, problem) == ("b.yaml:5:8", "the same title, publisher and date as a")
    assert remedy == "if they are one: timeline merge b a --as source --reason ..."
    words = ("merge", "b", "a", "--as", "source", "--reason", "read both")
    assert here(*words, cwd=ledger.folder.parent).code == 0
    assert found(ledger) == []


# Terms


@pytest.mark.parametrize(
    ("slip", "usual", "problem"),
    [
        (
            {"actors": [host(role="particpant")]},
            {"actors": [host(role="participant")]},
            "the role `particpant` is used once and resembles `participant`",
        ),
        (
            {"actors": [host(role="co organiser")]},
            {"actors": [host(role="co-organiser")]},
            "the role `co organiser` is used once and resembles `co-organiser`",
        ),
        (
            {"figures": [figure("guests", "persons")]},
            {"figures": [figure("guests", "person")]},
            "the unit `persons` is used once and resembles `person`",
        ),
        (
            {"figures": [figure("police oficers trained")]},
            {"figures": [figure("police officers trained")]},
            (
                "the measure `police oficers trained` is used once and resembles "
                "`police officers trained`"
            ),
        ),
        (
            {"tags": ["prison", "Womens"]},
            {"tags": ["prison", "women"]},
            "the tag `Womens` is used once and resembles `women`",
        ),
        (
            {"kind": "trainning"},
            {"kind": "training"},
            "the kind `trainning` is used once and resembles `training`",
        ),
    ],
)
def test_a_slip_in_a_term_is_told_with_what_it_resembles(
    ledger: Ledger, slip: Row, usual: Row, problem: str
) -> None:
    ledger.put("moi.yaml", declared("actor", "moi"))
    ledger.put("w.yaml", cited(title="Use", actors=[host()]))
    for title in ("One", "Two"):
        ledger.put(f"{title}.yaml", cited(title=title) | usual)
    id_ = ledger.put("x.yaml", cited() | slip)
    like = problem.rpartition("resembles ")[2]
    (fault,) = found(ledger)
    assert (fault.path, fault.problem) == ("x.yaml", problem)
    assert fault.remedy == f"if it is the same, write {like}"
    term = problem.split("`")[1]
    assert fault.excerpt[fault.column - 1 :].startswith(term)
    ledger.amend(id_, **usual)
    assert found(ledger) == []


def test_two_terms_used_once_that_resemble_each_other_are_both_told(ledger: Ledger) -> None:
    ledger.put("a.yaml", cited(title="A", tags=["woman"]))
    ledger.put("b.yaml", cited(title="B", tags=["women"]))
    assert [fault.problem for fault in found(ledger)] == [
        "the tag `woman` is used once and resembles `women`",
        "the tag `women` is used once and resembles `woman`",
    ]


def test_a_slip_in_a_role_of_a_program_is_told_there(ledger: Ledger) -> None:
    ledger.put("moi.yaml", declared("actor", "moi"))
    ledger.put("p.yaml", declared("program", "reform", actors=[host(role="ownner")]))
    (fault,) = found(ledger)
    assert (fault.where, fault.problem) == (
        "p.yaml:7:22",
        "the role `ownner` is used once and resembles `owner`",
    )


def test_words_that_the_settings_name_are_not_rare(ledger: Ledger) -> None:
    """`partner` resembles `partners`, and `host` is used once; both are a new log's own."""
    ledger.put("moi.yaml", declared("actor", "moi"))
    for i, role in enumerate(("trainer", "partner", "co-organiser", "organiser")):
        ledger.put(f"{i}.yaml", cited(title=role, kind="presentation", actors=[host(role=role)]))
    assert found(ledger) == []


@pytest.mark.parametrize(
    ("one_", "other"),
    [
        ("resolution 13250", "resolution 13251"),
        ("phase 1", "phase 2"),
        ("men trained", "women trained"),
        ("trained", "police officers trained"),
        ("workshops", "works"),
        ("2017", "2018"),
    ],
)
def test_terms_that_only_look_a_little_alike_are_not_told(
    ledger: Ledger, one_: str, other: str
) -> None:
    ledger.put("x.yaml", cited(tags=[one_, other]))
    assert found(ledger) == []


def test_terms_used_twice_are_not_rare(ledger: Ledger) -> None:
    for title, tag in (("A", "trainer"), ("B", "trainer"), ("C", "trainee"), ("D", "trainee")):
        ledger.put(f"{title}.yaml", cited(title=title, tags=[tag]))
    assert found(ledger) == []


# Phases and plans


def phased(**said: object) -> Row:
    return declared("program", "reform", **{"phases": [{"phase": "one"}, {"phase": "two"}], **said})


def part(phase: str) -> list[Row]:
    return [{"program": "reform", "phase": phase}]


def test_a_phase_that_nothing_happens_in_is_told_at_the_phase(ledger: Ledger) -> None:
    ledger.put("p.yaml", phased())
    ledger.put("x.yaml", cited(programs=part("one")))
    assert one(ledger) == (
        "p.yaml:8:3",
        "no happening is recorded or planned in phase two of reform",
        "record its start, or take the phase out of the declaration",
    )
    ledger.put("y.yaml", cited("2018", programs=part("two")))
    assert found(ledger) == []


def test_a_phase_that_something_is_planned_in_does_not_warn(ledger: Ledger) -> None:
    ledger.put("p.yaml", phased())
    ledger.put("x.yaml", cited(programs=part("one")))
    ledger.put("y.yaml", cited("2030", status="planned", programs=part("two")))
    assert found(ledger) == []


@pytest.mark.parametrize(
    ("planned", "count"),
    [("2019", 1), ("2020-06-14", 1), ("2020-06-15", 0), ("2020", 0), ("2019/2030", 1), ("2025", 0)],
)
def test_a_phase_whose_planned_start_is_to_come_does_not_warn(
    ledger: Ledger, planned: str, count: int
) -> None:
    ledger.put("p.yaml", phased(phases=[{"phase": "one", "planned": planned}]))
    assert len(found(ledger)) == count


@pytest.mark.parametrize("status", ["pipeline", "cancelled"])
def test_the_phases_of_a_program_that_does_not_run_do_not_warn(ledger: Ledger, status: str) -> None:
    ledger.put("p.yaml", phased(status=status))
    assert found(ledger) == []


def test_a_phase_declared_under_another_key_of_the_program_is_found(ledger: Ledger) -> None:
    ledger.put("p.yaml", declared("program", "reform"))
    ledger.put("q.yaml", declared("program", "old", same_as="reform", phases=[{"phase": "one"}]))
    ledger.put("x.yaml", cited(programs=[{"program": "old", "phase": "one"}]))
    assert found(ledger) == []


def test_a_plan_that_is_past_and_has_no_outcome_is_told_at_its_date(ledger: Ledger) -> None:
    id_ = ledger.put("x.yaml", cited("2020-06-14", status="planned"))
    assert one(ledger) == (
        "x.yaml:4:7",
        "planned, past, and without an outcome",
        f"amend its status, or record what came of it: timeline add --outcome-of {id_}",
    )
    ledger.put("y.yaml", cited("2020-06-14", "It took place", outcome_of=id_))
    assert found(ledger) == []


def test_a_plan_that_was_called_off_does_not_warn(ledger: Ledger) -> None:
    id_ = ledger.put("x.yaml", cited("2019", status="planned"))
    assert len(found(ledger)) == 1
    ledger.amend(id_, status="cancelled")
    assert found(ledger) == []


@pytest.mark.parametrize("date", ["2020-06-15", "2020", "2017/..", "[2017..]", "2021", ".."])
def test_a_plan_that_may_still_come_does_not_warn(ledger: Ledger, date: str) -> None:
    ledger.put("x.yaml", cited(date, status="planned"))
    assert found(ledger) == []


# Figures and paragraphs


def test_a_figure_without_a_unit_is_told_at_the_figure(ledger: Ledger) -> None:
    bare = {"measure": "visitors", "value": "3"}
    id_ = ledger.put("x.yaml", cited(figures=[figure("guests"), bare]))
    assert one(ledger) == (
        "x.yaml:9:3",
        "the figure `visitors` has no unit",
        "say what is counted, such as person, USD or day",
    )
    ledger.amend(id_, figures=[bare | {"unit": "person"}])
    assert found(ledger) == []


def test_paragraphs_that_nothing_cites_are_told_at_their_number(ledger: Ledger) -> None:
    ledger.put("s.yaml", declared("source", "note", paragraphs="4"))
    ledger.put("x.yaml", cited(sources=[{"source": "note", "at": "paras 1-2"}]))
    assert one(ledger) == (
        "s.yaml:6:13",
        "nothing cites paragraphs 3, 4 of note",
        "see what cites the others: timeline sources note --coverage",
    )
    actor = declared("place", "bishkek", sources=[{"source": "note", "at": "para 4"}])
    ledger.put("y.yaml", actor)
    assert one(ledger)[1] == "nothing cites paragraph 3 of note"
    ledger.put("z.yaml", cited("2018", sources=[{"source": "note", "at": "para 3"}]))
    assert found(ledger) == []


def test_many_paragraphs_that_nothing_cites_are_counted(ledger: Ledger) -> None:
    ledger.put("s.yaml", declared("source", "note", paragraphs="20"))
    assert one(ledger)[1] == "nothing cites paragraphs 1, 2, 3, 4, 5, 6, 7, 8 and 12 more of note"


def test_a_source_with_more_paragraphs_than_texts_have_is_no_trouble(ledger: Ledger) -> None:
    ledger.put("s.yaml", declared("source", "note", paragraphs="999999999"))
    assert one(ledger)[1].endswith(", 8 and 9992 more of note")


def test_paragraphs_cited_by_another_key_of_the_source_are_cited(ledger: Ledger) -> None:
    ledger.put("s.yaml", declared("source", "note", paragraphs="2"))
    ledger.put("t.yaml", declared("source", "letter", same_as="note", paragraphs="9"))
    ledger.put("x.yaml", cited(sources=[{"source": "letter", "at": "paras 1, 2"}]))
    assert found(ledger) == []


# The command


def test_a_log_with_only_warnings_passes_plain_check_and_fails_the_strict_one(
    ledger: Ledger,
) -> None:
    cwd = ledger.folder.parent
    id_ = ledger.put("x.yaml", happening())
    ledger.open().db.close()
    assert here("check", cwd=cwd) == (0, "", "2 events, no errors\n")
    done = here("check", "--strict", cwd=cwd)
    assert done == (
        1,
        (
            "events/x.yaml:6:8: warning: a happening without a source\n"
            "    title: A visit\n"
            "           ^\n"
            f"  say where it is known from: timeline amend {id_} "
            "--source KEY@PARAGRAPH --reason ...\n"
        ),
        "2 events, no errors, 1 warning\n",
    )
    assert here("check", "--strict", "-q", cwd=cwd).err == ""
    ledger.amend(id_, sources=CITED)
    assert here("check", "--strict", cwd=cwd) == (0, "", "3 events, no errors, no warnings\n")


def test_errors_come_before_warnings_and_each_says_which_it_is(ledger: Ledger) -> None:
    cwd = ledger.folder.parent
    ledger.put("a.yaml", happening())
    ledger.put("x.yaml", cited(places=["nowhere"]))
    ledger.open().db.close()
    done = here("check", "--strict", "-f", "json", cwd=cwd)
    assert (done.code, done.err) == (1, "3 events, 1 error, 1 warning\n")
    assert [(row["tier"], row["path"]) for row in done.json] == [
        ("error", "events/x.yaml"),
        ("warning", "events/a.yaml"),
    ]
    fields = ["tier", "problem", "remedy", "path", "line", "column", "excerpt"]
    assert [list(row) for row in done.json] == [fields, fields]
    read = here("check", "--strict", "-f", "csv", cwd=cwd).csv
    assert [row["tier"] for row in read] == ["error", "warning"]
    assert len(here("check", "--strict", "-f", "jsonl", cwd=cwd).lines) == 2
    assert [row["tier"] for row in here("check", "-f", "json", cwd=cwd).json] == ["error"]


def test_an_empty_log_has_no_warnings(fresh: Path) -> None:
    assert here("check", "--strict", cwd=fresh) == (0, "", "0 events, no errors, no warnings\n")


def test_warnings_come_in_the_order_of_the_files(ledger: Ledger) -> None:
    for path in ("b.yaml", "a.yaml", "c.yaml"):
        ledger.put(path, happening(title=path, figures=[{"measure": "m", "value": "1"}]))
    places = [(fault.path, fault.line) for fault in found(ledger)]
    assert places == sorted(places)
    assert len(places) == 6


def test_a_broken_file_does_not_hide_the_warnings(ledger: Ledger) -> None:
    (ledger.folder / "broken.yaml").write_text("- a list\n")
    ledger.put("x.yaml", happening())
    ledger.open().db.close()
    done = here("check", "--strict", cwd=ledger.folder.parent)
    assert done.err == "2 events, 1 error, 1 warning\n"


# What is told as done


def test_what_occurred_after_its_newest_source_came_out_is_told_at_its_date(
    ledger: Ledger,
) -> None:
    ledger.put("old.yaml", declared("source", "old", published="2016"))
    ledger.put("late.yaml", declared("source", "late", published="2017-03~"))
    said = {"sources": [{"source": key, "at": "para 1"} for key in ("old", "late")]}
    ledger.put("y.yaml", {**happening("2017-04?", "In time"), **said})
    id_ = ledger.put("x.yaml", {**happening("2017-06", "Too late"), **said})
    (fault,) = found(ledger)
    assert fault_text(fault) == (
        "x.yaml:4:7: told as done, but it begins after 30 April 2017, when late was out\n"
        "    date: 2017-06\n"
        "          ^\n"
        "  correct the date, cite what tells of it, or say that it is planned: "
        f"timeline amend {id_} --status planned"
    )
    ledger.amend(id_, status="planned")
    assert [fault.problem for fault in found(ledger, "2017-01-01")] == []


def test_what_occurred_after_its_recording_is_told(ledger: Ledger) -> None:
    ledger.put("x.yaml", cited("2027"))
    where, problem, _ = one(ledger)
    assert where == "x.yaml:4:7"
    assert problem == "told as done, but it begins after 1 January 2026, when it was recorded"
