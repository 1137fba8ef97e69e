"""An importer of services that takes small steps, for a worker that is killed between them."""

from services.records.imports.importer import ServiceRecordImporter


class InSmallSteps(ServiceRecordImporter):
    """As the portal's own, in chunks that a short file fills several of."""

    chunk_size = 150
