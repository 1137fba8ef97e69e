"""Closed by default: an endpoint that says nothing wants a signed-in person."""

from rest_framework.permissions import AllowAny, IsAuthenticated


class SignedIn(IsAuthenticated):
    """Anyone who has signed in; what they see is narrowed by their reach."""


class Anyone(AllowAny):
    """A public endpoint."""
