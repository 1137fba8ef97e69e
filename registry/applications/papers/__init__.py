"""Photographed papers of an application: added by who enters it, looked at by reviewers."""
