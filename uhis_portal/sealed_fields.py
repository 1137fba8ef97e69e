"""Identifiers at rest: sealed with AES-256-GCM, found by a keyed index.

The space of national IDs is about 2^33, so an unkeyed hash would be as good as plaintext. Whoever has only the
database learns nothing; whoever has a wrong key gets an error, never an empty value.
"""

import base64
import hmac
import os
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

NONCE_BYTES = 12


class CannotOpen(Exception):
    """The sealed value was made with a key that is not here, was altered, or belongs to another column."""


@cache
def materials() -> dict[str, bytes]:
    """The sealing keys' bytes by id; the first one seals, all of them open."""
    found = {}
    for entry in settings.SEALING_KEYS.split(","):
        name, _, material = entry.strip().partition(":")
        found[name] = base64.b64decode(material, validate=True)
    return found


@cache
def keys() -> dict[bytes, AESGCM]:
    """The sealing keys by id, ready for use."""
    return {name.encode(): AESGCM(material) for name, material in materials().items()}


def secret_of(purpose: str, identifier: str, key: str = "") -> tuple[str, bytes]:
    """A secret (32 bytes) that only the portal can derive, and the id of the sealing key that it comes from.

    `key` is the id under which it was derived before; empty: the current one. CannotOpen when that key is gone.
    """
    name = key or next(iter(materials()))
    if name not in materials():
        raise CannotOpen("the sealing key of a secret is not in SEALING_KEYS")
    return name, hmac.digest(materials()[name], f"{purpose}:{identifier}".encode(), "sha256")


@cache
def index_key() -> bytes:
    return base64.b64decode(settings.INDEX_KEY, validate=True)


def seal(plain: str, place: str) -> bytes:
    """`plain` sealed for `place` ("table.column"): one byte of key id length, key id, nonce, ciphertext with tag."""
    return seal_bytes(plain.encode(), place)


def seal_bytes(plain: bytes, place: str) -> bytes:
    """As `seal`, for what is not text."""
    name, cipher = next(iter(keys().items()))
    nonce = os.urandom(NONCE_BYTES)
    return bytes([len(name)]) + name + nonce + cipher.encrypt(nonce, plain, place.encode())


def open_sealed(sealed: bytes, place: str) -> str:
    """What `seal` was given; CannotOpen if the key, the bytes or the place is another."""
    return open_sealed_bytes(sealed, place).decode()


def open_sealed_bytes(sealed: bytes, place: str) -> bytes:
    """What `seal_bytes` was given; CannotOpen if the key, the bytes or the place is another."""
    size = sealed[0]
    name, rest = sealed[1 : 1 + size], sealed[1 + size :]
    try:
        return keys()[name].decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], place.encode())
    except (KeyError, InvalidTag, ValueError) as fault:
        raise CannotOpen(f"a value of {place} cannot be opened with the keys in SEALING_KEYS") from fault


def index_of(kind: str, identifier: str) -> bytes:
    """The keyed index (HMAC-SHA256, 32 bytes) by which an identifier of `kind` ("national_id", "phone") is found."""
    return hmac.digest(index_key(), f"{kind}:{identifier}".encode(), "sha256")


class SealedField(models.BinaryField):
    """A text that stands sealed in its column and reads as text in Python. It cannot be searched; index it instead."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    if TYPE_CHECKING:  # what django-stubs reads for the type of the attribute
        _pyi_private_set_type: str
        _pyi_private_get_type: str  # type: ignore[assignment]

    @property
    def place(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str):
            value = seal(value, self.place)
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        return None if value is None else open_sealed(bytes(value), self.place)

    def to_python(self, value: Any) -> Any:
        return value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed and cannot be searched; use its index")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        raise FieldError(f"{self.name} is sealed and is not exported")


class SealedBytesField(SealedField):
    """As SealedField, for bytes: a part of a file stands sealed in its column and reads as bytes in Python."""

    if TYPE_CHECKING:
        _pyi_private_set_type: bytes  # type: ignore[assignment]
        _pyi_private_get_type: bytes  # type: ignore[assignment]

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, bytes) and not prepared:
            value = seal_bytes(value, self.place)
        return models.BinaryField.get_db_prep_value(self, value, connection, True)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> bytes | None:  # type: ignore[override]
        return None if value is None else open_sealed_bytes(bytes(value), self.place)
