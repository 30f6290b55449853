"""Dates in prose."""
