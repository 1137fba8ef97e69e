"""Lists answer `{next, previous, results}`; nothing is counted, so a long list costs what its page costs."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.pagination import BasePagination, CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from uhis_portal.api.errors import UnreadableParameters

LAST_PAGE = 1000


class Pages(BasePagination):
    """Pages by number, for lists that are short or ranked."""

    page_size = 50
    query_params = ("page",)

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.request = request
        self.number = self.page_number(request)
        start = (self.number - 1) * self.page_size
        rows = list(queryset[start : start + self.page_size + 1])
        self.more = len(rows) > self.page_size and self.number < LAST_PAGE
        return rows[: self.page_size]

    def page_number(self, request: Request) -> int:
        typed = request.query_params.get("page", "1")
        if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:6]) <= LAST_PAGE and len(typed) <= 6):
            raise UnreadableParameters({"page": [_("The page is a number from 1 to 1,000.")]})
        return int(typed)

    def get_paginated_response(self, data: Any) -> Response:
        # Parameters are written anew: bytes that came unencoded would otherwise be encoded twice.
        here = self.request.build_absolute_uri(f"?{self.request.query_params.urlencode()}")
        following = replace_query_param(here, "page", self.number + 1) if self.more else None
        before = None
        if self.number == 2:
            before = remove_query_param(here, "page")
        elif self.number > 2:
            before = replace_query_param(here, "page", self.number - 1)
        return Response({"next": following, "previous": before, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return page_schema(schema)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            {
                "name": "page",
                "in": "query",
                "required": False,
                "schema": {"type": "integer", "minimum": 1, "maximum": LAST_PAGE},
            }
        ]


class Cursor(CursorPagination):
    """Pages by position, for lists that grow while they are read."""

    page_size = 50
    query_params = ("cursor",)

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (NotFound, ValidationError) as fault:
            raise UnreadableParameters({"cursor": [_("This position is not one of the list.")]}) from fault

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return page_schema(schema)


def page_schema(schema: dict[str, Any]) -> dict[str, Any]:
    link = {"type": ["string", "null"], "format": "uri"}
    return {
        "type": "object",
        "required": ["next", "previous", "results"],
        "properties": {"next": link, "previous": link, "results": schema},
    }
