"""Whether the numbers are right: what the last recount found, and what can be seen of it at this moment."""
