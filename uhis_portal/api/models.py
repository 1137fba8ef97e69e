"""Answers kept so that a repeated request is not done twice."""

from django.db import models

from uhis_portal.sealed_fields import SealedField


class StoredAnswer(models.Model):
    """What a POST with an idempotency key was answered; kept 30 days, sealed."""

    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    request_digest = models.BinaryField(help_text="SHA-256 of method, path and content")
    answer = SealedField(help_text="status, headers and body as JSON, sealed")
    stored_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="one_answer_per_key")]
