"""What the components of our own exports carry, and what counts of it after a change."""

from timeline.exchange import carried
from timeline.exchange.carried import Carried, digest_of
from timeline.exchange.ical.blocks import Block
from timeline.exchange.ical.texts import NAME, SHOWN, shown_by, unescape


def carried_by(block: Block) -> Carried | None:
    """What a component carries; None if it is none of ours."""
    return carried.parse(unescape(block.value(NAME))) if block.has(NAME) else None


def digest(block: Block) -> str:
    """The digest of what a component shows."""
    return digest_of(shown_by({name: block.value(name) for name in SHOWN}))


def with_carried(body: dict[str, object], told: Carried) -> dict[str, object]:
    """The draft of a component that somebody changed, with what it shows and cannot say.

    Args:
        body: what it shows.
        told: what it carries: its kind, and the exact date, which counts if its days are the same.
    """
    kind = carried.kind_of(told)
    tags = body.get("tags")
    rest = [tag for tag in tags if tag != kind] if isinstance(tags, list) else []
    date = carried.exact_date(told, str(body["date"])) or body["date"]
    found = {**body, "date": date, "kind": kind, "tags": rest}
    return {name: value for name, value in found.items() if value not in ("", [])}
