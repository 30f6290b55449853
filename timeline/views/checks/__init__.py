"""What is wrong with a log (errors), and what deserves a second look (warnings)."""
