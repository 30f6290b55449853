"""Compact items: how actors, programs, figures and sources are written on one line.

    actor     ROLE=NAME | CAPACITY | FOR        speaker=Andrew Tesoriere | Head of Centre | OSCE
    program   [EFFECT=]NAME | PHASE             starts=STRIVE Asia | workshops
    figure    MEASURE=[BOUND] VALUE UNIT | TYPE participants=about 60 person | target
    source    KEY@PARAGRAPH                     osce-2011-10-04@4
    name      NAME | LANG | DURING              Interior Ministry | en | 2009/2015
    phase     KEY=NAME | PLANNED                workshops=First workshops | 2021

What these cannot say is given as YAML: an item that starts with `{`. Names are left as they are
written; whoever records resolves them to keys.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import get_args

from timeline.base.errors import Fault, Reason, UsageError
from timeline.event import amounts
from timeline.event.types import Effect, FigureType

Item = dict[str, object]


def form_of(event: str, field: str) -> str:
    """The form of a field's items: that of its name, but for the actors of a program."""
    return "program_actors" if (event, field) == ("program", "actors") else field


def read(field: str, text: str) -> Item | str:
    """The item of a field (`actors`, `programs`, `figures`, `sources`, ...) that a text says.

    A name without a language or a time is a text.

    Raises:
        UsageError: the text is not of the field's form.
    """
    text = text.strip()
    if text.startswith("{"):
        return _from_yaml(field, text)
    reader = _READERS.get(field)
    return reader(text) if reader else text


def _from_yaml(field: str, text: str) -> Item:
    from timeline.event import yaml_text  # noqa: PLC0415 (only such items need YAML)

    trees, faults = yaml_text.read(text)
    if faults or len(trees) != 1:
        said = faults[0].problem if faults else "it must be one map"
        raise UsageError(f"{field}: `{text}` is not readable: {said}", "write {key: value, ...}")
    return trees[0].value


def _parts(text: str, most: int, form: str) -> list[str]:
    parts = [part.strip() for part in text.split("|")]
    if len(parts) > most:
        raise UsageError(f"`{text}` has too many parts between |", f"the form is {form}")
    return parts + [""] * (most - len(parts))


def _actor(text: str) -> Item:
    form = '"ROLE=NAME | CAPACITY | FOR"'
    named, capacity, whom = _parts(text, 3, form)
    role, equals, name = (part.strip() for part in named.partition("="))
    if not equals or not role or not name:
        raise UsageError(
            f"`{text}` does not say who took part in which role",
            f'the form is {form}, such as "partner=Interior Ministry"',
        )
    return _filled({"actor": name, "role": role, "capacity": capacity, "for": whom})


def _program(text: str) -> Item:
    form = '"[EFFECT=]NAME | PHASE"'
    named, phase = _parts(text, 2, form)
    effect, equals, name = (part.strip() for part in named.partition("="))
    if not equals:
        effect, name = "", named
    elif effect not in get_args(Effect):
        raise UsageError(
            f"`{effect}` is not what a happening does to a program",
            f"one of {', '.join(get_args(Effect))}; the form is {form}",
        )
    if not name:
        raise UsageError(f"`{text}` names no program", f"the form is {form}")
    return _filled({"program": name, "phase": phase, "effect": effect})


def _figure(text: str) -> Item:
    form = '"MEASURE=[about|over|at most] VALUE UNIT | TYPE"'
    counted, kind = _parts(text, 2, form)
    measure, equals, amount = (part.strip() for part in counted.rpartition("="))
    found = amounts.read(amount)
    if not found and (meant := amounts.decimal_comma(amount)) and amounts.read(meant):
        problem = f"`{text}` has a decimal comma, or points between thousands"
        reason = Reason(kind="decimal comma")
        raise UsageError(Fault(problem, f"write {measure}={meant}", reason=reason))
    if not equals or not measure or not found:
        remedy = f'the form is {form}, such as "participants=about 60 person"'
        raise UsageError(f"`{text}` is not a figure", remedy)
    if kind and kind not in get_args(FigureType):
        raise UsageError(
            f"`{kind}` is no type of figure", f"one of {', '.join(get_args(FigureType))}"
        )
    bound = "" if found.bound == "exact" else found.bound
    item = {"measure": measure, "value": found.value, "unit": found.unit}
    return _filled({**item, "bound": bound, "type": kind})


def _source(text: str) -> Item:
    key, _, place = (part.strip() for part in (text if "@" in text else f"{text}@").rpartition("@"))
    if not key:
        raise UsageError(f"`{text}` names no source", 'the form is "KEY@PARAGRAPH"')
    paragraph = place.isascii() and place.isdecimal()
    return _filled({"source": key, "at": f"para {place}" if paragraph else place})


def _pair(first: str, second: str) -> Callable[[str], Item]:
    def read_pair(text: str) -> Item:
        left, equals, right = (part.strip() for part in text.partition("="))
        if not equals or not left or not right:
            form = f'"{first.upper()}={second.upper()}"'
            raise UsageError(
                f"`{text}` is not of the form {form}", "write both, with = between them"
            )
        return {first: left, second: right}

    return read_pair


def _phase(text: str) -> Item:
    named, planned = _parts(text, 2, '"KEY=NAME | PLANNED"')
    key, _, name = (part.strip() for part in named.partition("="))
    if not key:
        raise UsageError(f"`{text}` names no phase", 'the form is "KEY=NAME | PLANNED"')
    return _filled({"phase": key, "name": name, "planned": planned})


def _name(text: str) -> Item | str:
    form = '"NAME | LANG | DURING"'
    name, lang, during = _parts(text, 3, form)
    if not name:
        raise UsageError(f"`{text}` gives no name", f"the form is {form}")
    if lang and not _LANGUAGE.fullmatch(lang):
        remedy = f'a language is a tag such as en or ky-Latn; without one: "{name} | | {lang}"'
        raise UsageError(f"`{lang}` is no language", remedy)
    return _filled({"name": name, "lang": lang, "during": during}) if lang or during else name


_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def _program_actor(text: str) -> Item:
    return _pair("role", "actor")(text)


_READERS: Mapping[str, Callable[[str], Item | str]] = {
    "actors": _actor,
    "programs": _program,
    "figures": _figure,
    "sources": _source,
    "refs": _pair("scheme", "id"),
    "identifiers": _pair("scheme", "id"),
    "names": _name,
    "phases": _phase,
    "program_actors": _program_actor,
}


def _filled(item: Mapping[str, str]) -> Item:
    return {key: value for key, value in item.items() if value}


def write(field: str, item: Mapping[str, object]) -> str:
    """The compact form of an item, as `read` takes it; YAML where the compact form cannot say it.

    Args:
        field: actors, programs, figures, sources, places, names, phases, refs, identifiers, or
            program_actors.
        item: as in an event, or in the JSON of `list`; what only the latter has is left out.
    """
    if field not in _WRITERS:
        return str(item["place"])
    stated = _stated(field, item)
    text = _WRITERS[field](stated)
    try:
        same = read(field, text) == stated
    except UsageError:
        same = False
    return text if same else json.dumps(stated, ensure_ascii=False)


_WRITTEN: Mapping[str, tuple[str, ...]] = {
    "actors": ("actor", "role", "capacity", "for", "effect"),
    "programs": ("program", "phase", "effect"),
    "figures": ("measure", "value", "unit", "bound", "type", "by"),
    "sources": ("source", "at", "quote", "prefix", "suffix"),
    "program_actors": ("actor", "role"),
    "names": ("name", "lang", "during"),
    "phases": ("phase", "name", "planned"),
    "refs": ("scheme", "id"),
    "identifiers": ("scheme", "id"),
}
_DEFAULTS = {"bound": "exact", "type": "actual"}


def _stated(field: str, item: Mapping[str, object]) -> Item:
    """What an item states, as texts; of effects one alone stands without a list."""
    found: Item = {}
    for key in _WRITTEN[field]:
        value = item.get(key)
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, Mapping):
            value = dict(sorted(value.items()))
        if value not in (None, "", [], {}, _DEFAULTS.get(key)):
            found[key] = str(value) if isinstance(value, int | float) else value
    return found


def _write_actor(item: Item) -> str:
    return _joined(f"{item['role']}={item['actor']}", item.get("capacity"), item.get("for"))


def _write_program_actor(item: Item) -> str:
    return f"{item['role']}={item['actor']}"


def _write_program(item: Item) -> str:
    effect = f"{item['effect']}=" if "effect" in item else ""
    return _joined(f"{effect}{item['program']}", item.get("phase"))


def _write_figure(item: Item) -> str:
    bound = str(item.get("bound", "")).replace("at-", "at ")
    amount = filter(None, (bound, str(item["value"]), str(item.get("unit", ""))))
    return _joined(f"{item['measure']}={' '.join(amount)}", item.get("type"))


def _write_source(item: Item) -> str:
    at = str(item.get("at", "")).removeprefix("para ")
    return f"{item['source']}@{at}" if at else str(item["source"])


def _write_name(item: Item) -> str:
    return _joined(item["name"], item.get("lang"), item.get("during"))


def _write_phase(item: Item) -> str:
    named = f"{item['phase']}={item['name']}" if "name" in item else item["phase"]
    return _joined(named, item.get("planned"))


def _write_reference(item: Item) -> str:
    return f"{item['scheme']}={item['id']}"


def _joined(*parts: object) -> str:
    return " | ".join(str(part or "") for part in parts).rstrip(" |")


_WRITERS: Mapping[str, Callable[[Item], str]] = {
    "actors": _write_actor,
    "programs": _write_program,
    "figures": _write_figure,
    "sources": _write_source,
    "program_actors": _write_program_actor,
    "names": _write_name,
    "phases": _write_phase,
    "refs": _write_reference,
    "identifiers": _write_reference,
}
