"""What is written about the program, and the rules of its layout, hold."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from timeline.cli import app, command_names
from timeline.event.types import DECLARATIONS

from support.running import ROOT, here

PACKAGE = ROOT / "timeline"
MODULES = sorted(PACKAGE.rglob("*.py"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def inside(modules: set[str], *packages: str) -> set[str]:
    return {m for m in modules if any(m == p or m.startswith(f"{p}.") for p in packages)}


def test_every_command_is_documented() -> None:
    sections = set(re.findall(r"^## timeline ?(.*)$", COMMANDS, re.MULTILINE))
    nested = {f"declare {kind}" for kind in DECLARATIONS}
    assert sections == {"", *set(command_names.COMMANDS) - {"declare"}, *nested}


def test_every_option_is_documented() -> None:
    shown = COMMANDS.split("\n## timeline")
    for section in shown[1:]:
        words = section.splitlines()[0].split()
        helped = here(*words, "--help", cwd=ROOT).out
        flags = set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", helped, re.MULTILINE))
        assert flags
        assert flags <= set(re.findall(r"--[a-z-]+", section)), words


def typed_in(text: str) -> list[str]:
    """The command lines that a page shows, in console blocks and in code."""
    return in_blocks(text) + re.findall(r"`(timeline [^`]*)`", text)


def in_blocks(text: str) -> list[str]:
    return re.findall(r"^\$ (timeline.*)$", text, re.MULTILINE)


WHOLE = ("README.md", "tutorial.md", "tasks.md")
"""Pages on which a command within a sentence can be typed, too; elsewhere it may be a mere name."""
SHOWN = [
    pytest.param(line, id=f"{page.parent.name}-{page.stem}-{number}")
    for page in PAGES
    for number, line in enumerate(
        (typed_in if page.name in WHOLE else in_blocks)(page.read_text(encoding="utf-8"))
    )
]


@pytest.mark.parametrize("line", SHOWN)
def test_the_commands_of_the_pages_parse(line: str) -> None:
    line = re.sub(r" \.\.\.|\\(?=\|)", "", line)
    words = shlex.split(re.sub(r"^timeline( --log \S+)?", "", line))
    words = [word for word in words if not word.startswith("@")]  # a log would have to save it
    command = typer.main.get_command(app.app)
    ctx = command.make_context("timeline", list(words), resilient_parsing=True)
    name, found, rest = command.resolve_command(ctx, words)  # type: ignore[attr-defined]
    while hasattr(found, "resolve_command"):
        name, found, rest = found.resolve_command(ctx, rest)
    if "..." not in line and rest:
        found.make_context(name, list(rest), parent=ctx)


def test_the_readme_shows_the_four_uses() -> None:
    shown = {shlex.split(line)[1] for line in typed_in(README)}
    assert {"add", "list", "diff", "export"} <= shown


def test_the_tutorial_shows_every_use_that_it_promises() -> None:
    shown = {shlex.split(line)[1] for line in typed_in(TUTORIAL)}
    recorded = {"init", "declare", "add", "draft", "amend", "retract", "corrections"}
    assert recorded | {"list", "show", "programs", "diff", "export", "check"} <= shown


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 150
    outputs = re.findall(r"^```console\n\$ [^\n]*\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert len(outputs) == 4
    assert all(len(output.splitlines()) <= 15 for output in outputs)
    assert not [line for line in README.splitlines() if len(line) > 100]


def test_the_readme_sets_up_with_two_commands() -> None:
    commands = re.findall(r"^    (python3 -m venv .*)$", README, re.MULTILINE)
    assert len(commands) == 2
    assert commands[0].endswith("&& .venv/bin/timeline list")
    assert commands[1].endswith("&& .venv/bin/pytest")


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(([a-z-]+\.md)\)", index))
    assert linked == {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=FENCED)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, heading = link.partition("#")
        if path.startswith("https:"):
            continue
        target = (page.parent / path) if path else page
        assert target.is_file(), link
        assert not heading or heading in headings_of(target), link


FENCED = re.MULTILINE | re.DOTALL


def headings_of(page: Path) -> set[str]:
    """What a link can name of a page, as GitHub and others make it from its headings."""
    found = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_public_thing_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "the module"
    silent = [name for name, node in public(tree) if not ast.get_docstring(node)]
    assert not silent


Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def public(tree: ast.Module | ast.ClassDef) -> Iterator[tuple[str, Documented]]:
    """Public functions, classes and methods, but for those whose base says what they are."""
    for node in tree.body:
        if isinstance(node, Documented) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public(node)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_commands_print(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prints = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func)
        in ("print", "sys.stdout.write", "sys.stderr.write", "typer.echo")
    ]
    assert not prints or inside({name_of(path)}, "timeline.cli")


NEW = {"timeline/exchange/bibtex.py", "timeline/views/quotes.py", "timeline/cli/commands/quotes.py"}
"""Files that the page of the architecture proposes in its examples."""


def test_the_files_that_the_architecture_names_exist() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:timeline|tests)/[\w./]*)`", page))
    assert len(named) > 40
    assert {name for name in named if not (ROOT / name).exists()} == NEW
