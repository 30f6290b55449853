import os
import sys
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from platformdirs.api import PlatformDirsABC
from platformdirs.macos import MacOS
from platformdirs.unix import Unix

from timeline.cli import app
from timeline.cli.command_names import COMMANDS
from timeline.event import yaml_text
from timeline.log import personal_settings
from timeline.log.formats import FORMATS, OF_COMMANDS
from timeline.log.personal_settings import Own

WHOLE = """\
# mine
by: Aida K.
color: never
pager: /usr/bin/less -R
formats:
  list: plain
  show: json
"""


@pytest.mark.parametrize(("system", "kind"), [("linux", Unix), ("darwin", MacOS)])
@pytest.mark.parametrize("home", ["/somewhere", "", None])
def test_the_file_is_where_the_system_keeps_such_files(
    system: str, kind: type[PlatformDirsABC], home: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    if home is not None:
        monkeypatch.setenv("XDG_CONFIG_HOME", home)
    expected = kind("timeline").user_config_path / "config.yaml"
    monkeypatch.setattr(sys, "platform", system)
    assert personal_settings.file_of(os.environ) == expected


def test_a_folder_that_is_not_absolute_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/aida")
    found = personal_settings.file_of({"XDG_CONFIG_HOME": "config"})
    assert found.parts[:3] == ("/", "home", "aida")


def test_what_is_stated_is_taken() -> None:
    formats = {"list": "plain", "show": "json"}
    expected = Own("Aida K.", "never", "/usr/bin/less -R", formats)
    found, faults = personal_settings.read(WHOLE.encode(), "x")
    assert (found._replace(lines={}), faults) == (expected, [])
    assert found.lines["by",] == 2
    assert found.lines["formats", "show"] == 7


def test_without_a_file_nothing_is_stated(tmp_path: Path) -> None:
    environment = {"XDG_CONFIG_HOME": str(tmp_path)}
    assert personal_settings.load(environment) == (Own(), [])
    (tmp_path / "timeline").write_text("a file where a folder is meant")
    assert personal_settings.load(environment) == (Own(), [])


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "timeline" / "config.yaml").mkdir(parents=True)
    found, (fault,) = personal_settings.load({"XDG_CONFIG_HOME": str(tmp_path)})
    assert found == Own()
    assert str(fault) == (
        f"{tmp_path}/timeline/config.yaml: cannot be read: is a directory\n"
        "  make it a file that you can read"
    )


@pytest.mark.parametrize(
    ("text", "told", "remedy"),
    [
        ("color: red\n", "x:1:8: `color` cannot be `red`", "one of auto, always, never"),
        ("by: [a]\n", "x:1: this line is no plain `key: value`", "write it as `by: Aida`"),
        ("by: 'a' b\n", "x:1: this line is no plain `key: value`", "write it as `by: Aida`"),
        ("by: a: b\n", "x:1: this line is no plain `key: value`", "write it as `by: Aida`"),
        ("by:\ta\n", "x:1: this line is no plain `key: value`", "put spaces where tabs are"),
        ("by: |\n", "x:1: this line is no plain `key: value`", "write it as `by: Aida`"),
        ("by: a\x07\n", "x:1: this line is no plain `key: value`", "write it as `by: Aida`"),
        (
            "by: a\n  list: json",
            "x:2: this line is no plain `key: value`",
            "write `formats:` alone",
        ),
        ("colour: auto\n", "x:1:1: unknown setting `colour`", "did you mean `color`?"),
        ("kinds: a\n", "x:1:1: unknown setting `kinds`", "all who share a log share it: it"),
        ("pager: less 'x\n", "x:1:8: a quote that does not end", "write the options as you"),
        ("formats: plain\n", "x:1: this line is no plain `key: value`", "write `formats:` alone"),
        (
            "formats: {list: csv}\n",
            "x:1: this line is no plain `key: value`",
            "write `formats:` alone",
        ),
        (
            "formats:\n  lst: plain\n",
            "x:2:3: `lst` is no command that prints in formats",
            "did you mean list?",
        ),
        ("formats:\n  list: xml\n", "x:2:9: `list` has no format `xml`", "one of table, plain,"),
        ("formats:\n  show: 'csv'", "x:2:9: `show` has no format `csv`", "one of table, plain,"),
        ("by: a\nby: b\n", "x:2:1: the key `by` stands twice", ""),
        ("by: \xff\n", "x:1:5: not UTF-8", "save the file as UTF-8"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, told: str, remedy: str) -> None:
    data = text.encode("latin-1")
    _, (fault,) = personal_settings.read(data, "x")
    assert f"{fault.where}: {fault.problem}".startswith(told)
    assert str(fault.remedy).startswith(remedy)


def test_a_faulty_setting_leaves_the_others() -> None:
    text = "by: Aida\ncolor: red\nformats:\n  list: xml\n  diff: json\n"
    found, faults = personal_settings.read(text.encode(), "x")
    assert found._replace(lines={}) == Own(by="Aida", formats={"diff": "json"})
    assert len(faults) == 2


LINES = st.sampled_from(
    [
        *("by: Aida", "by: no", "by: 12", "by:", "by: a  b", "by: a #b", "by: 'a'", "by: a: b"),
        *('by: "a b" # c', "by: 'a''b'", 'by: "a"b', "by: O'Neil", "by: -a", "by: - a", "by: a:"),
        *("pager: less -P'a", "by: ''", "by: #", "by : a", "by: a\\b", 'by: "a\\tb"', "by:a"),
        *("color: always", "color: auto ", "pager: less -R", "pager: none", "formats:", "# a", ""),
        *("  list: plain", "  list: json", "  diff: csv", " list: plain", "  # x", "formats: {}"),
        *("    show: yaml", "---", "by: Чолпон", "by: ~", "by: null", "#\x07", "by: a-", "x: y"),
    ]
)


@given(st.lists(LINES, max_size=6).map("\n".join) | st.text())
def test_what_is_read_is_what_yaml_says(text: str) -> None:
    found, faults = personal_settings.read(text.encode(errors="replace"), "x")
    if not faults:
        trees, _ = yaml_text.read(text.encode(errors="replace").decode())
        stated = {name: value for name, value in found._asdict().items() if value}
        stated.pop("lines", None)
        assert stated == (trees[0].value if trees else {})


@given(st.binary())
def test_no_bytes_are_too_strange(data: bytes) -> None:
    personal_settings.read(data, "x")


def test_formats_are_of_the_commands_that_take_them() -> None:
    command = typer.main.get_command(app.app)
    ctx = command.make_context("timeline", ["list"], resilient_parsing=True)
    taken = set()
    for name in COMMANDS:
        found = command.get_command(ctx, name)  # type: ignore[attr-defined]
        if any("--format" in option.opts for option in found.params):
            taken.add(name)
    assert taken == set(OF_COMMANDS)
    assert all(set(known) <= set(FORMATS) for known in OF_COMMANDS.values())
