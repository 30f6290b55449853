"""Settings: those that all who share a log have, those of a user, and mappings of tables."""

from collections.abc import Sequence

from timeline.base.errors import TimelineError
from timeline.event.document import decode, read_yaml
from timeline.exchange.tables import mapping, presets
from timeline.log import personal_settings, settings

from fuzz.target import Target, check_faults, choose, prefixed
from fuzz.targets.events import SAMPLES, WORDS


def _run(data: bytes) -> None:
    way, data = choose(data, 3)
    if way == 0:
        text, faults = decode(data, "timeline.yaml")
        check_faults(faults)
        found, faults = settings.read(text, "timeline.yaml")
        check_faults(faults)
        hash((found.hemisphere, found.kinds, found.roles, found.open_ends))
    elif way == 1:
        own, faults = personal_settings.read(data, "config.yaml")
        check_faults(faults)
        _agree(data, own, faulty=bool(faults))
    else:
        try:
            columns = mapping.read_file(data, "mapping.yaml")
        except TimelineError as error:
            check_faults(error.faults)
        else:
            mapping.marks_of(columns)


def _agree(data: bytes, own: personal_settings.Own, *, faulty: bool) -> None:
    """What the reader of plain lines reads, any reader of YAML reads alike."""
    if faulty:
        return
    text = decode(data, "")[0]
    stated, faults = read_yaml(text, "config.yaml") if text.strip() else ([], [])
    body = stated[0].body if stated else {}
    only_comments = not stated and not (own.by or own.color or own.pager or own.formats)
    assert only_comments or not faults, faults
    read = {"by": own.by, "color": own.color, "pager": own.pager, "formats": dict(own.formats)}
    assert {key: value for key, value in read.items() if value} == body, (own, body)


def _seeds() -> Sequence[bytes]:
    shared = [
        settings.starter().encode(),
        b"queries:\n  trainings: --kind training --certain\nformats:\n  list: plain\n",
        b"open_ends: held\nhemisphere: south\nkinds: [a, b c]\nroles:\n- x\n- y\n",
        b'formats: {list: xlsx, shwo: json}\nqueries: {a b: "\'"}\nother: 1\n',
    ]
    own = [
        b"by: Aida\ncolor: never\npager: less -R\n",
        b"# mine\nformats:\n  list: plain # of rows\n  show: yaml\npager: 'a b'\nby: \"B: k\"\n",
        b"\xef\xbb\xbfby: A\r\ncolor: sometimes\r\nby: B\r\n",
    ]
    odd = [one.read_bytes() for one in sorted(SAMPLES.glob("*settings*.yaml"))]
    maps = [presets.preset_text(name).encode() for name in mapping.LIKE]
    maps += [
        (
            b"fields:\n  date: {from: A, to: B, order: dmy}\n  title: Name\n  actors:\n"
            b"  - {column: Who, form: 'name:role', separator: ';', with: {role: host}}\n"
        ),
        (
            b"fields:\n  event: actor\n  name: N\n  kind: {constant: visit, values: {a: b, else: c}}\n"
            b"header: 0\nskip: {A: ['*', x]}\nscheme: s\nexternal_id: I\nrecorded_at: R\n"
        ),
    ]
    return prefixed(
        [(0, one) for one in (*shared, *odd)]
        + [(1, one) for one in (*own, *odd)]
        + [(2, one) for one in maps]
    )


_WORDS = (
    *(
        b"by: ",
        b"color: ",
        b"pager: ",
        b"formats:\n  ",
        b"list: plain\n",
        b"queries:\n  ",
        b"kinds: ",
    ),
    *(
        b"fields:\n",
        b"constant: ",
        b"template: '{A}'",
        b"values: ",
        b"form: ",
        b"order: dmy",
        b"else",
    ),
    *(b"earliest: ", b"precision: ", b"precisions: ", b"skip: ", b"header: ", b" #", b"''", b'""'),
)
TARGET = Target("settings", _run, _seeds, (*_WORDS, *WORDS))
