"""Identity:  staff and citizens who sign in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "uhis_portal.accounts"
    label = "accounts"
