import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support.running import MAIN, Ran, environment, here


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder for a person's own settings."""
    (tmp_path / "home" / "timeline").mkdir(parents=True)
    return tmp_path / "home"


def own(home: Path, text: str) -> dict[str, str]:
    """The environment of a person with settings, who has chosen nothing else."""
    (home / "timeline" / "config.yaml").write_text(text, encoding="utf-8")
    return {"XDG_CONFIG_HOME": str(home), "NO_COLOR": "", "TERM": "xterm"}


def settings(cwd: Path, *words: str, env: dict[str, str]) -> dict[str, Any]:
    """Each setting with its value, where it comes from, and the place."""
    ran = here(*words, "config", "-f", "json", cwd=cwd, env=env)
    assert ran.code == 0, ran.err
    return {row["setting"]: (row["value"], row["from"], row["where"]) for row in ran.json}


def test_every_setting_has_a_value_and_an_origin(fresh: Path, home: Path) -> None:
    env = own(home, "color: never\nformats:\n  list: plain\n") | {"TIMELINE_BY": "Bek"}
    with (fresh / "events" / "timeline.yaml").open("a", encoding="utf-8") as file:
        file.write("queries:\n  trainings: --kind training\nformats: {list: csv, diff: json}\n")
    found = settings(fresh, env=env)
    file_ = "home/timeline/config.yaml"
    assert {key: found[key] for key in found if key not in ("log", "kinds", "roles")} == {
        "by": ("Bek", "environment", "TIMELINE_BY"),
        "color": ("never", "own", f"{file_}:1"),
        "pager": ("none", "environment", "PAGER"),
        "formats": ("table", "built in", None),
        "formats.list": ("plain", "own", f"{file_}:3"),
        "formats.diff": ("json", "log", "events/timeline.yaml:16"),
        "hemisphere": ("north", "log", "events/timeline.yaml:8"),
        "open_ends": ("seen", "built in", None),
        "queries.trainings": ("--kind training", "log", "events/timeline.yaml:15"),
    }
    assert found["kinds"][0][:2] == ["meeting", "workshop"]
    assert found["log"][1:] == ("nearest", None)


def test_options_come_before_the_environment_and_that_before_ones_own(
    fresh: Path, home: Path
) -> None:
    env = own(home, "by: Aida\ncolor: always\npager: more\n") | {"TIMELINE_BY": " "}
    found = settings(fresh, "--color", "auto", "--no-pager", env=env)
    assert found["color"] == ("auto", "option", "--color")
    assert found["pager"] == ("none", "option", "--no-pager")
    assert found["by"] == ("Aida", "own", "home/timeline/config.yaml:1")
    found = settings(fresh, "--log", "events", env=env | {"NO_COLOR": "1", "PAGER": "less -X"})
    assert found["color"] == ("never", "environment", "NO_COLOR")
    assert found["pager"] == ("less -X", "environment", "PAGER")
    assert found["log"] == ("events", "option", None)
    found = settings(fresh, env=env | {"TIMELINE_LOG": "events"})
    assert found["log"][1] == "environment"


def test_settings_are_told_without_a_log(tmp_path: Path) -> None:
    found = settings(tmp_path, env={})
    assert found["log"] == (None, "none found", None)
    assert found["hemisphere"] == ("north", "built in", None)


def test_a_log_that_is_named_and_is_none_is_an_error(tmp_path: Path) -> None:
    ran = here("--log", "nowhere", "config", cwd=tmp_path)
    assert ran.code == 2
    assert ran.err.startswith("error: no folder nowhere")


def test_settings_are_a_table_for_people(tmp_path: Path, home: Path) -> None:
    env = own(home, "by: Aida\n") | {"TIMELINE_BY": "", "NO_COLOR": "1"}
    ran = here("config", cwd=tmp_path, env=env, width=70)
    assert ran.lines[0].split() == ["Setting", "Value", "From", "Where"]
    assert "by          Aida" in ran.out
    assert ran.err == f"your own settings: {home}/timeline/config.yaml\n"


def test_what_is_wrong_is_told_in_one_line_and_whole_by_config(fresh: Path, home: Path) -> None:
    env = own(home, "color: red\ncolour: never\n")
    place = f"{home}/timeline/config.yaml:1:8"
    line = f"warning: {place}: `color` cannot be `red`: one of auto, always, never (and 1 more)\n"
    for command in ("list", "status"):
        assert here(command, cwd=fresh, env=env).err.startswith(line)
    told = here("config", "-q", cwd=fresh, env=env)
    assert told.code == 0
    assert told.err == (
        "warning: home/timeline/config.yaml:1:8: `color` cannot be `red`\n"
        "    color: red\n"
        "           ^\n"
        "  one of auto, always, never\n"
        "warning: home/timeline/config.yaml:2:1: unknown setting `colour`\n"
        "    colour: never\n"
        "    ^\n"
        "  did you mean `color`?\n"
    )


def test_who_records_is_named_by_ones_own_settings(fresh: Path, home: Path) -> None:
    env = own(home, "by: Aida K.\n") | {"TIMELINE_BY": ""}
    assert here("add", "2017", "A visit", "-k", "visit", cwd=fresh, env=env).code == 0
    assert here("list", "-f", "json", cwd=fresh, env=env).json[0]["recorded_by"] == "Aida K."


def coloured(ran: Ran) -> bool:
    return "\x1b[" in ran.out


def test_colours_are_as_ones_own_settings_say(example: Path, home: Path) -> None:
    env = own(home, "color: always\n")
    assert coloured(here("list", cwd=example, env=env))
    assert not coloured(here("--color", "never", "list", cwd=example, env=env))
    assert not coloured(here("--color", "auto", "list", cwd=example, env=env))
    assert not coloured(here("list", cwd=example, env=env | {"NO_COLOR": "1"}))
    env = own(home, "color: never\n")
    assert not coloured(here("list", cwd=example, env=env, width=100))
    assert coloured(here("--color", "always", "list", cwd=example, env=env))


def test_the_format_is_that_of_ones_own_settings_else_of_the_log(fresh: Path, home: Path) -> None:
    here("add", "2017", "A visit", "-k", "visit", cwd=fresh)
    with (fresh / "events" / "timeline.yaml").open("a", encoding="utf-8") as file:
        file.write("formats: {list: csv, programs: json}\n")
    assert here("list", cwd=fresh).out.startswith("id,date,")
    env = own(home, "formats:\n  list: jsonl\n")
    assert here("list", cwd=fresh, env=env).json["title"] == "A visit"
    assert here("programmes", cwd=fresh, env=env).json == []
    assert here("list", "-f", "tsv", cwd=fresh, env=env).out.startswith("id\tdate\t")
    assert here("list", "--ids", cwd=fresh, env=env).lines[0].isalnum()
    here("list", "-o", "x.csv", cwd=fresh, env=env)
    assert (fresh / "x.csv").read_text().startswith("id,date,")
    assert here("actors", cwd=fresh, env=env).code == 0


def test_a_pager_of_ones_own_is_used(example: Path, home: Path) -> None:
    from support.terminals import on_pty

    env = own(home, "pager: no-such-pager\n")
    surroundings = {name: value for name, value in env.items() if name != "PAGER"}
    code = "import os; os.environ.pop('PAGER', None); " + MAIN
    done = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-c", code, "config", "-f", "csv"],
        cwd=example,
        env=environment(**surroundings),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "pager,no-such-pager,own," in done.stdout
    assert on_pty("list", cwd=example, env=own(home, "pager: none\n")).code == 0
