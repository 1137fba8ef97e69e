"""Reading JSON strictly, so that every body means one thing or is refused."""

import json
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from uhis_portal.api.errors import TooLarge


class StrictJSON(JSONParser):
    """JSON of at most DATA_UPLOAD_MAX_MEMORY_SIZE bytes, read by `read_json`."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge()
        try:
            data = read_json(body)
        except ValueError as fault:
            raise ParseError(_("The body is not valid JSON.")) from fault
        if data is None:
            raise ParseError(_("The body is not valid JSON."))
        return data


def read_json(body: bytes) -> Any:
    """JSON as UTF-8 without repeated names, NaN and lone surrogates; ValueError for anything else."""
    try:
        data = json.loads(body.decode("utf-8"), object_pairs_hook=unique_names, parse_constant=refuse)
        if b"\\u" in body:  # what is written out as UTF-8 holds no lone surrogates
            json.dumps(data, ensure_ascii=False).encode("utf-8")
    except RecursionError as fault:
        raise ValueError("nested too deeply") from fault
    return data


def unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
