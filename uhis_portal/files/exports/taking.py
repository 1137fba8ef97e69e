"""A file as it is sent: its parts one after another, each read in a transaction of its own."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from django.http import StreamingHttpResponse

from uhis_portal.files.exports.models import Export, ExportPart
from uhis_portal.reach import Reach, within


def sent(one: Export, reach: Reach) -> StreamingHttpResponse:
    """The download; whoever calls this has made sure that it may be had, and noted that it was."""
    response = StreamingHttpResponse(pieces(one, reach), content_type=one.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{one.file_name}"'
    response.headers["Content-Length"] = str(one.size)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def pieces(one: Export, reach: Reach) -> Iterator[bytes]:
    """The bytes of the file, a part at a time. It ends early, and so visibly, when the file is forgotten meanwhile."""
    for number in range(one.parts_kept):
        with within(reach):
            parts = ExportPart.objects.filter(export=one, number=number)
            content = parts.values_list("content", flat=True).first()
        if content is None:
            return
        yield zlib.decompress(content)
