"""The portal's settings with an importer of services that takes small steps: for a worker, which reads its settings itself."""

from uhis_portal.settings import *  # noqa: F403

IMPORTERS = {"services": "tests.services.importing.InSmallSteps"}
