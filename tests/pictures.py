"""Pictures as cameras make them, and as nobody should send them."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

GPS, ORIENTATION = 34853, 274  # EXIF tags
PNG = b"\x89PNG\r\n\x1a\n"


def photograph(
    size: tuple[int, int] = (640, 480), form: str = "JPEG", mode: str = "RGB", **more: Any
) -> bytes:
    """A picture whose left half is red and whose right half is blue (dark and light, where there is no colour)."""
    left, right = {"RGB": ("red", "blue"), "RGBA": ("red", (0, 0, 255, 0)), "CMYK": ("red", "blue")}.get(
        mode, (64, 192)
    )
    picture = Image.new("RGB" if mode == "P" else mode, size, "red" if mode == "P" else left)
    picture.paste("blue" if mode == "P" else right, (size[0] // 2, 0, *size))
    if mode == "P":
        picture = picture.convert("P")
    out = io.BytesIO()
    picture.save(out, form, **more)
    return out.getvalue()


def with_notes(orientation: int = 1) -> bytes:
    """A photograph that says where it was taken, by whom, and how the camera was held."""
    notes = Image.Exif()
    notes[ORIENTATION] = orientation
    notes[315] = "Ahmed, 12 Temple Street"  # the photographer
    notes.get_ifd(GPS)[1] = "N"
    return photograph(exif=notes, comment=b"secret comment", icc_profile=b"secret profile", dpi=(300, 300))


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def deflated(length: int) -> bytes:
    """So many zeros, packed: a thousandth of them."""
    packer, parts, piece = zlib.compressobj(9), [], bytes(1024 * 1024)
    while length > 0:
        parts.append(packer.compress(piece[:length]))
        length -= len(piece)
    return b"".join([*parts, packer.flush()])


def png(
    width: int, height: int, packed: bytes, *, bits: int = 1, colour: int = 0, before: bytes = b""
) -> bytes:
    """A PNG of these sizes with this content, whether they fit together or not."""
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return PNG + chunk(b"IHDR", head) + before + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def wide_bomb() -> bytes:
    """400 megapixels in some ten kilobytes."""
    return png(20_000, 20_000, deflated(20_000 * 2_501))


def text_bomb() -> bytes:
    """A small picture with 200 MB of notes, packed."""
    return png(8, 8, deflated(16), before=chunk(b"zTXt", b"Comment\0\0" + deflated(200 * 1024 * 1024)))


def deep_bomb() -> bytes:
    """Says to be 8 by 8, and unpacks to 300 MB."""
    return png(8, 8, deflated(300 * 1024 * 1024))


def jpeg_that_claims(width: int, height: int) -> bytes:
    """A JPEG whose head says another size."""
    sent = bytearray(photograph((64, 48)))
    start = sent.index(b"\xff\xc0")
    sent[start + 5 : start + 9] = struct.pack(">HH", height, width)
    return bytes(sent)


def markers(jpeg: bytes) -> set[int]:
    """The kinds of segments that a JPEG has before its pixels."""
    found, at = set(), 2
    while jpeg[at + 1] != 0xDA:
        found.add(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return found
