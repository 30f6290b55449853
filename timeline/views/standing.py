"""Which spells stand, as of a day or in the days that are asked for."""

from collections.abc import Iterable

from timeline.event.spells import Spell
from timeline.views.query import Query


def standing(runs: Iterable[Spell], query: Query) -> list[Spell]:
    """Spells as they stood on the day asked for, without those of which nothing had happened."""
    if query.as_of is None:
        return list(runs)
    stood = (spell.by(query.as_of) for spell in runs)
    return [spell for spell in stood if spell is not None]


def spell_match(spell: Spell, query: Query) -> str | None:
    """Whether a spell covers the day that was asked for; None when none was."""
    return None if query.as_of is None else spell.on(query.as_of).word
