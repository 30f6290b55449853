"""What a source is: its text in paragraphs, and what it says of itself."""
