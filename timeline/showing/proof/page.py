"""The page of a proof: the event in words, and how anybody checks that it is in a seal."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib import resources
from typing import NamedTuple

from timeline.event import merkle
from timeline.showing.proof import names
from timeline.showing.proof.facts import Facts
from timeline.showing.report.scope import instant_in_words
from timeline.showing.report.words import count_of, one_line
from timeline.showing.whole_page import whole_page
from timeline.trust import signatures
from timeline.trust.proof import Proof, Stage


class Told(NamedTuple):
    """What the page of a proof tells besides the proof: the event, and its corrections by id."""

    facts: Facts
    corrections: Sequence[str] = ()


def write_page(proof: Proof, told: Told) -> str:
    """The page of a proof, which stands alone."""
    style = resources.files(__package__).joinpath("proof.css").read_text("utf-8")
    return whole_page(f"Proof: {told.facts.title}", style, "\n".join(_body(proof, told)))


def _body(proof: Proof, told: Told) -> Iterator[str]:
    facts = told.facts
    yield f"<header>\n<h1>{escape(facts.title)}</h1>"
    if facts.date:
        yield f'<p class="when">{escape(facts.date)}</p>'
    yield "</header>\n<main>"
    yield f"<p>{_OPENING}</p>"
    yield "<h2>The event</h2>"
    yield from _pairs([*facts.said, *_record(proof)])
    yield from _corrections(told.corrections)
    yield "<h2>The seal</h2>"
    yield from _pairs(_seal(proof))
    yield "<h2>Check it in five minutes</h2>"
    yield from _steps()
    yield "<h2>The same by hand</h2>"
    yield f"<p>{_BY_HAND}</p>"
    for number, stage in enumerate(proof.stages, 1):
        yield f"<pre>{escape(chr(10).join(_commands(number, stage)))}</pre>"
        yield f"<p>{_after(number, stage)}</p>"
    yield from _witnesses(proof)
    yield "<h2>What is proved</h2>"
    yield from _list(_PROVED)
    yield "<h2>What is not proved</h2>"
    yield from _list(_NOT_PROVED)
    yield "<h2>What is in this folder</h2>"
    yield from _pairs(names.described(proof))
    yield "</main>"


def _pairs(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield "<dl>"
    for label, text in pairs:
        shown = f"<code>{text}</code>" if _HASH.fullmatch(text) else escape(text)
        yield f"<dt>{escape(label)}</dt><dd>{shown}</dd>"
    yield "</dl>"


_HASH = re.compile("[0-9a-f]{64}|[0-9a-hjkmnp-tv-z]{16}")


def _list(items: Sequence[str]) -> Iterator[str]:
    yield "<ul>"
    yield from (f"<li>{item}</li>" for item in items)
    yield "</ul>"


def _record(proof: Proof) -> Iterator[tuple[str, str]]:
    recorded = proof.body["recorded"]
    if isinstance(recorded, dict):
        when = instant_in_words(str(recorded["at"]))
        yield "Recorded", f"{when}, by {one_line(recorded['by'])}"
    yield "Event", proof.id
    yield "Digest", proof.digest


def _corrections(ids: Sequence[str]) -> Iterator[str]:
    if ids:
        told = ", ".join(f"<code>{escape(id_)}</code>" for id_ in ids)
        count = count_of(len(ids), "correction")
        yield f"<p>{_ORIGINAL} The log has {count} of it: {told}. {_OF_ITS_OWN}</p>"


def _seal(proof: Proof) -> Iterator[tuple[str, str]]:
    seal = proof.seal.seal
    yield "Name", one_line(seal.name)
    yield "Made", f"{instant_in_words(seal.recorded.at)}, by {one_line(seal.recorded.by)}"
    yield "Digest", proof.seal.digest
    yield "Id", seal.id
    stage = proof.stages[-1]
    signed = signatures.fingerprint(seal.signature) if stage.signature else _NOT_SIGNED
    yield "Signed with", signed
    for stamp, _ in stage.stamps:
        by = f", by {one_line(stamp.authority)}" if stamp.authority else ""
        yield "Time stamp", f"{instant_in_words(stamp.time)}{by}"


def _witnesses(proof: Proof) -> Iterator[str]:
    """How signatures and time stamps are checked; nothing where there are none."""
    commands = [
        one.command
        for number, stage in enumerate(proof.stages, 1)
        for one in names.beside(number, stage)
        if one.command
    ]
    if commands:
        yield "<h2>Signatures and time stamps</h2>"
        yield f"<p>{_WITNESSES}</p>"
        yield f"<pre>{escape(chr(10).join(commands))}</pre>"


def _steps() -> Iterator[str]:
    yield "<ol>"
    yield f"<li>{_RECEIVE}</li>"
    yield f"<li>{_OPEN}</li>"
    yield f"<li>{_TYPE}<pre>sh {names.CHECK} DIGEST</pre></li>"
    yield f"<li>{_READ}</li>"
    yield "</ol>"


def _commands(number: int, stage: Stage) -> Iterator[str]:
    """The commands that lead from a leaf to the digest of its seal."""
    file = names.EVENT if number == 1 else names.seal(number - 1)
    yield f"sha256sum {file}"
    yield f"printf '%s\\n' '{stage.leaf}' | sha256sum"
    for done, (side, other) in enumerate(stage.steps):
        at = merkle.climb(stage.leaf, stage.steps[:done])
        left, right = (other, at) if side == "left" else (at, other)
        yield f"printf '%s %s\\n' {left} {right} | sha256sum"
    yield f"sha256sum {names.seal(number)}"


def _after(number: int, stage: Stage) -> str:
    file = names.seal(number)
    return (
        f"The last <code>printf</code> prints the root, <code>{stage.link.seal.root}</code>, which"
        f" <code>{file}</code> states after <code>root</code>. The last line prints the digest of"
        f" this seal, <code>{stage.link.digest}</code>."
    )


_OPENING = (
    "This folder proves that the event below is in a log of events as that stood when it was"
    " sealed. You need neither the log nor the program that made this page."
)
_RECEIVE = (
    "Get the digest of the seal from where nobody who made this folder can change it: from a"
    " letter, a newspaper, a court, or somebody who kept it since the seal was made."
)
_OPEN = (
    "Open a terminal in this folder. Linux and macOS have one; on Windows use Git Bash or WSL."
    f" Read <code>{names.CHECK}</code> in any editor if you do not trust it: it is two pages long,"
    " and uses <code>printf</code> and <code>sha256sum</code> alone."
)
_TYPE = "Type this, with the digest that you received in the place of DIGEST:"
_READ = (
    "It prints <code>PROVED</code>, and that the digest is the one that you gave. Then open"
    f" <code>{names.EVENT}</code>: it is what was sealed, letter by letter. This page only repeats"
    " it in words."
)
_ORIGINAL = "This is the event as it was recorded first."
_OF_ITS_OWN = "Each correction is an event of its own, with a proof of its own."
_BY_HAND = (
    "Each command prints a SHA-256, which stands in the next command; the other hash there is from"
    " the file whose name ends in <code>.path</code>. A macOS without <code>sha256sum</code> has"
    " <code>shasum -a 256</code>, which prints the same."
)
_NOT_SIGNED = "it is not signed"
_WITNESSES = (
    "<code>ssh-keygen</code> and <code>openssl</code> check them; nearly every computer has both. A"
    " signature shows that whoever holds the key made the seal: compare its fingerprint with one"
    " that you have from its owner. A time stamp shows that an authority saw the digest of the seal"
    " at that time: <code>AUTHORITY.pem</code> stands for the certificates of authorities that you"
    " trust."
)
_PROVED = (
    (
        "When the seal was made, the log held this event exactly as it is here, with the time of"
        " recording and the name of the recorder that it states. No letter was changed since."
    ),
    (
        "It was not written later than the day on which you, or whoever gave you the digest, had"
        " the digest."
    ),
)
_NOT_PROVED = (
    "That what the event says is true. It says which sources it rests on.",
    "Who recorded the event, and who made the seal, unless it is signed: anybody can write a name.",
    (
        "When the seal was made, unless it has a time stamp, or you know since when somebody had"
        " its digest."
    ),
    "That the log says nothing else of the matter, and that the event was not corrected later.",
)
