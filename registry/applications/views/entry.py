"""The steps by which a family is entered, one thing a page. The same for a citizen at home and a clerk at a counter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from facilities.directory.models import Facility
from registry.applications import actions, places
from registry.applications.forms import (
    DeclarationForm,
    DistrictForm,
    GovernorateForm,
    PersonForm,
    PhoneForm,
    RelativeForm,
    UnitForm,
)
from registry.applications.models import Applicant, Application
from registry.applications.serializers import ApplicationDetail, ApplicationRow
from registry.applications.views.ways import COUNTER, REGISTER, Way, head_of, tasks_of, with_words
from registry.people.models import Relation
from uhis_portal.calendar import cairo_today
from uhis_portal.display import bilingual, number
from uhis_portal.page import new_key, submit

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@login_not_required
@READ_OR_SEND
def register(request: HttpRequest) -> HttpResponse:
    """What registering takes, for everyone; for a citizen who signed in, the way to start or to go on."""
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(REGISTER.home)
        if not request.user.is_citizen:
            raise PermissionDenied
        return begin(request, REGISTER, "applications/register.html")
    return first_page(request, REGISTER, "applications/register.html")


@COUNTER.open
@READ_OR_SEND
def counter(request: HttpRequest) -> HttpResponse:
    """A clerk starts a family's application, or goes on with one."""
    if request.method == "POST":
        return begin(request, COUNTER, "applications/counter.html")
    return first_page(request, COUNTER, "applications/counter.html")


def first_page(
    request: HttpRequest, way: Way, template: str, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    begun = Application.objects.none()
    if request.user.is_authenticated:
        own = Application.objects.filter(account=request.user, channel=way.channel)
        begun = own.filter(status=Application.Status.DRAFT).in_short().order_by("-begun_at", "pk")[:20]
    drafts = [{**ApplicationRow(draft).data, "url": way.url("tasks", draft.pk)} for draft in begun]
    start_url = f"{reverse('sign-in')}?{urlencode({'next': way.home})}"
    context = {"drafts": drafts, "form": form, "key": new_key(), "start_url": start_url}
    return render(request, template, context, status=status)


def begin(request: HttpRequest, way: Way, template: str) -> HttpResponse:
    form = forms.Form(request.POST)

    def perform(data: dict[str, Any]) -> HttpResponse:
        application = actions.begin(by=request.user, today=cairo_today())
        return redirect(way.url("phone" if way.at_counter else "head", application.pk))

    return submit(request, form, perform, lambda status: first_page(request, way, template, form, status))


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it holds nothing; None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def version_of(request: HttpRequest) -> int:
    """The version in the form's hidden field; 0, which is none, when it was tampered with."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def step(
    request: HttpRequest,
    way: Way,
    draft: Application,
    name: str,
    form: forms.Form,
    save: Callable[[dict[str, Any]], str],
    **more: Any,
) -> HttpResponse:
    """One page with one form; `save` runs the action and says where to go. What was sent already is shown instead."""
    if request.method != "POST" and not draft.is_draft:
        return redirect(way.url("sent", draft.pk))

    def page(status: int) -> HttpResponse:
        now = Application.objects.values_list("version", flat=True).get(pk=draft.pk)
        context = {
            "form": form,
            "way": way,
            "addresses": way.addresses(draft),
            "progress": way.place_of(name),
            "key": new_key(),
            "version": now if status in (200, 412) else request.POST.get("version", now),
            **more,
        }
        template = more.get("template", f"applications/{name}.html")
        return render(request, template, context, status=status)

    if request.method == "POST":
        return submit(request, form, lambda data: redirect(save(data)), page)
    return page(200)


@require_safe
def tasks(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """What is done and what is left."""
    application = way.own(request, pk)
    if not application.is_draft:
        return redirect(way.url("sent", pk))
    context = {"way": way, "tasks": tasks_of(way, application), "reference": application.reference}
    return render(request, "applications/tasks.html", context)


@READ_OR_SEND
def phone(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """The family's mobile number; asked for at a counter only."""
    application = way.own(request, pk)
    form = PhoneForm(posted(request), initial={"phone": application.phone})

    def save(data: dict[str, Any]) -> str:
        return way.after("phone", changed(request, application, data))

    return step(request, way, application, "phone", form, save)


def changed(request: HttpRequest, application: Application, changes: dict[str, Any]) -> Application:
    """The draft after `actions.save`."""
    return actions.save(
        by=request.user,
        application_id=application.pk,
        version=version_of(request),
        changes=changes,
        today=cairo_today(),
    )


@READ_OR_SEND
def head(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """The head of the family."""
    application = way.own(request, pk)
    row = head_of(application)
    form = PersonForm(posted(request), person=row)

    def save(data: dict[str, Any]) -> str:
        put(request, application, row, {"relation": Relation.HEAD, **data})
        return way.after("head", application)

    return step(request, way, application, "head", form, save)


@READ_OR_SEND
def person(request: HttpRequest, way: Way, pk: UUID, person_pk: UUID | None = None) -> HttpResponse:
    """One more person of the family, or a change of one."""
    application = way.own(request, pk)
    row = None
    if person_pk is not None:
        row = one_of(application, person_pk)
    form = RelativeForm(posted(request), person=row)

    def save(data: dict[str, Any]) -> str:
        put(request, application, row, data)
        return way.url("family", pk)

    return step(request, way, application, "family", form, save, template="applications/person.html", row=row)


def one_of(application: Application, person_pk: UUID) -> Applicant:
    """A person of the application; 404 for any other."""
    row = next((row for row in application.applicants.all() if row.pk == person_pk), None)
    if row is None:
        raise Http404
    return row


def put(request: HttpRequest, application: Application, row: Applicant | None, given: dict[str, Any]) -> None:
    actions.put_person(
        by=request.user,
        application_id=application.pk,
        version=version_of(request),
        person_id=row.pk if row else None,
        given=given,
        today=cairo_today(),
    )


@READ_OR_SEND
def remove_person(request: HttpRequest, way: Way, pk: UUID, person_pk: UUID) -> HttpResponse:
    """Ask once more, then take a person out of the draft."""
    application = way.own(request, pk)
    row = one_of(application, person_pk)

    def save(data: dict[str, Any]) -> str:
        actions.remove_person(
            by=request.user, application_id=pk, version=version_of(request), person_id=person_pk
        )
        return way.url("family", pk)

    form = forms.Form(posted(request))
    return step(request, way, application, "family", form, save, template="applications/remove.html", row=row)


@require_safe
def family(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """Everyone entered so far, with ways to add, change and remove."""
    application = way.own(request, pk)
    if not application.is_draft:
        return redirect(way.url("sent", pk))
    context = {
        "way": way,
        "addresses": way.addresses(application),
        "progress": way.place_of("family"),
        "people": people_of(way, application),
        "next_url": way.after("family", application),
    }
    return render(request, "applications/family.html", context)


def people_of(way: Way, application: Application) -> list[dict[str, Any]]:
    """The people as they are sent by the API, with the addresses where each is changed or removed."""
    found = []
    for row in with_words(ApplicationDetail(application).data["applicants"]):
        is_head = row["relation"] == Relation.HEAD
        change = way.url("head", application.pk) if is_head else way.url("person", application.pk, row["id"])
        remove = "" if is_head else way.url("person-remove", application.pk, row["id"])
        found.append({**row, "change": change, "remove": remove})
    return found


@READ_OR_SEND
def governorate(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """Where the family lives: the governorates where registration is open."""
    application = way.own(request, pk)
    offered = places.open_governorates(cairo_today())
    form = GovernorateForm(
        posted(request), offered=offered, initial={"governorate": application.governorate_id}
    )

    def save(data: dict[str, Any]) -> str:
        return way.after("governorate", changed(request, application, data))

    return step(request, way, application, "governorate", form, save)


@READ_OR_SEND
def district(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """The district of the home."""
    application = way.own(request, pk)
    if application.governorate is None:
        return redirect(way.url("governorate", pk))
    offered = places.residence_districts(application.governorate)
    form = DistrictForm(posted(request), offered=offered, initial={"district": application.district_id})
    names = Counter(bilingual(one) for one in offered)
    hints = {one.pk: one.get_kind_display() for one in offered if names[bilingual(one)] > 1}

    def save(data: dict[str, Any]) -> str:
        return way.after("district", changed(request, application, data))

    return step(request, way, application, "district", form, save, hints=hints)


@READ_OR_SEND
def unit(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """The family-medicine unit: those of the own district, and the others when asked for (`?all=1`)."""
    application = way.own(request, pk)
    if application.governorate is None:
        return redirect(way.url("governorate", pk))
    every = places.units_for(application.governorate, application.district, today=cairo_today())
    near = [one for one in every if one.district_id == application.district_id]
    chosen_is_far = application.unit_id is not None and application.unit_id not in {one.pk for one in near}
    offered = every if chosen_is_far or not near or "all" in request.GET else near
    form = UnitForm(posted(request), offered=offered, initial={"unit": application.unit_id})

    def save(data: dict[str, Any]) -> str:
        return way.after("unit", changed(request, application, data))

    return step(
        request,
        way,
        application,
        "unit",
        form,
        save,
        hints={one.pk: unit_hint(one, application, len(offered) > len(near)) for one in offered},
        places_known=any(one.places for one in offered),
        more=more_units(len(every) - len(offered)),
    )


def more_units(left_out: int) -> str:
    """The words that lead to the units of other districts; empty when all are shown."""
    if left_out == 0:
        return ""
    words = ngettext(
        "Show %(count)s unit in other districts", "Show %(count)s units in other districts", left_out
    )
    return words % {"count": number(left_out)}


def unit_hint(unit: Facility, application: Application, say_where: bool) -> str:
    """Where a unit is, and how many free places it has when that is known."""
    parts = []
    if say_where:
        own = application.district_id is not None and unit.district_id == application.district_id
        parts.append(_("In your district") if own else bilingual(unit.district))
    if unit.free_places is not None:
        free = ngettext("%(free)s free place", "%(free)s free places", unit.free_places)
        parts.append(free % {"free": number(unit.free_places)})
    return " · ".join(part for part in parts if part)


@READ_OR_SEND
def check(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """Everything once more, the declaration, and sending."""
    application = way.own(request, pk)
    if (
        request.method != "POST"
        and actions.missing(application, today=cairo_today())
        and application.is_draft
    ):
        return redirect(way.url("tasks", pk))
    form = DeclarationForm(posted(request))

    def save(data: dict[str, Any]) -> str:
        actions.send(
            by=request.user,
            application_id=pk,
            declared=data["declared"],
            now=timezone.now(),
            today=cairo_today(),
            version=version_of(request),
        )
        return way.url("sent", pk)

    shown = ApplicationDetail(application).data
    return step(
        request, way, application, "check", form, save, application=shown, people=people_of(way, application)
    )


@require_safe
def sent(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """Where a sent application stands: its reference number and what happens next."""
    application = way.own(request, pk)
    if application.is_draft:
        return redirect(way.url("tasks", pk))
    context = {
        "way": way,
        "application": ApplicationDetail(application).data,
        "people": people_of(way, application),
    }
    return render(request, "applications/sent.html", context)
