"""From two records to one: what is to be settled, by whom, and the documents that settle it."""
