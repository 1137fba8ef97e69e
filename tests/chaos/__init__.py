"""Reliability under many at once and under faults: `make chaos`, and a slice of each in the tests."""
