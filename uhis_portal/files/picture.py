"""A picture made anew: what goes in is anybody's, what comes out is a JPEG of its pixels and nothing else.

`python -I picture.py < sent > made` runs as a process of its own, bounded in memory and time, and without the portal's
keys in its environment: what a hostile picture could do stays in there.
"""

import io
import resource
import struct
import sys
from typing import Any

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2000  # pixels of what is kept
QUALITY = 82  # of the JPEG: small print stays readable

MEMORY = 1024 * 1024 * 1024  # bytes of address space
SECONDS = 10  # of computing

UNREADABLE, TOO_MANY_PIXELS = 3, 4  # exit codes
SIZE = struct.Struct(">HH")  # width and height, before the JPEG


def main() -> int:
    """Read a picture from standard input and write it anew; the exit code says what was wrong with it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    from PIL import Image  # inside the limits, and only in this process

    Image.MAX_IMAGE_PIXELS = None  # the size is looked at here, before any pixel is made
    try:
        with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return TOO_MANY_PIXELS
            made = anew(Image, picture)
    except Exception:  # decoders raise whatever they like
        return UNREADABLE
    sys.stdout.buffer.write(SIZE.pack(*made.size))
    made.save(sys.stdout.buffer, "JPEG", quality=QUALITY, optimize=True)
    return 0


def anew(Image: Any, picture: Any) -> Any:
    """The first frame, upright, on white, at most LONGEST_SIDE long, as an image that never met the old one's notes."""
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded no larger than it is needed
    picture.load()
    turned = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }.get(orientation_of(picture))  # fmt: skip
    if picture.mode.startswith("I"):  # 16 bits of grey
        picture = picture.point(lambda value: value / 256).convert("L")
    elif picture.mode not in ("L", "RGB", "RGBA"):
        picture = picture.convert("RGBA" if "transparency" in picture.info or "A" in picture.mode else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if turned is not None:
        picture = picture.transpose(turned)
    made = Image.new("RGB", picture.size, "white")
    made.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return made


def orientation_of(picture: Any) -> int:
    """How the camera was held (EXIF 274); upright where its notes cannot be read."""
    try:
        return int(picture.getexif().get(274, 1))
    except Exception:
        return 1


if __name__ == "__main__":
    sys.exit(main())
