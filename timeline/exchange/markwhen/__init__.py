"""Texts of markwhen (https://docs.markwhen.com)."""
