"""The committed OpenAPI document is what the code answers to."""

from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

from facilities.catalogue.serializers import ServiceTypeDetail

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"


def generated() -> str:
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", "--lang", "en", stdout=out)
    return out.getvalue()


def test_the_committed_schema_is_current() -> None:
    assert COMMITTED.read_text().strip() == generated().strip(), (
        "write it with `manage.py spectacular --lang en --file docs/openapi.yaml`"
    )


def test_a_planted_change_of_an_endpoint_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ServiceTypeDetail._declared_fields, "encounter_class")
    assert COMMITTED.read_text().strip() != generated().strip()


def test_it_is_openapi_3_1_and_names_the_public_lists() -> None:
    document = yaml.safe_load(COMMITTED.read_text())
    assert document["openapi"] == "3.1.0"
    for path in (
        "governorates",
        "districts",
        "service-types",
        "facilities",
        "applications",
        "service-records",
    ):
        assert f"/api/v1/{path}/" in document["paths"]


def test_every_operation_says_what_an_error_looks_like() -> None:
    document = yaml.safe_load(COMMITTED.read_text())
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method in ("get", "post", "put", "patch", "delete") and path != "/api/v1/schema/":
                assert "application/problem+json" in operation["responses"]["default"]["content"], (
                    method,
                    path,
                )
