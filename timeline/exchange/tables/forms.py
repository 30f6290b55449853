"""What to do about cells whose items are written in another form than the program's own."""

import re
from collections.abc import Mapping, Sequence

from timeline.base.advice import Advice, Remedy, call
from timeline.base.errors import Fault
from timeline.event import amounts
from timeline.event.types import ROLES
from timeline.exchange.tables.mapping import FieldSource


def advise_on_form(
    fault: Fault, name: str, several: Sequence[FieldSource], values: Mapping[str, str]
) -> Fault:
    """A fault of a cell with the form that would read it, where its items have one.

    Args:
        fault: what is wrong with the cell.
        name: of the field.
        several: the ways in which the field is made.
        values: the cells of the row, by column.
    """
    plain = [one for made in several if not (made.form or made.with_) for one in made.column]
    cells = {column: text for column in plain if (text := values.get(column, "").strip())}
    for column, text in cells.items():
        items = [item.strip() for item in text.split(";") if item.strip()]
        if name in _ADVICE and (remedy := _ADVICE[name](column, items, fault.remedy)):
            return fault._replace(remedy=remedy)
    return fault


def advise_to_skip(
    fault: Fault, several: Sequence[FieldSource], values: Mapping[str, str]
) -> Fault:
    """A fault of a date with how to pass over its row, where that is a total or a footer."""
    for made in several:
        for column in (*made.column, *made.from_, *made.earliest):
            if found := _FOOTER.match(values.get(column, "").strip()):
                skip = call("", skip=f"{column}={found[0]}*")
                return fault._replace(remedy=Advice("if it is no row, pass over such", skip))
    return fault


_FOOTER = re.compile(
    r"(?:(?:grand|sub)[ -]?)?totals?\b|sum\b|sources?\b|notes?\b|(?:ins)?gesamt|summe\b|quelle"
    r"|\u0438\u0442\u043e\u0433\u043e|\u0432\u0441\u0435\u0433\u043e",
    re.IGNORECASE,
)
"""How rows begin that sum up a table or tell of it."""


def _of_actors(column: str, items: Sequence[str], remedy: Remedy) -> Remedy:
    items = [item for item in items if "=" not in item]
    if not items:
        return ""
    form, parts = _form_of(items)
    if form:
        words = f"the column has names and roles; say so in a mapping file{parts}"
        return f"{words}\n    fields: {{actors: {{column: {_quote(column)}, form: {form}}}}}"
    words = f"{remedy}\n  or of a column of names, all in one role"
    if len(items) > 1:
        form = f"{{column: {_quote(column)}, form: name, with: {{role: partner}}}}"
        return f"{words}: in a mapping file\n    fields: {{actors: {form}}}"
    return Advice(words, call("", map=f"actors=partner={{{column}}}"))


_FORMS = (
    (re.compile(r"(?P<name>[^:]+):(?P<role>[^:]+)"), '"name:role"', '"role:name"'),
    (re.compile(r"(?P<name>[^()]+)\((?P<role>[^()]+)\)"), "name (role)", "role (name)"),
    (
        re.compile(r"(?P<name>.+?) [-\u2013] (?P<role>[^-\u2013]+)"),
        '"name - role"',
        '"role - name"',
    ),
)
"""How tables write a name and a role, as forms of a mapping, in either order."""


def _form_of(items: Sequence[str]) -> tuple[str, str]:
    """The form of items with a name and a role, and what to say of words that are no roles."""
    for pattern, form, turned in _FORMS:
        found = [pattern.fullmatch(item) for item in items]
        if all(found):
            pairs = [(one["name"].strip(), one["role"].strip()) for one in found if one]
            is_turned = any(name.casefold() in ROLES for name, _ in pairs)
            words = [name if is_turned else role for name, role in pairs]
            foreign = next((word for word in words if word.casefold() not in ROLES), "")
            meaning = f", and what {foreign} means there: values" if foreign else ""
            return (turned if is_turned else form), meaning
    return "", ""


def _of_programs(column: str, items: Sequence[str], remedy: Remedy) -> Remedy:
    if not any("=" in item or "|" in item for item in items):
        return ""
    form = f"{{programs: {{column: {_quote(column)}, form: name}}}}"
    return f"{remedy}\n  or of a column of names, in a mapping file\n    fields: {form}"


def _of_figures(column: str, items: Sequence[str], remedy: Remedy) -> Remedy:
    plain = [item for item in items if "=" not in item]
    if not plain or not (amounts.read(plain[0]) or amounts.decimal_comma(plain[0])):
        return ""
    words = f"{remedy}\n  or of a column of numbers, say what they count"
    return Advice(words, call("", map=f"figures=MEASURE={{{column}}} UNIT"))


def _quote(column: str) -> str:
    """The name of a column as YAML."""
    return column if re.fullmatch(r"[\w ()./-]+", column) else f'"{column}"'


_ADVICE = {"actors": _of_actors, "programs": _of_programs, "figures": _of_figures}
