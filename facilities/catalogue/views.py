"""Pages of the catalogue: what kinds of service there are, what each was when; and those on which they are changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from facilities.catalogue import actions
from facilities.catalogue.filters import ServiceTypeFilter
from facilities.catalogue.forms import NewKindForm, RevisionForm, WithdrawalForm
from facilities.catalogue.models import ServiceType, Specialty
from facilities.catalogue.rights import keepers_only, may_keep_catalogue
from facilities.catalogue.serializers import (
    ServiceTypeDetail,
    SpecialtyRepresentation,
    represented,
    with_versions,
)
from uhis_portal.calendar import cairo_today
from uhis_portal.offline import may_be_kept
from uhis_portal.page import new_key, submit, version_of

NARROWING = ("q", "level", "category", "initiative")


@login_not_required
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """The kinds of service by level and category, at first those given today; 400 for a question that cannot be read."""
    asked = request.GET.copy()
    asked.setdefault("state", ServiceType.State.GIVEN)
    questions = ServiceTypeFilter(asked, queryset=with_versions(), request=request)
    readable = questions.is_valid()
    kinds = represented(questions.qs, cairo_today()) if readable else []
    narrowed_by = [name for name in (*NARROWING, "state") if request.GET.get(name)]
    specialties = Specialty.objects.order_by("comparable")
    context = {
        "form": questions.form,
        "readable": readable,
        "levels": by_level(kinds),
        "number": len(kinds),
        "narrowed_by": len([name for name in narrowed_by if name != "q"]),
        "asked": bool(narrowed_by),
        "specialties": [] if narrowed_by else SpecialtyRepresentation(specialties, many=True).data,
        "may_keep": may_keep_catalogue(request.reach),
    }
    response = TemplateResponse(request, "catalogue/services.html", context, status=200 if readable else 400)
    return may_be_kept(request, response) if readable else response


def by_level(kinds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Kinds under their level and category, in the order of the catalogue; what has none is left out."""
    levels = []
    for level in ServiceType.Level:
        categories = []
        for category in ServiceType.Category:
            within = [
                one for one in kinds if (one["level"]["code"], one["category"]["code"]) == (level, category)
            ]
            if within:
                categories.append({"label": category.label, "kinds": within})
        if categories:
            levels.append({"code": level.value, "label": level.label, "categories": categories})
    return levels


@login_not_required
@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    """One kind of service: what it is today, and what it was or will be when."""
    kind = get_object_or_404(with_versions(), pk=code)
    context = {
        **told_of(kind),
        "copayment": kind.get_copayment_class_display(),
        "encounter": kind.get_encounter_class_display(),
        "initiative": kind.initiative,
        "find_url": f"{reverse('facilities')}?service={kind.pk}",
        "may_keep": may_keep_catalogue(request.reach),
    }
    return may_be_kept(request, TemplateResponse(request, "catalogue/service.html", context))


def told_of(kind: ServiceType) -> dict[str, Any]:
    """A kind as the endpoint sends it, and its versions with the classes of co-payment in words."""
    shown = ServiceTypeDetail(kind, context={"today": cairo_today()}).data
    versions = [
        {**told, "copayment": row.get_copayment_class_display()}
        for told, row in zip(shown["versions"], kind.versions.all(), strict=True)
    ]
    return {"kind": shown, "versions": versions}


@never_cache
@keepers_only
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new kind of service."""
    form = NewKindForm(request.POST or None, initial={"since": cairo_today()})

    def shown(status: int) -> HttpResponse:
        return render(request, "catalogue/add.html", {"form": form, "key": new_key()}, status=status)

    def perform(data: dict[str, Any]) -> HttpResponse:
        kind = actions.add_kind(by=request.user, reach=request.reach, today=cairo_today(), **data)
        messages.success(request, _("The kind of service is added."))
        return redirect("service", kind.pk)

    return submit(request, form, perform, shown) if request.method == "POST" else shown(200)


@never_cache
@keepers_only
@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, code: str) -> HttpResponse:
    """What a kind of service is from a day on."""
    kind = get_object_or_404(ServiceType, pk=code)
    form = RevisionForm(request.POST or None, initial=kind.attributes)

    def perform(data: dict[str, Any]) -> HttpResponse:
        actions.revise_kind(
            by=request.user,
            reach=request.reach,
            code=code,
            version=version_of(request),
            today=cairo_today(),
            **data,
        )
        messages.success(request, _("The change is written down."))
        return redirect("service", code)

    def shown(status: int) -> HttpResponse:
        return form_page(request, "catalogue/revise.html", kind, form, status)

    return submit(request, form, perform, shown) if request.method == "POST" else shown(200)


@never_cache
@keepers_only
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """From when on a kind of service is no longer given."""
    kind = get_object_or_404(ServiceType, pk=code)
    form = WithdrawalForm(request.POST or None)

    def perform(data: dict[str, Any]) -> HttpResponse:
        actions.withdraw_kind(
            by=request.user,
            reach=request.reach,
            code=code,
            version=version_of(request),
            today=cairo_today(),
            **data,
        )
        messages.success(request, _("The withdrawal is written down."))
        return redirect("service", code)

    def shown(status: int) -> HttpResponse:
        return form_page(request, "catalogue/withdraw.html", kind, form, status)

    return submit(request, form, perform, shown) if request.method == "POST" else shown(200)


def form_page(request: HttpRequest, template: str, kind: ServiceType, form: Any, status: int) -> HttpResponse:
    """A form about `kind`. After a conflict it carries the present version: who then sends it again has seen that."""
    present = with_versions().get(pk=kind.pk)
    context = {**told_of(present), "form": form, "key": new_key(), "version": present.version}
    return render(request, template, context, status=status)
