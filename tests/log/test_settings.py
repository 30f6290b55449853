from pathlib import Path

import pytest

from timeline.event.types import KINDS, ROLES
from timeline.log import settings
from timeline.log.recorder import recorder_name
from timeline.log.settings import Settings


@pytest.fixture(autouse=True)
def _nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of the person who runs the tests."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("LOGNAME", "bek")
    monkeypatch.chdir(tmp_path)


def home(tmp_path: Path) -> dict[str, str]:
    return {"XDG_CONFIG_HOME": str(tmp_path / "config")}


def own(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "config" / "timeline"
    folder.mkdir(parents=True)
    (folder / "config.yaml").write_text(text)


def test_the_settings_of_a_new_log_are_the_defaults() -> None:
    assert settings.read(settings.starter(), "timeline.yaml") == (Settings(), [])
    assert settings.starter().startswith("# This file marks its folder as a log.")


def test_settings_that_are_given_replace_the_defaults() -> None:
    text = "hemisphere: south\nkinds: [training, co-design]\n"
    assert settings.read(text, "x") == (Settings("south", ("training", "co-design"), ROLES), [])


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "{}\n"])
def test_an_empty_file_has_the_defaults(text: str) -> None:
    assert settings.read(text, "x") == (Settings(), [])


@pytest.mark.parametrize(
    ("text", "place", "problem", "remedy"),
    [
        ("hemispere: south\n", "1:1", "unknown setting `hemispere`", "did you mean `hemisphere`?"),
        (
            "colour: red\n",
            "1:1",
            "unknown setting `colour`",
            "known are schema, hemisphere, kinds,",
        ),
        ("hemisphere: east\n", "1:13", "`hemisphere` cannot be `east`", "one of north, south"),
        ("hemisphere: [south]\n", "1:13", "`hemisphere` cannot be a list", "one of north"),
        ("kinds: training\n", "1:8", "`kinds` must be a list, not a text", "write `kinds: [...]`"),
        ("roles: [owner, a=b]\n", "1:16", "`a=b` is not a word", "letters, digits, spaces and"),
        ("roles: [owner, [x]]\n", "1:16", "`roles` must be a text, not a list", "write one text"),
        ("schema: [1]\n", "1:9", "settings of schema a list; this ti", "upgrade timeline"),
        ("schema: 2\n", "1:9", "settings of schema `2`; this timeline reads 1", "upgrade timeline"),
        ("- a\n", "1:1", "a list, not `key: value` lines", "leave the - out"),
        ("kinds: [a\n", "1:8", "a list [...] that lacks a comma, or its ]", "part items with"),
        ("kinds: [a]\n---\nkinds: [b]\n", "3:1", "the settings are one document", "remove the"),
        ("queries: x\n", "1:10", "`queries` must be a map, not a text", "write {key: value}"),
        ("queries: {a: [x]}\n", "1:14", "`a` must be a text, not a list", "write a text"),
        ("queries: {a b: x}\n", "1:11", "`a b` is no name for a query", "letters, digits and"),
        ("queries: {-a: x}\n", "1:11", "`-a` is no name for a query", "letters, digits and"),
        ("queries:\n  a: --tag 'x\n", "2:6", "a quote that does not end, or", "write the options"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    text: str, place: str, problem: str, remedy: str
) -> None:
    found, (fault,) = settings.read(text, "x")
    assert fault.where == f"x:{place}"
    assert fault.problem.startswith(problem)
    assert str(fault.remedy).startswith(remedy)
    assert (found.hemisphere, found.roles) == ("north", ROLES)


def test_a_faulty_setting_leaves_the_others() -> None:
    found, faults = settings.read("kinds: x\nhemisphere: south\n", "x")
    assert len(faults) == 1
    assert found == Settings("south", KINDS, ROLES)


def test_saved_queries_are_options_by_name() -> None:
    text = "queries:\n  training: --kind training\n  обучение-2: --text 'a b'\n"
    found, faults = settings.read(text, "x")
    assert (dict(found.queries), faults) == (
        {"training": "--kind training", "обучение-2": "--text 'a b'"},
        [],
    )


def test_a_faulty_query_leaves_the_others() -> None:
    found, faults = settings.read("queries: {a: --kind law, b: [x], c d: x}\n", "x")
    assert len(faults) == 2
    assert found == Settings(queries={"a": "--kind law"})


def test_who_records_is_named_by_the_environment_first(tmp_path: Path) -> None:
    own(tmp_path, "by: Cholpon\n")
    assert recorder_name({"TIMELINE_BY": "Aida", **home(tmp_path)}) == "Aida"


def test_who_records_is_named_by_the_own_settings_next(tmp_path: Path) -> None:
    own(tmp_path, "by: Чолпон\n")
    assert recorder_name(home(tmp_path)) == "Чолпон"


@pytest.mark.parametrize("text", ["by: [x]\n", "by: 'open", "[]", "\xff", "other: x\n"])
def test_own_settings_that_name_nobody_are_passed_over(tmp_path: Path, text: str) -> None:
    own(tmp_path, "")
    (tmp_path / "config" / "timeline" / "config.yaml").write_text(text, encoding="latin-1")
    assert recorder_name(home(tmp_path)) == "bek"


def test_who_records_is_named_by_git_and_then_by_the_login(tmp_path: Path) -> None:
    assert recorder_name({"TIMELINE_BY": "  "}) == "bek"
    (tmp_path / "gitconfig").write_text("[user]\n\tname = Dinara\n")
    assert recorder_name(home(tmp_path)) == "Dinara"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" Aida\n\tK. ", "Aida K."),
        ("A\x1b[31mida", "A [31mida"),
        ("A\udce9da", "A da"),
        ("\ufeffAida\u2028", "Aida"),
    ],
)
def test_a_name_is_one_line_that_can_be_stored(given: str, kept: str) -> None:
    assert recorder_name({"TIMELINE_BY": given}) == kept
