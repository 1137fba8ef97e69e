"""Adults whom an application names: how they learn of it, and how they say that they do not belong there."""
