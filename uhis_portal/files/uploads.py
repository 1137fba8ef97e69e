"""How much of an upload is let in, before any of it is read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from uhis_portal.files.limits import LARGEST_FILE, LARGEST_PICTURE, MEGABYTE

AROUND = MEGABYTE  # for the other fields of the form and its boundaries
READ_TO_THE_END = 200 * MEGABYTE  # a request with a picture: its fields are kept, and the answer is heard


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


class OnePicture(FileUploadHandler):
    """Holds one file in memory, and of one that is too large only its size: the other fields are read all the same."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        self.held: BytesIO | None = None
        if content_length > READ_TO_THE_END:
            raise RequestDataTooBig("the upload is larger than is read to its end")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.held is not None:
            raise SkipFile("one picture at a time")
        self.held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self.held is not None  # noqa: S101 (new_file came before)
        if start + len(raw_data) <= LARGEST_PICTURE:
            self.held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        assert self.held is not None  # noqa: S101
        self.held.seek(0)
        return InMemoryUploadedFile(
            self.held, self.field_name, self.file_name or "", self.content_type, file_size, self.charset
        )


View = Callable[..., HttpResponse]


def takes_a_picture(view: View) -> View:
    """Page whose form sends one picture. How it is read must be said before the CSRF token is looked for."""
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [OnePicture(request)]
        return protected(request, *args, **kwargs)

    return guarded


class TakesAPicture:
    """Mix-in of an endpoint that is sent one picture; it stands before Idempotent."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [OnePicture(request)]
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
