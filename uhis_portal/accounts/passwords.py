"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """argon2id at 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet)."""

    memory_cost = 19 * 1024  # KiB
    time_cost = 2
    parallelism = 1
