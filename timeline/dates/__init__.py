"""How uncertain dates are made: behind `timeline.dates.edtf` and `timeline.dates.words`."""
