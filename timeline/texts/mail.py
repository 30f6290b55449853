"""A mail, or a web page that a browser saved in one file (MHTML), as the text that is in it.

Both are MIME messages (RFC 2045, RFC 2557). Of a message the page is read, else the plain text; not
its headers, and no attachment.
"""

import email
from email import policy
from email.message import Message


def text_of_message(data: bytes) -> tuple[str, bool]:
    """The text of a message, and whether it is HTML; empty if there is none."""
    message = email.message_from_bytes(data, policy=policy.compat32)
    parts = [part for part in message.walk() if not part.is_multipart()]
    for kind in ("text/html", "text/plain"):
        for part in parts:
            attached = part.get_content_disposition() == "attachment"
            is_sought = part.get_content_type() == kind and not attached
            if is_sought and (text := _decoded(part)):
                return text, kind == "text/html"
    return "", False


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(part.get_content_charset("utf-8"), "replace").strip()
    except (LookupError, ValueError):  # no encoding, or one that replaces nothing
        return payload.decode("utf-8", "replace").strip()
