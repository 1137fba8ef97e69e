"""The portal's settings with an importer and an exporter that take small steps: for a worker, which reads its settings itself."""

from uhis_portal.settings import *  # noqa: F403

IMPORTERS = {"services": "tests.services.importing.InSmallSteps"}
EXPORTERS = {"records": "tests.services.statistics.exports.in_small_pieces.LedgerInSmallPieces"}
