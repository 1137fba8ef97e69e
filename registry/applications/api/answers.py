"""How an endpoint answers with an application, and who may ask."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from facilities.staff.access import has_role
from facilities.staff.models import Role
from registry.applications.models import Application
from registry.applications.serializers import ApplicationDetail
from uhis_portal.api.preconditions import etag
from uhis_portal.calendar import cairo_today


class MayEnter(BasePermission):
    """Citizens for themselves, clerks at their counter."""

    def has_permission(self, request: Request, view: Any) -> bool:
        account = request.user
        return account.is_authenticated and (account.is_citizen or has_role(account, Role.CLERK))


class MayEnterOrRead(MayEnter):
    """Everyone may ask for what is in their reach; entering is for citizens and clerks."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return (request.user.is_authenticated and request.method == "GET") or super().has_permission(
            request, view
        )


class CitizensOnly(BasePermission):
    """Citizens, for what goes by their own number."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.user.is_authenticated and request.user.is_citizen


def represented(request: Request, application: Application, status: int = 200) -> Response:
    """An application read anew, as `request` may see it, with its ETag."""
    whole = Application.objects.whole().get(pk=application.pk)
    context = {"account": request.user.pk, "today": cairo_today()}
    return Response(
        ApplicationDetail(whole, context=context).data, status=status, headers={"ETag": etag(whole.version)}
    )
