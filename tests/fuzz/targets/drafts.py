"""Drafts, as `add --file` and an editor bring them: YAML or JSON, resolved against a log."""

import atexit
import functools
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from timeline.base.errors import TimelineError
from timeline.event import document, json_text, yaml_text
from timeline.log import files
from timeline.recording import append

from fuzz.target import Target, check_faults, choose, prefixed
from fuzz.targets.events import SAMPLES, WORDS
from support.helpers import Ledger


@functools.cache
def small_log() -> Path:
    """The folder of a log with a few names, made once; nothing is recorded in it."""
    aside = tempfile.mkdtemp(prefix="timeline-fuzz-")
    atexit.register(shutil.rmtree, aside, ignore_errors=True)
    ledger = Ledger(Path(aside) / "events")
    ledger.add(_NAMES)
    ledger.settle()
    return ledger.folder


_NAMES = """\
{event: actor, actor: unodc, name: United Nations Office on Drugs and Crime, short: UNODC}
---
{event: actor, actor: moi-kg, name: Interior Ministry, names: [Ministry of Interior, МВД]}
---
{event: actor, actor: aida-k, name: Aida Karimova, type: person}
---
{event: program, program: strive, name: STRIVE Asia, phases: [{phase: one}, {phase: two}]}
---
{event: place, place: bishkek, name: Bishkek, type: city}
---
{event: source, source: r-2017, title: A release, published: 2017-05-04, publisher: unodc}
---
{event: happening, date: 2017-05, kind: training, title: Training, actors: [{actor: unodc,
 role: organiser}], sources: [{source: r-2017, at: para 2}], places: [bishkek]}
"""


def _run(data: bytes) -> None:
    way, data = choose(data, 3)
    drafts, faults = document.read_input(data, "in.yaml")
    check_faults(faults)
    if way == 2:
        items, faults = json_text.read(data.decode(errors="replace"))
        check_faults(faults)
        assert faults or items is not None
        return
    if faults or not drafts:
        return
    try:
        report = append.append(small_log(), drafts[:20], "Aida", new=way == 1, dry_run=True)
    except TimelineError as error:
        check_faults(error.faults)
        return
    for outcome in (*report.declared, *report.outcomes):
        reads_back(outcome.body)


def reads_back(body: object) -> None:
    """Raise where what would be recorded is not read as it is, from a file and from a pack."""
    assert isinstance(body, dict)
    written = yaml_text.write(body).encode()
    held, faults = files.read_file(written, "x.yaml")
    assert held is not None, (faults, written)
    assert held.body == body
    assert files.unpack_line(files.pack_line(body)) == body


def _seeds() -> Sequence[bytes]:
    whole = [
        _NAMES.encode(),
        b"date: 2017-22\nkind: training\ntitle: T\nactors: [{actor: UNODC, role: host}]\n",
        (
            b"date: summer 2017\nkind: visit\ntitle: T\nsummary: |\n  a\n  b\nplaces: [Bishkek]\n"
            b"figures: [{measure: m, value: 1.5e3, unit: USD, bound: about}]\nsources: [r-2017]\n"
            b"programs: [{program: strive, phase: two, effect: [ends, starts]}]\ntags: [x]\n"
        ),
        (
            b'{"date":"2017","kind":"visit","title":"T","figures":[{"measure":"m","value":1e3}]}\n'
            b'{"event":"actor","actor":"x","name":"X","names":[{"name":"Y","lang":"en"}]}\n'
        ),
        (
            b'[{"date":"2017","kind":"visit","title":"T","actors":[{"actor":"aida-k","role":"host",'
            b'"for":"UNODC","effect":"starts"}]},{"event":"source","source":"s","title":"S"}]'
        ),
        b"event: amendment\namends: x\nafter: [x]\nset: {title: y}\nreason: z\n",
    ]
    odd = [one.read_bytes() for one in sorted(SAMPLES.glob("add-*")) if one.suffix != ".txt"]
    return prefixed((way, one) for one in (*whole, *odd) for way in (0, 1, 2))


_WORDS = (
    *(
        b'{"',
        b'":',
        b"null",
        b"true",
        b"1e400",
        b"-0",
        b"\\ud83d\\ude00",
        b"\\u0000",
        b"NaN",
        b"[]",
    ),
    *(
        b"since 2017",
        b"c. July 2022",
        b"04/05/2011",
        b"today",
        b"Q3 2021",
        b"19th century",
        b"moi-kg",
    ),
    *(b"part_of: Training", b"same_as: unodc", b"event: retraction", b"refs: [{scheme: a, id: b}]"),
)
TARGET = Target("drafts", _run, _seeds, (*_WORDS, *WORDS))
