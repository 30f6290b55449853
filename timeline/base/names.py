"""Names as people write them: how they are compared, and the keys made of them."""

# ruff: noqa: RUF001 - signs that look alike are what this is about

import re
import unicodedata

_ALIKE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "–": "-", "—": "-", "‑": "-"})
_KEY_LENGTH = 64
_SLUG_LENGTH = 60


def fold(name: str) -> str:
    """A name without what people vary: case, accents, kinds of quotes and dashes, spaces."""
    if not name.isascii():
        # Twice, since folding the case of some letters brings marks, and marks hide letters.
        name = _plain(_plain(name).casefold())
    return " ".join(name.casefold().replace("`", "'").split())


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name).translate(_ALIKE)
    return "".join(
        sign
        for sign in decomposed
        # Not seen, and lost or gained when text is copied: soft hyphens, joiners and the like.
        if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf"
    )


def slug(text: str, length: int = _SLUG_LENGTH) -> str:
    """A text in any script as lower-case Latin letters, digits and hyphens; empty if it has none.

    Whole words are kept while they fit `length`.
    """
    if not text.isascii():
        from anyascii import anyascii  # noqa: PLC0415 (most texts do without it)

        text = anyascii(text)
    words = re.findall("[a-z0-9]+", re.sub("['\"`’]", "", text).lower())
    kept = ""
    for word in words:
        longer = f"{kept}-{word}" if kept else word[:length]
        if len(longer) > length:
            break
        kept = longer
    return kept


def key_of(name: str) -> str:
    """The key that a name suggests; empty when nothing in it can be transliterated."""
    return slug(name, _KEY_LENGTH)
