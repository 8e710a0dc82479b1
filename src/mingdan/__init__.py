"""Chinese disclosure documents in, one table of lending partners out, with evidence for every cell."""
