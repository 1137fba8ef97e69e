"""Endpoints of facilities. Public, for reading only."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from facilities.directory.finder import live
from facilities.directory.finder.answer import Link
from facilities.directory.finder.asking import ask
from facilities.directory.finder.detail import detail_as_json
from facilities.directory.finder.parameters import PARAMETERS
from facilities.directory.keeping.api import NewFacilities
from facilities.directory.serializers.found import FacilityInFull, FacilityPage
from uhis_portal.api.errors import UnreadableParameters
from uhis_portal.api.permissions import Anyone
from uhis_portal.calendar import cairo_now


class Facilities(NewFacilities, APIView):
    """The finder. `q` decides what matches, `near` orders equals, the other parameters narrow; the best match comes
    first. Without `q` and `near` facilities come by name.
    """

    permission_classes = [Anyone]

    @extend_schema(operation_id="facilities_list", parameters=PARAMETERS, responses=FacilityPage)
    def get(self, request: Request) -> HttpResponse:
        return prepared(request, ask(request.query_params, cairo_now()).as_json(pages_of(request)))


class OneFacility(APIView):
    """A facility by its code, such as LX-H2: what is known of it, and as of when."""

    permission_classes = [Anyone]

    @extend_schema(operation_id="facilities_retrieve", responses=FacilityInFull)
    def get(self, request: Request, code: str) -> HttpResponse:
        if request.query_params:
            raise UnreadableParameters(
                {name: [_("There is no such parameter.")] for name in request.query_params}
            )
        body = detail_as_json(live.current(), code, cairo_now())
        if body is None:
            raise Http404
        return prepared(request, body)


def pages_of(request: Request) -> Link:
    """The absolute addresses of the pages of a question; the first one's says no page."""

    def address(page: int) -> str:
        # Parameters are written anew: bytes that came unencoded would otherwise be encoded twice.
        asked_for = [(name, value) for name, value in request.query_params.items() if name != "page"]
        if page > 1:
            asked_for.append(("page", str(page)))
        whole = request._request
        return f"{whole.scheme}://{whole.get_host()}{whole.path}?{urlencode(asked_for)}"

    return address


def prepared(request: Request, body: bytes) -> HttpResponse:
    """JSON that is written already, with its ETag; 304 to whoever has it."""
    etag = f'"{sha256(body).hexdigest()}"'
    response = HttpResponse(body, content_type="application/json", headers={"ETag": etag})
    if "HTTP_IF_NONE_MATCH" not in request.META:
        return response
    return get_conditional_response(request._request, etag=etag, response=response) or response
