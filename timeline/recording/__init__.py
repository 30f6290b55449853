"""What enters the log: appended, amended, retracted, merged, packed, imported."""
