"""A citizen's own page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facilities.staff.access import citizens_only
from registry.people.models import Household, Relation
from registry.people.serializers import HouseholdDetail
from uhis_portal.calendar import cairo_today


@require_safe
@never_cache
@citizens_only
def my_file(request: HttpRequest) -> HttpResponse:
    """The families of the person who is signed in; applications are put beside them by their own room."""
    families = Household.objects.visible_to(request.reach).with_members().order_by("registered_on", "pk")
    shown = HouseholdDetail(families, many=True, context={"today": cairo_today()}).data
    for family in shown:
        for member in family["members"]:
            member["relation_label"] = Relation(member["relation"]).label
    return render(request, "people/my_file.html", {"families": shown})
