"""The directory as a file for staff: their own area, or all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facilities.directory.keeping.file_columns import CODE, COLUMNS, said_of
from facilities.directory.models import Facility
from facilities.directory.rights import staff_page, works_in_the_system
from facilities.directory.sheet import read, with_sheet
from uhis_portal.calendar import cairo_today
from uhis_portal.files.export import csv_response, xlsx_response

AT_ONCE = 500  # facilities whose rows are in memory


@never_cache
@staff_page
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """`?area=all` for the whole country."""
    return exported(request, csv_response)


@never_cache
@staff_page
@require_safe
def as_xlsx(request: HttpRequest) -> HttpResponse:
    """`?area=all` for the whole country."""
    return exported(request, xlsx_response)


def exported(request: HttpRequest, written: Callable[..., Any]) -> HttpResponse:
    """A file with the columns of the import: imported again, it changes nothing."""
    if not works_in_the_system(request.reach):
        raise PermissionDenied
    found = (
        Facility.objects.all()
        if request.GET.get("area") == "all"
        else Facility.objects.in_area_of(request.reach)
    )
    today = cairo_today()

    def rows() -> Iterator[dict[str, Any]]:
        for facility in with_sheet(found.order_by("code")).iterator(chunk_size=AT_ONCE):
            yield {CODE.name: facility.pk, **said_of(read(facility), today)}

    return written(request, "facilities", (CODE, *(one.column for one in COLUMNS)), rows)
