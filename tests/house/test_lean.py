"""Which way the house leans: foreign keys and migrations are imports too, though no import statement shows them.

And what no generator may do: hold a language while others go on.
"""

import ast
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.models import ForeignKey, ManyToManyField

PROJECT = Path(__file__).resolve().parents[2]
ROOMS = [
    "uhis_portal.audit", "uhis_portal.accounts", "uhis_portal.notices", "uhis_portal.api",
    "uhis_portal.files",
    "facilities.geography", "facilities.catalogue", "facilities.directory", "facilities.staff",
    "registry.people", "registry.applications", "registry.coverage",
    "services.records", "services.statistics",
]  # fmt: skip


def floor(room: str) -> int:
    """How high a room stands: the building lowest, and its rooms side by side."""
    return 0 if room.startswith("uhis_portal") else ROOMS.index(room)


def leaning_the_wrong_way(links: Iterable[tuple[str, str]]) -> list[str]:
    """Those (room, room leaned on) that lead upwards."""
    return [f"{room} leans on {lower}" for room, lower in links if floor(lower) > floor(room)]


def room_of(label: str) -> str | None:
    name = apps.get_app_config(label).name
    return name if name in ROOMS else None


def links_of_models() -> list[tuple[str, str]]:
    found = []
    for model in apps.get_models():
        room = room_of(model._meta.app_label)
        for field in model._meta.get_fields():
            if room and isinstance(field, ForeignKey | ManyToManyField) and field.related_model:
                lower = room_of(field.related_model._meta.app_label)
                if lower:
                    found.append((room, lower))
    return found


def links_of_migrations() -> list[tuple[str, str]]:
    graph = MigrationLoader(None).graph
    found = []
    for (label, _name), node in graph.node_map.items():
        for parent in node.parents:
            room, lower = room_of(label), room_of(parent.key[0])
            if room and lower:
                found.append((room, lower))
    return found


def test_every_room_of_the_house_is_listed() -> None:
    installed = {
        c.name
        for c in apps.get_app_configs()
        if c.name.split(".")[0] in ("uhis_portal", "facilities", "registry", "services")
    } - {"uhis_portal"}
    assert installed == set(ROOMS)


def test_foreign_keys_lead_only_to_lower_rooms() -> None:
    assert len(links_of_models()) > 20
    assert leaning_the_wrong_way(links_of_models()) == []


def test_migrations_depend_only_on_lower_rooms() -> None:
    assert len(links_of_migrations()) > 10
    assert leaning_the_wrong_way(links_of_migrations()) == []


def test_a_planted_upward_link_is_found() -> None:
    assert leaning_the_wrong_way([("facilities.directory", "registry.people")]) != []


def languages_held_while_others_go_on(sources: Iterable[str]) -> list[str]:
    """Blocks of one language out of which something is yielded: whoever takes it goes on in that language."""
    return [
        ast.unparse(block)
        for source in sources
        for block in ast.walk(ast.parse(source))
        if isinstance(block, ast.With)
        and any(ast.unparse(item.context_expr).split("(")[0].endswith("override") for item in block.items)
        and any(isinstance(inner, ast.Yield | ast.YieldFrom) for inner in ast.walk(block))
    ]


def test_no_generator_holds_a_language_while_others_go_on() -> None:
    wings = ("uhis_portal", "facilities", "registry", "services", "tests")
    sources = [file.read_text() for wing in wings for file in (PROJECT / wing).rglob("*.py")]
    assert languages_held_while_others_go_on(sources) == []


def test_a_planted_generator_in_a_language_is_found() -> None:
    planted = "def said():\n    with translation.override('ar'):\n        yield 1"
    assert len(languages_held_while_others_go_on([planted])) == 1


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("facilities/directory/planted.py", "from registry.people import models"),
        ("services/records/planted.py", "from services.statistics import models"),
        ("registry/people/models.py", "\n\ndef planted():\n    from registry.people import actions\n"),
    ],
)
def test_import_linter_catches_a_planted_import(tmp_path: Path, file: str, line: str) -> None:
    for wing in ("uhis_portal", "facilities", "registry", "services"):
        copy_sources(PROJECT / wing, tmp_path / wing)
    (tmp_path / "pyproject.toml").write_text((PROJECT / "pyproject.toml").read_text())
    assert lint(tmp_path) == 0
    with (tmp_path / file).open("a") as planted:
        planted.write(line + "\n")
    assert lint(tmp_path) == 1


def copy_sources(source: Path, target: Path) -> None:
    for file in source.rglob("*.py"):
        place = target / file.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.read_bytes())


def lint(folder: Path) -> int:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode
