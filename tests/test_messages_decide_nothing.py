"""Messages are for the user: what the code does depends on reasons, never on a sentence."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "timeline"
SENTENCES = {"problem", "remedy"}
PARTING = {
    *("startswith", "endswith", "partition", "rpartition", "split", "rsplit", "splitlines"),
    *("removeprefix", "removesuffix", "find", "rfind", "index", "rindex", "count", "replace"),
}
SEARCHING = {"match", "fullmatch", "search", "findall", "finditer", "split", "sub"}
# Python and libraries tell some faults in sentences alone: by the module that translates these.
OF_LIBRARIES = {
    "cli/command_line.py": {"_describe_system_error"},
    "exchange/engines/postgresql/server.py": {"telling"},
    "exchange/tables/csv.py": {"_kind_of"},
    "exchange/tables/xlsx.py": {"_damaged"},
    "showing/report/markdown.py": {"_fault"},
    "showing/report/pdf.py": {"write_pdf"},
}


def sentence(node: ast.expr, errors: set[str]) -> bool:
    """Whether an expression is a problem, a remedy, or the text of an exception."""
    match node:
        case ast.Attribute(attr=name):
            return name in SENTENCES
        case ast.Call(func=ast.Name(id="str"), args=[ast.Name(id=name)]):
            return name in errors
        case ast.Call(func=ast.Attribute(value=inner)):  # such as .casefold()
            return sentence(inner, errors)
        case ast.Subscript(value=inner):
            return sentence(inner, errors)
    return False


def parses(node: ast.AST, errors: set[str]) -> bool:
    """Whether a node looks into a sentence, or compares one."""
    match node:
        case ast.Call(func=ast.Attribute(value=value, attr=name), args=args):
            return (name in PARTING and sentence(value, errors)) or (
                name in SEARCHING and any(sentence(one, errors) for one in args)
            )
        case ast.Compare(left=left, comparators=others):
            return any(sentence(one, errors) for one in (left, *others))
        case ast.Subscript(value=value):
            return sentence(value, errors)
    return False


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node


def found_in(code: str) -> list[tuple[str, int]]:
    """The function and line of each place that looks into a sentence."""
    found = []
    for function in functions(ast.parse(code)):
        errors = {
            node.name
            for node in ast.walk(function)
            if isinstance(node, ast.ExceptHandler) and node.name
        }
        errors |= {
            arg.arg
            for arg in function.args.args
            if arg.annotation and ast.unparse(arg.annotation).endswith(("Error", "Exception"))
        }
        found += [
            (function.name, node.lineno)
            for node in ast.walk(function)
            if isinstance(node, ast.expr) and parses(node, errors)
        ]
    return found


@pytest.mark.parametrize(
    "line",
    [
        "fault.problem.startswith('no')",
        "fault.remedy.removesuffix('?')",
        "'did' in found.remedy",
        "fault.problem == other.problem",
        "fault.remedy is EXAMPLES",
        "re.match('no', fault.problem)",
        "PATTERN.findall(fault.remedy)",
        "fault.problem.casefold().partition(': ')",
        "'no such' in str(error)",
        "fault.problem[:1]",
    ],
)
def test_what_looks_into_a_sentence_is_found(line: str) -> None:
    code = f"def f(fault):\n    try:\n        g()\n    except E as error:\n        {line}\n"
    assert found_in(code)


def test_what_hands_a_sentence_on_is_not_found() -> None:
    assert not found_in("def f(fault):\n    return Fault(fault.problem, fault.remedy or 'no')\n")


def test_no_sentence_decides() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line} in {function}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for function, line in found_in(path.read_text(encoding="utf-8"))
        if function not in OF_LIBRARIES.get(str(path.relative_to(PACKAGE)), ())
    ]
    assert not found
