"""Training of the default tagger: examples, network, fitting, export."""
