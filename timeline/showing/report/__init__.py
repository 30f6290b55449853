"""A chronology for readers, in which every statement leads to its source."""
