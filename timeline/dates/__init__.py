"""How uncertain dates are made: behind `timeline.edtf` and `timeline.date_words`."""
