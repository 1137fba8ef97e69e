"""How much of an upload is let in, before any of it is read."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from uhis_portal.files.limits import LARGEST_FILE, MEGABYTE

AROUND = MEGABYTE  # for the other fields of the form and its boundaries


class Bounded(FileUploadHandler):
    """Refuses a request that announces more than the largest file (413); those after it keep what is let in."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        if content_length > LARGEST_FILE + AROUND:
            raise RequestDataTooBig("the upload is larger than the largest file")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
