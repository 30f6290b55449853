"""Dates in words: read as users type them, and printed as tables show them."""
