"""Speed, measured against a baseline in the same run: `python -m tests.benches`, or `make bench`."""
