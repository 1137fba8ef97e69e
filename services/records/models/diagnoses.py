"""Names of diagnoses, where an administrator has loaded a list that may be shown here."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models

ICD10 = "[A-Z][0-9][0-9A-Z]([.][0-9A-Z]{1,4})?"  # the form of a code, as a regular expression


class DiagnosisNameQuerySet(models.QuerySet["DiagnosisName"]):
    def names_of(self, codes: Collection[str]) -> dict[str, dict[str, str]]:
        """{ar, en} by code, of the codes that have a name here; where one language has none, the other stands in."""
        if not codes:
            return {}
        return {one.code: one.name for one in self.filter(pk__in=codes)}


class DiagnosisName(models.Model):
    """The name of an ICD-10 code. The classification is the WHO's: the portal brings none of its names along."""

    code = models.CharField(primary_key=True, max_length=8)
    name_ar = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    comparable = models.TextField()
    source = models.CharField(max_length=300, help_text="edition and licence of the list")

    objects = DiagnosisNameQuerySet.as_manager()

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> dict[str, str]:
        """{ar, en}"""
        return {"ar": self.name_ar or self.name_en, "en": self.name_en or self.name_ar}
