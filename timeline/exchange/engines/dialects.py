"""The SQL of the projection as other engines want it.

SQLGlot reads what was written for SQLite and writes it for another engine. Where the two differ in
what functions are there, and not only in how they are written, its tree is changed before: in
lists and maps as JSON, which must come out in the same letters everywhere.

- `json_group_array(x)` over a subquery with an ORDER BY becomes an aggregate that is told the order
  itself, since other engines are free to forget that of a subquery;
- `json_object(...)` becomes the map that the engine writes without blanks;
- `json(x)`, a text that is JSON already, becomes what the engine puts into a map as it is.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from timeline.base.errors import UsageError

Engine = Literal["duckdb", "spark", "postgres"]
"""An engine, by its name in SQLGlot."""


def translate(sql: str, engine: Engine) -> str:
    """A statement for SQLite as one for another engine.

    Raises:
        UsageError: SQLGlot is not installed.
    """
    sqlglot = import_sqlglot()
    tree = sqlglot.parse_one(sql, read="sqlite")
    return str(_change(tree, engine).sql(engine, pretty=True))


def import_sqlglot(extra: str = "parquet") -> Any:
    """The library that translates.

    Args:
        extra: with which extra of this program it comes.

    Raises:
        UsageError: it is not installed.
    """
    try:
        import sqlglot  # noqa: PLC0415 (an extra, and slow to import)
    except ImportError:
        raise missing("sqlglot", extra) from None
    return sqlglot


def missing(library: str, extra: str) -> UsageError:
    """What to say where a library is not installed."""
    return UsageError(f"this needs {library}", f"pip install 'timeline-ledger[{extra}]'")


def _change(tree: Any, engine: Engine) -> Any:
    exp = import_sqlglot().exp
    for select in list(tree.find_all(exp.Select)):
        lists = [one for one in select.find_all(exp.JSONArrayAgg) if one.parent_select is select]
        for found in lists:
            order = _take_order(select)
            found.replace(_parse(_LISTS[engine](found.this, order), engine))
    if engine == "postgres":
        for found in list(tree.find_all(exp.LowerHex)):
            found.replace(_parse(f"encode({found.this.sql(engine)}, 'hex')", engine))
    return tree


def _parse(sql: str, engine: Engine) -> Any:
    return import_sqlglot().parse_one(sql, read=engine)


def _take_order(select: Any) -> Sequence[Any]:
    """Take the order from the subquery that a list is made of, as names of its columns.

    A column by which it is ordered is added to the subquery where it is none of it.
    """
    exp = import_sqlglot().exp
    source = select.args["from_"].this
    inner, alias = source.this, source.alias
    named = {one.alias_or_name: one.unalias() for one in inner.expressions}
    found = []
    for number, key in enumerate(inner.args["order"].expressions):
        name = next((name for name, one in named.items() if one == key.this), "")
        if not name:
            name = f"order_{number}"
            inner.append("expressions", exp.alias_(key.this.copy(), name))
        found.append(exp.column(name, table=alias))
    inner.set("order", None)
    return found


def _is_map(item: Any) -> bool:
    return isinstance(item, import_sqlglot().exp.JSONObject)


def _members(item: Any, embed: str, engine: Engine) -> list[tuple[str, str]]:
    """The names and values of a map, in SQL of the engine; JSON in it by the template `embed`."""
    texts = {True: embed, False: "{}"}
    found = []
    for pair in item.expressions:
        value = pair.expression
        inner = value.expressions[0] if _is_json(value) else value
        found.append((pair.this.name, texts[_is_json(value)].format(inner.sql(engine))))
    return found


def _is_json(value: Any) -> bool:
    exp = import_sqlglot().exp
    return isinstance(value, exp.Anonymous) and value.name.lower() == "json"


def _keys(order: Sequence[Any], engine: Engine) -> str:
    return ", ".join(key.sql(engine) for key in order)


def _duckdb_list(item: Any, order: Sequence[Any]) -> str:
    value = item.sql("duckdb")
    if _is_map(item):
        members = _members(item, "CAST({} AS JSON)", "duckdb")
        pairs = ", ".join(f"'{name}', {text}" for name, text in members)
        value = f"json_object({pairs})"
    return f"CAST(to_json(list({value} ORDER BY {_keys(order, 'duckdb')})) AS TEXT)"


def _spark_list(item: Any, order: Sequence[Any]) -> str:
    value = _spark_map(item) if _is_map(item) else item.sql("spark")
    pairs = f"struct({_keys(order, 'spark')}, {value} AS item)"
    items = f"transform(array_sort(collect_list({pairs})), one -> one.item)"
    return f"'[' || array_join({items}, ',') || ']'" if _is_map(item) else f"to_json({items})"


def _spark_map(item: Any) -> str:
    """A map as text; of what is JSON already, which comes last, Spark would make a text in it."""
    members = _members(item, "{}", "spark")
    texts = [_is_json(pair.expression) for pair in item.expressions]
    plain = [one for one, is_json in zip(members, texts, strict=True) if not is_json]
    pairs = ", ".join(f"'{name}', {text}" for name, text in plain)
    made = f"to_json(named_struct({pairs}), map('ignoreNullFields', 'false'))"
    for name, text in members[len(plain) :]:
        member = f"',\"{name}\":' || coalesce({text}, 'null')"
        made = f"left({made}, length({made}) - 1) || {member} || '}}'"
    return made


def _postgres_list(item: Any, order: Sequence[Any]) -> str:
    value = f"to_json({item.sql('postgres')})"
    if _is_map(item):
        members = _members(item, "CAST({} AS JSON)", "postgres")
        columns = ", ".join(f'{text} AS "{name}"' for name, text in members)
        value = f"(SELECT row_to_json(item) FROM (SELECT {columns}) AS item)"  # noqa: S608
    keys = _keys(order, "postgres")
    return f"'[' || string_agg(CAST({value} AS TEXT), ',' ORDER BY {keys}) || ']'"


_LISTS: Mapping[Engine, Callable[[Any, Sequence[Any]], str]] = {
    "duckdb": _duckdb_list,
    "spark": _spark_list,
    "postgres": _postgres_list,
}
