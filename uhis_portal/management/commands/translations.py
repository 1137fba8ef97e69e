"""Gather the strings of the code and the templates into the Arabic catalogue, or check that none is missing.

The sources are read by Babel, so GNU gettext is not needed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

CATALOGUE = settings.BASE_DIR / "locale" / "ar" / "LC_MESSAGES" / "django.po"
WINGS = ("uhis_portal", "facilities", "registry", "services", "templates")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# The plural rule is that of CLDR and of Django's own Arabic catalogue; Babel's default has two forms swapped.
HEADER = r"""msgid ""
msgstr ""
"Project-Id-Version: uhis-portal\n"
"Language: ar\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;\n"

"""


def extract_template(fileobj: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Babel's extraction method for Django templates: turned into Python-like text first."""
    from babel.messages.extract import extract_python

    # Indentation means nothing in a template, but Python's tokenizer, which Babel uses, minds it.
    code = "\n".join(line.strip() for line in templatize(fileobj.read().decode()).splitlines())
    yield from extract_python(io.BytesIO(code.encode()), keywords, comment_tags, options)


TEMPLATES: Any = [("**.html", extract_template), ("**.txt", extract_template)]
SOURCES: Any = [("**/migrations/**.py", "ignore"), ("**.py", "python")]


def strings_in_use() -> Catalog:
    """Every translatable string of the portal, with the places where it stands."""
    catalogue = Catalog(charset="utf-8")
    for wing in WINGS:
        root = settings.BASE_DIR / wing
        method = TEMPLATES if wing == "templates" else SOURCES
        for file, _line, message, _comments, context in extract_from_dir(
            root, method_map=method, keywords=KEYWORDS
        ):
            catalogue.add(message, locations=[(f"{wing}/{file}", 0)], context=context)
    return catalogue


def arabic_catalogue() -> Catalog:
    """The committed Arabic catalogue."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="ar")


def untranslated(catalogue: Catalog) -> Iterator[Message]:
    """Messages without Arabic: empty, fuzzy, or with fewer than six plural forms."""
    for message in catalogue:
        if not message.id:
            continue
        forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
        wanted = 6 if message.pluralizable else 1
        if message.fuzzy or len(forms) < wanted or not all(forms):
            yield message


class Command(BaseCommand):
    help = "Renew locale/ar from the sources; with --check, fail when a string has no Arabic or is no longer used."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check: bool, **options: Any) -> None:
        in_use = strings_in_use()
        present = arabic_catalogue() if CATALOGUE.exists() else Catalog(locale="ar")
        if check:
            self.check_catalogue(in_use, present)
            return
        renewed = Catalog(locale="ar", charset="utf-8", fuzzy=False)
        for message in in_use:
            if message.id:
                known = present.get(message.id, message.context)
                renewed.add(
                    message.id,
                    known.string if known else None,
                    locations=sorted({(file, 0) for file, _line in message.locations}),
                    context=message.context,
                )
        self.write(renewed, CATALOGUE)
        missing = len(list(untranslated(renewed)))
        self.stdout.write(f"{len(renewed)} strings, {missing} without Arabic.")

    def write(self, catalogue: Catalog, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(HEADER.encode())
            write_po(file, catalogue, omit_header=True, include_lineno=False, sort_output=True, width=110)

    def check_catalogue(self, in_use: Catalog, present: Catalog) -> None:
        faults = []
        for message in in_use:
            if message.id and present.get(message.id, message.context) is None:
                faults.append(f"not in the catalogue: {message.id!r} ({message.locations[0][0]})")
        for message in untranslated(present):
            faults.append(f"without Arabic: {message.id!r}")
        for message in present:
            if message.id and in_use.get(message.id, message.context) is None:
                faults.append(f"no longer used: {message.id!r}")
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"All {len(in_use)} strings have Arabic.")
