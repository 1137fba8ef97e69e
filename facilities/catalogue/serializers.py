"""Kinds of service as they leave the portal."""

from rest_framework import serializers

from facilities.catalogue.models import ServiceType
from uhis_portal.api.serializers import Choice, CodeAndName


class ServiceTypeRepresentation(CodeAndName):
    """A kind of service with its level, category and codes of other systems."""

    level = Choice(ServiceType.Level)
    category = Choice(ServiceType.Category)
    setting = Choice(ServiceType.Setting)
    copayment_class = serializers.CharField()
    encounter_class = serializers.CharField(help_text="HL7 v3 ActCode")
    icd10_reason = serializers.CharField(help_text="ICD-10 reason for the contact, where plain; else empty")
    loinc_document = serializers.CharField(help_text="LOINC kind of document, where plain; else empty")
