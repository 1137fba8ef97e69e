"""Pages of applications: a family's way in, and its review."""
