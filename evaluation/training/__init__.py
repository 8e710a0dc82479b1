"""Training of the small models that ship with the package. Nothing here opens the locked or the unseen part."""
