"""Versions of things: an answer carries its version as ETag, and a change says in If-Match which version it saw."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from uhis_portal.refusals import Stale, VersionRequired

HEADER = "If-Match"
IF_MATCH = OpenApiParameter(
    HEADER, OpenApiTypes.STR, OpenApiParameter.HEADER, required=True, description="The ETag that was read."
)
IF_MATCH_OPTIONAL = OpenApiParameter(
    HEADER, OpenApiTypes.STR, OpenApiParameter.HEADER, description="The ETag that was read."
)


def etag(version: int) -> str:
    """The ETag of a version, such as "3" with its quotation marks."""
    return f'"{version}"'


def version_seen(request: HttpRequest) -> int:
    """The version in If-Match. VersionRequired (428) without one; Stale (412) for what is no ETag of the portal."""
    version = version_seen_if_any(request)
    if version is None:
        raise VersionRequired(_("Send the ETag that you read as If-Match."), code="version_required")
    return version


def version_seen_if_any(request: HttpRequest) -> int | None:
    """The version in If-Match; None without one, or for `*`, which names none."""
    given = request.headers.get(HEADER, "").strip()
    if given in ("", "*"):
        return None
    digits = given.removeprefix("W/").strip('"')
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise Stale(_("This has changed since you read it."), code="stale")
    return int(digits)
