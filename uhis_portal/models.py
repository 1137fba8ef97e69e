"""The building has no tables of its own; Django sends it the signals of a migration because this module exists."""
