"""Closed by default: an endpoint that says nothing wants a signed-in person."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request


class SignedIn(IsAuthenticated):
    """Anyone who has signed in; what they see is narrowed by their reach."""


class Anyone(AllowAny):
    """A public endpoint."""


class Citizens(IsAuthenticated):
    """A signed-in citizen; staff do the same at their counter, by another door."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(super().has_permission(request, view) and request.user.is_citizen)


class ReadByAll(BasePermission):
    """Reading is for everyone, changing for whom `may_change` says."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.method in SAFE_METHODS:
            return True
        return request.user.is_authenticated and self.may_change(request)

    def may_change(self, request: Request) -> bool:
        """Of somebody who is signed in."""
        raise NotImplementedError
