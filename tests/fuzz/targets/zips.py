"""Zip files of parts that can be changed one by one: changed bytes of a packed file are no parts.

The text of one is a line `=== NAME` and the part below it, for each.
"""

import io
import re
import zipfile
from collections.abc import Mapping

_PART = re.compile(rb"(?m)^=== ([^\n]{0,80})\n")


def unpacked(parts: Mapping[str, str]) -> bytes:
    """The text of a zip file."""
    return b"".join(f"=== {name}\n{text}\n".encode() for name, text in parts.items())


def packed(text: bytes) -> bytes:
    """The zip file of a text, which may be anything."""
    pieces = _PART.split(text)
    names = (name.decode(errors="replace").replace("\0", "") or "x" for name in pieces[1::2])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in dict(zip(names, pieces[2::2], strict=True)).items():
            archive.writestr(name, part)
    return out.getvalue()
