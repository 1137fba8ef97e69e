"""Which files somebody may see: one's own and those of the own area, of kinds that one may have."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from uhis_portal.accounts.models import Account
from uhis_portal.files.exports.exporting import exporters_for
from uhis_portal.files.exports.models import Export
from uhis_portal.reach import Reach


def seen_by(account: Account, reach: Reach) -> QuerySet[Export]:
    """Files that `account` may know of, not yet sorted."""
    kinds = list(exporters_for(account, reach))
    return Export.objects.visible_to(reach).filter(kind__in=kinds).select_related("account")


def one_seen(account: Account, reach: Reach, pk: UUID) -> Export:
    """One of them; Http404 also for a file of an area that is one's own no more."""
    one = seen_by(account, reach).filter(pk=pk).first()
    if one is None or one.exporter is None or not one.exporter.may(account, reach):
        raise Http404
    return one


def file_of(account: Account, reach: Reach, pk: UUID) -> Export:
    """One whose file is there; Http404 while it is not, or no more."""
    one = one_seen(account, reach, pk)
    if not one.can_be_had:
        raise Http404
    return one
