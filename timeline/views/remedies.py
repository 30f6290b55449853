"""Commands that messages name."""

import shlex
from collections.abc import Mapping

from timeline.event.types import DECLARATIONS
from timeline.projection.lookup import shown_by


def correcting_command(event: str, id_: str, body: Mapping[str, object]) -> str:
    """The command that corrects an event: of a declaration it gives the name, too.

    Args:
        event: what kind of event it is.
        id_: its id.
        body: what it says.
    """
    if event not in DECLARATIONS:
        return f"timeline amend {id_}"
    called = shlex.quote(str(body[shown_by(event)]))
    return f"timeline declare {event} {called} --key {body[event]}"
