"""Plain text copied out of a newspaper page, put back into reading order without touching the text itself."""
