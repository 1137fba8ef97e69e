"""Photographed papers: only pixels are kept, and what is no picture harms nobody."""

import io
import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.db import connection
from PIL import Image

from tests.pictures import (
    deep_bomb,
    deflated,
    jpeg_that_claims,
    markers,
    photograph,
    png,
    text_bomb,
    wide_bomb,
    with_notes,
)
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now
from uhis_portal.files import documents, picture
from uhis_portal.files.documents import keep_picture, made_anew
from uhis_portal.files.limits import LARGEST_PICTURE
from uhis_portal.files.models import Document
from uhis_portal.reach import NOBODY, reach_of, system_reach, within
from uhis_portal.refusals import Busy

# JFIF's own segment, tables, the frame: nothing that a camera, a program or a person wrote.
PLAIN = {0xE0, 0xDB, 0xC0, 0xC4}
NOW: datetime = cairo_now()


def upload(content: bytes, size: int | None = None) -> InMemoryUploadedFile:
    sized = len(content) if size is None else size
    return InMemoryUploadedFile(io.BytesIO(content), "file", "paper.jpg", "image/jpeg", sized, None)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(made_anew(content).content))


def code_of(content: bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(ValidationError) as caught:
        made_anew(content)
    return caught.value.code


def test_nothing_but_pixels_is_kept() -> None:
    sent = with_notes()
    assert b"Temple Street" in sent and b"secret comment" in sent and b"secret profile" in sent
    made = made_anew(sent).content
    assert markers(made) <= PLAIN
    assert b"Temple" not in made and b"secret" not in made
    assert not opened(sent).getexif()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_upright(orientation: int) -> None:
    made = opened(with_notes(orientation))
    assert made.size == ((640, 480) if orientation < 5 else (480, 640))
    red = {
        1: (10, 10),
        2: (630, 10),
        3: (630, 10),
        4: (10, 10),
        5: (10, 10),
        6: (10, 10),
        7: (10, 630),
        8: (10, 630),
    }
    first, _green, _blue = made.getpixel(red[orientation])
    assert first > 200


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_becomes_at_most_2000_pixels_long(form: str) -> None:
    made = made_anew(photograph((4000, 3000), form))
    assert (made.width, made.height) == (2000, 1500)
    assert opened(photograph((4000, 3000), form)).format == "JPEG"
    small = made_anew(photograph((300, 200), form))
    assert (small.width, small.height) == (300, 200)


@pytest.mark.parametrize(
    ("mode", "form"),
    [("L", "PNG"), ("1", "PNG"), ("P", "PNG"), ("RGBA", "PNG"), ("I;16", "PNG"), ("LA", "PNG"), ("CMYK", "JPEG"),
     ("L", "JPEG"), ("RGBA", "WEBP")],
)  # fmt: skip
def test_every_kind_of_colour_is_read(mode: str, form: str) -> None:
    made = made_anew(grey_of_16_bits() if mode == "I;16" else photograph((64, 48), form, mode))
    assert (made.width, made.height) == (64, 48)


def grey_of_16_bits() -> bytes:
    out = io.BytesIO()
    Image.new("I;16", (64, 48), 32768).save(out, "PNG")
    return out.getvalue()


def test_a_grey_of_16_bits_stays_grey() -> None:
    assert 120 < opened(grey_of_16_bits()).convert("L").getpixel((5, 5)) < 136


def test_what_is_transparent_becomes_white() -> None:
    assert opened(photograph((64, 48), "PNG", "RGBA")).getpixel((60, 5)) >= (250, 250, 250)


def test_a_page_hidden_behind_a_picture_is_gone() -> None:
    assert b"<script>" not in made_anew(photograph() + b"<script>alert(1)</script>").content


def test_of_pictures_that_move_the_first_is_kept() -> None:
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("red", "blue", "green")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    first, _green, blue = opened(out.getvalue()).getpixel((5, 5))
    assert first > 200 > blue


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"%PDF-1.7\n%%EOF",
        b"MZ\x90\x00",
        b"\xff\xd8\xff\xe0",
        b"\x89PNG\r\n\x1a\n",
        os.urandom(5000),
        photograph((64, 48), "GIF", "P"),
        photograph((64, 48), "BMP"),
        photograph((64, 48), "TIFF"),
        photograph()[:2000],
        png(8, 8, b"no deflated data"),
        png(0, 0, b""),
        text_bomb(),
    ],
    ids=["nothing", "one byte", "a page", "a drawing", "a PDF", "a program", "the start of a JPEG", "the start of a PNG",
         "noise", "GIF", "BMP", "TIFF", "half a JPEG", "a broken PNG", "an empty PNG", "200 MB of notes"],
)  # fmt: skip
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    assert code_of(content) == "not_a_picture"


@pytest.mark.parametrize(
    "bomb", [wide_bomb(), jpeg_that_claims(65_000, 65_000), photograph((16_000, 4_000), "PNG", "1")]
)
def test_a_bomb_of_pixels_is_refused_before_it_is_unpacked(bomb: bytes) -> None:
    assert len(bomb) < 100_000
    assert code_of(bomb) == "too_many_pixels"


def test_what_unpacks_to_more_than_it_says_costs_no_more_than_its_limits() -> None:
    made = made_anew(deep_bomb())
    assert (made.width, made.height) == (8, 8)


def test_a_picture_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "WITHIN", 0.01)
    assert code_of(photograph()) == "not_a_picture"


def test_a_picture_that_takes_more_memory_than_is_given_is_refused(tmp_path: Path) -> None:
    """49 megapixels are 196 MB; here the process gets 160."""
    program = tmp_path / "picture.py"
    source = Path(picture.__file__).read_text()
    program.write_text(re.sub(r"MEMORY = .*", "MEMORY = 160 * 1024 * 1024", source, count=1))
    sent = png(7000, 7000, deflated(7000 * 28_001), bits=8, colour=6)
    done = subprocess.run([sys.executable, "-I", program], input=sent, capture_output=True, check=False)
    assert done.returncode == picture.UNREADABLE
    assert not done.stdout


def test_the_process_that_opens_pictures_has_no_keys_in_its_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = {}
    run = subprocess.run

    def noted(*args: Any, **kwargs: Any) -> Any:
        given.update(kwargs)
        return run(*args, **kwargs)

    monkeypatch.setattr(subprocess, "run", noted)
    made_anew(photograph())
    assert given["env"] == {}


@pytest.mark.django_db
def test_a_kept_picture_stands_sealed_and_is_seen_by_its_sender_alone(
    citizen: Account, other_citizen: Account, clerk: Account
) -> None:
    with within(reach_of(citizen)):
        kept = keep_picture(by=citizen, file=upload(with_notes()), now=NOW)
        assert kept.content.startswith(b"\xff\xd8\xff") and kept.size == len(kept.content)
        with connection.cursor() as cursor:
            cursor.execute("SELECT content FROM files_document")
            stands = bytes(cursor.fetchone()[0])
        assert b"JFIF" not in stands
        assert Document.objects.get().content == kept.content
    for stranger in (NOBODY, reach_of(other_citizen), reach_of(clerk)):
        with within(stranger):
            assert not Document.objects.exists()


@pytest.mark.django_db
def test_reviewers_of_its_governorate_see_it_once_that_is_set(
    citizen: Account, clerk: Account, foreign_clerk: Account
) -> None:
    with within(reach_of(citizen)):
        keep_picture(by=citizen, file=upload(photograph()), now=NOW, governorate="EG-LX")
    with within(reach_of(clerk)):
        assert Document.objects.count() == 1
    with within(reach_of(foreign_clerk)):
        assert not Document.objects.exists()


@pytest.mark.django_db
def test_a_file_beyond_the_limit_is_refused_at_its_field_unread(citizen: Account) -> None:
    with within(reach_of(citizen)), pytest.raises(documents.PictureTooLarge) as caught:
        keep_picture(by=citizen, file=upload(b"", size=LARGEST_PICTURE + 1), now=NOW)
    assert [one.code for one in caught.value.error_dict["file"]] == ["too_large"]
    assert caught.value.status == 413
    with system_reach():
        assert not Document.objects.exists()


@pytest.mark.django_db
def test_no_file_is_said_at_its_field(citizen: Account) -> None:
    with pytest.raises(ValidationError) as caught:
        keep_picture(by=citizen, file=None, now=NOW)
    assert [one.code for one in caught.value.error_dict["file"]] == ["required"]


def test_a_picture_as_an_answer_is_kept_by_nobody_and_shows_nothing_else() -> None:
    answer = documents.shown(Document(content=b"JPEG"))
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_more_pictures_at_once_than_are_made_are_turned_away_and_hold_nobody_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(documents, "PATIENCE", 0.01)
    with documents.places, documents.places, pytest.raises(Busy) as caught:
        made_anew(photograph())
    assert (caught.value.status, caught.value.retry_after) == (503, 5)
    assert made_anew(photograph()).width == 640
