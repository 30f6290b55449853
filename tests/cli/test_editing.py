"""`add --edit` and `amend --edit`: every way in which a person and an editor may go about it."""

import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from support.editors import Editor, replace, save
from support.running import MAIN, Ran, here, process, typing

ID = re.compile("[0-9a-hjkmnp-tv-z]{16}")
VISIT = "date: summer 2017\nkind: visit\ntitle: A visit\n"
ROUNDTABLE = "prospects roundtable"
OTHER = shlex.join([sys.executable, "-c", MAIN])
"""The program, run by somebody else meanwhile."""
FILLED = replace(
    ("date: \n", "date: summer 2017\n"), ("kind: \n", "kind: visit\n"), ("title: \n", "title: A\n")
)


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in (folder / "events").rglob("*.yaml")}


def body(shown: str, cwd: Path) -> dict[str, object]:
    found = here("show", shown, "-f", "json", cwd=cwd).json
    said = (found.get("declaration") or found)["body"]
    assert isinstance(said, dict)
    return said


def test_add_opens_a_template_and_records_what_is_filled_in(fresh: Path, editor: Editor) -> None:
    done = here("add", "--edit", cwd=fresh, env=editor.plan(FILLED))
    assert done.code == 0
    assert ID.fullmatch(done.out.strip())
    assert done.err == "summer 2017 = 2017-22, 1 June to 31 August 2017\n"
    (shown,) = editor.shown
    assert shown.startswith("# Fill in what you know, then save and close. To give up, leave")
    assert "# what kind of happening: agreement, appointment, assistance" in shown
    said = body(done.out.strip(), fresh)
    assert (said["date"], said["kind"], said["title"]) == ("2017-22", "visit", "A")
    assert editor.kept == []


def test_the_file_that_is_edited_is_private_and_called_as_what_it_is(
    fresh: Path, editor: Editor
) -> None:
    here("add", "--edit", cwd=fresh, env=editor.plan(FILLED))
    assert re.fullmatch(r"timeline-\w+\.yaml 600", editor.file)


def test_options_are_filled_in(fresh: Path, editor: Editor) -> None:
    said = ["summer 2017", "A", "-k", "visit", "-a", "host=Jane", "-s", "a@2", "--tag", "x: y"]
    done = here("add", *said, "--edit", "--new", cwd=fresh, env=editor.plan(replace()))
    (shown,) = editor.shown
    assert shown.split("\n\n")[1] == (
        "date: summer 2017\n"
        "kind: visit\n"
        "title: A\n"
        "actors:\n"
        "- {actor: Jane, role: host}\n"
        "sources:\n"
        "- {source: a, at: para 2}\n"
        "tags: ['x: y']"
    )
    # Saved as it stood: that is what the options say.
    assert done.code == 0
    assert body(done.out.strip(), fresh)["tags"] == ["x: y"]


def test_a_copy_of_an_earlier_event_can_be_the_beginning(copy: Path, editor: Editor) -> None:
    id_ = here("list", "--kind", "roundtable", "--ids", cwd=copy).out.strip()
    change = replace(("date: 2022-07-12/2022-07-13", "date: '2023'"))
    words = ("add", "--edit", "--like", ROUNDTABLE, "--status", "planned")
    done = here(*words, cwd=copy, env=editor.plan(change))
    assert done.code == 0, done.err
    made, copied = body(done.out.strip(), copy), body(id_, copy)
    assert made["date"] == "2023"
    assert made["status"] == "planned"
    for field in ("title", "actors", "programs", "figures", "sources", "note"):
        assert made.get(field) == copied.get(field)
    assert not re.search("^(schema|id|event|recorded):", editor.shown[0], re.MULTILINE)


def test_a_copy_of_a_declaration_says_what_it_is(copy: Path, editor: Editor) -> None:
    change = replace(("actor: moi-kg\n", "actor: moi-2\n"), ("name: M", "name: Second M"))
    done = here("add", "--edit", "--like", "moi-kg", cwd=copy, env=editor.plan(change))
    assert done.code == 0, done.err
    assert "\nevent: actor\nactor: moi-kg\n" in editor.shown[0]
    assert here("actors", "moi-2", "-f", "json", cwd=copy).code == 0


def test_a_copy_saved_as_it_is_was_recorded_already(copy: Path, editor: Editor) -> None:
    before = files(copy)
    words = ("add", "--edit", "--like", "adopted for 2017-2022")  # as it was recorded first
    done = here(*words, cwd=copy, env=editor.plan(replace()))
    assert (done.code, done.out) == (0, "")
    assert re.fullmatch(r"already recorded as \w{16}\n", done.err)
    assert files(copy) == before


def test_several_events_may_be_written_in_one_text(fresh: Path, editor: Editor) -> None:
    text = (
        f"event: source\nsource: r\ntitle: A release\n---\n{VISIT}sources: [{{source: r}}]\n---\n"
    )
    more = "date: 2018\nkind: visit\ntitle: Another\npart_of: A visit\n"
    done = here("add", "--edit", cwd=fresh, env=editor.plan(save(text + more)))
    assert done.code == 0, done.err
    assert len(done.lines) == 3
    assert done.err.endswith("recorded 3 events\n")
    assert body("Another", fresh)["part_of"] == done.lines[1]


def test_a_file_can_be_looked_through_first(fresh: Path, editor: Editor) -> None:
    (fresh / "in.yaml").write_text(VISIT)
    words = ("add", "--edit", "--file", "in.yaml")
    done = here(*words, cwd=fresh, env=editor.plan(replace(("A visit", "Seen"))))
    assert (done.code, editor.shown) == (0, [VISIT])
    assert body("Seen", fresh)["kind"] == "visit"
    assert (fresh / "in.yaml").read_text() == VISIT
    done = here("add", "--edit", "--file", "-", cwd=fresh, stdin=b"\xff", env=editor.plan())
    assert done == (
        1,
        "",
        "error: <stdin>:1:1: not UTF-8\n    \ufffd\n    ^\n  save the file as UTF-8\n",
    )
    assert editor.shown == []


def test_a_fault_is_told_in_the_text_and_nothing_typed_is_lost(copy: Path, editor: Editor) -> None:
    typed = "# mine\ndate: 04/05/2011\nkind: visit # sure\ntitle: A\nactors: [{actor: moi-kg}]\n"
    plan = editor.plan(
        save(typed),
        replace(("04/05/2011", "2011-05-04")),
        replace(("moi-kg}", "moi-kg, role: host}")),
    )
    done = here("add", "--edit", cwd=copy, env=plan)
    assert done.code == 0, done.err
    _, second, third = editor.shown
    assert second == (
        "#! 2 things are not right yet; see the lines that begin with #!\n"
        "# mine\n"
        "#! the day or the month may come first\n"
        "#!   write 4 May 2011 (2011-05-04) or 5 April 2011 (2011-04-05)\n"
        "date: 04/05/2011\n"
        "kind: visit # sure\n"
        "title: A\n"
        "#! an item of `actors` needs `role`\n"
        "#!   write `role: ...`, in which role\n"
        "actors: [{actor: moi-kg}]\n"
    )
    assert third == (
        "#! one thing is not right yet; see the lines that begin with #!\n"
        "# mine\n"
        "date: 2011-05-04\n"
        "kind: visit # sure\n"
        "title: A\n"
        "#! an item of `actors` needs `role`\n"
        "#!   write `role: ...`, in which role\n"
        "actors: [{actor: moi-kg}]\n"
    )
    assert body(done.out.strip(), copy)["date"] == "2011-05-04"
    assert editor.kept == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("date: 2017\ntitle: 'A\n", "#! a quote that is not closed\n#!   close it, or leave both"),
        ("- a\n", "#! a list, not `key: value` lines\n#!   leave the - out, and part events"),
        ("date: \x1b2017\n", "#! a character that cannot be stored: U+001B control character\n"),
        (f"{VISIT}id: x\n", "#! `id` is given by the log\n#!   leave it out\nid: x\n"),
        (f"{VISIT}#note: x\n", "#! this is filled in, but still a comment\n#!   take the # away"),
        (f"{VISIT}event: retraction\n", "#! corrections such as this retraction are not added\n"),
    ],
)
def test_what_cannot_be_read_is_told_in_the_text(
    text: str, told: str, fresh: Path, editor: Editor
) -> None:
    done = here("add", "--edit", cwd=fresh, env=editor.plan(save(text), save(VISIT)))
    assert done.code == 0
    assert told in editor.shown[1]


def gone(editor: Editor, text: str, resume: str = "timeline add --edit --file") -> str:
    """What is said of a text that was kept; it is as it was typed."""
    (kept,) = editor.kept
    assert kept.read_bytes().decode() == text
    assert kept.stat().st_mode & 0o777 == 0o600
    told = f"what was typed is kept in {kept}\n"
    return f"{told}  go on with it: {resume} {kept}\n" if resume else told


def nothing(done: Ran, folder: Path, code: int, err: str) -> None:
    assert done == (code, "", err)
    assert not [path for path in files(folder) if "/timeline.yaml" not in path]


def test_leaving_without_saving_records_nothing(fresh: Path, editor: Editor) -> None:
    done = here("add", "2017", "A", "-k", "visit", "--edit", cwd=fresh, env=editor.plan())
    nothing(done, fresh, 0, "left without saving; nothing was recorded\n")
    assert editor.kept == []


@pytest.mark.parametrize(
    "plan", [replace(), save(""), save("event:\ndate:\n"), save("\n---\n{}\n")]
)
def test_a_text_in_which_nothing_is_filled_in_records_nothing(
    plan: dict[str, object], fresh: Path, editor: Editor
) -> None:
    done = here("add", "--edit", cwd=fresh, env=editor.plan(plan))
    assert done.err.startswith("nothing was filled in; nothing was recorded\n")
    assert (done.code, done.out) == (0, "")


def test_a_file_that_the_editor_removes_records_nothing(fresh: Path, editor: Editor) -> None:
    done = here("add", "--edit", cwd=fresh, env=editor.plan({"remove": True}))
    nothing(done, fresh, 0, "left without saving; nothing was recorded\n")


def test_leaving_faults_as_they_are_gives_up_and_keeps_the_text(
    fresh: Path, editor: Editor
) -> None:
    done = here("add", "--edit", cwd=fresh, env=editor.plan(save("date: 2017\ntitle: A\n")))
    (kept,) = editor.kept
    told = gone(editor, "date: 2017\ntitle: A\n")
    nothing(
        done,
        fresh,
        1,
        f"error: {kept}:1:1: a happening needs `kind`\n    date: 2017\n    ^\n"
        f"  write `kind: ...`, what kind of happening\n{told}",
    )
    # And that is how one goes on.
    env = editor.plan(replace(("date", "kind: visit\ndate")))
    (fresh / "kept.yaml").write_text("date: 2017\ntitle: A\n")
    assert here("add", "--edit", "--file", "kept.yaml", cwd=fresh, env=env).code == 0


def test_a_file_that_messages_point_into_is_kept_as_it_came(fresh: Path, editor: Editor) -> None:
    (fresh / "in.yaml").write_text("date: 2017\ntitle: A\n")
    words = ("add", "--edit", "--file", "in.yaml")
    done = here(*words, cwd=fresh, env=editor.plan(replace()))
    assert done.code == 1
    assert done.err.endswith(gone(editor, "date: 2017\ntitle: A\n"))


def test_an_editor_that_fails_loses_nothing(fresh: Path, editor: Editor) -> None:
    env = editor.plan(save(VISIT) | {"exit": 3})
    done = here("add", "--edit", cwd=fresh, env=env)
    told = gone(editor, VISIT)
    failed = f"error: the editor `{env['VISUAL']}` ended with 3\n  nothing was recorded\n"
    nothing(done, fresh, 1, failed + told)
    env = editor.plan({"exit": 1})
    failed = f"error: the editor `{env['VISUAL']}` ended with 1\n  nothing was recorded\n"
    nothing(here("add", "--edit", cwd=fresh, env=env), fresh, 1, failed)
    assert editor.kept == []


@pytest.mark.parametrize("how", [{"interrupt": True}, {"exit": 130}])
def test_an_editor_that_is_interrupted_loses_nothing(
    how: dict[str, object], fresh: Path, editor: Editor
) -> None:
    done = here("add", "--edit", cwd=fresh, env=editor.plan(save(VISIT) | how))
    nothing(done, fresh, 130, f"nothing was recorded\n{gone(editor, VISIT)}")


def test_the_text_that_is_kept_has_no_messages_in_it(fresh: Path, editor: Editor) -> None:
    env = editor.plan(save("date: 2017\n"), {"exit": 1})
    assert here("add", "--edit", cwd=fresh, env=env).code == 1
    assert gone(editor, "date: 2017\n")


def test_what_is_not_utf8_is_refused_and_kept(fresh: Path, editor: Editor) -> None:
    env = editor.plan(save("title: é\n") | {"latin": True})
    done = here("add", "--edit", cwd=fresh, env=env)
    (kept,) = editor.kept
    assert kept.read_bytes() == b"title: \xe9\n"
    nothing(
        done,
        fresh,
        1,
        f"error: {kept}:1:8: not UTF-8\n    title: \ufffd\n           ^\n  save the file as UTF-8\n"
        f"what was typed is kept in {kept}\n"
        f"  go on with it: timeline add --edit --file {kept}\n",
    )


SET = "  set VISUAL or EDITOR to an editor that is installed, such as: export VISUAL=nano\n"


def test_which_editor_it_is(fresh: Path, editor: Editor) -> None:
    command = editor.plan(save(VISIT))["VISUAL"]
    assert here("add", "--edit", cwd=fresh, env={"EDITOR": command, "VISUAL": " "}).code == 0
    for name, chosen, problem in (
        (
            "VISUAL",
            "no-such-editor -w",
            "the editor `no-such-editor -w` cannot be run: no such file",
        ),
        ("EDITOR", "vi '", "EDITOR is not a command: `vi '`"),
    ):
        env = {"VISUAL": "", "EDITOR": command} | {name: chosen}
        done = here("add", "--edit", cwd=fresh, env=env)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"error: {problem}")
        assert done.err.endswith(f"\n{SET}")
        assert editor.kept == []


def test_without_a_choice_it_is_the_first_that_is_installed(fresh: Path, tmp_path: Path) -> None:
    bare = {"VISUAL": "", "EDITOR": "", "PATH": str(tmp_path / "bin")}
    (tmp_path / "bin").mkdir()
    done = here("add", "--edit", cwd=fresh, env=bare)
    assert done == (2, "", f"error: no editor was found\n{SET}")
    for name in ("vi", "nano", "sensible-editor"):
        script = tmp_path / "bin" / name
        script.write_text(f'#!/bin/sh\necho {name} >"{tmp_path}/ran"\n')
        script.chmod(0o755)
        assert here("add", "--edit", cwd=fresh, env=bare).code == 0
        assert (tmp_path / "ran").read_text() == f"{name}\n"


def test_a_dry_run_says_what_would_be_recorded_and_keeps_the_text(
    fresh: Path, editor: Editor
) -> None:
    done = here("add", "--edit", "--dry-run", cwd=fresh, env=editor.plan(save(VISIT)))
    told = gone(editor, VISIT)
    nothing(
        done,
        fresh,
        0,
        f"{told}summer 2017 = 2017-22, 1 June to 31 August 2017\n"
        "would record happening: A visit\ndry run: 1 event would be recorded\n",
    )


def test_new_declares_what_is_unknown(fresh: Path, editor: Editor) -> None:
    text = f"{VISIT}places: [Ош]\n"
    done = here("add", "--edit", "--new", cwd=fresh, env=editor.plan(save(text)))
    assert done.code == 0
    assert "new place: Ош (osh)\n" in done.err


def test_like_alone_opens_the_editor(copy: Path, editor: Editor) -> None:
    done = here("add", "--like", ROUNDTABLE, cwd=copy, env=editor.plan())
    assert (done.code, done.out) == (0, "")
    assert "kind: roundtable\n" in editor.shown[0]


def test_what_cannot_be_edited_together_is_refused(copy: Path, editor: Editor) -> None:
    env = editor.plan()
    both = (
        "error: an event is given by --file or by the other options, not by both\n"
        "  leave out --file, or the others\n"
    )
    assert here("add", "--file", "x", "--edit", "--like", "x", cwd=copy, env=env) == (2, "", both)
    retraction = here("retract", ROUNDTABLE, "-r", "x", cwd=copy).out.strip()
    done = here("add", "--edit", "--like", retraction, cwd=copy, env=env)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"error: {retraction} is a correction, and corrections are not")
    done = here("add", "--edit", "--like", "zzzz", cwd=copy, env=env)
    assert done.err.startswith("error: no event has the id `zzzz`")
    assert editor.shown == []


def test_amend_records_only_what_was_changed(copy: Path, editor: Editor) -> None:
    change = replace(("reason: \n", "reason: a slip\n"), ("kind: roundtable", "kind: meeting"))
    done = here("amend", ROUNDTABLE, "--edit", cwd=copy, env=editor.plan(change))
    assert done.code == 0, done.err
    (shown,) = editor.shown
    assert shown.startswith("# Change what is wrong, then save and close; only what you change")
    assert not re.search("^#?(schema|id|event|recorded):", shown, re.MULTILINE)
    amendment = body(done.out.strip(), copy)
    assert amendment["set"] == {"kind": "meeting"}
    assert amendment["reason"] == "a slip"
    assert "unset" not in amendment
    assert re.fullmatch(r"amended \w{16}: Challenges and prospects .*\n", done.err)
    assert editor.kept == []


def test_amend_takes_away_what_was_deleted_and_adds_what_was_written(
    copy: Path, editor: Editor
) -> None:
    change = replace(
        ("\nplaces: [kyrgyzstan]\n", "\n"), ("#confidence: \n", "confidence: likely\n")
    )
    words = ("amend", "inspectors trained", "--edit", "--reason", "not said")
    done = here(*words, cwd=copy, env=editor.plan(change))
    amendment = body(done.out.strip(), copy)
    assert (amendment["set"], amendment["unset"]) == ({"confidence": "likely"}, ["places"])
    assert "\nreason: not said\n" in editor.shown[0]


def test_options_of_amend_are_filled_in(copy: Path, editor: Editor) -> None:
    said = ["-k", "meeting", "--remove", "place=Bishkek", "--tag", "x", "-r", "why"]
    done = here("amend", ROUNDTABLE, "--edit", *said, cwd=copy, env=editor.plan(replace()))
    amendment = body(done.out.strip(), copy)
    assert amendment["set"] == {"kind": "meeting", "tags": ["x"]}
    assert amendment["unset"] == ["places"]


def test_a_declaration_may_be_amended_in_an_editor(copy: Path, editor: Editor) -> None:
    change = replace(("reason: \n", "reason: known\n"), ("#note: |\n#  \n", "note: seen\n"))
    for name in ("Interior Ministry", body_id("moi-kg", copy)):
        done = here("amend", name, "--edit", cwd=copy, env=editor.plan(change))
        assert done.code == 0, done.err
        assert body(done.out.strip(), copy)["set"] == {"note": "seen"}
        assert "actor: moi-kg" not in editor.shown[0]
        assert here("retract", done.out.strip(), "-r", "x", cwd=copy).code == 0


def body_id(key: str, cwd: Path) -> str:
    return str(here("show", key, "-f", "json", cwd=cwd).json["declaration"]["id"])


@pytest.mark.parametrize("change", [replace(), replace(("reason: \n", "reason: none\n"))])
def test_an_event_left_as_it_is_is_not_amended(
    change: dict[str, object], copy: Path, editor: Editor
) -> None:
    before = files(copy)
    done = here("amend", ROUNDTABLE, "--edit", cwd=copy, env=editor.plan(change))
    assert (done.code, done.out) == (0, "")
    assert re.fullmatch(r"nothing to correct: \w{16} says so already\n", done.err)
    assert files(copy) == before
    left = here("amend", ROUNDTABLE, "--edit", cwd=copy, env=editor.plan())
    assert left == (0, "", "left without saving; nothing was recorded\n")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ("kind: roundtable", "kind: meeting"),
            "#! an amendment needs a reason\n#!   write `reason: ...`, why\nreason: \n",
        ),
        (
            ("reason: \n", "reason: [x]\n"),
            (
                "#! `reason` must be a text, not a list\n"
                "#!   write one text; put one that starts with [ or { in quotes\nreason: [x]\n"
            ),
        ),
        (
            ("reason: \n", "reason: x\nid: y\n"),
            "#! `id` cannot be amended\n#!   retract the event and record it anew\nid: y\n",
        ),
        (
            ("reason: \n", "reason: x\ntitel: y\n"),
            "#! unknown key `titel`\n#!   did you mean `title`?\ntitel: y\n",
        ),
        (
            ("reason: \n", "reason: x\npublisher: y\n"),
            "#! unknown key `publisher`\n#!   known here are ",
        ),
        (
            ("kind: roundtable", "kind: roundtabel"),
            (
                "#! no kind `roundtabel`\n"
                "#!   did you mean roundtable; if it is new, begin again with the option "
                "--new-exact\n"
                "kind: roundtabel\n"
            ),
        ),
        (
            ("title: ", "#title: "),
            "#! this is filled in, but still a comment\n",
        ),
        (
            ("reason: \n", "reason: x\nstatus: maybe\n"),
            "#! `status` cannot be `maybe`\n#!   one of planned, occurred, postponed, cancelled\n",
        ),
        (
            ("reason: \n", "reason: x\n---\ntitle: y\n---\n"),
            "#! a correction is one document\n#!   remove the line --- and what it parts\n",
        ),
    ],
    ids=lambda value: value[1].strip() if isinstance(value, tuple) else None,
)
def test_what_an_amendment_cannot_say_is_told_in_the_text(
    change: tuple[str, str], told: str, copy: Path, editor: Editor
) -> None:
    plan = editor.plan(replace(change))
    done = here("amend", ROUNDTABLE, "--edit", cwd=copy, env=plan)
    assert done.code == 1
    assert told in editor.shown[1]
    (kept,) = editor.kept
    assert done.err.endswith(f"\nwhat was typed is kept in {kept}\n")
    assert "#!" not in kept.read_text()


def test_a_title_that_was_deleted_is_missed(copy: Path, editor: Editor) -> None:
    change = replace(
        ("title: Challenges and prospects roundtable on countering extremism\n", ""),
        ("reason: \n", "reason: x\n"),
    )
    here("amend", ROUNDTABLE, "--edit", cwd=copy, env=editor.plan(change))
    assert "#! a happening needs `title`\n" in editor.shown[1]


def test_a_retracted_event_is_not_opened(copy: Path, editor: Editor) -> None:
    retraction = here("retract", ROUNDTABLE, "-r", "x", cwd=copy).out.strip()
    done = here("amend", ROUNDTABLE, "--edit", cwd=copy, env=editor.plan(replace()))
    assert (done.code, editor.shown) == (1, [])
    assert done.err.endswith(
        f" is retracted, by {retraction}\n"
        f"  lift the retraction: timeline retract {retraction} --reason ...\n"
    )


def test_what_somebody_corrected_meanwhile_is_refused_with_3_and_kept(
    copy: Path, editor: Editor
) -> None:
    change = replace(("reason: \n", "reason: a slip\n"), ("kind: roundtable", "kind: meeting"))
    raced = {"run": f"cd {copy} && {OTHER} amend '{ROUNDTABLE}' --note first -r x -q >/dev/null"}
    done = process("amend", ROUNDTABLE, "--edit", cwd=copy, env=editor.plan(change | raced))
    assert (done.code, done.out) == (3, "")
    (kept,) = editor.kept
    assert "kind: meeting" in kept.read_text()
    assert re.fullmatch(
        r"error: (\w{16}) was corrected meanwhile, by \w{16}\n"
        r"  look at it, and correct what it is now: timeline show \1\n"
        rf"what was typed is kept in {re.escape(str(kept))}\n",
        done.err,
    )


def test_a_fork_may_be_settled_as_it_stands(copy: Path, editor: Editor) -> None:
    id_ = here("list", "--kind", "roundtable", "--ids", cwd=copy).out.strip()
    original = Path(copy / "other")
    here("rebuild", "-q", cwd=copy)
    shutil.copytree(copy / "events", original / "events")
    here("amend", id_, "--note", "one", "-r", "x", "-q", cwd=copy)
    here("amend", id_, "--note", "two", "-r", "x", "-q", cwd=original)
    for file in (original / "events" / "corrections").iterdir():
        shutil.copy(file, copy / "events" / "corrections")
    change = replace(("reason: \n", "reason: as it stands\n"))
    done = here("amend", id_, "--edit", cwd=copy, env=editor.plan(change))
    assert done.code == 0, done.err
    assert "this settles the fork of " in done.err
    assert not here("show", id_, "-f", "json", cwd=copy).json["forked"]


def test_on_a_terminal_it_is_shown_and_recorded_after_a_yes(copy: Path, editor: Editor) -> None:
    text = f"{VISIT}actors: [{{actor: MoI, role: host}}]\n"
    env = editor.plan(save(text))
    done = typing("add", "--edit", cwd=copy, env=env, steps=[("Record this?", "\r")])
    assert done.code == 0, done.err
    assert ID.fullmatch(done.out.strip())
    assert (
        "A visit\n"
        "  date    summer 2017 (2017-22)\n"
        "  kind    visit\n"
        "  actors  host: Ministry of Interior of the Kyrgyz Republic (moi-kg)\n"
        "\n"
        "summer 2017 = 2017-22, 1 June to 31 August 2017\n"
    ) in done.err
    assert done.err.count("summer 2017 = ") == 1


def test_on_a_terminal_it_may_be_edited_again_or_cancelled(copy: Path, editor: Editor) -> None:
    before = files(copy)
    env = editor.plan(save(VISIT), replace(("A visit", "A longer visit")), {})
    steps = [
        ("Record this? [Y]es, [e]dit, [c]ancel:", "x\r"),
        ("one of yes, edit, cancel", "e\r"),
        ("A longer visit\n", ""),
        ("Record this?", "e\r"),  # left as it is
        ("A longer visit\n", ""),
        ("Record this?", "c\r"),
    ]
    done = typing("add", "--edit", cwd=copy, env=env, steps=steps)
    assert (done.code, done.out) == (0, "")
    typed = VISIT.replace("A visit", "A longer visit")
    assert done.err.endswith(f"nothing was recorded\n{gone(editor, typed)}")
    assert editor.shown[1:] == [VISIT, typed]
    assert files(copy) == before


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_ctrl_c_at_a_question_loses_nothing(key: str, copy: Path, editor: Editor) -> None:
    env = editor.plan(save(VISIT))
    done = typing("add", "--edit", cwd=copy, env=env, steps=[("Record this?", key)])
    assert (done.code, done.out) == (130, "")
    assert done.err.endswith(f"nothing was recorded\n{gone(editor, VISIT)}")


def test_who_edits_what_came_through_a_pipe_is_asked_all_the_same(
    copy: Path, editor: Editor
) -> None:
    (copy / "in.yaml").write_text(VISIT)
    env = editor.plan(replace(("A visit", "From a pipe")))
    steps = [("From a pipe\n", ""), ("Record this?", "\r")]
    words = ("add", "--edit", "--file", "-")
    done = typing(*words, cwd=copy, env=env, steps=steps, stdin=copy / "in.yaml")
    assert (done.code, len(done.lines)) == (0, 1), done.err


def test_unknown_names_may_be_taken_as_new_after_the_text_is_closed(
    copy: Path, editor: Editor
) -> None:
    text = VISIT.replace("visit\n", "walk\n") + "places: [Ош]\n"
    steps = [
        ("Record them as new? [E]dit, [y]es, [c]ancel:", "\r"),
        ("Record them as new?", "y\r"),
        ("new place: Ош (osh)", ""),
        ("Record this?", "\r"),
    ]
    env = editor.plan(save(text), replace(("walk", "stroll")))
    done = typing("add", "--edit", cwd=copy, env=env, steps=steps)
    assert done.code == 0, done.err
    assert "no kind `stroll`\n  known are " in done.err
    assert "no place `Ош`\n" in done.err
    remedy = "workshop; if it is new, leave it so and save: you will be asked\n"
    told = editor.shown[1].replace("\n#!   ", " ")
    assert "#! no kind `walk` known are agreement, " in told
    assert remedy in told
    assert body(done.out.strip(), copy)["places"] == ["osh"]


def test_what_was_taken_as_new_is_asked_once_and_not_again_after_an_edit(
    copy: Path, editor: Editor
) -> None:
    text = f"{VISIT}places: [Ош]\n---\n{VISIT.replace('A visit', 'Another')}places: [Ош]\n"
    steps = [
        ("Record them as new?", "y\r"),
        ("summer 2017 = ", ""),
        *[("Record this?", "e\r")] * 3,
        ("no kind `walk`", ""),
        ("Record them as new?", "y\r"),
        ("Record this?", "\r"),
    ]
    changed = replace(("kind: visit\ntitle: Another", "kind: walk\ntitle: Another"))
    faulty = replace(("title: A visit", "title: A visit\nstatus: maybe"))
    mended = replace(("\nstatus: maybe", ""))
    env = editor.plan(save(text), replace(("A visit", "A visit")), faulty, mended, changed)
    done = typing("add", "--edit", cwd=copy, env=env, steps=steps)
    assert done.code == 0, done.err
    assert done.err.count("no place `Ош`\n") == 1
    assert "no kind `walk`\n  known are " in done.err
    page = done.err.partition("Record this?")[0]
    assert page.count("summer 2017 = 2017-22") == 1
    assert "#! one thing is not right yet" in editor.shown[3]
    assert len(done.lines) == 2


def test_unknown_names_may_lead_to_giving_up(copy: Path, editor: Editor) -> None:
    text = VISIT.replace("visit\n", "walk\n")
    steps = [("Record them as new?", "c\r")]
    done = typing("add", "--edit", cwd=copy, env=editor.plan(save(text)), steps=steps)
    assert (done.code, done.out) == (0, "")
    assert done.err.endswith(f"nothing was recorded\n{gone(editor, text)}")


def test_many_events_are_shown_a_line_each(copy: Path, editor: Editor) -> None:
    one = "date: 201{0}\nkind: visit\ntitle: Visit {0}\nplaces: [osh-2]\n"
    place = "event: place\nplace: osh-2\nname: Osh again\ntype: city\n"
    text = "---\n".join([place, *(one.format(i) for i in range(5))])
    steps = [("Record this?", "\r")]
    done = typing("add", "--edit", cwd=copy, env=editor.plan(save(text)), steps=steps)
    assert len(done.lines) == 6
    assert "Date  What     Id" not in done.err
    assert re.search(r"\n2010 +Visit 0\n2011 +Visit 1\n", done.err)
    assert "new place: Osh again (osh-2, city)\n" in done.err


def test_declarations_alone_are_shown_whole(copy: Path, editor: Editor) -> None:
    text = "event: actor\nactor: jane\nname: Jane\ntype: person\npart_of: moi-kg\n"
    steps = [("actor: Jane (jane, person)\n  type     person\n", ""), ("Record this?", "\r")]
    done = typing("add", "--edit", cwd=copy, env=editor.plan(save(text)), steps=steps)
    assert done.code == 0


def test_a_correction_is_shown_field_by_field(copy: Path, editor: Editor) -> None:
    change = replace(("reason: \n", "reason: a slip\n"), ("kind: roundtable", "kind: meeting"))
    steps = [("Record this?", "\r")]
    done = typing("amend", ROUNDTABLE, "--edit", cwd=copy, env=editor.plan(change), steps=steps)
    assert done.code == 0
    assert (
        "Correction of Challenges and prospects roundtable on countering extremism\n"
        "  change  kind: roundtable → meeting\n"
        "  reason  a slip\n"
    ) in done.err


def test_the_lock_is_not_held_while_somebody_edits(copy: Path, editor: Editor) -> None:
    other = f"cd {copy} && {OTHER} add 2017 Meanwhile -k visit -q >/dev/null"
    done = process("add", "--edit", cwd=copy, env=editor.plan(save(VISIT) | {"run": other}))
    assert done.code == 0
    assert here("show", "Meanwhile", cwd=copy).code == 0


def test_what_cannot_be_written_in_the_end_is_kept(copy: Path, editor: Editor) -> None:
    shutil.rmtree(copy / "events" / "corrections")
    (copy / "events" / "corrections").write_text("a file where a folder belongs")
    change = replace(("reason: \n", "reason: a slip\n"), ("kind: roundtable", "kind: meeting"))
    done = here("amend", ROUNDTABLE, "--edit", cwd=copy, env=editor.plan(change))
    (kept,) = editor.kept
    assert "kind: meeting" in kept.read_text()
    assert (done.code, done.out) == (1, "")
    assert "/events/corrections: cannot be written: " in done.err
    assert done.err.endswith(f"what was typed is kept in {kept}\n")


def test_a_fault_of_the_program_itself_loses_nothing(
    copy: Path, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("timeline.recording.append.append", broken)
    done = here("add", "--edit", cwd=copy, env=editor.plan(save(VISIT)))
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(gone(editor, VISIT))
