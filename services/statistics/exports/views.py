"""Pages of the table of DHIS2 units."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from facilities.geography.models import Governorate
from facilities.staff.access import requires
from facilities.staff.models import Role
from services.statistics.exports import units
from services.statistics.exports.forms import UnitForm
from services.statistics.exports.serializers import Dhis2UnitOut
from uhis_portal.page import new_key, page_number, submit

SHOWN = 50


@never_cache
@require_safe
@requires(Role.NATIONAL_ADMINISTRATOR)
def dhis2_units(request: HttpRequest) -> HttpResponse:
    """What DHIS2 calls our facilities, governorate by governorate."""
    governorates = Governorate.objects.only("code", "name_ar", "name_en").order_by("comparable")
    chosen = request.GET.get("governorate", "")
    known = any(one.pk == chosen for one in governorates)
    page = page_number(request)
    found = list(units.units(chosen if known else "")[(page - 1) * SHOWN : page * SHOWN + 1])
    of = f"governorate={chosen}&" if known else ""
    context = {
        "units": Dhis2UnitOut(found[:SHOWN], many=True).data,
        "governorates": governorates,
        "chosen": chosen if known else "",
        "previous_url": "" if page < 2 else f"?{of}page={page - 1}",
        "next_url": f"?{of}page={page + 1}" if len(found) > SHOWN else "",
    }
    return render(request, "statistics/exports/units.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.NATIONAL_ADMINISTRATOR)
def dhis2_unit(request: HttpRequest, code: str) -> HttpResponse:
    """Say what DHIS2 calls a facility."""
    facility = get_object_or_404(units.units(), pk=code)
    shown_now = Dhis2UnitOut(facility).data
    form = UnitForm(request.POST if request.method == "POST" else None, initial=shown_now)

    def shown(status: int) -> HttpResponse:
        context = {"form": form, "unit": shown_now, "key": new_key()}
        return render(request, "statistics/exports/unit.html", context, status=status)

    def perform(data: dict[str, Any]) -> HttpResponse:
        units.name_unit(by=request.user, facility=code, **data)  # type: ignore[arg-type]
        return redirect(f"{reverse('dhis2-units')}?governorate={facility.governorate_id}")

    return submit(request, form, perform, shown) if request.method == "POST" else shown(200)
