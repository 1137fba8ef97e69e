"""Pages of the life of a family."""
