"""Advice is words to Python, and a command or an option on the command line."""

import re
from pathlib import Path

import pytest

from timeline.base.advice import Advice, Remedy, call
from timeline.base.errors import Fault, Reason
from timeline.cli.show.advice import fault_text

PACKAGE = Path(__file__).resolve().parents[2] / "timeline"
AS_TYPED = re.compile(
    r"timeline (?:add|amend|archive|config|declare|erase|init|list|merge|rebuild|retract|seal|show"
    r"|sources|sql|verify)\b"
    r"|[\s'\"(]--[a-z]"
)

OF_OTHERS = re.compile(r"\b_(?:git|run)\(|\bgit log --|^# queries:|\bcreatedb --")
"""Lines with options of git and PostgreSQL, and of settings, whose queries are typed options."""


@pytest.mark.parametrize(
    ("remedy", "words", "typed"),
    [
        ("write it", "write it", "write it"),
        (
            Advice("lift it", call("retract", "0123", reason=...)),
            "lift it",
            "lift it: timeline retract 0123 --reason ...",
        ),
        (Advice("say why", call("", reason=...)), "say why", 'say why: --reason "..."'),
        (
            Advice("take", call("", keep=("a", "b")), Advice("or", call("list", as_="x y"))),
            "take\n  or",
            "take: --keep a --keep b\n  or: timeline list --as 'x y'",
        ),
    ],
)
def test_advice_is_words_or_what_to_type(remedy: Remedy, words: str, typed: str) -> None:
    fault = Fault("no", remedy)
    assert (str(fault), fault_text(fault)) == (f"no\n  {words}", f"no\n  {typed}")


@pytest.mark.parametrize(
    ("accept", "words", "option"),
    [("new", "new=True", "--new"), ("exact", 'new="exact"', "--new-exact")],
)
def test_what_is_unknown_may_be_taken_as_new(accept: str, words: str, option: str) -> None:
    fault = Fault("no", "look", reason=Reason("unknown", "place", "Osh", accept))  # type: ignore[arg-type]
    assert str(fault) == f"no\n  look; or accept it as new: {words}"
    assert fault_text(fault) == f"no\n  look; or accept it as new: {option}"


@pytest.mark.parametrize(
    "room",
    [
        *("base", "dates", "event", "exchange", "log", "texts"),
        *("projection", "trust", "recording", "views"),
    ],
)
def test_the_library_names_no_command_and_no_option(room: str) -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{number}"
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if AS_TYPED.search(line) and not OF_OTHERS.search(line)
    ]
    assert not found
