"""`timeline diff`: its answers in every shape, two periods, two logs, and what it refuses."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from timeline.api import Log
from timeline.dates.edtf import Match, parse
from timeline.event.spells import Evidence, spells
from timeline.views.offices import runs_in

from support.running import ROOT, columns, here, on_terminal

ROUND = ("diff", "2016", "2018")
TRAINED = "wcaem3k8qmmbrehf"
"""The inspectors' training (W 3)."""
QUOTED = "4gxj16xdpsxykev6"


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example log with an amendment and a retraction, and how it was in git at HEAD.

    It is to be read only.
    """
    copy = tmp_path_factory.mktemp("corrected")
    shutil.copytree(ROOT / "events", copy / "events")
    git(copy, "init", "--quiet", "--initial-branch=main")
    git(copy, "add", "events")
    git(copy, "commit", "--quiet", "--message=as it was")
    reason = ["-r", "the release says so", "-q"]
    words = ["--date", "2017-07", "-a", "partner=undp", "--remove", "actor=youth-inspectors"]
    kept = [word for name in ("date_text", "date_basis", "dated") for word in ("--keep", name)]
    assert here("amend", TRAINED, *words, *kept, *reason, cwd=copy).code == 0
    assert here("retract", QUOTED, "-r", "recorded twice", "-q", cwd=copy).code == 0
    words = ["MoI of Kyrgyzstan", "--key", "moi-kg", "-q"]
    assert here("declare", "actor", *words, cwd=copy).code == 0
    return copy


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=Aida", "-c", "user.email=aida@example.org"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True)  # noqa: S603, S607


@pytest.mark.parametrize(
    "words", [["--clock", "recorded", "2026-11-28T21:45Z"], ["--against", "HEAD"]]
)
def test_corrections_are_told_by_name_with_who_and_why(words: list[str], corrected: Path) -> None:
    shown = here("diff", *words, "--view", "chronology,actors", cwd=corrected).out
    # The day of the corrections is that of the test.
    lines = re.sub(r"by Aida, [^:]+:", "by Aida, DAY:", shown).splitlines()
    begin = lines.index(
        "  ~ July 2017       Neighbourhood and youth inspectors trained to prevent violent "
        "extremism  wcaem3k8"
    )
    margin = " " * len("  ~ July 2017       ")
    assert lines[begin + 1 : begin + 4] == [
        f"{margin}  date: summer 2017 → July 2017",
        f"{margin}  actors: + UNDP as partner; - Youth inspectors as participant",
        f"{margin}  amended by Aida, DAY: the release says so",
    ]
    begin = next(i for i, line in enumerate(lines) if line.endswith("4gxj16xd"))
    assert lines[begin].startswith("  - 30 August 2017  Koen Marquering on police")
    assert lines[begin + 1] == f"{margin}  retracted by Aida, DAY: recorded twice"
    renamed = "  ~ MoI of Kyrgyzstan: was called Ministry of Interior of the Kyrgyz Republic"
    assert renamed in lines
    (told,) = [line for line in lines if line.startswith("  ~ UNDP: ")]
    counted = re.fullmatch(r"  ~ UNDP: (\d+) → (\d+) happenings; now also partner", told)
    assert counted
    assert int(counted[2]) == int(counted[1]) + 1


def test_programs_move_in_one_line_each(example: Path) -> None:
    lines = here("diff", "2020", "2021-10-01", "--view", "programs", cwd=example).lines
    assert lines[0] == "Programs"
    assert (
        "  ~ STRIVE Asia in the Kyrgyz Republic: advisory-groups (possibly) → workshops, since "
        "September 2021, until October 2021; 2 +3? → 5 +3? happenings" in lines
    )


def test_figures_are_told_with_totals_and_bounds(fresh: Path) -> None:
    for date, words in (("2015", "at least 120 person"), ("2017", "about 180 person")):
        here("add", date, date, "-k", "visit", "-g", f"participants={words}", "--new", cwd=fresh)
    lines = here("diff", "2016", "2017", "--view", "figures", cwd=fresh).lines
    assert lines == ["Figures", "  ~ participants: at least 120 people → about 300 people"]
    lines = here("diff", "2014", "2017-06", "--view", "figures", cwd=fresh).lines
    said = "  + participants: at least 120 people (possibly 180 more)"
    assert lines == ["Figures", said]


def test_what_was_only_possibly_there_and_is_gone_says_so(fresh: Path) -> None:
    here("add", "2017", "T", "-k", "visit", "-q", cwd=fresh)
    assert here("diff", "2016", "2017-06", cwd=fresh).lines[1].startswith("  ? 2017  T")
    assert here("diff", "2017-06", "2016", cwd=fresh).lines[1].startswith("  - ? 2017  T")


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize(
    "words",
    [
        ["2010", "2022"],
        ["2010", "2022", "--stat"],
        ["2010", "2022", "--summary"],
        ["--periods", "2017", "2018"],
        ["--against", "HEAD"],
    ],
)
def test_every_answer_keeps_to_the_terminal(words: list[str], width: int, corrected: Path) -> None:
    lines = here("diff", *words, cwd=corrected, width=width).lines
    assert lines
    assert max(map(columns, lines)) <= width


def test_signs_have_colours_and_nothing_else_changes(example: Path) -> None:
    plain = here(*ROUND, cwd=example, env={"NO_COLOR": "1"}, width=80)
    painted = here("--color", "always", *ROUND, cwd=example, width=80)
    assert "\x1b[32m+\x1b[0m" in painted.out
    assert "\x1b[36m~\x1b[0m" in painted.out
    assert "\x1b[2m65md5k58\x1b[0m" in painted.out
    assert re.sub("\x1b\\[[0-9]*m", "", painted.out) == plain.out


def test_a_diff_has_a_page_in_markdown_and_in_html(example: Path) -> None:
    lines = here(*ROUND, "-f", "markdown", cwd=example).lines
    assert lines[0] == "# Changes from the end of 2016 to the end of 2018"
    assert {"## Happenings", "## Programs", "## Actors", "## Figures"} < set(lines)
    assert any(line.startswith("| new ") and "inspectors trained" in line for line in lines)
    assert "<h2>Figures</h2>" in here(*ROUND, "-f", "html", cwd=example).out


def test_the_summary_counts_by_view(example: Path) -> None:
    assert here(*ROUND, "--summary", "-f", "json", cwd=example).json == [
        {"view": "chronology", "added": 34, "removed": 0, "changed": 6, "possible": 0},
        {"view": "actors", "added": 26, "removed": 0, "changed": 12, "possible": 0},
        {"view": "programs", "added": 0, "removed": 0, "changed": 5, "possible": 0},
        {"view": "figures", "added": 4, "removed": 0, "changed": 0, "possible": 0},
        {"view": "places", "added": 1, "removed": 0, "changed": 3, "possible": 0},
        {"view": "levels", "added": 1, "removed": 0, "changed": 1, "possible": 0},
    ]
    lines = here(*ROUND, "--summary", "--view", "figures", cwd=example).lines
    assert [line.split() for line in lines[2:]] == [["figures", "4", "0", "0", "0"]]


def test_the_stat_counts_happenings_by_actor_and_program(fresh: Path) -> None:
    for date, words in (
        ("2015", ["-a", "host=A"]),
        ("2017", ["-a", "host=A", "-a", "guest=B", "-p", "P"]),
        ("2018-01", ["-a", "host=A"]),
        ("2017/2018", ["-a", "host=B"]),
    ):
        here("add", date, f"On {date}", "-k", "visit", *words, "--new", "-q", cwd=fresh)
    found = here("diff", "2016", "2017-06", "--stat", "-f", "json", cwd=fresh).json
    assert [[row[name] for name in ("view", "key", "added", "changed")] for row in found] == [
        ["actors", "b", 2, 0],
        ["actors", "a", 1, 0],
        ["programs", "p", 1, 0],
    ]
    lines = here("diff", "2017-06", "2018", "--stat", cwd=fresh).lines
    assert [line.split() for line in lines[2:]] == [
        ["actor", "A", "2", "+~"],
        ["actor", "B", "2", "~~"],
        ["program", "P", "1", "~"],
    ]
    assert here("diff", "2018", "2016", "--stat", "--view", "programs", cwd=fresh).lines[2:] == [
        "program  P     1           -"
    ]


def test_the_bars_of_a_stat_fit_and_show_what_is_little(fresh: Path) -> None:
    events = "\n---\n".join(
        f"date: 2017\nkind: visit\ntitle: Visit {i}\nactors: [{{actor: a, role: host}}]"
        for i in range(200)
    )
    here("add", "--file", "-", "--new", "-q", cwd=fresh, stdin=events.encode())
    here("add", "2015", "T", "-k", "visit", "-a", "host=b", "--new", "-q", cwd=fresh)
    lines = here("diff", "2014", "2018", "--stat", cwd=fresh, width=80).lines
    assert [line.split()[-2:] for line in lines[2:]] == [["200", "+" * 20], ["1", "+"]]


def test_ids_are_those_of_happenings_that_differ(corrected: Path) -> None:
    done = here("diff", "--against", "HEAD", "--ids", cwd=corrected)
    assert (done.lines, done.err) == ([TRAINED, QUOTED], "")
    code = here("diff", "--against", "HEAD", "--ids", "--exit-code", cwd=corrected).code
    assert code == 1


def test_two_periods_stand_side_by_side(fresh: Path) -> None:
    for date, words in (
        ("2016/2018", ["-k", "situation", "-a", "host=A"]),
        ("2017-03", ["-k", "visit", "-a", "host=B", "-g", "people=about 5 person"]),
        ("[2017..2018]", ["-k", "visit", "-a", "guest=A"]),
        ("2018-05", ["-k", "visit", "-a", "guest=C", "-p", "starts=P | one"]),
    ):
        here("add", date, f"On {date}", *words, "--new", "-q", cwd=fresh)
    found = here("diff", "--periods", "2017", "2018", "-f", "json", cwd=fresh).json
    assert (found["periods"], found["happenings"], found["possible"]) == (
        *(["2017", "2018"], [2, 2], [1, 1]),
    )
    assert found["kinds"] == [
        {"kind": "visit", "happenings": [1, 1], "possible": [1, 1]},
        {"kind": "situation", "happenings": [1, 1], "possible": [0, 0]},
    ]
    assert [(row["actor"], row["happenings"], row["possible"]) for row in found["actors"]] == [
        ("a", [1, 1], [1, 1]),
        ("b", [1, 0], [0, 0]),
        ("c", [0, 1], [0, 0]),
    ]
    (program,) = found["programs"]
    assert program["happenings"] == [0, 1]
    assert [[phase["phase"] for phase in phases] for phases in program["phases"]] == [
        [None],  # what began a phase says that the program was under way by then
        [None, "one"],
    ]
    assert [phase["match"] for phases in program["phases"] for phase in phases] == [
        *("possible", "certain", "certain"),
    ]
    (figure,) = found["figures"]
    assert (figure["key"], figure["totals"][1]) == ("people (person)", None)
    assert figure["totals"][0]["total"] == 5
    assert [len(rows) for rows in found["chronology"]] == [3, 3]
    done = here("diff", "--periods", "2017", "2018", cwd=fresh)
    assert [line for line in done.lines if "On 2017-03" in line] == [
        "March 2017: On 2017-03  May 2018: On 2018-05"
    ]
    assert "A  1 +1?: host  1 +1?: host" in done.lines
    assert "people (person)  about 5 people" in done.lines
    assert (
        done.err
        == "2017: 2 happenings and possibly 1 more, 2018: 2 happenings and possibly 1 more\n"
    )


def test_two_periods_as_rows_have_one_for_each_thing_in_each_period(example: Path) -> None:
    words = ["diff", "--periods", "2017", "2018", "--kind", "training"]
    whole = here(*words, "-f", "json", cwd=example).json
    rows = here(*words, "-f", "csv", cwd=example).csv
    there = [
        (view, row[key], period)
        for view, key in (("kinds", "kind"), ("actors", "actor"), ("figures", "key"))
        for row in whole[view]
        for i, period in enumerate(whole["periods"])
        if any(row[name][i] for name in ("happenings", "possible", "totals") if name in row)
    ]
    told = [(row["view"], row["key"], row["period"]) for row in rows if row["view"] != "programs"]
    assert told == there
    assert len(here(*words, "-f", "jsonl", cwd=example).lines) == len(rows)
    only = here(*words, "--view", "figures", "-f", "json", cwd=example).json
    assert [only[name] for name in ("kinds", "actors", "programs", "chronology")] == [None] * 4
    assert only["figures"] == whole["figures"]


@pytest.mark.parametrize(
    ("events", "match"),
    [
        ([("2016-05", "starts"), ("2016-08", "ends")], Match.IMPOSSIBLE),
        ([("2016-05", "starts"), ("2018", "ends")], Match.CERTAIN),
        ([("2016-05", "starts")], Match.POSSIBLE),
        ([("2016-05", "starts"), ("2019", "continues")], Match.CERTAIN),
        ([("2017-05", "starts")], Match.CERTAIN),
        ([("2018-05", "starts")], Match.IMPOSSIBLE),
        ([("[2016..2017]", "starts")], Match.POSSIBLE),
        ([("2017", "ends")], Match.CERTAIN),
        ([("2018", "ends")], Match.POSSIBLE),
    ],
)
def test_whether_a_phase_ran_in_a_period(events: list[tuple[str, str]], match: Match) -> None:
    (spell,) = spells(Evidence(date, parse(date), (effect,)) for date, effect in events)
    assert runs_in(spell, *parse("2017").nominal[::3]) is match


def test_a_folder_is_another_log(corrected: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    git(other, "clone", "--quiet", str(corrected), "theirs")
    folder = other / "theirs" / "events"
    by_folder = here("diff", "--against", str(folder), "-f", "json", cwd=corrected).json
    by_name = here("diff", "--against", "main", "-f", "json", cwd=corrected).json
    assert by_folder.pop("before") == str(folder)
    assert by_name.pop("before") == "main"
    assert by_folder == by_name
    assert (by_name["after"], by_name["clock"]) == ("events", None)
    assert len(by_name["events"]["added"]) == 3
    assert not (other / "theirs" / ".timeline").exists()
    done = here("diff", "--against", "events", "--exit-code", cwd=corrected)
    assert done == (0, "", "no difference between events and this log\n")


def test_faults_of_the_other_log_are_told(copy: Path) -> None:
    other = copy / "other"
    shutil.copytree(copy / "events", other)
    (other / "bad.yaml").write_text("a: [", encoding="utf-8")
    done = here("diff", "--against", "other", "--exit-code", cwd=copy)
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("warning: other/bad.yaml:")


def test_python_has_the_same_answers(corrected: Path) -> None:
    log = Log(corrected / "events")
    recorded = here("diff", "--clock", "recorded", "2026-11-22", "-f", "json", cwd=corrected).json
    assert log.diff("2026-11-22", clock="recorded") == recorded
    periods = here("diff", "--periods", "2017", "2018", "-f", "json", cwd=corrected).json
    assert log.periods(2017, 2018) == periods
    logs = here("diff", "--against", "HEAD", "-f", "json", cwd=corrected).json
    assert log.diff_against("HEAD") == logs | {"after": str(corrected / "events")}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "missing argument 'BEFORE'\n  see: timeline diff --help"),
        (["2016", "--clock", "x"], "no clock `x`\n  one of happened, recorded, published"),
        (
            ["2016", "--as-of", "2017"],
            (
                "--as-of sets the clock by which BEFORE and AFTER are compared\n"
                "  leave out --as-of, or compare by another clock: --clock"
            ),
        ),
        (
            ["2016", "--clock", "recorded", "--as-recorded", "2017"],
            (
                "--as-recorded sets the clock by which BEFORE and AFTER are compared\n"
                "  leave out --as-recorded, or compare by another clock: --clock"
            ),
        ),
        (
            ["--against", "HEAD", "2016"],
            (
                "--against compares whole logs, and takes no date: 2016\n"
                "  both as of a date: --as-of 2016"
            ),
        ),
        (
            ["--against", "HEAD", "--clock", "recorded"],
            (
                "--against compares whole logs, by no clock\n"
                "  leave out --clock; both as of a date: --as-of, --as-recorded, --as-published"
            ),
        ),
        (
            ["--against", ""],
            "--against is empty\n  give it a value, or leave it out",
        ),
        (
            ["--periods", "2017"],
            "--periods compares two periods\n  timeline diff --periods 2017 2018",
        ),
        (
            ["--periods", "2017", "2018", "--stat"],
            "--stat cannot be used with --periods\n  leave out one of the two",
        ),
        (
            ["--periods", "2017", "2018", "--clock", "happened"],
            "--clock cannot be used with --periods\n  leave out one of the two",
        ),
        (
            ["--periods", "2017", "2018", "--exit-code"],
            "--exit-code cannot be used with --periods\n  leave out one of the two",
        ),
        (
            ["--periods", "2017", "2018", "--from", "2017"],
            "--from and --periods both say when\n  leave out one of the two",
        ),
        (
            ["2016", "--ids", "--stat"],
            "--ids and --stat cannot be used together\n  use one of them",
        ),
        (
            ["2016", "--ids", "-f", "json"],
            "--ids prints only ids, not json\n  leave out one of the two",
        ),
        (
            ["2016", "--ids", "--view", "actors"],
            "--ids are those of happenings\n  leave out --view",
        ),
        (
            ["2016", "--stat", "--view", "figures"],
            "--stat counts happenings by actor and program\n  leave out --view, or name these",
        ),
        (["2016", "--view", "actor"], "no view `actor`\n  did you mean actors?"),
        (
            ["2016", "--view", "events"],
            "no view `events`\n  did you mean levels?",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_makes_no_sense_together_is_refused(
    words: list[str], message: str, example: Path
) -> None:
    assert here("diff", *words, cwd=example) == (2, "", f"error: {message}\n")


@pytest.mark.parametrize(
    ("named", "message"),
    [
        (
            "nowhere",
            (
                "no folder or revision `nowhere`\n"
                "  a revision is a commit, a branch or a tag, such as HEAD~1; see: git log"
            ),
        ),
        (
            "--output=x",
            (
                "no folder or revision `--output=x`\n"
                "  a revision is a commit, a branch or a tag, such as HEAD~1; see: git log"
            ),
        ),
        (".", ". is no log: it holds no timeline.yaml\n  give the one that does: events"),
        ("empty", "empty is no log: it holds no timeline.yaml\n  give one that does"),
        (
            "before",
            "no log at before: its folder is not there\n  see since when it is: git log -- events",
        ),
        (
            "bare",
            "no log at bare: timeline.yaml is not there\n  see since when it is: git log -- events",
        ),
    ],
)
def test_what_is_no_other_log_is_refused(named: str, message: str, copy: Path) -> None:
    git(copy, "init", "--quiet")
    git(copy, "commit", "--quiet", "--allow-empty", "--message=nothing")
    git(copy, "tag", "before")
    git(copy, "add", "events/actors")
    git(copy, "commit", "--quiet", "--message=no settings")
    git(copy, "tag", "bare")
    (copy / "empty").mkdir()
    assert here("diff", "-q", f"--against={named}", cwd=copy) == (2, "", f"error: {message}\n")


def test_a_log_outside_git_has_no_revisions(copy: Path) -> None:
    message = "no folder HEAD, and no revision: this log is in no git repository"
    done = here("diff", "-q", "--against", "HEAD", cwd=copy)
    assert done == (2, "", f"error: {message}\n  give the folder of another log\n")


def test_without_git_a_revision_cannot_be_read(copy: Path) -> None:
    done = here("diff", "-q", "--against", "HEAD", cwd=copy, env={"PATH": str(copy)})
    message = "git is needed to read a revision, and is not there"
    remedy = "install it, or give the folder of another log"
    assert done == (1, "", f"error: {message}\n  {remedy}\n")


def test_a_repository_that_git_cannot_read_is_told_of(copy: Path) -> None:
    git(copy, "init", "--quiet")
    (copy / ".git" / "config").write_text("[", encoding="utf-8")
    done = here("diff", "-q", "--against", "HEAD", cwd=copy)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("error: git cannot read its repository: ")
    assert done.err.endswith("\n  see: git status\n")


def test_links_in_a_revision_are_left_out(copy: Path) -> None:
    (copy / "events" / "link.yaml").symlink_to("/etc/hostname")
    git(copy, "init", "--quiet")
    git(copy, "add", "events")
    git(copy, "commit", "--quiet", "--message=linked")
    done = here("diff", "--against", "HEAD", "-q", cwd=copy)
    assert (done.code, done.out) == (0, "")


def test_on_a_terminal_lines_hang_under_their_text(example: Path) -> None:
    lines = on_terminal("--no-pager", *ROUND, "--kind", "training", cwd=example, width=60)
    shown = [re.sub("\x1b\\[[0-9]*m", "", line) for line in lines.splitlines()]
    begin = next(i for i, line in enumerate(shown) if line.startswith("  + summer 2017"))
    assert shown[begin : begin + 3] == [
        "  + summer 2017         Neighbourhood and youth inspectors",
        "                        trained to prevent violent extremism",
        "                        wcaem3k8",
    ]
