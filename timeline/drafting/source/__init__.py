"""A source: its text in paragraphs, and what the text says about the source itself."""
