"""Identifiers at rest: sealed, found by a keyed index, refused when key or place is wrong."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from uhis_portal import sealed_fields
from uhis_portal.accounts.models import Account
from uhis_portal.sealed_fields import CannotOpen, index_of, open_sealed, seal

PHONE = "01000000001"


def test_what_is_sealed_opens_again_and_never_looks_the_same_twice() -> None:
    first, second = seal(PHONE, "t.c"), seal(PHONE, "t.c")
    assert first != second
    assert open_sealed(first, "t.c") == open_sealed(second, "t.c") == PHONE


def test_a_value_of_another_column_does_not_open() -> None:
    with pytest.raises(CannotOpen):
        open_sealed(seal(PHONE, "t.c"), "t.d")


def test_one_altered_bit_does_not_open() -> None:
    sealed = bytearray(seal(PHONE, "t.c"))
    sealed[-1] ^= 1
    with pytest.raises(CannotOpen):
        open_sealed(bytes(sealed), "t.c")


def test_without_the_key_it_raises_instead_of_reading_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = seal(PHONE, "t.c")
    monkeypatch.setattr(sealed_fields, "keys", dict)
    with pytest.raises(CannotOpen):
        open_sealed(sealed, "t.c")


def test_the_index_depends_on_the_kind_and_on_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    assert index_of("phone", PHONE) == index_of("phone", PHONE)
    assert index_of("phone", PHONE) != index_of("national_id", PHONE)
    with_one_key = index_of("phone", PHONE)
    monkeypatch.setattr(sealed_fields, "index_key", lambda: b"another key of thirty-two bytes!")
    assert index_of("phone", PHONE) != with_one_key


def test_the_table_holds_no_digit_of_the_number(citizen: Account) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT phone, phone_index, row_to_json(a)::text FROM accounts_account a WHERE id = %s",
            [citizen.pk],
        )
        sealed, index, row = cursor.fetchone()
    assert PHONE.encode() not in bytes(sealed) and PHONE.encode() not in bytes(index) and PHONE not in row
    assert Account.objects.get(pk=citizen.pk).phone == PHONE
    assert Account.objects.with_phone(PHONE).get() == citizen


def test_a_sealed_column_cannot_be_searched(citizen: Account) -> None:
    with pytest.raises(FieldError):
        Account.objects.filter(phone=PHONE).exists()
