from services.records.models.diagnoses import DiagnosisName
from services.records.models.ledger import LATE, MOST_AT_ONCE, ServiceRecord, record_id
from services.records.models.patients import Identification, OtherPatient

__all__ = [
    "LATE",
    "MOST_AT_ONCE",
    "DiagnosisName",
    "Identification",
    "OtherPatient",
    "ServiceRecord",
    "record_id",
]
