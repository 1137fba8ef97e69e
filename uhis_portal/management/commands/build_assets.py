"""Prepares what the browser is served: cuts the font, compiles the translations, collects the static files."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from uhis_portal.assets.catalogues import CatalogueFault, compile_catalogues
from uhis_portal.assets.fonts import FontMissing, build_fonts, build_print_fonts

STAMP = ".collected-from"
# Files of the libraries that no page of the portal asks for.
NOT_SERVED = [
    *("redoc", "rest_framework", "leaflet-src*"),
    *(
        "chart.js",
        "chart.js.map",
        "chart.cjs*",
        "chart.umd.js*",
        "helpers*.js*",
        "helpers.cjs*",
        "chunks",
        "*.d.ts",
    ),
]


class Command(BaseCommand):
    help = "Cuts the Cairo font to what the pages use, compiles the translations, collects the static files."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        whole_font = settings.BASE_DIR / "node_modules" / "@fontsource-variable" / "cairo" / "files"
        try:
            for path in build_fonts(whole_font, settings.BASE_DIR / "uhis_portal" / "static" / "fonts"):
                self.stdout.write(f"cut {path.name}: {path.stat().st_size:,} bytes")
            for path in build_print_fonts(whole_font, settings.PRINT_FONTS):
                self.stdout.write(f"for print {path.name}: {path.stat().st_size:,} bytes")
            for path in compile_catalogues(settings.BASE_DIR / "locale"):
                self.stdout.write(f"compiled {path.relative_to(settings.BASE_DIR)}")
        except (FontMissing, CatalogueFault) as trouble:
            raise CommandError(str(trouble)) from trouble

        stamp = Path(settings.STATIC_ROOT) / STAMP
        found = fingerprint_of_static_files()
        if stamp.is_file() and stamp.read_text() == found:
            return
        call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=NOT_SERVED)
        stamp.write_text(found)
        self.stdout.write("collected the static files")


def fingerprint_of_static_files() -> str:
    """Changes when a static file of any app, or the way in which they are stored, changes."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([".*"]), key=lambda found: found[0]):
            whole = Path(storage.path(path))
            digest.update(f"{path}\0{whole.stat().st_size}\0{whole.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()
