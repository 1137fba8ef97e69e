"""Endpoints of applications."""
