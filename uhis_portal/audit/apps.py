"""The audit:  who did what, who looked at whom."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "uhis_portal.audit"
    label = "audit"
