"""Uncertain dates: EDTF in `edtf`, dates in words in `words`."""
