"""Pages of patients who were not registered: finding them, and saying later who they were."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from facilities.staff.access import STAFF, has_role, posts_of, requires
from facilities.staff.models import Role
from registry.people.models import Beneficiary
from services.records import actions
from services.records.models import OtherPatient
from services.records.patients.filters import OtherPatientFilter
from services.records.patients.forms import IdentifyForm, TakeBackForm
from services.records.patients.reading import patients_in, told_of
from services.records.patients.serializers import OtherPatientOut
from uhis_portal.page import new_key, page_of, submit

A_PAGE = 50


@require_safe
@never_cache
@requires(*STAFF)
def patients(request: HttpRequest) -> HttpResponse:
    """Those who were given care without being registered, the latest first; at first those nobody has named yet."""
    asked = request.GET.copy()
    asked.setdefault("state", "not_known")
    questions = OtherPatientFilter(asked, queryset=patients_in(request.reach), request=request)
    readable = questions.is_valid()
    found = questions.qs.order_by("-made_at", "-pk") if readable else OtherPatient.objects.none()
    kept = {name: value for name, value in asked.items() if name != "page"}
    some, beside = page_of(request, found, A_PAGE, kept=kept)
    context = {
        "form": questions.form,
        "readable": readable,
        "patients": OtherPatientOut(some, many=True).data,
        **beside,
    }
    return render(request, "records/other_patients.html", context, status=200 if readable else 400)


@never_cache
@sensitive_post_parameters("national_id")
@require_http_methods(["GET", "HEAD", "POST"])
@requires(*STAFF)
def patient(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them, what was given, and who it was."""
    form = IdentifyForm(request.POST or None)

    def shown(status: int) -> HttpResponse:
        return shown_with(request, pk, form, TakeBackForm(), status)

    def say(data: dict[str, Any]) -> HttpResponse:
        actions.identify(by=request.user, patient=pk, now=timezone.now(), **data)
        messages.success(request, _("It is written down who this was."))
        return redirect("other-patient", pk)

    if request.method == "POST":
        if not has_role(request.user, Role.CLERK):
            raise PermissionDenied
        return submit(request, form, say, shown)
    return shown(200)


@never_cache
@require_http_methods(["POST"])
@requires(Role.CLERK)
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that it is not known after all who this was."""
    form = TakeBackForm(request.POST)

    def say(data: dict[str, Any]) -> HttpResponse:
        actions.take_back_identity(by=request.user, patient=pk, now=timezone.now(), **data)
        messages.success(request, _("It is written down that this person is not known."))
        return redirect("other-patient", pk)

    return submit(request, form, say, lambda status: shown_with(request, pk, IdentifyForm(), form, status))


def shown_with(
    request: HttpRequest, pk: UUID, form: IdentifyForm, take_back: TakeBackForm, status: int
) -> HttpResponse:
    try:
        found = actions.open_patient(by=request.user, reach=request.reach, patient=pk)
    except OtherPatient.DoesNotExist as fault:
        raise Http404 from fault
    who = Beneficiary.objects.visible_to(request.reach).filter(pk=found.identified_as).first()
    context = {
        "patient": told_of(found, request.reach),
        "who": who,
        "form": form,
        "take_back": take_back,
        "may_say": any(
            post.role == Role.CLERK and post.facility_id == found.facility_id
            for post in posts_of(request.user)
        ),
        "key": new_key(),
    }
    return render(request, "records/other_patient.html", context, status=status)
