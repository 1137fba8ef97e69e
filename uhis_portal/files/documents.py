"""Photographed papers: taken in, made anew, sealed, and shown to the few who may see them."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore, Lock

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _

from uhis_portal.accounts.models import Account
from uhis_portal.files import picture
from uhis_portal.files.limits import LARGEST_PICTURE, MEGABYTE
from uhis_portal.files.models import Document
from uhis_portal.refusals import Busy

MEGAPIXEL = 1_000_000
WITHIN = 20  # seconds in which a picture is made anew
ACCEPTED = "image/jpeg,image/png,image/webp"

# One at a time in a web process: a picture takes up to a gigabyte while it is made. One more may wait for it, and no
# others: they would hold all threads of the process, and whoever only reads would wait for pictures.
making = Lock()
places = BoundedSemaphore(2)
PATIENCE = 1  # second in which a place may become free

HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class PictureTooLarge(ValidationError):
    """The file is larger than the portal takes; said at its field (413)."""

    status = 413


@dataclass(frozen=True)
class Picture:
    """A JPEG that the portal made: its bytes, and its size in pixels."""

    content: bytes
    width: int
    height: int


def keep_picture(*, by: Account, file: UploadedFile | None, now: datetime, governorate: str = "") -> Document:
    """A sealed picture of what was sent, seen by `by`, and by reviewers of `governorate` where one is given.

    Raises ValidationError at `file`: required, not_a_picture, too_many_pixels; PictureTooLarge: too_large.
    """
    try:
        made = made_anew(read_upload(file))
    except ValidationError as fault:
        raise type(fault)({"file": fault}) from fault
    return Document.objects.create(
        account=by,
        governorate=governorate,
        content=made.content,
        digest=hashlib.sha256(made.content).digest(),
        size=len(made.content),
        width=made.width,
        height=made.height,
        made_at=now,
    )


def read_upload(file: UploadedFile | None) -> bytes:
    """What was sent, when it is not too much."""
    if file is None:
        raise ValidationError(_("Take or choose a picture."), code="required")
    if (file.size or 0) > LARGEST_PICTURE:
        raise PictureTooLarge(
            _("This picture is larger than %(megabytes)s MB. Take it again at a lower resolution."),
            code="too_large",
            params={"megabytes": LARGEST_PICTURE // MEGABYTE},
        )
    file.seek(0)  # whoever compared it with what was sent before has read it
    return file.read()


def made_anew(content: bytes) -> Picture:
    """The picture's pixels as a new JPEG; ValidationError: not_a_picture, too_many_pixels. Busy: too many at once."""
    if not places.acquire(timeout=PATIENCE):
        raise Busy(_("The portal is busy. Try again in a moment."), code="busy", retry_after=5)
    try:
        done = decoded(content)
    finally:
        places.release()
    if done.returncode == picture.TOO_MANY_PIXELS:
        raise ValidationError(
            _("This picture has more than %(megapixels)s megapixels. Take it again at a lower resolution."),
            code="too_many_pixels",
            params={"megapixels": picture.MOST_PIXELS // MEGAPIXEL},
        )
    if done.returncode != 0:
        raise not_a_picture()
    width, height = picture.SIZE.unpack_from(done.stdout)
    return Picture(done.stdout[picture.SIZE.size :], width, height)


def decoded(content: bytes) -> subprocess.CompletedProcess[bytes]:
    """What the process that opens pictures made of this one; ValidationError: not_a_picture, when it takes too long."""
    with making:
        try:
            return subprocess.run(
                [sys.executable, "-I", str(Path(picture.__file__))],
                input=content,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=WITHIN,
                env={},
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise not_a_picture() from None


def not_a_picture() -> ValidationError:
    return ValidationError(
        _("This is not a picture that can be read. Send a JPEG, PNG or WebP picture."), code="not_a_picture"
    )


def shown(document: Document) -> HttpResponse:
    """The picture as an answer that no cache keeps, and that shows nothing but the picture.

    Whoever calls this has made sure that it may be seen, and noted that it was.
    """
    return HttpResponse(document.content, content_type="image/jpeg", headers=HEADERS)
