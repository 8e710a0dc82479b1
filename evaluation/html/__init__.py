"""One self-contained page of an evaluation: figures, plots, errors, documents. Document text is untrusted."""
