"""Reading JSON strictly, so that every body means one thing or is refused."""

import json
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from uhis_portal.api.errors import TooLarge


class StrictJSON(JSONParser):
    """JSON of at most DATA_UPLOAD_MAX_MEMORY_SIZE bytes: UTF-8, no repeated names, no NaN, no lone surrogates."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge()
        try:
            text = body.decode("utf-8")
            data = json.loads(text, object_pairs_hook=unique_names, parse_constant=refuse)
            json.dumps(data, ensure_ascii=False).encode("utf-8")
        except (ValueError, RecursionError) as fault:
            raise ParseError(_("The body is not valid JSON.")) from fault
        if data is None:
            raise ParseError(_("The body is not valid JSON."))
        return data


def unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
