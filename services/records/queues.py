"""The queue of entries that a device keeps for a clerk: its secret, and how what it sealed is opened again.

The device derives an AES-256-GCM key from the clerk's secret and a salt of its own (HKDF, RFC 5869) and keeps neither.
Each entry is sealed for its clerk and its id, so that none can be put in the place of another.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from uhis_portal.sealed_fields import CannotOpen, secret_of

PURPOSE = "desk-queue"
SALT_BYTES = 32
IV_BYTES = 12


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """An entry as the device keeps it; `sealed` ends with the tag."""

    id: UUID
    iv: bytes = field(repr=False)
    sealed: bytes = field(repr=False)


def queue_secret(clerk: UUID, key: str = "") -> tuple[str, bytes]:
    """The secret of a clerk's queues, and the id of the key that it comes from; CannotOpen when `key` is gone."""
    return secret_of(PURPOSE, str(clerk), key)


def cipher_of(clerk: UUID, key: str, salt: bytes) -> AESGCM:
    """What opens one queue of a clerk; CannotOpen when `key` is gone."""
    _name, secret = queue_secret(clerk, key)
    return AESGCM(HKDF(SHA256(), 32, salt, PURPOSE.encode()).derive(secret))


def open_entry(cipher: AESGCM, clerk: UUID, entry: SealedEntry) -> bytes:
    """What the device sealed; CannotOpen if it is another clerk's, another entry's, or was altered."""
    try:
        return cipher.decrypt(entry.iv, entry.sealed, f"{clerk}:{entry.id}".encode())
    except (InvalidTag, ValueError) as fault:
        raise CannotOpen("an entry of a queue cannot be opened") from fault
