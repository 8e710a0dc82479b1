"""Documents in, records out: readers, layout, segmentation, entities, relations, tables."""
