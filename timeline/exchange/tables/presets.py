"""Mappings of widely used formats, which come with the program as files that users can change."""

from collections.abc import Iterator, Sequence
from importlib import resources

from timeline.base.errors import UsageError
from timeline.base.names import fold
from timeline.event.schema import likely
from timeline.exchange.tables.mapping import LIKE, Columns, FieldSource, read_file
from timeline.exchange.tables.plan import SPECIAL, Plan, columns_in


def preset_text(name: str) -> str:
    """The file of a mapping that comes with the program.

    Args:
        name: one of `mapping.LIKE`.

    Raises:
        UsageError: no such mapping.
    """
    if name not in LIKE:
        raise UsageError(f"no mapping `{name}` comes with the program", likely(name, LIKE))
    folder = resources.files("timeline.exchange.tables") / "presets"
    return (folder / f"{name}.yaml").read_text(encoding="utf-8")


def preset(name: str) -> Columns:
    """A mapping that comes with the program.

    Raises:
        UsageError: no such mapping.
    """
    return read_file(preset_text(name).encode(), f"{name}.yaml")


def fit_plan(plan: Plan, header: Sequence[str]) -> Plan:
    """A plan without the columns that a table does not have, and with others as it spells them.

    Exports of one format differ: users choose the columns, and versions write them in capitals.

    Args:
        plan: of a mapping that comes with the program.
        header: what the columns are called.
    """
    spelt = {fold(column): column for column in reversed(header)}
    fields = {
        name: found
        for name, several in plan.fields.items()
        if (found := tuple(_fit(several, spelt)))
    }
    rest = {name: getattr(plan.rest, name) for name in Columns.__slots__}
    for name in SPECIAL:
        rest[name] = spelt.get(fold(rest[name]), "")
    rest["skip"] = {
        spelt[fold(column)]: marks
        for column, marks in (plan.rest.skip or {}).items()
        if fold(column) in spelt
    }
    return plan._replace(fields=fields, rest=Columns(**rest))


def _fit(several: Sequence[FieldSource], spelt: dict[str, str]) -> Iterator[FieldSource]:
    for made in several:
        given = {name: getattr(made, name) for name in FieldSource.__slots__}
        for name, value in given.items():
            if isinstance(value, tuple):
                given[name] = tuple(spelt[fold(one)] for one in value if fold(one) in spelt)
        columns = columns_in(made.template)
        if all(fold(column) in spelt for column in columns):
            for column in columns:
                given["template"] = given["template"].replace(
                    f"{{{column}}}", f"{{{spelt[fold(column)]}}}"
                )
        else:
            given["template"] = ""
        ways = ("column", "template", "constant", "from_", "to", "earliest", "latest")
        if any(given[way] for way in ways):
            yield FieldSource(**given)
