"""Names of diagnoses, where an administrator has loaded a list that may be shown here."""

from django.db import models


class DiagnosisName(models.Model):
    """The name of an ICD-10 code. The classification is the WHO's: the portal brings none of its names along."""

    code = models.CharField(primary_key=True, max_length=8)
    name_ar = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    comparable = models.TextField()
    source = models.CharField(max_length=300, help_text="edition and licence of the list")

    def __str__(self) -> str:
        return self.code
