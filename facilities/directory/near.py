"""A position in degrees (WGS 84) as people and browsers write it."""

from __future__ import annotations

import re

# The box around Egypt.
LATITUDES = (21.0, 33.0)
LONGITUDES = (24.0, 38.0)
DEGREES = r"([0-9]{1,3}(?:\.[0-9]{1,20})?)"
POINT = re.compile(rf"\s*{DEGREES}\s*[,،]\s*{DEGREES}\s*")
LIKE_A_POINT = re.compile(r"[,،.]|^[\s\d+-]*$")
