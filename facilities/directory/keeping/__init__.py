"""Keeping the directory true: editing, proposals, history, files, open data."""
