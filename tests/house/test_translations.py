"""Arabic is whole: a missing, fuzzy or half plural translation fails here."""

import re

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings
from django.core.management import CommandError, call_command

from uhis_portal.management.commands import translations
from uhis_portal.management.commands.translations import arabic_catalogue, strings_in_use, untranslated


def test_every_string_in_use_has_arabic_and_no_other_stands_in_the_catalogue() -> None:
    call_command("translations", "--check")


def test_the_sources_are_really_read() -> None:
    in_use = strings_in_use()
    assert in_use.get("Sign in") is not None, "a template"
    assert in_use.get("Enter an Egyptian mobile number of 11 digits, such as 01001234567.") is not None, (
        "a module"
    )


def test_translating_functions_bear_names_that_are_looked_for() -> None:
    renamed = re.compile(r"import (\w*gettext\w*) as (?!_$)\w+", re.MULTILINE)
    modules = [file for wing in translations.WINGS for file in (settings.BASE_DIR / wing).rglob("*.py")]
    assert [str(file) for file in modules if renamed.search(file.read_text())] == []


def test_a_planted_string_without_arabic_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = strings_in_use()
    planted.add("Nobody has translated this.", locations=[("planted.py", 1)])
    monkeypatch.setattr(translations, "strings_in_use", lambda: planted)
    with pytest.raises(CommandError, match="Nobody has translated this"):
        call_command("translations", "--check")


def test_a_fuzzy_or_half_plural_translation_counts_as_missing() -> None:
    catalogue = Catalog(locale="ar")
    catalogue.add("fuzzy", "تقريبًا", flags=["fuzzy"])
    catalogue.add(("%(n)s person", "%(n)s people"), ("لا أحد", "شخص", "", "", "", ""))
    catalogue.add("whole", "كامل")
    assert {message.id if isinstance(message.id, str) else message.id[0] for message in untranslated(catalogue)} == {
        "fuzzy", "%(n)s person",
    }  # fmt: skip


def test_no_translation_is_left_in_english() -> None:
    for message in arabic_catalogue():
        forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
        for form in forms:
            letters = [c for c in form if c.isalpha()]
            if message.id and len(letters) > 12:
                arabic = sum("\u0600" <= c <= "\u06ff" for c in letters)
                assert arabic > 0, f"{message.id!r} has no Arabic letter in {form!r}"
