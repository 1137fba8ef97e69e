"""Closed by default: an endpoint that says nothing wants a signed-in person."""

from typing import Any

from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request


class SignedIn(IsAuthenticated):
    """Anyone who has signed in; what they see is narrowed by their reach."""


class Anyone(AllowAny):
    """A public endpoint."""


class Citizens(IsAuthenticated):
    """A signed-in citizen; staff do the same at their counter, by another door."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(super().has_permission(request, view) and request.user.is_citizen)
