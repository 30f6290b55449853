"""A timeline as a folder of pages, which opens by a double click or lies on any server."""
