"""A strict reader of DHIS2 data value sets, written from its documentation (Developer, Web API, Data values)."""

import csv
import io
import json
import re
from dataclasses import dataclass

ENVELOPE = {"dataSet", "completeDate", "period", "orgUnit", "attributeOptionCombo", "dataElementIdScheme",
            "orgUnitIdScheme", "categoryOptionComboIdScheme", "idScheme", "dataValues"}  # fmt: skip
REQUIRED = {"dataElement", "period", "orgUnit", "value"}
OPTIONAL = {"categoryOptionCombo", "attributeOptionCombo", "storedBy", "created", "lastUpdated", "comment", "followup",
            "deleted"}  # fmt: skip
SCHEMES = {"UID", "CODE", "NAME"}
PERIOD = re.compile(r"\d{4}(0[1-9]|1[0-2])")
UID = re.compile(r"[A-Za-z][A-Za-z0-9]{10}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{3})?)?")
WHOLE = re.compile(r"0|-?[1-9]\d*")
COLUMNS = 11


@dataclass(frozen=True)
class Value:
    element: str
    period: str
    unit: str
    value: int


def checked(element: str, period: str, unit: str, value: str, scheme: str, updated: str) -> Value:
    assert element and unit
    assert PERIOD.fullmatch(period), period
    assert WHOLE.fullmatch(value), value
    assert not updated or DAY.fullmatch(updated), updated
    assert scheme != "UID" or UID.fullmatch(unit), unit
    return Value(element, period, unit, int(value))


def read_json(content: bytes) -> tuple[list[Value], dict[str, str]]:
    sent = json.loads(content.decode("utf-8"))
    assert sent.keys() <= ENVELOPE and isinstance(sent["dataValues"], list)
    schemes = {name: value for name, value in sent.items() if name.endswith("IdScheme")}
    assert set(schemes.values()) <= SCHEMES
    values = []
    for one in sent["dataValues"]:
        assert one.keys() >= REQUIRED and one.keys() <= REQUIRED | OPTIONAL
        assert all(isinstance(one[name], str) for name in REQUIRED)  # values are text, whatever they hold
        values.append(checked(one["dataElement"], one["period"], one["orgUnit"], one["value"],
                              schemes.get("orgUnitIdScheme", "UID"), one.get("lastUpdated", "")))  # fmt: skip
    assert len({(one.element, one.period, one.unit) for one in values}) == len(values)
    return values, schemes


def read_csv(content: bytes, scheme: str = "CODE") -> list[Value]:
    """Columns go by their places; the first row is passed over."""
    assert not content.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
    assert header[:3] == ["dataelement", "period", "orgunit"] and len(header) == COLUMNS
    values = []
    for row in rows:
        assert len(row) == COLUMNS
        (
            element,
            period,
            unit,
            category,
            attribute,
            value,
            _stored_by,
            updated,
            _comment,
            follow_up,
            deleted,
        ) = row
        assert category == attribute == ""
        assert follow_up in ("", "true", "false") and deleted in ("", "true", "false")
        values.append(checked(element, period, unit, value, scheme, updated))
    return values
