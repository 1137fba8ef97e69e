"""Figures for everybody: by month and governorate, rounded so that nobody can be found in them."""
