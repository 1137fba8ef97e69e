"""What is paid: dated, with source, and never surer than it is."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from facilities.catalogue.models import ServiceType
from registry.coverage.models import (
    ContributionCategory,
    ContributionRate,
    CopaymentCap,
    CopaymentExemption,
    CopaymentRule,
    ServiceClass,
    in_force,
)
from registry.coverage.reference import load
from uhis_portal.reference import Report

pytestmark = pytest.mark.django_db


def test_loading_again_changes_nothing() -> None:
    report = Report()
    load(report)
    assert all(counts["new"] == counts["changed"] == 0 for counts in report.counts.values())
    assert set(report.counts) == {
        "coverage.contributioncategory", "coverage.contributionrate", "coverage.copaymentrule",
        "coverage.copaymentcap", "coverage.copaymentexemption",
    }  # fmt: skip


def test_a_rate_that_was_altered_is_put_right_and_kept_in_the_history() -> None:
    ContributionRate.objects.filter(category="employee", part="own").update(rate=Decimal("0.02"))
    load(Report())
    rate = ContributionRate.objects.get(category="employee", part="own")
    assert rate.rate == Decimal("0.01")
    assert [event.rate for event in rate.history.order_by("pgh_id")] == [
        Decimal("0.01"),
        Decimal("0.02"),
        Decimal("0.01"),
    ]


def test_every_row_has_a_source_and_a_status_in_both_languages() -> None:
    for model in (ContributionRate, CopaymentRule, CopaymentCap, CopaymentExemption):
        for row in model.objects.all():
            assert row.source_ar
            assert row.source_en
            assert row.status in ("confirmed", "reported", "recalled", "uncertain")
            assert bool(row.note_ar) == bool(row.note_en)


@pytest.mark.parametrize(
    ("day", "cap"),
    [
        (date(2017, 12, 31), None),
        (date(2018, 1, 1), 1000),
        (date(2025, 12, 31), 1000),
        (date(2026, 1, 1), 1606),
    ],
)
def test_a_cap_holds_from_its_day_on(day: date, cap: int | None) -> None:
    found = in_force(CopaymentCap.objects.all(), day, by="service_class").get("medicine")
    assert (found.amount_egp if found else None) == cap


def test_the_classes_are_those_of_the_catalogue() -> None:
    used = set(ServiceType.objects.values_list("copayment_class", flat=True)) - {"none", "exempt"}
    assert used <= set(ServiceClass.values)


def test_what_is_not_known_is_empty() -> None:
    assert not ContributionRate.objects.exclude(valid_from=None).exists()
    assert ContributionRate.objects.get(category="pensioner", part="spouse").rate is None
    assert ContributionRate.objects.get(category="irregular_worker", part="own").base_ar is None
    assert CopaymentCap.objects.get(service_class="radiology", valid_from__year=2018).amount_egp is None


def test_the_page_tells_what_is_uncertain_as_such(client: Client) -> None:
    page = client.get("/en/rates/").content.decode()
    assert page.count("perhaps 2%") == 2, "pensioners and survivors"
    assert "perhaps 5%" in page
    assert "EGP 1,606" in page
    assert "Not known" in page
    assert "El Balad, 2 January 2026" in page
    assert "January 2026" in page


def test_the_page_is_whole_in_arabic(client: Client) -> None:
    page = client.get("/ar/rates/").content.decode()
    for category in ContributionCategory.objects.all():
        assert category.name_ar in page
    assert "صدى البلد" in page


def test_the_database_refuses_a_share_above_one() -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError, match="a_contribution_is_a_share"), transaction.atomic():
        ContributionRate.objects.filter(part="own").update(rate=Decimal("1.5"))
