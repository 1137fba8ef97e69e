"""Photographed papers of an application: added and removed by who enters it, looked at by reviewers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from registry.applications.models import Applicant, Application, Paper
from registry.people.actions import facility_of
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.files.documents import keep_picture
from uhis_portal.files.models import Document
from uhis_portal.refusals import Conflict

MOST_PAPERS = 20
MOST_UNSENT = 200  # pictures of one account in all that it has not sent


def add_paper(
    *,
    by: Account,
    application_id: UUID,
    kind: str,
    file: UploadedFile | None,
    now: datetime,
    person: str = "",
) -> Paper:
    """Keep a picture of a paper with a draft; `person` is the id of whom it is about, empty for the family.

    Adding one collides with no other change, so it asks for no version. Raises ValidationError at `kind`, `person`,
    and at `file` (too_many, too_many_unsent, and as `keep_picture`); Conflict (409) once it was sent.
    """
    with transaction.atomic():
        # Making the picture anew takes seconds: nobody waits for them, so it is done before the lock is taken.
        about(own_open(by, application_id), kind, person, has_picture=file is not None)
        document = keep_picture(by=by, file=file, now=now)
        application = hold_open(by, application_id)
        applicant = about(application, kind, person)
        paper = Paper.objects.create(
            application=application,
            applicant=applicant,
            kind=kind,
            document=document,
            account=by,
            added_at=now,
        )
        note(
            by=by,
            action="applications.add_paper",
            subject=paper,
            facility=facility_of(by),
            details={"application": str(application.pk), "kind": kind},
        )
    return paper


def remove_paper(*, by: Account, application_id: UUID, paper_id: UUID) -> Application:
    """Forget a picture that one added to a draft; Paper.DoesNotExist when there is none, Conflict once it was sent."""
    with transaction.atomic():
        application = hold_open(by, application_id)
        paper = application.papers.select_related("document").defer("document__content").get(pk=paper_id)
        note(
            by=by,
            action="applications.remove_paper",
            subject=paper,
            facility=facility_of(by),
            details={"application": str(application.pk), "kind": paper.kind},
        )
        paper.delete()
        paper.document.delete()
    return application


def about(application: Application, kind: str, person: str, *, has_picture: bool = True) -> Applicant | None:
    """Whom one more paper of an application is about; ValidationError where it takes none such. See `add_paper`."""
    faults = {}
    if kind not in Paper.Kind.values:
        faults["kind"] = ValidationError(
            _("Choose what paper this is."), code="unknown" if kind else "required"
        )
    people = {str(row.pk): row for row in application.applicants.all()}
    if person and person not in people:
        faults["person"] = ValidationError(_("There is no such person in this application."), code="unknown")
    if application.papers.count() >= MOST_PAPERS:
        faults["file"] = ValidationError(
            _("An application takes %(most)s pictures. Remove one first."),
            code="too_many",
            params={"most": MOST_PAPERS},
        )
    elif Paper.objects.filter(account=application.account_id, governorate=None).count() >= MOST_UNSENT:
        faults["file"] = ValidationError(
            _("You have %(most)s pictures in applications that are not sent. Send or withdraw one first."),
            code="too_many_unsent",
            params={"most": MOST_UNSENT},
        )
    elif not has_picture:
        faults["file"] = ValidationError(_("Take or choose a picture."), code="required")
    if faults:
        raise ValidationError(faults)
    return people.get(person)


def hold_open(by: Account, application_id: UUID) -> Application:
    """The application of `by`, locked until the transaction ends, while its papers can be changed."""
    return own_open(by, application_id, Application.objects.select_for_update())


def own_open(by: Account, application_id: UUID, among: QuerySet[Application] | None = None) -> Application:
    """The application of `by`, while its papers can be changed."""
    found = (Application.objects.all() if among is None else among).get(pk=application_id, account=by)
    if not found.may_be_changed:
        raise Conflict(_("This application was sent and can no longer be changed."), code="sent")
    return found


def forget_papers(application: Application) -> int:
    """Delete the pictures of an application that was given up before anybody else could see them; how many."""
    documents = list(application.papers.values_list("document", flat=True))
    application.papers.all().delete()
    Document.objects.filter(pk__in=documents).delete()
    return len(documents)


def let_go_of(people: Iterable[Applicant]) -> None:
    """Keep the papers of people who are taken out: from now on they are the family's."""
    Paper.objects.filter(applicant__in=people).update(applicant=None)


def show_to_reviewers(application: Application) -> None:
    """Let reviewers of the application's governorate see its papers, now that it is sent."""
    application.papers.update(governorate=application.governorate_id)
    Document.objects.filter(pk__in=application.papers.values("document")).update(
        governorate=application.governorate_id or ""
    )


def papers_missing(application: Application) -> ValidationError | None:
    """What keeps an application without a picture from being sent, where PAPERS_NEEDED is set."""
    if not settings.PAPERS_NEEDED or application.papers.exists():
        return None
    return ValidationError(
        _("Add at least one picture, such as the ID card of the head of the family."), code="required"
    )


def open_paper(*, by: Account, paper: Paper) -> Document:
    """The picture, and that `by` opened it."""
    note(
        by=by,
        action="applications.read_paper",
        subject=paper,
        facility=facility_of(by),
        details={"application": str(paper.application_id)},
    )
    return paper.document
