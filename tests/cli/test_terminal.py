"""What a terminal is sent besides text: colours, links, and long answers through a pager."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.addresses import address
from timeline.base.text import masked
from timeline.cli.show import colours
from timeline.cli.show.screen import fit_message, fold_cell
from timeline.cli.show.tables import Column, Row, draw_table
from timeline.cli.show.terminal import Look
from timeline.log.formats import FORMATS

from support.running import columns, here
from support.terminals import on_pty

COLOUR = {"NO_COLOR": "", "TERM": "xterm-256color"}
LINKS = COLOUR | {"TERM": "xterm-kitty"}
SIGN = re.compile("\x1b\\[[0-9]+m")
LINK = re.compile("\x1b]8;;([^\x1b]*)\x1b\\\\([^\x1b]*)\x1b]8;;\x1b\\\\")
SHOWN = [
    [],
    ["list", "--during", "2017"],
    ["actors"],
    ["actors", "moi-kg"],
    ["programs", "--as-of", "2019"],
    ["programs", "strive-asia-kg"],
    ["places"],
    ["sources"],
    ["sources", "osce-2011-10-04", "--coverage"],
    ["figures"],
    ["show", "prospects roundtable"],
    ["status"],
]


def bare(text: str) -> str:
    """A text without colours and links."""
    return SIGN.sub("", LINK.sub(r"\2", text))


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("words", SHOWN, ids=lambda words: " ".join(words) or "overview")
def test_colours_and_links_change_no_width(words: list[str], width: int, example: Path) -> None:
    shown = here(*words, cwd=example, width=width, env=LINKS)
    assert SIGN.search(shown.out)
    assert bare(shown.out) == here(*words, cwd=example, width=width).out
    for line in bare(shown.out).splitlines():
        # A path is never parted: people copy it.
        assert columns(line) <= width or max(map(len, line.split())) > width - 20


def test_what_is_coloured(fresh: Path) -> None:
    here("add", "2017", "T", "-k", "visit", "--status", "cancelled", "-q", cwd=fresh)
    here("add", "2017-05", "U", "-k", "visit", "--status", "planned", "-q", cwd=fresh)
    head, _, first, second = here(
        "list", "--during", "2017-05", cwd=fresh, width=80, env=COLOUR
    ).lines
    assert head.startswith("\x1b[1mDate\x1b[0m")
    assert first.startswith("\x1b[33m?\x1b[0m \x1b[36m2017\x1b[0m")
    assert "\x1b[31m[cancelled]\x1b[0m T" in first
    assert second.startswith("\x1b[36mMay 2017\x1b[0m")
    assert "\x1b[33m[planned]\x1b[0m U" in second
    assert re.search("\x1b\\[2m[0-9a-z]{8}\x1b\\[0m$", second)


@pytest.mark.parametrize(
    ("option", "env", "width", "coloured"),
    [
        ([], COLOUR, 80, True),
        ([], COLOUR, 0, False),
        ([], COLOUR | {"NO_COLOR": "1"}, 80, False),
        ([], COLOUR | {"TERM": "dumb"}, 80, False),
        ([], COLOUR | {"TERM": ""}, 80, False),
        (["--color", "auto"], COLOUR, 80, True),
        (["--color", "never"], COLOUR, 80, False),
        (["--color", "always"], {}, 0, True),
        (["--color", "always"], {"NO_COLOR": "1", "TERM": "dumb"}, 80, True),
    ],
)
def test_when_there_are_colours(
    option: list[str], env: dict[str, str], width: int, *, coloured: bool, example: Path
) -> None:
    for words in SHOWN[1:]:
        shown = here(*option, *words, cwd=example, width=width, env=env).out
        assert bool(SIGN.search(shown)) == coloured
        assert bare(shown) == here(*words, cwd=example, width=width).out


def test_a_wish_for_colours_is_for_one_command_line(example: Path) -> None:
    assert SIGN.search(here("--color", "always", "list", cwd=example).out)
    assert not SIGN.search(here("list", cwd=example).out)
    here("--color", "always", "list", "--no-such-option", cwd=example)
    assert "\x1b" not in here("--nonsense", cwd=example).err


@pytest.mark.parametrize("format_", [f for f in FORMATS if f not in ("table", "xlsx")])
def test_no_other_format_has_colours(format_: str, example: Path) -> None:
    for words in (["list"], ["actors", "moi-kg"], ["check", "--strict"]):
        shown = here("--color", "always", *words, "-f", format_, cwd=example, width=80, env=LINKS)
        assert "\x1b" not in shown.out


def test_no_file_has_colours(copy: Path) -> None:
    for words in SHOWN[1:]:
        here("--color", "always", *words, "-o", "out", "-q", cwd=copy, width=80, env=LINKS)
        assert "\x1b" not in (copy / "out").read_text()


def test_another_word_for_when_is_refused(example: Path) -> None:
    assert here("--color", "sometimes", "list", cwd=example) == (
        2,
        "",
        "error: --color is not `sometimes`\n  one of auto, always, never\n",
    )


@pytest.mark.parametrize(
    ("option", "typed"), [("--color", ["--color", "always"]), ("--no-pager", ["--no-pager"])]
)
def test_options_of_all_commands_stand_before_them(
    option: str, typed: list[str], example: Path
) -> None:
    done = here("list", *typed, cwd=example)
    assert done.code == 2
    whole = {"--color": "--color WHEN"}.get(option, option)
    assert done.err == (
        f"error: no such option: {option}\n"
        f"  it stands before the command: timeline {whole} list ...\n"
    )


def test_of_a_message_only_the_first_word_is_coloured(clone: Path) -> None:
    (clone / "events" / "bad.yaml").write_text("-")
    done = here("--color", "always", "list", "--kind", "x", cwd=clone)
    notice, warning, error, *rest = done.err.splitlines()
    assert warning.startswith("\x1b[33mwarning:\x1b[0m events/bad.yaml")
    assert error == "\x1b[31merror:\x1b[0m no kind `x`"
    assert "\x1b" not in "".join([notice, *rest, warning[17:], error[15:]])
    told = here("--color", "always", "check", cwd=clone)
    assert told.out.startswith("\x1b[1mevents/bad.yaml:1:1:\x1b[0m ")


def test_sources_are_linked_where_the_terminal_shows_links(fresh: Path) -> None:
    url = "https://example.org/a?b=1&c=Ош"
    linked = "https://example.org/a?b=1&c=%D0%9E%D1%88"
    title = "A release with a title so long that it is folded into more than one line"
    here("declare", "source", title, "--key", "r", "--url", url, "-q", cwd=fresh)
    here("add", "2017", "T", "-k", "visit", "-s", "r@2", "-q", cwd=fresh)
    for words, text in (
        (["sources"], title),
        (["sources", "r"], url),
        (["show", "T"], f"{title} (r), para 2"),
    ):
        found = LINK.findall(here(*words, cwd=fresh, width=60, env=LINKS).out)
        assert {address for address, _ in found} == {linked}
        assert " ".join(part for _, part in found) == text


@pytest.mark.parametrize(
    ("env", "links"),
    [
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "alacritty"}, True),
        ({"TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"WT_SESSION": "x"}, True),
        ({"VTE_VERSION": "7200"}, True),
        ({"VTE_VERSION": "4900"}, False),
        ({"VTE_VERSION": "new"}, False),
        ({}, False),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "WezTerm"}, False),
        ({"TERM": "xterm-kitty", "TMUX": "x,1,0"}, False),
        ({"TERM": "xterm-kitty", "NO_COLOR": "1"}, False),
        ({"TERM": "dumb", "VTE_VERSION": "7200"}, False),
    ],
    ids=repr,
)
def test_which_terminals_show_links(env: dict[str, str], *, links: bool, example: Path) -> None:
    here_ = {"TMUX": "", "TERM_PROGRAM": "", "VTE_VERSION": ""} | COLOUR | env
    if "TMUX" not in env:
        del here_["TMUX"]
    shown = here("sources", cwd=example, width=120, env=here_).out
    assert bool(LINK.search(shown)) == links


def test_there_are_no_links_where_there_is_no_terminal(example: Path) -> None:
    assert "\x1b]" not in here("--color", "always", "sources", cwd=example, env=LINKS).out
    assert "\x1b" not in here("--color", "never", "sources", cwd=example, width=80, env=LINKS).out


HOSTILE = "\x1b]8;;http://evil\x1b\\click\x1b]8;;\x1b\\ \x1b[31mred\x07"


@given(text=st.text(), url=st.text())
def test_no_text_and_no_address_can_begin_a_link_or_a_colour(text: str, url: str) -> None:
    found = address(f"https://{url}")
    assert found.isascii()
    assert found.isprintable()
    assert not set(' "<>\\') & set(found)
    rows = [{"a": f"{HOSTILE}{text}"}]
    column: Column[Row] = Column(
        "A", lambda row: str(row["a"]), 1, 0, colours.date, lambda _: url and HOSTILE
    )
    shown = draw_table(rows, [column], Look(40, color=True, links=True))
    assert "\x1b" not in bare(shown)
    assert not LINK.search(shown)


@given(
    lines=st.lists(st.text("ab 会é\u0301-\u2013 \n?[]", max_size=60), min_size=1, max_size=4),
    width=st.integers(20, 80),
)
def test_a_table_with_colours_and_links_is_the_bare_one_with_signs(
    lines: list[str], width: int
) -> None:
    shown: tuple[Column[Row], ...] = (
        Column("Date", lambda row: str(row["a"]), 1, 0, colours.date),
        Column("What", lambda row: str(row["a"]), 1, 0, colours.what, lambda _: "https://x.org"),
    )
    rows = [{"a": line.strip()} for line in lines]
    for size in (None, width):
        painted = draw_table(rows, shown, Look(size, color=True, links=True))
        expected = draw_table(rows, shown, Look(size)).splitlines()
        assert [line.rstrip() for line in bare(painted).splitlines()] == expected


@given(text=st.text("ab 会é\u0301-\u2013", max_size=80), room=st.integers(5, 40))
def test_a_cell_loses_nothing_but_spaces_and_keeps_to_its_room(text: str, room: int) -> None:
    lines = fold_cell(text, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(columns(masked(line)) <= room for line in lines)


def test_words_are_parted_at_hyphens_first() -> None:
    assert fold_cell("September–October 2021", 16) == ["September–", "October 2021"]
    assert fold_cell("the community-policing project", 14) == [
        "the community-",
        "policing",
        "project",
    ]
    assert fold_cell("2017-2022 counterterrorism", 9) == ["2017-2022", "counterte", "rrorism"]


@pytest.fixture
def pager(tmp_path: Path) -> dict[str, str]:
    """A pager that says what it was given, in a file, and shows its first line."""
    script = tmp_path / "pager"
    script.write_text(
        f'#!/bin/sh\ncd "{tmp_path}"\necho "$# $LESS" >told\ncat >paged\nhead -n 1 paged\n'
    )
    script.chmod(0o755)
    return COLOUR | {"PAGER": str(script)}


def paged(tmp_path: Path) -> str:
    file = tmp_path / "paged"
    text = file.read_text() if file.exists() else ""
    file.unlink(missing_ok=True)
    return text


def test_what_is_longer_than_the_screen_goes_through_the_pager(
    pager: dict[str, str], copy: Path
) -> None:
    done = on_pty("list", cwd=copy, env=pager)
    found = paged(copy)
    assert (done.code, done.err) == (0, "88 happenings\n")
    assert done.out == found.splitlines(keepends=True)[0]
    assert bare(found) == here("list", cwd=copy, width=100).out
    assert SIGN.search(found)
    assert (copy / "told").read_text() == "0 FRX\n"


def test_a_pager_is_given_no_links(pager: dict[str, str], copy: Path) -> None:
    env = LINKS | {"PAGER": pager["PAGER"]}
    assert LINK.search(on_pty("sources", cwd=copy, height=90, env=env).out)
    on_pty("sources", cwd=copy, height=5, env=env)
    assert "\x1b]" not in paged(copy)


@pytest.mark.parametrize(
    ("words", "height"),
    [
        (["list", "--limit", "1"], 10),
        (["list"], 1000),
        (["--no-pager", "list"], 10),
        (["list", "-o", "out"], 10),
        (["list", "--kind", "nonsense"], 10),
    ],
    ids=repr,
)
def test_when_there_is_no_pager(
    words: list[str], height: int, pager: dict[str, str], copy: Path
) -> None:
    done = on_pty(*words, cwd=copy, height=height, env=pager)
    assert paged(copy) == ""
    assert done.code == ("nonsense" in words)


@pytest.mark.parametrize("said", ["", " ", "cat"])
def test_a_pager_that_is_none(said: str, copy: Path) -> None:
    done = on_pty("list", cwd=copy, env={"PAGER": said})
    assert done.out == here("list", cwd=copy, width=100).out


def test_there_is_no_pager_where_there_is_no_terminal(pager: dict[str, str], copy: Path) -> None:
    assert here("list", cwd=copy, env=pager).out
    assert paged(copy) == ""


def test_a_pager_may_have_options(pager: dict[str, str], copy: Path) -> None:
    on_pty("list", cwd=copy, env=pager | {"PAGER": f"{pager['PAGER']} -a 'b c'", "LESS": "S"})
    assert (copy / "told").read_text() == "2 S\n"


def test_a_pager_that_is_left_early_is_no_error(copy: Path) -> None:
    for command in ("true", "false", "head -n 1"):
        done = on_pty("list", "-f", "json", cwd=copy, env={"PAGER": command})
        assert (done.code, done.err.splitlines()[-1]) == (0, "88 happenings")


def test_exit_codes_stay_what_they_are(pager: dict[str, str], copy: Path) -> None:
    (copy / "events" / "bad.yaml").write_text("-\n")
    done = on_pty("check", cwd=copy, height=3, env=pager)
    assert paged(copy).startswith("\x1b[1mevents/bad.yaml")
    assert done.code == 1
    assert done.err.endswith("1 error\n")


@pytest.mark.parametrize("said", ["no-such-pager -x", "'"])
def test_a_pager_that_cannot_be_run_is_named(said: str, copy: Path) -> None:
    done = on_pty("list", cwd=copy, env={"PAGER": said})
    assert done.out == here("list", cwd=copy, width=100).out
    warned = f"the pager `{said}` cannot be run; see timeline config, or use --no-pager"
    assert (done.code, done.err) == (0, f"warning: {warned}\n88 happenings\n")


def test_messages_are_folded_between_words_and_further_in() -> None:
    said = "error: a message that is long\n  and its remedy, which is long too"
    excerpt = "\n    an excerpt of it that stays"
    assert fit_message(said + excerpt, 20) == (
        f"error: a message\n  that is long\n  and its remedy,\n    which is long\n    too{excerpt}"
    )
    command = "  correct it: timeline amend x --title y"
    assert fit_message(command, 20) == command


@given(st.text("ab \n", max_size=60), st.integers(12, 40))
def test_folded_messages_keep_their_words(text: str, room: int) -> None:
    assert fit_message(text, room).split() == text.split()
