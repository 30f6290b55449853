"""Calls that advice names."""

from collections.abc import Mapping

from timeline.base.advice import Call, call
from timeline.event.types import DECLARATIONS
from timeline.projection.lookup import shown_by


def correction(event: str, id_: str, body: Mapping[str, object], **options: object) -> Call:
    """The call that corrects an event: of a declaration it gives the name, too.

    Args:
        event: what kind of event it is.
        id_: its id.
        body: what it says.
        options: what to correct, by the names of parameters.
    """
    if event not in DECLARATIONS:
        return call("amend", id_, **options)
    return call("declare", event, str(body[shown_by(event)]), key=body[event], **options)
