"""How answers look: on a screen, in files, as tables and pages."""
