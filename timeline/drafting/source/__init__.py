"""What the text of a source says about the source itself."""
