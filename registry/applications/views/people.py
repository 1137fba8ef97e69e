"""The pages of who belongs to the family: head, spouses, children and dependants, and what each adult works."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from registry.applications import actions
from registry.applications.forms import FORMS_OF_PEOPLE, FORMS_OF_RELATIVES, NameForm, WorkForm
from registry.applications.models import Applicant, Application, KnownBy
from registry.applications.views.entry import (
    READ_OR_SEND,
    mending_of,
    of_the_family,
    one_of,
    people_of,
    posted,
    shown,
    step,
)
from registry.applications.views.ways import Way, head_of
from registry.applications.work import with_work
from registry.people.ages import is_adult
from registry.people.models import Relation, Sex
from uhis_portal.calendar import cairo_today
from uhis_portal.page import version_of

OFFERED_AS = {
    "spouse": [Relation.SPOUSE],
    "child": [Relation.CHILD, Relation.PARENT, Relation.DEPENDANT],
}


def known_by(request: HttpRequest, row: Applicant | None) -> str:
    """By what the person is known: as the form says that was sent, else the address (`?by=`), else what was typed before.

    Who changes the way keeps what was typed so far, as far as it is asked for there too.
    """
    typed = posted(request)
    said = request.GET.get("by", "") if request.method != "POST" else ""
    if said not in KnownBy.values and typed is not None:
        said = typed.get("known_by", "")
    return said if said in KnownBy.values else row.known_by if row else KnownBy.NATIONAL_ID


def form_of(
    request: HttpRequest, application: Application, row: Applicant | None, kind: type[NameForm]
) -> NameForm:
    """The form of one person; guardians are the other adults, by their place among the people."""
    rows = list(application.applicants.all())
    today = cairo_today()
    guardians = [
        (str(place), other.full_name)
        for place, other in enumerate(rows)
        if is_adult(other.birth_date, today) and (row is None or other.pk != row.pk)
    ]
    form = kind(posted(request), person=row, guardians=guardians)
    places = {other.pk: str(place) for place, other in enumerate(rows)}
    if row is not None and row.guardian_id in places:
        form.initial["guardian"] = places[row.guardian_id]
    return form


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
def head(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """The head of the family."""
    application = way.own(request, pk)
    row = head_of(application)
    kind = known_by(request, row)
    if kind == KnownBy.CERTIFICATE:
        kind = KnownBy.NATIONAL_ID
    form = form_of(request, application, row, FORMS_OF_PEOPLE[kind])

    def save(data: dict[str, Any]) -> str:
        put(request, application, row, {**data, "relation": Relation.HEAD, "known_by": kind})
        return way.after("head", application)

    return step(request, way, application, "head", form, save, row=row, known_by=kind)


@READ_OR_SEND
def person(request: HttpRequest, way: Way, pk: UUID, person_pk: UUID | None = None) -> HttpResponse:
    """One more person of the family (`?as=spouse` or `child`, `?by=certificate` or `passport`), or a change of one."""
    application = way.own(request, pk)
    row = one_of(application, person_pk) if person_pk is not None else None
    kind = known_by(request, row)
    form = form_of(request, application, row, FORMS_OF_RELATIVES[kind])
    wanted = request.GET.get("as", "") if row is None else ""
    if wanted in OFFERED_AS:
        offered = OFFERED_AS[wanted]
        form.fields["relation"].choices = [(one.value, one.label) for one in offered]
        form.initial["relation"] = offered[0].value
    if kind == KnownBy.CERTIFICATE and row is None:
        form.initial["relation"] = Relation.CHILD.value

    def save(data: dict[str, Any]) -> str:
        put(request, application, row, {**data, "known_by": kind})
        return way.url("spouses" if data["relation"] == Relation.SPOUSE else "family", pk)

    return step(
        request,
        way,
        application,
        "spouses" if wanted == "spouse" else "family",
        form,
        save,
        template="applications/person.html",
        row=row,
        known_by=kind,
        wanted=wanted,
        only_spouse=wanted == "spouse",
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
        return way.url("spouses" if row.relation == Relation.SPOUSE else "family", pk)

    form = forms.Form(posted(request))
    return step(request, way, application, "family", form, save, template="applications/remove.html", row=row)


@require_safe
def spouses(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """The head, as read from the number, and the spouse or spouses, with a way to add one."""
    return list_page(request, way, pk, "spouses", (Relation.HEAD, Relation.SPOUSE))


@require_safe
def family(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """Everyone entered so far, with ways to add, change and remove."""
    return list_page(request, way, pk, "family", tuple(Relation))


def list_page(
    request: HttpRequest, way: Way, pk: UUID, name: str, relations: tuple[Relation, ...]
) -> HttpResponse:
    application = way.own(request, pk)
    if not application.may_be_changed:
        return redirect(way.url("sent", pk))
    whole = shown(request, application)
    people = [one for one in people_of(way, application, whole) if one["relation"] in relations]
    has_spouse = any(one["relation"] == Relation.SPOUSE for one in people)
    context = {
        "way": way,
        "addresses": way.addresses(application),
        "progress": way.place_of(name),
        "people": people,
        "has_head": any(one["relation"] == Relation.HEAD for one in people),
        "has_spouse": has_spouse,
        "may_add_spouse": not has_spouse
        or any(one["relation"] == Relation.HEAD and one["sex"] == Sex.MALE for one in people),
        "oddities": of_the_family(whole),
        "mending": mending_of(application, ("applicants",)),
        "next_url": way.after(name, application),
    }
    return render(request, f"applications/{name}.html", context)


@require_safe
def work(request: HttpRequest, way: Way, pk: UUID) -> HttpResponse:
    """What each adult works: the next one who was not asked yet, else all of them to read over."""
    application = way.own(request, pk)
    if not application.may_be_changed:
        return redirect(way.url("sent", pk))
    row = next_without_work(application)
    if row is not None:
        return redirect(way.url("person-work", pk, row.pk))
    whole = shown(request, application)
    people = [one for one in people_of(way, application, whole) if one["adult"]]
    context = {
        "addresses": way.addresses(application),
        "progress": way.place_of("work"),
        "people": with_work(people),
        "next_url": way.after("work", application),
    }
    return render(request, "applications/work.html", context)


def next_without_work(application: Application) -> Applicant | None:
    """The first adult of whom nobody said what work it is."""
    today = cairo_today()
    rows = actions.in_order(application)
    return next((row for row in rows if not row.work and is_adult(row.birth_date, today)), None)


@READ_OR_SEND
def person_work(request: HttpRequest, way: Way, pk: UUID, person_pk: UUID) -> HttpResponse:
    """By which category one adult pays."""
    application = way.own(request, pk)
    row = one_of(application, person_pk)
    initial = {"work": row.work, "monthly_income": row.monthly_income}
    form = WorkForm(posted(request), initial=initial)

    def save(data: dict[str, Any]) -> str:
        actions.put_work(
            by=request.user,
            application_id=pk,
            version=version_of(request),
            person_id=person_pk,
            given=data,
            today=cairo_today(),
        )
        following = next_without_work(application)
        return way.url("person-work", pk, following.pk) if following else way.after("work", application)

    return step(
        request, way, application, "work", form, save, template="applications/person_work.html", row=row
    )
