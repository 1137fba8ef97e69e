"""What waits for a decision about families: the same links on each of its pages, for who comes in there."""

from datetime import date, datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from facilities.staff.access import has_role
from facilities.staff.models import Role
from uhis_portal.calendar import CAIRO
from uhis_portal.display import number

register = template.Library()
ADMINISTRATORS = (Role.GOVERNORATE_ADMINISTRATOR, Role.NATIONAL_ADMINISTRATOR)
DECIDED_BY_ALL = [
    ("applications", _("Applications")),
    ("life-events", _("Changes of families")),
    ("unit-requests", _("Requests for another unit")),
    ("possible-duplicates", _("Possible duplicates")),
]


@register.inclusion_tag("people/queues.html", takes_context=True)
def family_queues(context: dict[str, Any]) -> dict[str, Any]:
    """Links: {url, label, current}."""
    request = context["request"]
    wanted = list(DECIDED_BY_ALL)
    if has_role(request.user, *ADMINISTRATORS):
        wanted.append(("handovers", _("Units that hand over their families")))
    if has_role(request.user, Role.CLERK):
        wanted.append(("file-access", _("Who reads a family's file")))
    links = [
        {"url": reverse(name), "label": label, "current": request.path == reverse(name)}
        for name, label in wanted
    ]
    return {"links": links}


@register.simple_tag
def waited(since: datetime | str, today: date) -> str:
    """For how many days somebody has waited by `today`; `since` is a moment, or an ISO 8601 string of one."""
    began = datetime.fromisoformat(since) if isinstance(since, str) else since
    days = (today - began.astimezone(CAIRO).date()).days
    if days < 1:
        return gettext("since today")
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": number(days)}
