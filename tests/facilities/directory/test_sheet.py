"""The sheet under any input: it is refused in words at a path, or kept in one spelling."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilities.directory.keeping.words import Names, lines_of, part_in_words
from facilities.directory.models import Facility
from facilities.directory.sheet import PARTS, ROW_PARTS, Known, checked, difference, read, with_sheet
from facilities.directory.sheet.parts import MOST_ROWS, RowPart, columns_of
from facilities.geography.models import District, Governorate

TODAY = date(2026, 11, 22)
TEXTS = st.text(max_size=40) | st.sampled_from(
    [
        "",
        " ",
        "\x00",
        "\u202e",
        "<b>",
        "مستشفى",
        "Hospital",
        "24/7",
        "Sa-Th 08:00-14:00",
        "2026-02-30",
        "2026-05-01",
        "2026-05",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture
def known(db: None) -> Known:
    return Known.on(TODAY)


@pytest.fixture
def karnak(db: None) -> dict[str, Any]:
    return read(with_sheet(Facility.objects.all()).get(pk="LX-H2"))


def near_to(part: Any) -> st.SearchStrategy[Any]:
    """Values that have the shape of the part, with cells of any kind."""

    def row(columns: Any) -> st.SearchStrategy[dict[str, Any]]:
        cells = {
            column.name: st.sampled_from(column.kind.schema().get("enum", ["PHC-LAB", "3601"])) | JSON
            for column in columns
        }
        return st.fixed_dictionaries({}, optional=cells)

    if isinstance(part, RowPart):
        return st.lists(row(part.columns), max_size=5)
    return row(part.columns) if part.columns else row(columns_of(part)).map(lambda one: one.get(part.name))


SHEETS = st.fixed_dictionaries({}, optional={name: near_to(part) | JSON for name, part in PARTS.items()})


@settings(
    max_examples=300,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(changes=SHEETS)
def test_any_input_is_refused_in_words_or_kept(
    known: Known, karnak: dict[str, Any], changes: dict[str, Any]
) -> None:
    try:
        after = checked(changes, karnak, known)
    except ValidationError as refusal:
        for path, faults in refusal.error_dict.items():
            assert path.split(".")[0] in {*changes, *PARTS}
            assert all(message for fault in faults for message in fault.messages)
        return
    assert checked(after, after, known) == after  # one spelling
    found = difference(karnak, after)
    names = Names.within([found])
    for name, change in found.items():
        for line in lines_of(PARTS[name], change, names):
            assert line.what and (line.before or line.after)
        assert all(part_in_words(PARTS[name], after[name], names))


class TestFaults:
    def faults(
        self, known: Known, before: dict[str, Any] | None, changes: dict[str, Any], taken: int = 0
    ) -> set[tuple[str, str]]:
        with translation.override("en"):
            try:
                checked(changes, before, known, taken=taken)
            except ValidationError as refusal:
                return {(path, str(one.code)) for path, found in refusal.error_dict.items() for one in found}
        return set()

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"name": {"ar": "x", "en": "س"}}, {("name.ar", "script"), ("name.en", "script")}),
            ({"name": None}, {("name", "required")}),
            ({"name": "x"}, {("name", "type")}),
            ({"kind": "palace"}, {("kind", "unknown")}),
            ({"levels": []}, {("levels", "required")}),
            ({"levels": ["top"]}, {("levels", "unknown")}),
            ({"governorate": "EG-PTS"}, {("district", "elsewhere")}),
            ({"district": "3601 "}, {("district", "unknown")}),
            ({"emergency": "yes"}, {("emergency", "unknown")}),
            ({"places": 500}, {("places", "kind")}),
            ({"position": {"latitude": 25.7, "longitude": 32.6, "precision": "none", "source": "x"}}, {("position.precision",
                "unknown")}),
            ({"position": {"latitude": 32.6, "longitude": 25.7, "precision": "point"}}, {("position.source", "required")}),
            ({"position": {"latitude": 45.0, "longitude": 1.0, "precision": "point", "source": "x"}},
             {("position.latitude", "outside"), ("position.longitude", "outside")}),
            ({"capacities": [{"kind": "beds", "quantity": -1, "source": "x"}]}, {("capacities.0.quantity", "out_of_bounds")}),
            ({"capacities": [{"kind": "beds", "quantity": True, "source": "x"}]}, {("capacities.0.quantity", "not_a_number")}),
            ({"capacities": [{"kind": "beds", "quantity": 5, "as_of": "2026-12-01", "source": "x"}]}, {("capacities.0.as_of",
                "future")}),
            ({"capacities": [{"kind": "beds", "quantity": 5, "source": "x"}] * 2}, {("capacities.1.kind", "twice")}),
            ({"capacities": [{}] * (MOST_ROWS + 1)}, {("capacities", "too_many")}),
            ({"contacts": [{"kind": "email", "value": "a@b"}]}, {("contacts.0.value", "email")}),
            ({"contacts": [{"kind": "website", "value": "https://user:pass@example.eg/"}]}, {("contacts.0.value", "website")}),
            ({"other_names": [{"kind": "alias", "name": {"ar": "أ"}, "from_year": 1990}]}, {("other_names.0.from_year",
                "not_former")}),
            ({"other_names": [{"kind": "former", "name": {"ar": "أ"}, "from_year": 1999, "until_year": 1990}]},
             {("other_names.0.until_year", "order")}),
            ({"other_names": [{"kind": "former", "name": {}}]}, {("other_names.0.name", "required")}),
            ({"services": [{"service_type": "PHC-LAB", "department": "لا يوجد"}]}, {("services.0.department", "unknown")}),
            ({"services": [{"service_type": "PHC-LAB", "since": "2020-01-01"}, {"service_type": "PHC-LAB",
                "until": "2020-01-02"}]},
             {("services.1.service_type", "twice")}),
            ({"statuses": [{"status": "open", "since": "2020-01-01", "until": "2020-01-01"}]}, {("statuses.0.until", "order")}),
            ({"accreditations": [{"state": "full", "since": "2026-13", "source": "x"}]}, {("accreditations.0.since",
                "no_such_day")}),
            ({"opening_hours": [{"of": "general", "season": "all_year", "hours": "off"}]}, {("opening_hours.0.hours", "never")}),
            ({"nothing": 1}, {("nothing", "unknown")}),
            ({"capacities": [{"kind": "beds", "quantity": 5, "source": "x", "colour": "red"}]}, {("capacities.0.colour",
                "unknown")}),
        ],
        ids=lambda value: str(sorted(value) if isinstance(value, set) else value)[:70],
    )  # fmt: skip
    def test_each_is_told_at_its_place(
        self, known: Known, karnak: dict[str, Any], changes: dict[str, Any], expected: set[tuple[str, str]]
    ) -> None:
        assert self.faults(known, karnak, changes) == expected

    def test_a_unit_that_has_families_keeps_its_places_and_its_kind(self, known: Known, db: None) -> None:
        unit = read(with_sheet(Facility.objects.all()).get(pk="LX-F01"))
        assert self.faults(known, unit, {"places": 9}, taken=10) == {("places", "taken")}
        assert self.faults(known, unit, {"kind": "hospital"}, taken=10) == {("kind", "taken")}
        assert self.faults(known, unit, {"places": 10}, taken=10) == set()

    def test_periods_that_meet_on_a_day_do_not_overlap(self, known: Known, karnak: dict[str, Any]) -> None:
        days = [(TODAY + timedelta(days=at)).isoformat() for at in (0, 10, 20)]
        rows = [
            {"status": "suspended", "since": days[0], "until": days[1]},
            {"status": "open", "since": days[1], "until": days[2]},
        ]
        assert self.faults(known, karnak, {"statuses": rows}) == set()

    def test_all_faults_are_told_at_once(self, known: Known) -> None:
        told = self.faults(known, None, {"kind": "x", "capacities": [{"kind": "beds"}]})
        assert {"name", "kind", "owner", "levels", "governorate", "source", "capacities.0.quantity"} <= {
            p for p, _c in told
        }


def test_parts_are_told_in_arabic_as_in_english(known: Known, karnak: dict[str, Any]) -> None:
    for language in ("ar", "en"):
        with translation.override(language):
            names = Names.of_sheet(karnak)
            said = part_in_words(PARTS["district"], karnak["district"], names)
            assert said == [District.objects.get(pk=karnak["district"]).name]
            assert part_in_words(PARTS["governorate"], "EG-LX", names) == [
                Governorate.objects.get(pk="EG-LX").name
            ]
    assert all(part.message for part in ROW_PARTS.values())
