"""Who is asking: the session of the portal, with CSRF checked on every change."""

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class Session(SessionAuthentication):
    """The session cookie. An answer to nobody is 401, not 403."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"
