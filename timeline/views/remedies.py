"""Commands that messages tell people to type."""

import shlex
from collections.abc import Mapping

from timeline.event.types import DECLARATIONS
from timeline.projection.lookup import shown_by


def correcting_command(event: str, id_: str, body: Mapping[str, object]) -> str:
    """The command that corrects an event: of a declaration it gives the name, too."""
    if event not in DECLARATIONS:
        return f"timeline amend {id_}"
    called = shlex.quote(str(body[shown_by(event)]))
    return f"timeline declare {event} {called} --key {body[event]}"
