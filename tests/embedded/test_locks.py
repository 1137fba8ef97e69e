"""The lock files: everything by hash, each direct dependency with its reason, no address of a registry."""

import json
import re

import pytest

from uhis_portal.embedded.place import PROJECT

PYTHON = ["requirements.txt", "tests/requirements.txt"]


@pytest.mark.parametrize("file", PYTHON)
def test_every_package_is_pinned_and_has_hashes(file: str) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", "\n" + (PROJECT / file).read_text())[1:]
    assert len(entries) > 30
    for entry in entries:
        assert re.match(r"[a-z0-9-]+(\[[^]]+\])?==\S+", entry), entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_every_direct_dependency_has_its_reason_above_it() -> None:
    locked = (PROJECT / "requirements.txt").read_text()
    direct = re.findall(
        r"^([a-z0-9-]+)(?:\[[^]]+\])?==(?:(?!^[a-z]).)*uhis-portal \(pyproject",
        locked,
        re.MULTILINE | re.DOTALL,
    )
    declared = (PROJECT / "pyproject.toml").read_text().split("dependencies = [")[1].split("\n]")[0]
    assert len(direct) == len(re.findall(r'^\s*"', declared, re.MULTILINE))
    for name in direct:
        assert re.search(rf"^# why: .+\n{name}(\[|==)", locked, re.MULTILINE), name


@pytest.mark.parametrize("file", [*PYTHON, "package-lock.json"])
def test_no_registry_is_named(file: str) -> None:
    assert "resolved" not in (text := (PROJECT / file).read_text())
    assert not re.search(r"https?://(?!github\.com/sponsors)", text)


def test_every_browser_package_has_its_hash() -> None:
    packages = json.loads((PROJECT / "package-lock.json").read_text())["packages"]
    assert all(
        package.get("integrity", "").startswith("sha512-") for name, package in packages.items() if name
    )
