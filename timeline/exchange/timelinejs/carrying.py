"""What the slides of our own exports show, for the digest by which a change is seen."""

import json
from collections.abc import Mapping
from typing import Any

from timeline.exchange import carried
from timeline.exchange.carried import KEY, Carried, digest_of


def carried_by(slide: Mapping[str, Any]) -> Carried | None:
    """What a slide carries; None if it is none of ours."""
    return carried.parse(slide.get(KEY))


def digest(slide: Mapping[str, Any]) -> str:
    """The digest of a slide without what it carries; numbers count as their digits."""
    return digest_of([json.dumps(_texts({**slide, KEY: ""}), sort_keys=True)])


def _texts(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _texts(part) for key, part in value.items()}
    return str(value)
