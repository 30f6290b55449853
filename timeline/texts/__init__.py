"""The texts of sources: files read as numbered paragraphs, and what is found in them."""
