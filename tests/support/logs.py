"""Arbitrary logs: events that refer to each other, recorded by clocks that do not agree."""

from collections.abc import Mapping

from hypothesis import strategies as st

from timeline.event.fold import Stored

from support.helpers import complete, declared, happening, stored

KEYS = st.sampled_from(["aa", "bb", "cc"])
DATES = st.sampled_from(
    ["2015", "2016-03-01", "2017/..", "[..2018]", "2017-22", "../..", "/..", "../"]
)
EFFECTS = st.lists(st.sampled_from(["starts", "continues", "ends", "suspends"]), max_size=2)
FIGURES = st.fixed_dictionaries(
    {"value": st.sampled_from(["1", "2"]), "type": st.sampled_from(["actual", "actual", "level"])}
)
SECONDS = 12
"""Within how many seconds all is recorded, so that much is so at once."""


def at(second: int) -> str:
    return f"2026-01-01T00:00:{second:02}"


@st.composite
def logs(draw: st.DrawFn) -> list[Stored]:
    """Events that refer to each other, on clocks that do not agree."""
    made: dict[str, Stored] = {}
    for _ in range(draw(st.integers(1, 12))):
        body = complete(draw(events(made)), at(draw(st.integers(0, SECONDS))))
        made[str(body["id"])] = stored(body)
    return list(made.values())


@st.composite
def events(draw: st.DrawFn, made: Mapping[str, Stored]) -> dict[str, object]:
    corrections = ["amendment", "amendment", "retraction"] * (2 * bool(made))
    kind = draw(
        st.sampled_from(["happening"] * 3 + ["actor", "source", "program", "place"] + corrections)
    )
    if kind in ("amendment", "retraction"):
        return draw(corrections_of(kind, made))
    if kind == "happening":
        part = {"actor": draw(KEYS), "role": draw(st.sampled_from(["host", "guest"]))}
        program = {"program": draw(KEYS), "phase": draw(st.sampled_from(["", "one", "two"]))}
        return happening(
            draw(DATES),
            status=draw(st.sampled_from(["occurred", "planned"])),
            actors=[
                {**part, "effect": draw(EFFECTS), "capacity": draw(st.sampled_from(["", "Head"]))}
            ],
            programs=[{**program, "effect": draw(EFFECTS)}],
            places=[draw(KEYS)],
            sources=[{"source": draw(KEYS)}],
            figures=[{"measure": "cars", **draw(FIGURES)}],
            tags=[draw(KEYS)],
        )
    said = declared(kind, draw(KEYS))
    if draw(st.integers(0, 2)) == 0:
        said["same_as"] = draw(KEYS)
    if kind == "source":
        said["published"] = draw(DATES)
    elif draw(st.booleans()):
        said["part_of"] = draw(KEYS)
    if kind == "program":
        said["phases"] = [{"phase": "one"}, {"phase": "two"}]
        said["sequential"] = "true"
        said["actors"] = [{"actor": draw(KEYS), "role": "owner"}]
    return said


@st.composite
def corrections_of(draw: st.DrawFn, kind: str, made: Mapping[str, Stored]) -> dict[str, object]:
    """A correction that comes after what it corrects, or after any events besides."""
    ids = st.sampled_from(sorted(made))
    target = draw(ids)
    after = [target, *draw(st.lists(ids, max_size=1))] if draw(st.booleans()) else [target]
    said: dict[str, object] = {"event": kind, "after": after, "reason": "a slip"}
    if kind == "retraction":
        return {**said, "retracts": target}
    fields: dict[str, object] = {
        "kind": "visit",
        "date": draw(DATES),
        "name": draw(st.sampled_from(["Ministry", "Board"])),
        "same_as": draw(KEYS),
        "part_of": draw(KEYS),
        "published": draw(DATES),
        "sources": [{"source": draw(KEYS)}],
    }
    event = made[target].event.EVENT
    may = {
        "happening": ("kind", "date", "sources"),
        "source": ("same_as", "published", "kind"),
        "amendment": ("kind",),
        "retraction": ("kind",),
    }
    field = draw(st.sampled_from(may.get(event, ("name", "same_as", "part_of", "kind"))))
    return {**said, "amends": target, "set": {field: fields[field]}}
