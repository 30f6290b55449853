"""Every setting with its value, and where that comes from."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, NamedTuple, TypedDict

from timeline.base.errors import Fault
from timeline.cli.paths import short_path
from timeline.event import document
from timeline.log import folder as log
from timeline.log import personal_settings, settings
from timeline.log.personal_settings import NO_PAGER
from timeline.log.recorder import recorder_and_source

SettingRow = TypedDict(
    "SettingRow",
    {
        "setting": Annotated[str, "its name"],
        "value": Annotated[object, "its value"],
        "from": Annotated[str, "what says so: option, environment, own, log, git or built in"],
        "where": Annotated[str | None, "the option, variable, or file and line"],
    },
)
FIELDS = tuple(SettingRow.__annotations__)


class CommandLine(NamedTuple):
    """What the command line says: the log's folder and how it was found, colours, no pager."""

    folder: Path | None = None
    found_by: str = ""
    color: str = ""
    pager: bool = True


class SettingsFile(NamedTuple):
    """What a file of settings states: its path, the values by key, the line of each, the faults."""

    path: str
    values: Mapping[str, object]
    lines: Mapping[tuple[str, ...], int]
    faults: tuple[Fault, ...]

    def where(self, *at: str) -> str:
        """The path and line of a setting."""
        return f"{self.path}:{self.lines[at]}" if at in self.lines else self.path


def list_settings(
    environment: Mapping[str, str], given: CommandLine
) -> tuple[list[SettingRow], list[Fault]]:
    """The settings that hold now, and what is wrong with the files that they stand in.

    An option comes before the environment, that before a person's own settings, those before the
    log's, and these before what is built in.
    """
    own = _read_own(environment)
    shared = _read_shared(given.folder / log.SETTINGS if given.folder else None)
    rows = [
        _log(given),
        _by(environment, own),
        _color(environment, own, given),
        _pager(environment, own, given),
        *_formats(own, shared),
        *_shared(shared),
    ]
    return rows, [*own.faults, *shared.faults]


def _row(setting: str, value: object, source: str, where: str = "") -> SettingRow:
    return {"setting": setting, "value": value, "from": source, "where": where or None}


def _read_own(environment: Mapping[str, str]) -> SettingsFile:
    file = personal_settings.file_of(environment)
    path = short_path(file)
    own, faults = personal_settings.read_file(file, path)
    values = {name: value for name, value in own._asdict().items() if name != "lines" and value}
    return SettingsFile(path, values, own.lines, tuple(faults))


def _read_shared(file: Path | None) -> SettingsFile:
    if file is None:
        return SettingsFile("", {}, {}, ())
    path = short_path(file)
    try:
        data = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return SettingsFile(path, {}, {}, ())
    except OSError as error:
        return SettingsFile(path, {}, {}, (personal_settings.unreadable(error, path),))
    text, faults = document.decode(data, path)
    if faults:
        return SettingsFile(path, {}, {}, tuple(faults))
    good, faults = settings.values(text, path)
    lines: dict[tuple[str, ...], int] = {}
    for one in document.read_yaml(text, path)[0][:1]:
        for key, value in good.items():
            inner = [(key, name) for name in value] if isinstance(value, dict) else []
            if one.tree:
                lines |= {at: one.tree.place(at, on_key=True)[0] for at in ((key,), *inner)}
    return SettingsFile(path, good, lines, tuple(faults))


def _log(given: CommandLine) -> SettingRow:
    if given.folder is None:
        return _row("log", None, "none found")
    return _row("log", short_path(given.folder), given.found_by)


def _by(environment: Mapping[str, str], own: SettingsFile) -> SettingRow:
    name, source = recorder_and_source(environment)
    where = {"environment": "TIMELINE_BY", "own": own.where("by"), "git": "user.name"}
    return _row("by", name, source, where.get(source, ""))


def _color(environment: Mapping[str, str], own: SettingsFile, given: CommandLine) -> SettingRow:
    if given.color:
        return _row("color", given.color, "option", "--color")
    if environment.get("NO_COLOR"):
        return _row("color", "never", "environment", "NO_COLOR")
    if "color" in own.values:
        return _row("color", own.values["color"], "own", own.where("color"))
    return _row("color", "auto", "built in")


def _pager(environment: Mapping[str, str], own: SettingsFile, given: CommandLine) -> SettingRow:
    if not given.pager:
        return _row("pager", NO_PAGER, "option", "--no-pager")
    if "PAGER" in environment:
        said = environment["PAGER"].strip()
        return _row("pager", said or NO_PAGER, "environment", "PAGER")
    if "pager" in own.values:
        return _row("pager", own.values["pager"], "own", own.where("pager"))
    return _row("pager", "less", "built in")


def _formats(own: SettingsFile, shared: SettingsFile) -> Iterator[SettingRow]:
    yield _row("formats", "table", "built in")
    sources = {"log": shared, "own": own}
    found: dict[str, SettingRow] = {}
    for source, stated in sources.items():
        formats = stated.values.get("formats", {})
        assert isinstance(formats, Mapping)  # noqa: S101 (settings.values checks)
        for name, value in formats.items():
            where = stated.where("formats", name)
            found[name] = _row(f"formats.{name}", value, source, where)
    yield from found.values()


def _shared(shared: SettingsFile) -> Iterator[SettingRow]:
    defaults = settings.Settings()
    for key in ("hemisphere", "open_ends", "kinds", "roles"):
        default = getattr(defaults, key)
        value = shared.values.get(key, default if isinstance(default, str) else list(default))
        stated = key in shared.values
        yield _row(key, value, *(("log", shared.where(key)) if stated else ("built in", "")))
    queries = shared.values.get("queries", {})
    assert isinstance(queries, Mapping)  # noqa: S101 (settings.values checks)
    for name, query in queries.items():
        yield _row(f"queries.{name}", query, "log", shared.where("queries", name))
