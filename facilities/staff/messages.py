"""The message that brings an invitation's link.

In Arabic, whoever invites: the language of the invited is not known yet. With a link it cannot be one message of 70
characters; it is kept to the 134 of two.
"""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from facilities.staff.models import Invitation
from uhis_portal.notices.actions import send


def link_of(token: str, portal: str) -> str:
    """The address that opens an invitation, in the active language; `portal` such as https://uhis.example."""
    return portal.rstrip("/") + reverse("join", args=[token])


def tell_invited(invitation: Invitation, token: str, portal: str) -> None:
    """Send the link to the mobile number, if there is one."""
    if invitation.mobile is not None:
        with override("ar"):
            body = _("Your invitation to the health insurance portal, valid for 7 days: %(link)s")
            send(to=invitation.mobile, body=body % {"link": link_of(token, portal)})
