"""The reviewers' pages of possible duplicates: the queue, two records side by side, what becomes of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from facilities.staff.access import STAFF, requires
from registry.people.duplicates import actions
from registry.people.duplicates.forms import QUEUE, MergeForm, QueueForm, ReasonForm
from registry.people.duplicates.likeness import percent
from registry.people.duplicates.pairs import Pair, in_list, side_by_side
from registry.people.duplicates.serializers import PairDetail, PairRow
from registry.people.models import PossibleDuplicate, Relation, Sex
from uhis_portal.calendar import cairo_today
from uhis_portal.display import day
from uhis_portal.page import new_key, page_of, submit, version_of

A_PAGE = 25


@never_cache
@requires(*STAFF)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Pairs of the governorates one reviews: the likeliest first, of the same likeness the longest waiting."""
    form = QueueForm(request.GET or None)
    status = (form.is_valid() and form.cleaned_data["status"]) or PossibleDuplicate.Status.WAITING
    found = PossibleDuplicate.objects.reviewed_in(request.reach).filter(status=status).likeliest_first()
    rows, beside = page_of(request, found, A_PAGE, kept={"status": status})
    pairs = PairRow(in_list(request.user, rows), many=True).data
    context = {
        "form": QueueForm(initial={"status": status}),
        "status": status,
        "caption": dict(QUEUE)[PossibleDuplicate.Status(status)],
        "pairs": [in_words(pair) for pair in pairs],
        "today": cairo_today(),
        **beside,
    }
    return render(request, "people/duplicates/queue.html", context)


def opened(request: HttpRequest, pk: UUID) -> Pair:
    """A pair of a governorate that one reviews; 404 for any other."""
    try:
        return side_by_side(request.user, request.reach, pk)
    except PossibleDuplicate.DoesNotExist:
        raise Http404 from None


@never_cache
@requires(*STAFF)
@require_safe
def pair(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Two records side by side. That both were read is noted."""
    return pair_page(request, opened(request, pk))


def pair_page(
    request: HttpRequest,
    found: Pair,
    form: forms.Form | None = None,
    undoing: forms.Form | None = None,
    judging: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = in_words(PairDetail(found).data)
    context = {
        "pair": shown,
        "sides": shown["people"],
        "rows": compared(found, shown["people"]),
        "names": marked(*(person["full_name"] for person in shown["people"])),
        "births": marked(*(day(person["birth_date"]) for person in shown["people"])),
        "today": cairo_today(),
        "decided_by": found.judged.decided_by,
        "survivor": found.sides[0].person if found.merge else None,
        "kept": found.sides[0].membership if found.merge else None,
        "form": form or MergeForm(pair=found),
        "hints": {person["id"]: hint(person) for person in shown["people"]},
        "undoing": undoing or ReasonForm(),
        "judging": judging,
        "key": new_key(),
        "version": found.judged.version,
    }
    return render(request, "people/duplicates/pair.html", context, status=status)


def in_words(pair: dict[str, Any]) -> dict[str, Any]:
    """A represented pair with what a page says beside it."""
    shown = {**pair, "percent": percent(float(pair["score"]))}
    shown["people"] = [with_words(person) for person in pair["people"]]
    return shown


def with_words(person: dict[str, Any]) -> dict[str, Any]:
    shown = {**person, "sex_label": Sex(person["sex"]).label}
    membership = person.get("membership")
    if membership:
        shown["membership"] = {**membership, "relation_label": Relation(membership["relation"]).label}
    return shown


def hint(person: dict[str, Any]) -> str:
    """What tells two records of one name apart where one is chosen."""
    number = person["national_id"] or person["code"]
    told = [number, person["membership"]["file_number"]] if person["membership"] else [number]
    return " · ".join(f"\u2066{each}\u2069" for each in told)  # each from left to right, in both languages


def compared(found: Pair, people: list[dict[str, Any]]) -> dict[str, bool]:
    """By field, whether the two say something else: of numbers also where only a hidden digit differs."""
    one, other = people
    fields = ("full_name", "birth_date", "sex", "birth_governorate", "governorate", "unit", "died_on")
    numbers = [
        [
            known and bytes(known)
            for known in (
                side.person.national_id_index,
                side.person.passport_index,
                side.person.certificate_index,
            )
        ]
        for side in found.sides
    ]
    return {**{name: one[name] != other[name] for name in fields}, "known_by": numbers[0] != numbers[1]}


def marked(one: str, other: str) -> list[list[tuple[str, bool]]]:
    """Both texts in words, each with whether it is none of the other's."""
    words = one.split(), other.split()
    return [[(word, word not in there) for word in here] for here, there in (words, words[::-1])]


@never_cache
@requires(*STAFF)
@require_POST
def merge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The two are one person."""
    form = MergeForm(request.POST, pair=opened(request, pk))

    def perform(data: dict[str, Any]) -> HttpResponse:
        made = actions.merge(
            by=request.user,
            reach=request.reach,
            pair_id=pk,
            survivor=data["survivor"],
            membership=data.get("membership"),
            reason=data["reason"],
            now=timezone.now(),
            today=cairo_today(),
            version=version_of(request),
        )
        messages.success(request, _("%(name)s is one person now.") % {"name": made.survivor.full_name})
        return redirect("possible-duplicate", pk)

    return submit(
        request, form, perform, lambda status: pair_page(request, opened(request, pk), form, status=status)
    )


@never_cache
@requires(*STAFF)
@require_POST
def not_the_same(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The two are not the same; they are never queued again."""
    opened(request, pk)
    form = forms.Form(request.POST)

    def perform(data: dict[str, Any]) -> HttpResponse:
        actions.not_the_same(
            by=request.user, reach=request.reach, pair_id=pk, now=timezone.now(), version=version_of(request)
        )
        messages.success(request, _("It is remembered that these are two people."))
        return redirect("possible-duplicates")

    return submit(
        request,
        form,
        perform,
        lambda status: pair_page(request, opened(request, pk), judging=form, status=status),
    )


@never_cache
@requires(*STAFF)
@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a merge back."""
    opened(request, pk)
    form = ReasonForm(request.POST)

    def perform(data: dict[str, Any]) -> HttpResponse:
        actions.undo_merge(
            by=request.user,
            reach=request.reach,
            pair_id=pk,
            reason=data["reason"],
            now=timezone.now(),
            version=version_of(request),
        )
        messages.success(request, _("The merge is undone: both records stand as before."))
        return redirect("possible-duplicate", pk)

    return submit(
        request,
        form,
        perform,
        lambda status: pair_page(request, opened(request, pk), undoing=form, status=status),
    )
