"""A citizen's own page: the family, what changes, who opened its file."""
