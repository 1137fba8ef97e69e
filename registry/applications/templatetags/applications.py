"""The panel of a citizen's applications, for the citizen's own page."""

from typing import Any

from django import template

from registry.applications.models import Application
from registry.applications.serializers import ApplicationDetail
from registry.applications.views.ways import REGISTER

register = template.Library()
SHOWN = 20


@register.inclusion_tag("applications/panel.html", takes_context=True)
def own_applications(context: dict[str, Any]) -> dict[str, Any]:
    """The applications of the one who is signed in, the latest first, each with what happens next."""
    account = context["request"].user
    found = Application.objects.whole().filter(account=account).order_by("-begun_at", "pk")[:SHOWN]
    return {
        "applications": [
            {
                **ApplicationDetail(one, context={"account": account.pk}).data,
                "url": REGISTER.url("tasks" if one.may_be_changed else "sent", one.pk),
            }
            for one in found
        ]
    }
