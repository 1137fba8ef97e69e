"""Compiles the translations with Babel, so that GNU gettext need not be installed."""

from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


class CatalogueFault(Exception):
    """A catalogue that cannot be served as it stands; the message says where."""


def compile_catalogues(locales: Path) -> list[Path]:
    """Write every `<language>/LC_MESSAGES/*.po` under `locales` as .mo; return those that changed.

    Fuzzy and unused entries are left out. A catalogue must state its own plural forms: Babel's default for Arabic
    orders the last two forms the other way round than Django's catalogues do, and texts would be shown under the wrong number.
    """
    changed = []
    for source in sorted(locales.glob("*/LC_MESSAGES/*.po")):
        text = source.read_bytes()
        if b"Plural-Forms:" not in text:
            raise CatalogueFault(f"{source}: the header has no Plural-Forms.")
        catalogue = read_po(BytesIO(text), locale=source.parent.parent.name, abort_invalid=True)
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        target = source.with_suffix(".mo")
        if not target.is_file() or target.read_bytes() != compiled.getvalue():
            target.write_bytes(compiled.getvalue())
            changed.append(target)
    return changed
