"""The portal's settings with the importers of the tests: for a worker, which reads its settings itself."""

from tests.uhis_portal.files.importers_named import NAMED
from uhis_portal.settings import *  # noqa: F403

IMPORTERS = NAMED
