"""The portal's settings, and one address more: the bare view that the finder is measured against."""

from uhis_portal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benches.urls"
