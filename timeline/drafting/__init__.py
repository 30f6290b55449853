"""Drafts: what a text says that could be recorded, proposed for a person to decide on.

    file -> reading -> source (what the text is) and proposing (what it tells) -> writing

Nothing here writes to a log. Words are compared with tables and with the names that a log knows;
there is no model of a language, so that the same text and log always give the same draft.
"""
