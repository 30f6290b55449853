"""The start page of a site as it is explored: drawn, filtered and listed by scripts."""
