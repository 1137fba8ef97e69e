"""The portal on one machine with nothing prepared: its own PostgreSQL and Valkey, and all its processes.

`python -m uhis_portal.embedded` is what `make run` and `make test` call. Nothing here needs Django or its
settings: the launcher prepares the environment that the settings then read.
"""


class Trouble(Exception):
    """What the one who starts the portal can mend; its text is the sentence that they read."""
