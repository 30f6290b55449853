"""Drafts: events proposed from the text of a source, for the user to correct and to record.

    file -> source.read -> source.source_draft (what the source is)
                        -> proposals (a happening for each paragraph that tells of one)
                        -> yaml_draft (the text of the draft)

Nothing here writes to a log. Words are compared with tables and with the names that a log knows;
there is no language model, so that the same text and log always give the same draft.
"""
